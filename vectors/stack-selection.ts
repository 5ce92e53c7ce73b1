/** Which stack pointer is in use: a write to the selecting cell exchanges it for another one. */
import type { ContextDescription } from '../isa/architecture.ts';
import { readCell, type State, writeCell } from './state.ts';
import { anything, constantValue, entryCellOf, numberOf, type Value } from './values.ts';

/** Which stack pointer is selected; undefined when that is not known. */
function selectionOf(state: State, { stackSelection }: ContextDescription): number | undefined {
  if (stackSelection === undefined) return undefined;
  const value = readCell(state, stackSelection.cell);
  const number = entryCellOf(value) === stackSelection.cell ? stackSelection.atEntry : numberOf(value);
  return number === undefined ? undefined : Number(number);
}

/** Selects a stack pointer on `state`: puts the one in use back into its bank, and takes the other one out. */
export function selectStack(state: State, context: ContextDescription, selected: Value, at: bigint): void {
  const { stackSelection, stackPointer } = context;
  if (stackSelection === undefined) return;
  const { cell, banks } = stackSelection;
  const before = selectionOf(state, context);
  const number = numberOf(selected);
  const bank = number === undefined ? undefined : banks[Number(number)];
  if (before === undefined || bank === undefined) {
    writeCell(state, cell, anything, at);
    writeCell(state, stackPointer, anything, at);
    return;
  }
  if (before === Number(number)) return;
  writeCell(state, banks[before]!, readCell(state, stackPointer), at);
  writeCell(state, stackPointer, readCell(state, bank), at);
  writeCell(state, cell, constantValue(number!), at);
}
