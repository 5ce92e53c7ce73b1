/**
 * The interpreter of an architecture as a WebAssembly module, made of its rows: one loop around one `br_table`,
 * with a handler for each form of each row that can be lowered.
 */
import type { InstructionRow, InstructionSet } from '../../../isa/instruction.ts';
import { parsePattern } from '../../../isa/pattern.ts';
import type { Semantics, Statement } from '../../../isa/semantics.ts';
import { operandsOf } from '../../../isa/syntax.ts';
import { pageBytes, type StateLayout } from '../../core/state.ts';
import type { FastPaths } from './fast-paths.ts';
import { control, entryBytes, entryTarget, tlbEntries, tlbs } from './layout.ts';
import type { Frame, Target } from './lowering/frame.ts';
import { type HandlerForm, HandlerLowering, isLowerable } from './lowering/handler.ts';
import {
  handlers,
  RecordLayout,
  type RecordPageShape,
  recordBytes,
  recordPageShape,
  type Slot,
} from './record.ts';
import { defineRoutines, importsOf, type Plant } from './routines.ts';
import { type Domains, type Variants, variantsOf } from './specialise.ts';
import { Code, type Label, type Local } from './wasm/code.ts';
import { type DefinedFunction, encodeModule } from './wasm/module.ts';
import type { WasmType } from './wasm/opcodes.ts';

/** What an interpreter is made from. */
export interface InterpreterDescription {
  readonly instructions: InstructionSet;
  readonly layout: StateLayout;
  /** Operations that do nothing on this machine. */
  readonly idle: ReadonlySet<string>;
  readonly fastPaths: FastPaths | undefined;
  /** What every instruction does that makes so many accesses, besides its meaning. */
  readonly counting: ((accesses: number) => Semantics) | undefined;
}

/** How an instruction of one form becomes a record. */
export interface Plan {
  readonly handler: number;
  readonly slots: readonly Slot[];
}

export interface GeneratedInterpreter {
  readonly module: Uint8Array<ArrayBuffer>;
  readonly plans: ReadonlyMap<InstructionRow, Variants<Plan>>;
  readonly shape: RecordPageShape;
}

/** Why the module's functions returned. */
export const exits = {
  /** In front of an instruction that is not for the interpreter. */
  atRecord: 0,
  /** At an address whose page has no entry in the buffer. */
  atAddress: 1,
  /** Too little is left to go on. */
  paused: 2,
} as const;

export function generateInterpreter(description: InterpreterDescription): GeneratedInterpreter {
  const { instructions, layout, idle, fastPaths, counting } = description;
  const { rows, vocabulary, alignment } = instructions;
  const shape = recordPageShape(alignment, Math.max(...rows.map(({ length }) => length)));
  const imports = importsOf(vocabulary);
  const { functions, routines, plant } = defineRoutines(shape, layout, imports);
  const target: Target = { vocabulary, layout, routines, idle, fastPaths };

  const found: HandlerForm[] = [];
  const numbers = new Map<string, number>();
  const planOf = (form: HandlerForm): Plan => {
    const record = new RecordLayout(shape);
    const key = sample(form, target, record);
    let number = numbers.get(key);
    if (number === undefined) {
      number = firstOwn + found.push(form) - 1;
      numbers.set(key, number);
    }
    return { handler: number, slots: record.slots };
  };
  const plans = new Map<InstructionRow, Variants<Plan>>();
  for (const row of rows) {
    // As a plain move it may be lowered, but is then asked about.
    if (!row.semantics?.every(statement => isLowerable(statement, target, true))) continue;
    const meaning = counting ? withCounting(row.semantics, counting) : row.semantics;
    const records = row.length / shape.unit;
    const plan = variantsOf(
      meaning,
      vocabulary,
      domainsOf(row, instructions),
      (semantics, { near, plain, counter }) =>
        semantics.every(statement => isLowerable(statement, target, plain))
          ? planOf({ semantics, near, counter, records })
          : { handler: handlers.leave, slots: [] },
    );
    if (plan) plans.set(row, plan);
  }

  const write = (form: HandlerForm, frame: Frame): void =>
    new HandlerLowering(frame, target, new RecordLayout(shape)).handler(form);
  functions.push(loop(found, shape, plant, write));
  return { module: encodeModule({ memory: { minimumPages: 1 }, imports, functions }), plans, shape };
}

/** Counts behind the last access: when one fails, the instruction has not been executed. */
function withCounting(semantics: Semantics, counting: (accesses: number) => Semantics): Semantics {
  const isAccess = ({ do: what }: Statement): boolean => what === 'load' || what === 'store';
  const behind = semantics.findLastIndex(isAccess) + 1;
  const counted = counting(semantics.filter(isAccess).length);
  return [...semantics.slice(0, behind), ...counted, ...semantics.slice(behind)];
}

/** What the pattern fixes, and names that stand for numbers. */
function domainsOf(row: InstructionRow, instructions: InstructionSet): Domains {
  const { constants } = parsePattern(row.pattern);
  return name => {
    const fixed = constants[name];
    if (fixed !== undefined) return [BigInt(fixed)];
    const kind = operandsOf(instructions.syntaxOf(row)).find(operand => operand.name === name)?.kind;
    return kind?.names && kind.reads === 'name' ? [...new Set(kind.names.values())] : undefined;
  };
}

const firstOwn = Object.keys(handlers).length;

/** The code of a handler by itself, to find those that are equal. */
function sample(form: HandlerForm, target: Target, record: RecordLayout): string {
  const frame = new LoopFrame(new Code(3), true);
  frame.open();
  const before = frame.code.bytes.length;
  new HandlerLowering(frame, target, record).handler(form);
  return String.fromCharCode(...frame.code.bytes.written(before));
}

/** The blocks around the handlers, and the locals of the function. */
class LoopFrame implements Frame {
  readonly code: Code;
  readonly record: Local = { index: 0, type: 'i32' };
  readonly left: Local = { index: 1, type: 'i32' };
  readonly bank: Local = { index: 2, type: 'i32' };
  readonly start: Local;
  readonly next: Local;
  readonly target: Local;
  readonly entry: Local;
  readonly loop: Label = Symbol('loop');
  readonly leave: Label = Symbol('leave');
  readonly after: Label = Symbol('after');
  readonly taken: Label = Symbol('taken');
  readonly jump: Label = Symbol('jump');
  readonly pause: Label = Symbol('pause');
  readonly #temporaries: Record<WasmType, Local[]> = { i32: [], i64: [] };
  readonly #atBranches: boolean;

  /** `atBranches`: instructions are counted at branches, all of them since the record `start`. */
  constructor(code: Code, atBranches: boolean) {
    this.code = code;
    this.#atBranches = atBranches;
    this.start = code.local('i32');
    this.next = code.local('i32');
    this.target = code.local('i64');
    this.entry = code.local('i32');
  }

  temporary = (type: WasmType, number: number): Local => {
    const all = this.#temporaries[type];
    while (all.length <= number) all.push(this.code.local(type));
    return all[number]!;
  };

  counted = (): void => {
    const { code, left, record, start } = this;
    code.get(left);
    if (!this.#atBranches) return;
    code.get(record).get(start).op('i32.sub').i32(Math.log2(recordBytes)).op('i32.shr_u', 'i32.sub');
  };

  open(): void {
    this.code.open('loop', this.loop);
    for (const label of [this.pause, this.leave, this.jump, this.taken, this.after])
      this.code.open('block', label);
  }
}

/**
 * The interpreter's function: (record, instructions left, bank) → why it returned.
 *
 * Where all instructions have one length, they are counted at branches: the distance between two records tells how
 * many lie between them. When less than a page is left, a stop is planted in front of the last one's successor,
 * so that the count is exact all the same.
 */
function loop(
  found: readonly HandlerForm[],
  { records, ends }: RecordPageShape,
  plant: Plant,
  write: (handler: HandlerForm, frame: Frame) => void,
): DefinedFunction {
  const code = new Code(3);
  const atBranches = ends === 1;
  const frame = new LoopFrame(code, atBranches);
  const { record, left, bank, start, next, target, entry, counted } = frame;

  const countOne = (): void => {
    counted();
    code.i32(1).op('i32.sub').set(left);
  };
  /** On to `record` if anything is left. */
  const goOn = (): void => {
    if (atBranches) {
      code.get(record).set(start);
      code
        .get(left)
        .i32(records + ends)
        .op('i32.ge_s')
        .brIf(frame.loop);
      code.get(record).get(left).call(plant.plant);
    }
    code.get(left).brIf(frame.loop);
    code.br(frame.pause);
  };
  const stop = (exit: number): void => {
    code.i32(0).get(record).memory('i32.store', control.record);
    code.i32(0);
    counted();
    code.memory('i32.store', control.left);
    if (atBranches) code.call(plant.remove);
    code.i32(exit).op('return').end();
  };

  code.get(record).set(start);
  if (atBranches) {
    code
      .get(left)
      .i32(records + ends)
      .op('i32.lt_s')
      .open('if');
    code.get(record).get(left).call(plant.plant).end();
  }
  frame.open();
  const all: Label[] = [...handlerNames, ...found.keys()].map(key => Symbol(String(key)));
  for (const label of all.toReversed()) code.open('block', label);
  code.get(record).memory('i32.load16_u').brTable(all);
  // handlers.unknown, handlers.leave, handlers.pageEnd
  code.end().br(frame.leave);
  code.end().br(frame.leave);
  code.end();
  // It is no instruction: the jump will count one too many.
  code.get(left).i32(1).op('i32.add').set(left);
  code.get(record).memory('i64.load', pageEndAddress).set(target).br(frame.jump);
  for (const each of found) {
    code.end();
    write(each, frame);
  }
  code.end();
  // after
  if (!atBranches) countOne();
  code.get(record).i32(recordBytes).op('i32.add').set(record);
  if (atBranches) code.br(frame.loop);
  else goOn();
  code.end();
  // taken
  countOne();
  code.get(next).set(record);
  goOn();
  code.end();
  // jump
  countOne();
  code
    .get(target)
    .i64(BigInt(Math.log2(pageBytes / entryBytes)))
    .op('i64.shr_u', 'i32.wrap_i64');
  code
    .i32((tlbEntries - 1) * entryBytes)
    .op('i32.and')
    .get(bank)
    .op('i32.add')
    .tee(entry);
  code.memory('i64.load', tlbs.fetch);
  code
    .get(target)
    .i64(BigInt(-pageBytes | (pageBytes / records - 1)))
    .op('i64.and', 'i64.eq')
    .open('if');
  code
    .get(target)
    .op('i32.wrap_i64')
    .i32(pageBytes - 1)
    .op('i32.and');
  code.i32(Math.log2((records * recordBytes) / pageBytes)).op('i32.shl');
  code
    .get(entry)
    .memory('i32.load', tlbs.fetch + entryTarget)
    .op('i32.add')
    .set(record);
  goOn();
  code.end();
  code.i32(0).get(target).memory('i64.store', control.address);
  code.i32(0).get(left).memory('i32.store', control.left);
  if (atBranches) code.call(plant.remove);
  code.i32(exits.atAddress).op('return');
  code.end();
  // leave
  stop(exits.atRecord);
  // pause: nothing was executed since the last branch
  stop(exits.paused);
  code.op('unreachable');
  return { signature: { parameters: ['i32', 'i32', 'i32'], results: ['i32'] }, code, exported: 'run' };
}
const handlerNames = Object.keys(handlers);

/** Where the record at a page's end has the address that follows. */
export const pageEndAddress = 8;
