/**
 * What becomes of the interrupted context on the paths from a slot to the exception return: which register is
 * saved where, changed, and given back. Plain facts; what is not known gives none.
 */
import type { Origin } from '../assembler/program.ts';
import type { CellName } from '../isa/instruction.ts';
import type { Code, CodeInstruction } from './code.ts';
import type { ContextFault } from './context-fault.ts';
import { executeInstruction } from './evaluate.ts';
import { judgeReturn } from './judgement.ts';
import type { Slot, VectorTable } from './model.ts';
import { copyState, entryState, fieldsOf, readCell, type State, writeCell } from './state.ts';
import { entryCellOf, type MemoryPlace, numberOf, placeOf, symbolValue } from './values.ts';
import { type Visits, visit } from './visits.ts';

/** Instructions executed for one slot, at most. */
const stepLimit = 20_000;

/** Where a handler saved one register of the interrupted context. */
export interface FrameField {
  readonly register: CellName;
  /** What the place is relative to, as it was at entry: `sp`, `tpidr_el2`, '' for an absolute address. */
  readonly base: string;
  /** Bytes from the base at entry: negative on a stack that grows down. */
  readonly offset: bigint;
  /** Bytes from the stack pointer once the frame is made; absent when the frame is not on the stack. */
  readonly fromStackPointer?: bigint;
  readonly size: number;
  /** Address of the store. */
  readonly at: bigint;
}

/** Result of following one slot. */
export interface SlotContext {
  readonly slot: Slot;
  readonly faults: readonly ContextFault[];
  readonly frame: readonly FrameField[];
  /** Exception returns that were reached with everything known that it takes to judge them. */
  readonly returnsJudged: number;
  /** Addresses of the instructions that were reached. */
  readonly reached: ReadonlySet<bigint>;
}

type SavedField = Omit<FrameField, 'fromStackPointer'>;

interface Path {
  readonly at: bigint;
  readonly state: State;
  /** The instruction before may be a call that never comes back. */
  readonly afterCall: boolean;
}

interface Exploration {
  readonly code: Code;
  readonly table: VectorTable;
  readonly slot: Slot;
  /** Where other slots' code begins: a path does not run into it after a call. */
  readonly handlers: ReadonlySet<bigint>;
  /** Where slots begin: no path runs on into one; that is a fault of its own. */
  readonly slots: ReadonlySet<bigint>;
  readonly work: Path[];
  readonly visits: Visits;
  readonly reached: Set<bigint>;
  readonly faults: ContextFault[];
  readonly fields: Map<CellName, SavedField>;
  /** The stack pointer after the last save. */
  top: MemoryPlace | undefined;
  returnsJudged: number;
  steps: number;
}

/** Follows every path from a slot. `handlers` are the addresses where code of other slots begins. */
function contextOfSlot(
  code: Code,
  table: VectorTable,
  slot: Slot,
  handlers: ReadonlySet<bigint>,
): SlotContext {
  const watched = new Set(code.architecture.context.general);
  const exploration: Exploration = {
    code,
    table,
    slot,
    handlers,
    slots: new Set(table.slots.map(one => one.address)),
    work: [{ at: slot.address, state: entryState(watched, code.wordBytes), afterCall: false }],
    visits: new Map(),
    reached: new Set(),
    faults: [],
    fields: new Map(),
    top: undefined,
    returnsJudged: 0,
    steps: 0,
  };
  for (let path = exploration.work.pop(); path !== undefined; path = exploration.work.pop())
    follow(exploration, path);
  const { faults, returnsJudged, reached } = exploration;
  return { slot, faults, frame: frameOf(exploration), returnsJudged, reached };
}

/** The contexts of all filled slots of a table. */
export function contextsOf(code: Code, table: VectorTable): readonly SlotContext[] {
  const filled = table.slots.filter(slot => slot.state === 'filled');
  const handlers = new Set(filled.map(slot => slot.address));
  for (const slot of filled) {
    const target = code.instructionAt(slot.address)?.effects;
    if (target?.target !== undefined && target.control.includes('jump')) handlers.add(target.target);
  }
  return filled.map(slot => contextOfSlot(code, table, slot, handlers));
}

/** The place in the text of an instruction. */
export const originAt = (code: Code, address: bigint): Origin | undefined =>
  code.statementAt(address)?.origin;

/** Code that the assembler or the decoder did not understand, or whose operands are not known. */
function isUncertain({ statement, effects }: CodeInstruction, stackPointer: string): boolean {
  if (statement?.kind === 'data' || statement?.kind === 'literal-pool') return true;
  if (!statement?.uncertain) return false;
  if (effects.control.includes('call')) return false;
  return (
    effects.accesses.length > 0 ||
    effects.writes.includes(stackPointer) ||
    effects.control.some(how => how !== 'next')
  );
}

/** Follows one path until it ends or forks. */
function follow(exploration: Exploration, start: Path): void {
  const { code, handlers, slot } = exploration;
  const { context } = code.architecture;
  let path = start;
  let arriving = true;
  for (;;) {
    if (exploration.steps++ > stepLimit) return;
    const { at, afterCall } = path;
    if (
      code.gapAt(at) ||
      (afterCall && at !== slot.address && (handlers.has(at) || startsFunction(code, at)))
    )
      return;
    const found = code.instructionAt(at);
    if (found?.semantics === undefined || isUncertain(found, context.stackPointer)) return;
    let { state } = path;
    if (arriving || code.labelsAt(at).length > 0) {
      const arrived = visit(exploration.visits, at, state);
      if (arrived === undefined) return;
      state = arrived;
    }
    exploration.reached.add(at);
    const step = executeInstruction(state, found, code);
    state = step.state;
    const { control } = found.effects;
    if (found.statement?.uncertain)
      for (const cell of found.effects.writes) writeCell(state, cell, { is: 'anything' }, at);
    if (found.effects.accesses.some(access => access.kind === 'store')) noteFields(exploration, state, at);
    if (control.includes('exception-return')) {
      const judgement = judgeReturn(exploration, state, at);
      exploration.faults.push(...judgement.faults);
      if (judgement.judged) exploration.returnsJudged++;
      return;
    }
    const next = at + BigInt(found.instruction.length);
    const target = step.outcome.branch && numberOf(step.outcome.branch.target);
    if (control.includes('call')) {
      if (target !== undefined && !found.statement?.uncertain && code.sectionAt(target) !== undefined) {
        path = { at: target, state, afterCall: false };
        arriving = true;
        continue;
      }
      if (exploration.slots.has(next)) return;
      leaveToUnseen(exploration, state, at);
      path = { at: next, state, afterCall: true };
      arriving = true;
      continue;
    }
    if (control.includes('exception')) {
      if (!control.includes('next')) return;
      leaveToUnseen(exploration, state, at);
    }
    const branches = target !== undefined && code.sectionAt(target) !== undefined;
    if (branches && step.outcome.next)
      exploration.work.push({ at: target, state: copyState(state), afterCall: false });
    if (step.outcome.next) {
      if (exploration.slots.has(next)) return;
      path = { at: next, state, afterCall: false };
      arriving = false;
    } else if (branches) {
      path = { at: target, state, afterCall: false };
      arriving = true;
    } else return;
  }
}

const startsFunction = (code: Code, at: bigint): boolean =>
  code.labelsAt(at).some(label => label.type === 'function');

/** A function that is not in the program, or a call to another level: keeps the frame and what callees keep. */
function leaveToUnseen({ code }: Exploration, state: State, at: bigint): void {
  for (const cell of code.architecture.context.callerSaved)
    writeCell(state, cell, symbolValue({ of: 'call', at, name: cell }), at);
}

/** Notes which registers of the interrupted context the store at `at` saved. */
function noteFields(exploration: Exploration, state: State, at: bigint): void {
  const { fields, code } = exploration;
  for (const field of fieldsOf(state)) {
    if (field.at !== at) continue;
    const register = entryCellOf(field.value);
    if (register === undefined || fields.has(register)) continue;
    const { base, offset } = field.place;
    fields.set(register, { register, base, offset, size: code.wordBytes, at });
    exploration.top = placeOf(readCell(state, code.architecture.context.stackPointer));
  }
}

/** The frame as it is once the last register is saved. */
function frameOf({ fields, top }: Exploration): readonly FrameField[] {
  return [...fields.values()].map(field =>
    top === undefined || field.base !== top.base
      ? field
      : { ...field, fromStackPointer: field.offset - top.offset },
  );
}
