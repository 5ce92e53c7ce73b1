/** Names that conditions of breakpoints and exception filters may use, besides registers and symbols. */
import type { ConditionVariable } from '../architecture.ts';
import { savedStatus } from './fields/status.ts';
import { syndrome } from './fields/syndrome.ts';

export const conditionVariables: readonly ConditionVariable[] = [
  {
    name: 'el',
    says: 'toLevel',
    doc: 'Exception level that the exception is taken to; elsewhere the current one',
  },
  { name: 'from', says: 'fromLevel', doc: 'Exception level that the exception comes from' },
  { name: 'kind', says: 'kind', doc: '0 synchronous, 1 IRQ, 2 FIQ, 3 SError' },
  {
    name: 'source',
    says: 'source',
    doc: '0 current EL with SP_EL0, 1 current EL with SP_ELx, 2 lower AArch64, 3 lower AArch32',
  },
  { name: 'offset', says: 'offset', doc: 'Bytes from the base of the table to the slot' },
  { name: 'ec', doc: 'Exception class, ESR_ELx.EC' },
  { name: 'iss', doc: 'Syndrome of the class, ESR_ELx.ISS' },
  { name: 'imm16', doc: 'Immediate of SVC, HVC or SMC: ISS[15:0]' },
  { name: 'esr', says: 'syndrome', doc: 'ESR of the target level', fields: syndrome },
  { name: 'far', says: 'faultAddress', doc: 'FAR of the target level' },
  { name: 'hpfar', doc: 'HPFAR_EL2' },
  { name: 'elr', says: 'returnAddress', doc: 'ELR of the target level: the preferred return address' },
  {
    name: 'spsr',
    says: 'savedStatus',
    doc: 'SPSR of the target level: the saved status',
    fields: savedStatus,
  },
  { name: 'intid', doc: 'Number of the interrupt' },
  { name: 'hits', doc: 'How often the filter or breakpoint was reached, this time included' },
  {
    name: 'clobbered',
    doc: 'At an exception return: registers that do not hold the interrupted value by mistake',
  },
];
