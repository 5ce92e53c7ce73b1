/** Compares what is known at an exception return with the interrupted context. */
import type { CellName } from '../isa/instruction.ts';
import type { Code } from './code.ts';
import type { ContextFault } from './context.ts';
import type { Slot, VectorTable } from './model.ts';
import { type Field, fieldHolding, fieldsOf, readCell, type State } from './state.ts';
import { entryCellOf, symbolOf, type Value } from './values.ts';

interface Judged {
  readonly code: Code;
  readonly table: VectorTable;
  readonly slot: Slot;
}

/** Registers that must have come back for a return to count as one that restores a context. */
const restoredAtLeast = 2;

/**
 * The faults of one exception return. A return to somewhere else than the interrupted code (another thread's
 * context, a first entry to a lower level) is not judged.
 */
export function judgeReturn(
  where: Judged,
  state: State,
  at: bigint,
): { readonly judged: boolean; readonly faults: readonly ContextFault[] } {
  const { context } = where.code.architecture;
  const levels = context.levels.filter(
    one => where.table.level === undefined || one.level === where.table.level,
  );
  if (!levels.every(one => returnsToInterrupted(state, one.returnAddress)))
    return { judged: false, faults: [] };
  const status = levels.flatMap(one => [one.returnAddress, one.savedStatus]);
  const cells = [...context.general, ...status, ...context.special];
  const restored = context.general.filter(cell => isGivenBack(state, cell)).length;
  const faults = cells.flatMap(cell => faultOf(where, state, cell, at, restored) ?? []);
  return { judged: true, faults: withoutConsequences(faults) };
}

/** Loaded with its own interrupted value. */
function isGivenBack(state: State, cell: CellName): boolean {
  const value = readCell(state, cell);
  return entryCellOf(value) === cell && value.is === 'sum' && value.via !== undefined;
}

/** The return address is the interrupted one, moved on a little, or taken from a wrong field of the frame. */
function returnsToInterrupted(state: State, cell: CellName): boolean {
  const value = readCell(state, cell);
  const symbol = symbolOf(value);
  if (symbol?.of !== 'entry') return false;
  return symbol.cell === cell || (value.is === 'sum' && value.via !== undefined && value.offset === 0n);
}

function faultOf(
  { code, slot }: Judged,
  state: State,
  cell: CellName,
  returnAt: bigint,
  restored: number,
): ContextFault | undefined {
  const value = readCell(state, cell);
  if (value.is !== 'sum' || entryCellOf(value) === cell) return undefined;
  const holds = entryCellOf(value);
  const own = fieldHolding(state, cell);
  if (holds !== undefined && value.via !== undefined)
    return {
      kind: 'restored-from-wrong-field',
      register: cell,
      holds,
      savedAt: fieldHolding(state, holds)?.at ?? value.via.at,
      loadedAt: value.via.at,
      loadedOffset: value.via.place.offset,
      ...(own && own.place.base === value.via.place.base && { ownOffset: own.place.offset }),
      returnAt,
    };
  if (!code.architecture.context.general.includes(cell)) return undefined;
  const loss = state.losses.get(cell);
  if (loss?.how === 'field-overwritten' && value.via !== undefined)
    return { kind: 'field-overwritten', register: cell, at: loss.at, returnAt };
  if (loss?.how === 'register-changed') {
    const saved = wronglySaved(state, cell, value);
    const at = loss.at;
    if (saved !== undefined)
      return { kind: 'clobbered-before-saved', register: cell, at, savedAt: saved.at, returnAt };
    // In a synchronous slot a register may be a result of the call that was asked for.
    const byHandler = symbolOf(value)?.of !== 'call' && symbolOf(value)?.of !== 'loaded';
    if (slot.description.kind !== 0 && byHandler)
      return { kind: 'clobbered-before-saved', register: cell, at, returnAt };
    return undefined;
  }
  const untouched = value.via === undefined && symbolOf(value)?.of !== 'loaded';
  if (own !== undefined && untouched && restored >= restoredAtLeast)
    return { kind: 'not-restored', register: cell, savedAt: own.at, returnAt };
  return undefined;
}

/** The field from which a register came back, when it was stored there from that register after its change. */
function wronglySaved(state: State, cell: CellName, value: Value): Field | undefined {
  if (value.is !== 'sum' || value.via === undefined || symbolOf(value)?.of === 'call') return undefined;
  const { base, offset } = value.via.place;
  for (const field of fieldsOf(state))
    if (field.place.base === base && field.place.offset === offset && field.from === cell) return field;
  return undefined;
}

/** One wrong load also leaves the registers that it should have restored: that is the same fault. */
function withoutConsequences(faults: readonly ContextFault[]): readonly ContextFault[] {
  const taken = new Set(faults.flatMap(one => (one.kind === 'restored-from-wrong-field' ? [one.holds] : [])));
  return faults.filter(one => one.kind !== 'not-restored' || !taken.has(one.register));
}
