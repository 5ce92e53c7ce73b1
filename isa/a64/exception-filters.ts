/** What a debugger can stop on: exceptions by kind and source, returns, and hazards by name. */
import type { ExceptionFilterDescription } from '../architecture.ts';
import { exceptionKinds, exceptionSources } from './vector-table.ts';

const byKind: readonly ExceptionFilterDescription[] = exceptionKinds.map(({ number, id, name }) => ({
  id: `a64-${id}`,
  label: `A64 ${name}`,
  description: `${name} exceptions from any source: stop before the first instruction of the slot.`,
  event: 'entry',
  predicate: `kind == ${number}`,
  enabledByDefault: true,
}));

const bySource: readonly ExceptionFilterDescription[] = exceptionSources.map(
  ({ number, id, name, short }) => ({
    id: `a64-${id}`,
    label: `A64 from ${short}`,
    description: `Exceptions of any kind from ${name}: stop before the first instruction of the slot.`,
    event: 'entry',
    predicate: `source == ${number}`,
    enabledByDefault: false,
  }),
);

const returns: readonly ExceptionFilterDescription[] = [
  {
    id: 'a64-return',
    label: 'A64 return',
    description: 'Stop after every ERET, at the instruction that it returns to.',
    event: 'return',
    predicate: '1',
    enabledByDefault: false,
  },
  {
    id: 'a64-return-clobbered',
    label: 'A64 return, registers clobbered',
    description:
      'Stop when an ERET gives the interrupted code a register that the handler never saved, or restored from elsewhere.',
    event: 'return',
    predicate: 'clobbered != 0',
    enabledByDefault: false,
  },
];

const hazard = (name: string, label: string, description: string): ExceptionFilterDescription => ({
  id: `a64-hazard-${name}`,
  label: `A64 ${label}`,
  description,
  event: 'hazard',
  predicate: '1',
  hazard: name,
  enabledByDefault: true,
});

const hazards: readonly ExceptionFilterDescription[] = [
  hazard(
    'recursive-exception',
    'recursive exception',
    'Stop when a slot cannot be fetched, or faults before one instruction of its handler has run: the exception repeats for ever.',
  ),
  hazard(
    'vbar-unset',
    'VBAR unset or unaligned',
    'Stop when an exception is taken to a level whose VBAR was never written, or was written with an address that is not 2 KiB aligned.',
  ),
  hazard(
    'illegal-return',
    'illegal return',
    'Stop when ERET finds an SPSR that asks for an impossible state: PSTATE.IL is set.',
  ),
  hazard(
    'stack-alignment',
    'SP misaligned',
    'Stop when memory is accessed through a stack pointer that is not 16-byte aligned.',
  ),
  hazard(
    'stack-into-table',
    'stack runs into the table',
    'Stop when a store through the stack pointer hits a vector table.',
  ),
  hazard(
    'empty-slot',
    'empty slot executed',
    'Stop when an exception is taken to a slot that holds only padding.',
  ),
  hazard('padding-executed', 'padding executed', 'Stop when execution runs into alignment padding.'),
];

export const exceptionFilters: readonly ExceptionFilterDescription[] = [
  ...byKind,
  ...bySource,
  ...returns,
  ...hazards,
];
