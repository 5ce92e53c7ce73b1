/** Semantics to WebAssembly: the handler of one form of one row. */
import { constantOf } from '../../../isa/fold.ts';
import type {
  AccessKind,
  Expression,
  Place,
  Semantics,
  Statement,
  ValueType,
} from '../../../isa/semantics.ts';
import { widthOf } from '../../../isa/semantics.ts';
import type { Vocabulary } from '../../../isa/vocabulary.ts';
import { cellBytes, pageBytes, type StateLayout } from '../../core/state.ts';
import { isBound } from './bound.ts';
import type { FastPaths, LevelChange } from './fast-paths.ts';
import { bankBytes, bankOffset, control, entryBytes, entryTarget, tlbEntries, tlbs } from './layout.ts';
import { type RecordLayout, recordBytes } from './record.ts';
import { plainMoveOf } from './specialise.ts';
import type { Code, Label, Local } from './wasm/code.ts';
import type { MemoryOpcode, Opcode, WasmType } from './wasm/opcodes.ts';

/** Functions of the module that handlers call, by their numbers. */
export interface Routines {
  /** Finds memory for an access that the buffer does not have: (address, size, bank) → offset, or 0. */
  readonly miss: { readonly load: number; readonly store: number };
  readonly unary: Readonly<Record<'rbit' | 'rev' | 'rev16' | 'rev32', number>>;
  readonly binary: Readonly<Record<'umulh' | 'smulh', number>>;
  readonly divide: Readonly<Record<'udiv' | 'sdiv', { readonly i32: number; readonly i64: number }>>;
  /** (left, key, target, argument, address of the instruction) → whether the exception may be taken here. */
  readonly enter: number;
  /** (from, to) → whether the return may be made here. */
  readonly leave: number;
  /** The vocabulary's helpers by name. */
  readonly helpers: ReadonlyMap<string, number>;
}

/** Where a handler may go, and the locals that it shares with the others. */
export interface Frame {
  readonly code: Code;
  readonly record: Local;
  /** Bank of the translation look-aside buffers in use. */
  readonly bank: Local;
  /** The address to jump to (i64), and the record (i32), for the labels below. */
  readonly target: Local;
  readonly next: Local;
  /** JavaScript executes this instruction, which has done nothing yet. */
  readonly leave: Label;
  /** On to the next record. */
  readonly after: Label;
  /** On to the record `next`. */
  readonly taken: Label;
  /** On to the address `target`. */
  readonly jump: Label;
  /** Puts on the stack what is left after the instructions before this one. */
  readonly counted: () => void;
  /** A temporary local, which handlers share: the `number`th of its type. */
  readonly temporary: (type: WasmType, number: number) => Local;
}

/** One form of one row. */
export interface HandlerForm {
  readonly semantics: Semantics;
  /** A branch to a bound address stays in its page. */
  readonly near: boolean;
  /** A system register that is read is a counter. */
  readonly counter: boolean;
  /** Records that the instruction spans. */
  readonly records: number;
}

export interface Target {
  readonly vocabulary: Vocabulary;
  readonly layout: StateLayout;
  readonly routines: Routines;
  /** Operations that do nothing on this machine. */
  readonly idle: ReadonlySet<string>;
  readonly fastPaths: FastPaths | undefined;
}

export const wasmTypeOf = (type: ValueType): WasmType => (type === 'i64' ? 'i64' : 'i32');

/** Whether a statement can be lowered, blocks inside it included. `plain`: a system operation is but a move. */
export function isLowerable(statement: Statement, target: Target, plain: boolean): boolean {
  const { idle, fastPaths, vocabulary } = target;
  const inside = (block: Semantics): boolean => block.every(each => isLowerable(each, target, plain));
  switch (statement.do) {
    case 'let':
    case 'set':
    case 'branch':
      return true;
    case 'load':
    case 'store': {
      const { unprivileged, exclusive } = statement.access;
      return !unprivileged && (!exclusive || fastPaths?.monitor !== undefined);
    }
    case 'if':
      return inside(statement.then) && inside(statement.else);
    case 'compute':
      return false;
    case 'raise':
      return fastPaths?.entries[statement.exception] !== undefined;
    case 'system':
      return (
        idle.has(statement.operation) ||
        fastPaths?.returns[statement.operation] !== undefined ||
        (plain && fastPaths !== undefined && plainMoveOf(statement, vocabulary) !== undefined)
      );
  }
}

const binaryOpcodes: Readonly<Record<string, string>> = {
  add: 'add',
  sub: 'sub',
  mul: 'mul',
  and: 'and',
  or: 'or',
  xor: 'xor',
  shl: 'shl',
  lshr: 'shr_u',
  ashr: 'shr_s',
  ror: 'rotr',
};
const shifts: ReadonlySet<string> = new Set(['shl', 'lshr', 'ashr', 'ror']);
const comparisonOpcodes = { eq: 'eq', ne: 'ne', ult: 'lt_u', ule: 'le_u', slt: 'lt_s', sle: 'le_s' } as const;

/** Writes one handler. */
export class Lowering {
  readonly #frame: Frame;
  readonly #code: Code;
  readonly #target: Target;
  readonly #record: RecordLayout;
  #near = false;
  #counter = false;
  /** Control has left the handler for good. */
  #left = false;
  readonly #locals = new Map<string, Local>();
  readonly #temporaries = { i32: 0, i64: 0 };

  constructor(frame: Frame, target: Target, record: RecordLayout) {
    this.#frame = frame;
    this.#code = frame.code;
    this.#target = target;
    this.#record = record;
  }

  /** The whole handler: after it, control is somewhere else. `records`: how many the instruction spans. */
  handler({ semantics, near, counter, records }: HandlerForm): void {
    this.#near = near;
    this.#counter = counter;
    const { record, after } = this.#frame;
    this.#block(semantics);
    if (this.#left || semantics.at(-1)?.do === 'branch') return;
    if (records > 1)
      this.#code
        .get(record)
        .i32((records - 1) * recordBytes)
        .op('i32.add')
        .set(record);
    this.#code.br(after);
  }

  #block(semantics: Semantics): void {
    for (let at = 0; at < semantics.length; at++) {
      const [first, second] = [semantics[at]!, semantics[at + 1]];
      if (second && this.#pair(first, second)) at++;
      else this.#statement(first);
    }
  }

  /** Two loads or stores, one behind the other in memory, are looked up together. False when they are none. */
  #pair(first: Statement, second: Statement): boolean {
    const code = this.#code;
    if (first.do === 'load' && second.do === 'load' && isBehind(first, second)) {
      const [low, high] = this.#locatePair(first, 'load');
      for (const [{ name, type, size }, at] of [
        [first, low],
        [second, high],
      ] as const) {
        code.get(at).memory(loadOpcode(type, size));
        code.set(this.#define(name, type));
      }
      return true;
    }
    if (first.do === 'store' && second.do === 'store' && isBehind(first, second)) {
      const [low, high] = this.#locatePair(first, 'store');
      for (const [{ value, size }, at] of [
        [first, low],
        [second, high],
      ] as const) {
        code.get(at);
        this.#value(value);
        code.memory(storeOpcode(wasmTypeOf(value.type), size));
      }
      return true;
    }
    return false;
  }

  /** Where both halves lie in the machine's memory. */
  #locatePair(
    { address, size, access }: Extract<Statement, { do: 'load' | 'store' }>,
    tlb: 'load' | 'store',
  ): readonly [Local, Local] {
    const code = this.#code;
    const { leave, bank } = this.#frame;
    this.#checkBase(access);
    const wide = this.#temporary('i64');
    const [low, high] = [this.#temporary('i32'), this.#temporary('i32')];
    this.#value(address);
    code.tee(wide);
    this.#entryOf();
    code.tee(low).memory('i64.load', tlbs[tlb]);
    // The second half is in the page whose entry the first one chose only if both are in the same one.
    code
      .get(wide)
      .i64(BigInt(size))
      .op('i64.add')
      .i64(BigInt(-pageBytes | (size - 1)))
      .op('i64.and', 'i64.eq');
    code.open('if');
    code.get(low).memory('i32.load', tlbs[tlb] + entryTarget);
    code.get(wide).op('i32.wrap_i64', 'i32.add').tee(low).i32(size).op('i32.add').set(high);
    code.op('else');
    const miss = (at: Local): void => {
      code.i32(size).get(bank).call(this.#target.routines.miss[tlb]).tee(at).op('i32.eqz').brIf(leave);
    };
    code.get(wide);
    miss(low);
    code.get(wide).i64(BigInt(size)).op('i64.add');
    miss(high);
    code.end();
    return [low, high];
  }

  /** Turns the address on the stack (i64) into that of its entry in the bank in use. */
  #entryOf(): void {
    const code = this.#code;
    // Page number modulo entries, times the size of an entry.
    code.i64(BigInt(Math.log2(pageBytes / entryBytes))).op('i64.shr_u', 'i32.wrap_i64');
    code
      .i32((tlbEntries - 1) * entryBytes)
      .op('i32.and')
      .get(this.#frame.bank)
      .op('i32.add');
  }

  #statement(statement: Statement): void {
    const code = this.#code;
    switch (statement.do) {
      case 'let':
        this.#value(statement.value);
        code.set(this.#define(statement.name, statement.value.type));
        return;
      case 'set':
        this.#set(statement.place, statement.value);
        return;
      case 'load': {
        const { name, type, size, access } = statement;
        const { entry, wide } = this.#locate(
          statement.address,
          size,
          access,
          access.atomic ? 'store' : 'load',
        );
        code.get(entry).memory(loadOpcode(type, size));
        code.set(this.#define(name, type));
        if (access.exclusive) this.#monitor(() => code.get(wide), size);
        return;
      }
      case 'store':
        this.#store(statement);
        return;
      case 'if':
        this.#value(statement.condition);
        code.open('if');
        this.#block(statement.then);
        if (statement.else.length > 0) {
          code.op('else');
          this.#block(statement.else);
        }
        code.end();
        return;
      case 'branch':
        this.#branch(statement.target);
        return;
      case 'system':
        this.#system(statement);
        return;
      case 'raise': {
        const { exception, arguments: values } = statement;
        const { entries } = this.#target.fastPaths!;
        const number = Object.keys(entries).indexOf(exception);
        this.#changeLevel(entries[exception]!(values), (from, to) => {
          this.#frame.counted();
          code
            .i32(number << 4)
            .get(from)
            .i32(2)
            .op('i32.shl', 'i32.or')
            .get(to)
            .op('i32.or');
          code.get(this.#frame.target);
          if (values[0]) this.#value(values[0]);
          else code.i32(0);
          this.#value({ op: 'address', type: 'i64', next: false });
          code.call(this.#target.routines.enter);
        });
        return;
      }
      case 'compute':
        throw new Error(`interpreter: ${statement.do} cannot be lowered`);
    }
  }

  #store({ size, access, address, value, status }: Extract<Statement, { do: 'store' }>): void {
    const code = this.#code;
    const put = (): void => {
      const { entry } = this.#locate(address, size, access, 'store');
      code.get(entry);
      this.#value(value);
      code.memory(storeOpcode(wasmTypeOf(value.type), size));
    };
    if (!access.exclusive) {
      put();
      return;
    }
    // Alignment is checked first; the store itself only where the monitor marks the address.
    const { monitor } = this.#target.fastPaths!;
    const done = this.#define(status!, 'i32');
    this.#checkBase(access);
    this.#value(address);
    this.#checkAlignment(access.alignment ?? size);
    code.i32(0).memory('i64.load', this.#cellOffset(monitor.address));
    this.#value(address);
    code.op('i64.ne').i32(0).memory('i32.load', this.#cellOffset(monitor.size)).i32(size);
    code.op('i32.ne', 'i32.or').tee(done).op('i32.eqz').open('if');
    put();
    code.end();
    this.#monitor(() => code.i64(0n), 0);
  }

  #monitor(address: () => void, size: number): void {
    const { monitor } = this.#target.fastPaths!;
    this.#code.i32(0);
    address();
    this.#code.memory('i64.store', this.#cellOffset(monitor.address));
    this.#code.i32(0).i32(size).memory('i32.store', this.#cellOffset(monitor.size));
  }

  #system(statement: Extract<Statement, { do: 'system' }>): void {
    const { operation, arguments: values, result } = statement;
    const { idle, fastPaths, vocabulary, routines } = this.#target;
    const code = this.#code;
    if (idle.has(operation)) return;
    const change = fastPaths!.returns[operation];
    if (change) {
      this.#changeLevel(change(), (from, to) => {
        code.get(from).get(to).call(routines.leave);
      });
      return;
    }
    const move = plainMoveOf(statement, vocabulary)!;
    const { record, leave } = this.#frame;
    // Permitted now, and for this privilege.
    const permission = this.#record.permission();
    code.get(record).memory('i32.load', permission);
    code.i32(0).memory('i32.load', control.generation).op('i32.ne').brIf(leave);
    code.get(record).memory('i32.load', permission + 4);
    this.#value(fastPaths!.privilege);
    code.op('i32.wrap_i64', 'i32.shr_u').i32(1).op('i32.and', 'i32.eqz').brIf(leave);
    const cell = (): Code => code.get(record).memory('i32.load16_u', this.#record.cell(move));
    if (result && this.#counter) {
      // The clock stands at `ticks` when nothing is left.
      code.i32(0).memory('i64.load', control.ticks);
      this.#frame.counted();
      code.op('i64.extend_i32_u', 'i64.sub');
      cell().memory('i64.load').op('i64.sub').set(this.#define(result.name, 'i64'));
      return;
    }
    if (result) {
      cell().memory(result.type === 'i64' ? 'i64.load' : 'i32.load');
      code.set(this.#define(result.name, result.type));
      return;
    }
    // What the mask leaves out stays.
    const value = values.find(each => each !== move.register && !isBound(each)) ?? values.at(-1)!;
    const mask = (): Code => code.get(record).memory('i64.load', this.#record.mask(move));
    cell();
    this.#value(value);
    if (value.type === 'i32') code.op('i64.extend_i32_u');
    mask().op('i64.and');
    cell().memory('i64.load');
    mask().i64(-1n).op('i64.xor', 'i64.and', 'i64.or').memory('i64.store');
  }

  /** An exception or a return: `ask` leaves on the stack whether it may be done here. */
  #changeLevel(change: LevelChange, ask: (from: Local, to: Local) => void): void {
    const code = this.#code;
    const { leave, bank, target, jump } = this.#frame;
    this.#block(change.given);
    if (constantOf(change.unless) === undefined) {
      this.#value(change.unless);
      code.brIf(leave);
    }
    const from = this.#temporary('i32');
    const to = this.#temporary('i32');
    this.#value(change.from);
    code.op('i32.wrap_i64').set(from);
    this.#value(change.to);
    code.op('i32.wrap_i64').set(to);
    this.#value(change.target);
    code.set(target);
    this.#block(change.settle);
    ask(from, to);
    code.op('i32.eqz').brIf(leave);
    this.#block(change.change);
    this.#value(this.#target.fastPaths!.context);
    code.op('i32.wrap_i64').i32(bankBytes).op('i32.mul').i32(bankOffset(0)).op('i32.add').set(bank);
    code.br(jump);
    this.#left = true;
  }

  #branch(target: Expression): void {
    const { next, taken, jump, record, target: address } = this.#frame;
    const code = this.#code;
    if (isBound(target) && this.#near) {
      code.get(record).memory('i32.load', this.#record.record(target)).set(next).br(taken);
      return;
    }
    this.#value(target);
    if (target.type === 'i32') code.op('i64.extend_i32_u');
    code.set(address).br(jump);
  }

  #define(name: string, type: ValueType): Local {
    const local = this.#temporary(wasmTypeOf(type));
    this.#locals.set(name, local);
    return local;
  }

  #temporary(type: WasmType): Local {
    return this.#frame.temporary(type, this.#temporaries[type]++);
  }

  /** Whether a misaligned stack pointer faults is a rare question. */
  #checkBase(access: AccessKind): void {
    if (!access.stackAligned) return;
    this.#load({ at: 'cell', name: this.#stackPointer(access), type: 'i64' });
    this.#code.op('i32.wrap_i64').i32(15).op('i32.and').brIf(this.#frame.leave);
  }

  /** Leaves where the address on the stack is no multiple of `alignment`. */
  #checkAlignment(alignment: number): void {
    this.#code
      .op('i32.wrap_i64')
      .i32(alignment - 1)
      .op('i32.and')
      .brIf(this.#frame.leave);
  }

  /** Finds the byte of an access in the machine's memory, or leaves: its offset, and the address itself. */
  #locate(
    address: Expression,
    size: number,
    access: AccessKind,
    tlb: 'load' | 'store',
  ): { readonly entry: Local; readonly wide: Local } {
    const code = this.#code;
    const { bank, leave } = this.#frame;
    this.#checkBase(access);
    const wide = this.#temporary('i64');
    const entry = this.#temporary('i32');
    this.#value(address);
    if (address.type === 'i32') code.op('i64.extend_i32_u');
    code.tee(wide);
    const alignment = access.aligned ? (access.alignment ?? size) : 1;
    if (alignment > 1) {
      code
        .op('i32.wrap_i64')
        .i32(alignment - 1)
        .op('i32.and')
        .brIf(leave);
      code.get(wide);
    }
    this.#entryOf();
    code.tee(entry).memory('i64.load', tlbs[tlb]);
    code
      .get(wide)
      .i64(BigInt(-pageBytes | (size - 1)))
      .op('i64.and', 'i64.eq');
    code.open('if');
    code.get(entry).memory('i32.load', tlbs[tlb] + entryTarget);
    code.get(wide).op('i32.wrap_i64', 'i32.add').set(entry);
    code.op('else');
    code.get(wide).i32(size).get(bank).call(this.#target.routines.miss[tlb]).tee(entry);
    code.op('i32.eqz').brIf(leave);
    code.end();
    return { entry, wide };
  }

  #stackPointer({ base }: AccessKind): string {
    const cell = base?.at === 'register' && this.#target.vocabulary.banks[base.bank]?.special.sp?.cell;
    if (!cell) throw new Error('interpreter: a bank without a stack pointer');
    return cell;
  }

  // Places

  #cellOffset(name: string): number {
    const index = this.#target.layout.indexes.get(name);
    if (index === undefined) throw new Error(`interpreter: no cell ${name}`);
    return index * cellBytes;
  }

  #load(place: Place): void {
    const code = this.#code;
    const opcode = place.type === 'i64' ? 'i64.load' : 'i32.load';
    if (place.at === 'cell') {
      code.i32(0).memory(opcode, this.#cellOffset(place.name));
    } else {
      code.get(this.#frame.record).memory('i32.load16_u', this.#record.register(place, false)).memory(opcode);
    }
  }

  /** A register's place takes the value zero-extended; other cells are as wide as their values. */
  #set(place: Place, value: Expression): void {
    const code = this.#code;
    let offset = 0;
    let wide = place.type;
    if (place.at === 'cell') {
      offset = this.#cellOffset(place.name);
      if (offset >= this.#target.layout.hot * cellBytes)
        throw new Error(`interpreter: ${place.name} is not hot`);
      code.i32(0);
    } else {
      wide = this.#target.vocabulary.banks[place.bank]!.type;
      code.get(this.#frame.record).memory('i32.load16_u', this.#record.register(place, true));
    }
    this.#value(value);
    if (wide === 'i64' && wasmTypeOf(value.type) === 'i32') code.op('i64.extend_i32_u');
    code.memory(wide === 'i64' ? 'i64.store' : 'i32.store', offset);
  }

  // Expressions

  #value(expression: Expression): void {
    const code = this.#code;
    const known = constantOf(expression);
    if (known !== undefined) {
      if (expression.type === 'i64') code.i64(known);
      else code.i32(Number(known));
      return;
    }
    // A mask and its complement share one immediate.
    const inverts = expression.op === 'unary' && expression.operator === 'not';
    if (isBound(expression) && !inverts) {
      const opcode = { i1: 'i32.load8_u', i32: 'i32.load', i64: 'i64.load' } as const;
      code.get(this.#frame.record).memory(opcode[expression.type], this.#record.value(expression));
      return;
    }
    switch (expression.op) {
      case 'get':
        this.#load(expression.place);
        return;
      case 'local':
        code.get(this.#local(expression.name));
        return;
      case 'unary':
        this.#unary(expression);
        return;
      case 'binary':
        this.#binary(expression);
        return;
      case 'compare': {
        const type = wasmTypeOf(expression.a.type);
        this.#value(expression.a);
        if (expression.comparison === 'eq' && constantOf(expression.b) === 0n) {
          code.op(`${type}.eqz`);
          return;
        }
        this.#value(expression.b);
        code.op(`${type}.${comparisonOpcodes[expression.comparison]}`);
        return;
      }
      case 'select':
        this.#value(expression.a);
        this.#value(expression.b);
        this.#value(expression.condition);
        code.op('select');
        return;
      case 'extend':
        this.#extend(expression);
        return;
      case 'call':
        for (const argument of expression.arguments) this.#value(argument);
        code.call(this.#target.routines.helpers.get(expression.helper)!);
        return;
      default:
        throw new Error(`interpreter: ${expression.op} cannot be lowered`);
    }
  }

  #local(name: string): Local {
    const local = this.#locals.get(name);
    if (!local) throw new Error(`interpreter: local ${name} has no value`);
    return local;
  }

  #unary({ operator, type, a }: Extract<Expression, { op: 'unary' }>): void {
    const code = this.#code;
    const wide = wasmTypeOf(type);
    const { routines } = this.#target;
    if (operator === 'neg') {
      if (wide === 'i64') code.i64(0n);
      else code.i32(0);
      this.#value(a);
      code.op(`${wide}.sub`);
      return;
    }
    this.#value(a);
    switch (operator) {
      case 'not':
        if (type === 'i1') code.op('i32.eqz');
        else if (wide === 'i64') code.i64(-1n).op('i64.xor');
        else code.i32(-1).op('i32.xor');
        return;
      case 'clz':
        code.op(`${wide}.clz`);
        return;
      case 'popcount':
        code.op(`${wide}.popcnt`);
        return;
      default:
        if (wide === 'i32') code.op('i64.extend_i32_u');
        code.call(routines.unary[operator]);
        if (wide === 'i64') return;
        // The result of a reversal as a whole is in the upper half.
        if (operator === 'rev' || operator === 'rbit') code.i64(32n).op('i64.shr_u');
        code.op('i32.wrap_i64');
    }
  }

  #binary({ operator, type, a, b }: Extract<Expression, { op: 'binary' }>): void {
    const code = this.#code;
    const wide = wasmTypeOf(type);
    const { routines } = this.#target;
    this.#value(a);
    if (shifts.has(operator) && isBound(b) && b.op !== 'const') {
      // The amount is taken modulo the width, so a byte of it is enough.
      const load = wide === 'i64' ? 'i64.load8_u' : 'i32.load8_u';
      code.get(this.#frame.record).memory(load, this.#record.value(b, 1));
    } else this.#value(b);
    if (operator === 'udiv' || operator === 'sdiv') code.call(routines.divide[operator][wide]);
    else if (operator === 'umulh' || operator === 'smulh') code.call(routines.binary[operator]);
    else code.op(`${wide}.${binaryOpcodes[operator]}` as Opcode);
  }

  #extend({ type, signed, from, a }: Extract<Expression, { op: 'extend' }>): void {
    const code = this.#code;
    this.#value(a);
    let wide = wasmTypeOf(a.type);
    if (wide === 'i64' && type !== 'i64') {
      code.op('i32.wrap_i64');
      wide = 'i32';
    }
    const known = Math.min(from, widthOf(a.type));
    // Bits above the known ones are zero already, unless the value is cut here.
    const cut = known < widthOf(a.type) && known < (wide === 'i64' ? 64 : 32);
    if (signed && known < 32) signExtend(code, wide, known);
    else if (signed && wide === 'i64' && known === 32) code.op('i64.extend32_s');
    else if (cut) {
      if (wide === 'i64') code.i64((1n << BigInt(known)) - 1n).op('i64.and');
      else code.i32((1 << known) - 1).op('i32.and');
    }
    if (wide === 'i32' && type === 'i64') code.op(signed ? 'i64.extend_i32_s' : 'i64.extend_i32_u');
    if (type === 'i1' && !cut) code.i32(1).op('i32.and');
  }
}

type Access = Extract<Statement, { do: 'load' | 'store' }>;

/** Whether a second ordinary access is of the bytes right behind those of the first one. */
function isBehind(first: Access, second: Access): boolean {
  const { address } = second;
  const ordinary = [first, second].every(
    ({ access: { aligned, exclusive, atomic } }) => !aligned && !exclusive && !atomic,
  );
  return (
    ordinary &&
    first.size === second.size &&
    address.type === 'i64' &&
    address.op === 'binary' &&
    address.operator === 'add' &&
    address.a === first.address &&
    constantOf(address.b) === BigInt(first.size)
  );
}

function signExtend(code: Code, type: WasmType, from: number): void {
  if (from === 8 || from === 16) code.op(`${type}.extend${from}_s`);
  else if (type === 'i64')
    code
      .i64(BigInt(64 - from))
      .op('i64.shl')
      .i64(BigInt(64 - from))
      .op('i64.shr_s');
  else
    code
      .i32(32 - from)
      .op('i32.shl')
      .i32(32 - from)
      .op('i32.shr_s');
}

function loadOpcode(type: WasmType, size: number): MemoryOpcode {
  if (size === 8 || (size === 4 && type === 'i32')) return `${type}.load`;
  return type === 'i64'
    ? (`i64.load${8 * size}_u` as MemoryOpcode)
    : (`i32.load${8 * size}_u` as MemoryOpcode);
}

function storeOpcode(type: WasmType, size: number): MemoryOpcode {
  if (size === 8 || (size === 4 && type === 'i32')) return `${type}.store`;
  return `${type}.store${8 * size}` as MemoryOpcode;
}
