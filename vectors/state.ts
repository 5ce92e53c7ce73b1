/** What is known at one point of a path through a handler: every cell, and the memory that was written. */
import type { CellName } from '../isa/instruction.ts';
import {
  anything,
  entryCellOf,
  entryValue,
  joinValues,
  loadedThrough,
  type MemoryPlace,
  madeAt,
  mentions,
  placeOf,
  sameValue,
  symbolValue,
  type Value,
} from './values.ts';

/** A word of memory that the handler wrote: as many bytes as a general register has. */
export interface Field {
  readonly place: MemoryPlace;
  readonly value: Value;
  /** Address of the instruction that stored it. */
  readonly at: bigint;
  /** The register that was stored. */
  readonly from?: CellName;
}

/** An interrupted value that is nowhere any more. */
export interface Loss {
  readonly cell: CellName;
  /** Address of the instruction that changed the last place that held it. */
  readonly at: bigint;
}

/** A field that held an interrupted value was stored to again. */
export interface Overwriting {
  readonly at: bigint;
  /** The store that had saved the value there. */
  readonly savedAt: bigint;
}

/** What happened to general registers on the way, by instruction address. Only for messages and places. */
export interface History {
  /** Last write. */
  readonly written: Map<CellName, bigint>;
  /** Last load of the register's own interrupted value into it. */
  readonly restored: Map<CellName, bigint>;
  /** Last load of the register's interrupted value into another register. */
  readonly misloaded: Map<CellName, bigint>;
  /** Last store over a field that held the register's interrupted value. */
  readonly overwritten: Map<CellName, Overwriting>;
}

/** Changed in place along a path; `copyState` before a path forks. */
export interface State {
  /** Absent: what the cell held at entry. */
  readonly cells: Map<CellName, Value>;
  /** Base → offset → field. */
  readonly memory: Map<string, Map<bigint, Field>>;
  readonly losses: Map<CellName, Loss>;
  readonly history: History;
  /** Addresses of the instructions that were executed on any path from the same entry. */
  readonly executed: Set<bigint>;
  /** Cells whose loss is watched: the general registers. */
  readonly watched: ReadonlySet<CellName>;
  /** Bytes of a general register. */
  readonly wordBytes: number;
}

export const entryState = (watched: ReadonlySet<CellName>, wordBytes = 8): State => ({
  cells: new Map(),
  memory: new Map(),
  losses: new Map(),
  history: { written: new Map(), restored: new Map(), misloaded: new Map(), overwritten: new Map() },
  executed: new Set(),
  watched,
  wordBytes,
});

const copyHistory = ({ written, restored, misloaded, overwritten }: History): History => ({
  written: new Map(written),
  restored: new Map(restored),
  misloaded: new Map(misloaded),
  overwritten: new Map(overwritten),
});

export const copyState = (state: State): State => ({
  cells: new Map(state.cells),
  memory: new Map([...state.memory].map(([base, fields]) => [base, new Map(fields)])),
  losses: new Map(state.losses),
  history: copyHistory(state.history),
  executed: state.executed,
  watched: state.watched,
  wordBytes: state.wordBytes,
});

export const readCell = (state: State, cell: CellName): Value => state.cells.get(cell) ?? entryValue(cell);

export function* fieldsOf(state: State): Iterable<Field> {
  for (const fields of state.memory.values()) yield* fields.values();
}

/** Whether a cell's value at entry can still be had from a cell or from memory. */
export function stillHeld(state: State, cell: CellName): boolean {
  if (!state.cells.has(cell)) return true;
  for (const value of state.cells.values()) if (mentions(value, cell)) return true;
  for (const field of fieldsOf(state)) if (mentions(field.value, cell)) return true;
  return false;
}

/** Notes which watched values that `before` held are nowhere any more. */
function noteLosses(state: State, before: Value, at: bigint): void {
  if (before.is !== 'sum') return;
  for (const { unknown } of before.terms) {
    if (unknown.of !== 'entry' || !state.watched.has(unknown.cell)) continue;
    if (!state.losses.has(unknown.cell) && !stillHeld(state, unknown.cell))
      state.losses.set(unknown.cell, { cell: unknown.cell, at });
  }
}

function noteHistory(history: History, cell: CellName, value: Value, at: bigint): void {
  history.written.set(cell, at);
  const holds = entryCellOf(value);
  if (holds === undefined || value.is !== 'sum' || value.via?.at !== at) return;
  if (holds === cell) history.restored.set(cell, at);
  else history.misloaded.set(holds, at);
}

/** Writes a cell by the instruction at `at`. */
export function writeCell(state: State, cell: CellName, value: Value, at: bigint): void {
  const before = readCell(state, cell);
  state.cells.set(cell, value);
  if (state.watched.has(cell)) noteHistory(state.history, cell, value, at);
  if (!sameValue(before, value)) noteLosses(state, before, at);
}

/** Stores `size` bytes. A store to an unknown place is taken not to touch what the handler saved. */
export function storeMemory(
  state: State,
  address: Value,
  size: number,
  value: Value,
  at: bigint,
  from?: CellName,
): void {
  const place = placeOf(address);
  if (place === undefined) return;
  let fields = state.memory.get(place.base);
  if (fields === undefined) state.memory.set(place.base, (fields = new Map()));
  const overwritten: Field[] = [];
  for (const field of fields.values()) {
    const start = field.place.offset;
    if (start < place.offset + BigInt(size) && place.offset < start + BigInt(state.wordBytes))
      overwritten.push(field);
  }
  for (const field of overwritten) fields.delete(field.place.offset);
  if (size === state.wordBytes) fields.set(place.offset, { place, value, at, ...(from && { from }) });
  for (const field of overwritten) {
    // Anything else than another interrupted value is a result that the handler gives back on purpose.
    if (sameValue(field.value, value) || entryCellOf(value) === undefined) continue;
    const holds = entryCellOf(field.value);
    if (holds !== undefined) state.history.overwritten.set(holds, { at, savedAt: field.at });
    noteLosses(state, field.value, at);
  }
}

/** Loads `size` bytes by the instruction at `at`; `name` tells its loads apart. */
export function loadMemory(state: State, address: Value, size: number, at: bigint, name: string): Value {
  const place = placeOf(address);
  if (place === undefined || size !== state.wordBytes) return symbolValue({ of: 'loaded', at, name });
  const field = state.memory.get(place.base)?.get(place.offset);
  const via = { at, place };
  return loadedThrough(field?.value ?? symbolValue({ of: 'loaded', at, name }), via);
}

/** Ends the life of the symbols that an earlier execution of the instruction at `at` made, and notes this one. */
export function forgetMadeAt(state: State, at: bigint): void {
  if (!state.executed.has(at)) {
    state.executed.add(at);
    return;
  }
  for (const [cell, value] of state.cells) if (madeAt(value, at)) state.cells.set(cell, anything);
  for (const fields of state.memory.values())
    for (const [offset, field] of fields)
      if (madeAt(field.value, at)) fields.set(offset, { ...field, value: anything });
}

/** What is known when either state may be the case. */
export function joinStates(a: State, b: State): State {
  const { watched, wordBytes, executed } = a;
  const joined: State = { ...entryState(watched, wordBytes), executed, history: copyHistory(a.history) };
  for (const cell of new Set([...a.cells.keys(), ...b.cells.keys()]))
    joined.cells.set(cell, joinValues(readCell(a, cell), readCell(b, cell)));
  for (const [base, fields] of a.memory) {
    const other = b.memory.get(base);
    if (other === undefined) continue;
    const both = new Map<bigint, Field>();
    for (const [offset, field] of fields) {
      const match = other.get(offset);
      if (match !== undefined) both.set(offset, { ...field, value: joinValues(field.value, match.value) });
    }
    joined.memory.set(base, both);
  }
  for (const [cell, loss] of a.losses) if (b.losses.get(cell)?.at === loss.at) joined.losses.set(cell, loss);
  return joined;
}

/** Whether two states know the same. */
export function sameState(a: State, b: State): boolean {
  for (const [cell, value] of a.cells) if (!sameValue(value, readCell(b, cell))) return false;
  for (const [cell, value] of b.cells) if (!sameValue(readCell(a, cell), value)) return false;
  if (a.losses.size !== b.losses.size) return false;
  const count = ({ memory }: State): number => {
    let sum = 0;
    for (const fields of memory.values()) sum += fields.size;
    return sum;
  };
  if (count(a) !== count(b)) return false;
  for (const field of fieldsOf(a)) {
    const match = b.memory.get(field.place.base)?.get(field.place.offset);
    if (match === undefined || !sameValue(match.value, field.value)) return false;
  }
  return true;
}

/** Where a cell's value at entry lies in memory, by the store that put it there. */
export function fieldHolding(state: State, cell: CellName): Field | undefined {
  for (const field of fieldsOf(state)) if (entryCellOf(field.value) === cell) return field;
  return undefined;
}
