/** How a routine goes back: what the rules about R1 and R2 share. */
import type { PathStep } from '../../../vectors/paths.ts';
import { readCell } from '../../../vectors/state.ts';
import { entryCellOf, sameValue, symbolOf, type Value } from '../../../vectors/values.ts';
import { formedAddress, isJump, isJumpThroughMemory, type Routine } from './routines.ts';
import { isStore, operandOf } from './trap.ts';

/** Where a routine stores its return address, as R1 or another register has it. */
export const savedReturns = ({ steps }: Routine): readonly Value[] =>
  steps
    .filter(step => isStore(step) && entryCellOf(readCell(step.before, `r${operandOf(step, 'd')}`)) === 'r1')
    .map(formedAddress);

/** Counted from where R2 pointed when the routine was called. */
export function onStack(address: Value): boolean {
  const symbol = symbolOf(address);
  return symbol?.of === 'entry' && symbol.cell === 'r2';
}

/** `JUMPS R1` with the address that the routine got. */
export const returnsDirectly = (step: PathStep): boolean =>
  isJump(step) && entryCellOf(formedAddress(step)) === 'r1';

/** `LOADS PC,R2`: through a word of the stack that is the saved return address, or to which nothing was stored. */
export function returnsThroughStack({ steps }: Routine, step: PathStep, saved: readonly Value[]): boolean {
  if (!isJumpThroughMemory(step) || !onStack(formedAddress(step))) return false;
  const place = formedAddress(step);
  const isOther = steps.some(one => isStore(one) && sameValue(formedAddress(one), place));
  return !isOther || saved.some(one => sameValue(one, place));
}
