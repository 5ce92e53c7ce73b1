/** What the rules about calls share: the program's routines, the monitor's, and where they are called. */
import { type MonitorRoutineName, monitorRoutines } from '../../../isa/hawk/monitor.ts';
import type { PathStep } from '../../../vectors/paths.ts';
import { loadMemory, readCell } from '../../../vectors/state.ts';
import { addValues, constantValue, numberOf, type Value, wrapSum } from '../../../vectors/values.ts';
import type { RuleContext } from '../rule.ts';
import { firstEntries, isRow, operandOf, startSteps } from './trap.ts';

/** The address that an instruction forms: its index register and its displacement. */
export function formedAddress(step: PathStep): Value {
  const x = operandOf(step, 'x');
  const next = step.at + BigInt(step.found.instruction.length);
  const base = x === 0 ? constantValue(next) : readCell(step.before, `r${x}`);
  return wrapSum(addValues(base, constantValue(BigInt(operandOf(step, 'disp')))), 32);
}

export const isCall = ({ found }: PathStep): boolean => found.effects.control.includes('call');

/** `JUMPS`, `JUMP`: to an address that they form. */
export const isJump = (step: PathStep): boolean => isRow(step, 'jsr', 'jsrs') && operandOf(step, 'd') === 0;

/** `LOADS PC`, `LOAD PC`: to an address that they load. */
export const isJumpThroughMemory = (step: PathStep): boolean =>
  isRow(step, 'load', 'loads') && operandOf(step, 'd') === 0;

/** Where a jump goes, as far as it is known. */
export function jumpTarget(step: PathStep): Value | undefined {
  if (isJump(step)) return formedAddress(step);
  const address = isJumpThroughMemory(step) ? numberOf(formedAddress(step)) : undefined;
  return address === undefined
    ? undefined
    : loadMemory(step.before, constantValue(address & ~3n), 4, step.at, 'target');
}

/** The monitor's routine that a call goes to; a routine of the program with that name is another one. */
export function monitorRoutineOf({ code }: RuleContext, step: PathStep): MonitorRoutineName | undefined {
  const target = isCall(step) ? numberOf(formedAddress(step)) : undefined;
  if (target === undefined || code.sectionAt(target) !== undefined) return undefined;
  const names = code.labelsAt(target).map(({ name }) => name);
  return monitorRoutines.find(({ name, address }) => BigInt(address) === target && names.includes(name))
    ?.name;
}

/** A stretch of the program that is run from its beginning. */
export interface Routine {
  readonly start: bigint;
  readonly steps: readonly PathStep[];
  /** It is called or exported, so R1 is the address to return to and R2 the caller's stack. */
  readonly called: boolean;
  /** A call of it is in the program, or it is MAIN: what is only exported may be a handler of exceptions. */
  readonly certain: boolean;
}

/** Routines that the program calls or exports, the trap handlers, and what the program enters by RTT. */
export function routinesOf(context: RuleContext): readonly Routine[] {
  const { code, result, routineOf } = context;
  const exported = result.program.symbols.filter(
    ({ kind, binding, value }) =>
      kind === 'label' && binding === 'global' && code.statementAt(value)?.kind === 'instruction',
  );
  const entries = context.tables.flatMap(table => table.entries.map(({ address }) => address));
  const entered = firstEntries([
    ...startSteps(context),
    ...exported.flatMap(({ value }) => routineOf(value).steps),
  ]).map(({ to }) => to);
  const routines = new Map<bigint, Omit<Routine, 'certain'>>();
  const targets = new Set(exported.filter(({ name }) => name === 'MAIN').map(({ value }) => value));
  const work = [
    ...[...entries, ...entered].map(start => ({ start, called: false })),
    ...exported.map(({ value }) => ({ start: value, called: true })),
  ];
  for (let next = work.shift(); next !== undefined; next = work.shift()) {
    const { start, called } = next;
    if (routines.has(start) || code.statementAt(start)?.kind !== 'instruction') continue;
    const { steps } = routineOf(start);
    routines.set(start, { start, steps, called });
    for (const step of steps) {
      const target = isCall(step) ? numberOf(formedAddress(step)) : undefined;
      if (target === undefined) continue;
      targets.add(target);
      work.push({ start: target, called: true });
    }
  }
  return [...routines.values()].map(one => ({ ...one, certain: targets.has(one.start) }));
}

/** All that is known to be executed. */
export const programSteps = (context: RuleContext): readonly PathStep[] =>
  routinesOf(context).flatMap(({ steps }) => steps);
