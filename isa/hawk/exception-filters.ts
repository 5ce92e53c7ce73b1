/** What a debugger can stop on: traps by cause, returns, and hazards by name. */
import type { ExceptionFilterDescription } from '../architecture.ts';
import { trapKinds } from './vector-table.ts';

const trap = (id: keyof typeof trapKinds, name: string, when: string): ExceptionFilterDescription => ({
  id: `hawk-${id}`,
  label: `Hawk: ${name}`,
  description: `${when}: stop before the first instruction of the entry.`,
  event: 'entry',
  predicate: `kind == ${trapKinds[id]}`,
  enabledByDefault: id !== 'interrupt',
});

// biome-ignore format: a table is read by columns
const traps: readonly ExceptionFilterDescription[] = [
  trap('bus',         'Bus',                 'A fetch, load or store outside of memory, or a store to ROM'),
  trap('instruction', 'Illegal instruction', 'An undefined operation code, or register 0 where it is not allowed'),
  trap('privilege',   'Privilege',           'CPUGET or CPUSET at level 15'),
  trap('mmu',         'MMU',                 'No translation, or an access that is not allowed (never yet: no board has an MMU)'),
  trap('coprocessor', 'Coprocessor',         'COGET or COSET of a coprocessor that is missing or disabled'),
  trap('interrupt',   'Interrupt',           'An interrupt of any device'),
];

const returns: readonly ExceptionFilterDescription[] = [
  {
    id: 'hawk-return',
    label: 'Hawk: return from trap',
    description: 'Stop after every RTT, at the instruction that it returns to.',
    event: 'return',
    predicate: '1',
    enabledByDefault: false,
  },
  {
    id: 'hawk-return-clobbered',
    label: 'Hawk: return from trap with clobbered registers',
    description:
      'Stop when an RTT gives the interrupted program a register that the handler never saved, or restored from elsewhere.',
    event: 'return',
    predicate: 'clobbered != 0',
    enabledByDefault: false,
  },
];

const hazard = (name: string, label: string, description: string): ExceptionFilterDescription => ({
  id: `hawk-hazard-${name}`,
  label: `Hawk hazard: ${label}`,
  description,
  event: 'hazard',
  predicate: '1',
  hazard: name,
  enabledByDefault: true,
});

const hazards: readonly ExceptionFilterDescription[] = [
  hazard(
    'nested-trap',
    'trap inside trap handler',
    'Stop when a handler traps before it has read TPC: the return address of the first trap is lost.',
  ),
  hazard(
    'empty-slot',
    'empty entry',
    'Stop when a trap is taken to an entry of the vector into which nothing was loaded.',
  ),
  hazard('padding-executed', 'padding executed', 'Stop when execution runs into padding.'),
];

export const exceptionFilters: readonly ExceptionFilterDescription[] = [...traps, ...returns, ...hazards];
