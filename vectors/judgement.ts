/** Compares what is known at an exception return with the interrupted context. */
import type { CellName } from '../isa/instruction.ts';
import type { Code } from './code.ts';
import type { ContextFault } from './context-fault.ts';
import type { Slot, VectorTable } from './model.ts';
import { type Field, fieldHolding, fieldsOf, readCell, type State } from './state.ts';
import { entryCellOf, type Loading, symbolOf, type Value } from './values.ts';

interface Judged {
  readonly code: Code;
  readonly table: VectorTable;
  readonly slot: Slot;
}

/** What is asked about one register at one return. */
interface Question {
  readonly where: Judged;
  readonly state: State;
  readonly cell: CellName;
  readonly value: Value & { readonly is: 'sum' };
  readonly returnAt: bigint;
}

/** Registers that must have come back for a return to count as one that restores a context. */
const restoredAtLeast = 2;
/** Registers saved on the stack that make a frame, in which a field without a save is a hole. */
const savedAtLeast = 8;
/** Bytes of a pair of registers: a field that is missing at the frame's lower end. */
const pairBytes = 16n;

/**
 * The faults of one exception return. A return to somewhere else than the interrupted code (another thread's
 * context, a first entry to a lower level) is not judged.
 */
export function judgeReturn(
  where: Judged,
  state: State,
  returnAt: bigint,
): { readonly judged: boolean; readonly faults: readonly ContextFault[] } {
  const { context } = where.code.architecture;
  const levels = context.levels.filter(
    one => where.table.level === undefined || one.level === where.table.level,
  );
  const returnAddresses = new Set(context.levels.map(one => one.returnAddress));
  if (!levels.every(one => returnsToInterrupted(state, one.returnAddress, returnAddresses)))
    return { judged: false, faults: [] };
  const faults: ContextFault[] = [];
  for (const cell of [...levels.flatMap(one => [one.returnAddress, one.savedStatus]), ...context.special]) {
    const value = readCell(state, cell);
    if (value.is === 'sum') faults.push(...wrongField({ where, state, cell, value, returnAt }));
  }
  for (const cell of context.general) {
    const value = readCell(state, cell);
    if (value.is === 'sum' && entryCellOf(value) !== cell)
      faults.push(...faultOf({ where, state, cell, value, returnAt }));
  }
  return { judged: true, faults: withoutResults(where, withoutConsequences(faults)) };
}

/**
 * The return address is the interrupted one, moved on a little, or taken from a wrong field of the frame. That
 * of another level tells a path that cannot be: saved as one level, restored as another.
 */
function returnsToInterrupted(state: State, cell: CellName, otherLevels: ReadonlySet<CellName>): boolean {
  const value = readCell(state, cell);
  const symbol = symbolOf(value);
  if (symbol?.of !== 'entry' || value.is !== 'sum') return false;
  if (symbol.cell === cell) return true;
  return value.via !== undefined && value.offset === 0n && !otherLevels.has(symbol.cell);
}

/** At most one fault of one general register that does not hold its interrupted value. */
function faultOf(question: Question): readonly ContextFault[] {
  const { where, state, cell, value, returnAt } = question;
  const loss = state.losses.get(cell);
  const savedLate = wronglySaved(state, cell, value.via);
  const byHandler = symbolOf(value)?.of !== 'call' && symbolOf(value)?.of !== 'loaded';
  if (loss !== undefined && savedLate !== undefined && byHandler)
    return [{ kind: 'clobbered-before-saved', register: cell, at: loss.at, savedAt: savedLate.at, returnAt }];
  const wrong = wrongField(question);
  if (wrong.length > 0) return isScratch(question) ? keptAsScratch(question) : wrong;
  const overwritten = state.history.overwritten.get(cell);
  if (loss !== undefined && overwritten !== undefined && value.via !== undefined)
    return [
      {
        kind: 'field-overwritten',
        register: cell,
        ...blamed(state, overwritten.at, overwritten.savedAt),
        returnAt,
      },
    ];
  if (loss !== undefined) {
    if (loadedFromHole(question))
      return [{ kind: 'restored-unsaved', register: cell, at: value.via!.at, returnAt }];
    // In a synchronous slot a register may be a result of the call that was asked for.
    if (byHandler && where.slot.description.kind !== 0)
      return [{ kind: 'clobbered-before-saved', register: cell, at: loss.at, returnAt }];
    return [];
  }
  return notRestored(question);
}

/** Loaded from where another register of the interrupted context lies. */
function wrongField({ state, cell, value, returnAt }: Question): readonly ContextFault[] {
  const holds = entryCellOf(value);
  if (holds === undefined || holds === cell || value.via === undefined) return [];
  const savedAt = fieldHolding(state, holds)?.at ?? value.via.at;
  return [{ kind: 'restored-from-wrong-field', register: cell, holds, savedAt, at: value.via.at, returnAt }];
}

/** Held a special register's value on its way back to it, while its own value lies in the frame. */
function isScratch({ where, state, cell, value }: Question): boolean {
  const holds = entryCellOf(value);
  if (holds === undefined || where.code.architecture.context.general.includes(holds)) return false;
  const there = readCell(state, holds);
  const isMovedOn = there.is === 'sum' && there.via?.at === value.via?.at;
  return isMovedOn && fieldHolding(state, cell) !== undefined;
}

/** A register that carried something else to a special register, and was not loaded afterwards. */
function keptAsScratch({ state, cell, returnAt }: Question): readonly ContextFault[] {
  const own = fieldHolding(state, cell);
  return own === undefined ? [] : [{ kind: 'not-restored', register: cell, savedAt: own.at, returnAt }];
}

/** The interrupted value lies in memory, and the register was given something else or nothing. */
function notRestored({ where, state, cell, value, returnAt }: Question): readonly ContextFault[] {
  const own = fieldHolding(state, cell);
  if (own === undefined || value.via !== undefined) return [];
  const { general } = where.code.architecture.context;
  const { history } = state;
  const restoredAt = history.restored.get(cell);
  const changedAt = history.written.get(cell);
  if (restoredAt !== undefined && changedAt !== undefined)
    return symbolOf(value)?.of === 'call'
      ? []
      : [{ kind: 'changed-after-restore', register: cell, at: changedAt, restoredAt, returnAt }];
  if (general.filter(one => history.restored.has(one)).length < restoredAtLeast) return [];
  const misloadedAt = history.misloaded.get(cell);
  const misloaded = misloadedAt === undefined ? {} : { misloadedAt };
  return [{ kind: 'not-restored', register: cell, savedAt: own.at, ...misloaded, returnAt }];
}

/**
 * Which of two stores to one field is the wrong one: the first, when what the second put there came back to
 * where it belongs.
 */
function blamed(
  state: State,
  second: bigint,
  first: bigint,
): { readonly at: bigint; readonly savedAt: bigint } {
  for (const field of fieldsOf(state)) {
    if (field.at !== second || field.from === undefined) continue;
    const holder = entryCellOf(field.value);
    const back = holder !== undefined && entryCellOf(readCell(state, holder)) === holder;
    if (back) return { at: first, savedAt: second };
  }
  return { at: second, savedAt: first };
}

/** The field from which a register came back, when it was stored there from that register after its change. */
function wronglySaved(state: State, cell: CellName, via: Loading | undefined): Field | undefined {
  if (via === undefined) return undefined;
  for (const field of fieldsOf(state))
    if (field.place.base === via.place.base && field.place.offset === via.place.offset && field.from === cell)
      return field;
  return undefined;
}

/** Loaded from a place in or next to the fields of a frame on the stack, where the handler stored nothing. */
function loadedFromHole({ where, state, cell, value }: Question): boolean {
  const { stackPointer } = where.code.architecture.context;
  const { via } = value;
  const symbol = symbolOf(value);
  if (via === undefined || via.place.base !== stackPointer || symbol?.of !== 'loaded' || symbol.at !== via.at)
    return false;
  const saved = [...fieldsOf(state)].filter(
    field => field.place.base === stackPointer && entryCellOf(field.value) !== undefined,
  );
  const { offset } = via.place;
  const isInFrame = offset < 0n && saved.some(field => field.place.offset <= offset + pairBytes);
  return saved.length >= savedAtLeast && isInFrame && fieldHolding(state, cell) === undefined;
}

/** One wrong load also leaves the registers that it should have restored: that is the same fault. */
function withoutConsequences(faults: readonly ContextFault[]): readonly ContextFault[] {
  const taken = new Set(faults.flatMap(one => (one.kind === 'restored-from-wrong-field' ? [one.holds] : [])));
  return faults.filter(one => one.kind !== 'not-restored' || !taken.has(one.register));
}

/** A synchronous exception may be a call: its first argument registers, and only these, can hold results. */
function withoutResults({ code, slot }: Judged, faults: readonly ContextFault[]): readonly ContextFault[] {
  if (slot.description.kind !== 0) return faults;
  const isChange = ({ kind }: ContextFault): boolean =>
    kind === 'not-restored' || kind === 'changed-after-restore';
  const changed = faults.filter(isChange).map(one => one.register);
  const results = code.architecture.callConvention.arguments.slice(0, changed.length);
  const areResults = changed.every(register => results.includes(register));
  return areResults ? faults.filter(one => !isChange(one)) : faults;
}
