/** Names that conditions of breakpoints and exception filters may use, besides registers and symbols. */
import type { ConditionVariable } from '../architecture.ts';
import { statusFields } from './status.ts';

export const conditionVariables: readonly ConditionVariable[] = [
  {
    name: 'kind',
    says: 'kind',
    doc: 'Number of the trap: 1 bus, 2 instruction … 5 coprocessor, 8 interrupt',
  },
  { name: 'source', says: 'source', doc: 'Number of the interrupt' },
  { name: 'offset', says: 'offset', doc: 'Address of the entry of the trap vector' },
  {
    name: 'level',
    says: 'interruptedLevel',
    doc: 'Level of the interrupted program; elsewhere the current one',
  },
  { name: 'tpc', says: 'returnAddress', doc: 'TPC: the address of the trapped instruction' },
  { name: 'tma', says: 'faultAddress', doc: 'TMA: the memory address of a bus or MMU trap' },
  { name: 'psw', says: 'savedStatus', doc: 'PSW of the interrupted program', fields: statusFields },
  { name: 'hits', doc: 'How often the filter or breakpoint was reached, this time included' },
  {
    name: 'clobbered',
    doc: 'At a return from trap: registers that do not hold the interrupted value by mistake',
  },
];
