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
import { entryBytes, entryTarget, tlbEntries, tlbs } from './layout.ts';
import { type RecordLayout, recordBytes } from './record.ts';
import type { Code, Label, Local } from './wasm/code.ts';
import type { MemoryOpcode, Opcode, WasmType } from './wasm/opcodes.ts';

/** Functions of the module that handlers call, by their numbers. */
export interface Routines {
  /** Finds memory for an access that the buffer does not have: (address, size, bank) → offset, or 0. */
  readonly miss: { readonly load: number; readonly store: number };
  readonly unary: Readonly<Record<'rbit' | 'rev' | 'rev16' | 'rev32', number>>;
  readonly binary: Readonly<Record<'umulh' | 'smulh', number>>;
  readonly divide: Readonly<Record<'udiv' | 'sdiv', { readonly i32: number; readonly i64: number }>>;
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
  /** A temporary local, which handlers share: the `number`th of its type. */
  readonly temporary: (type: WasmType, number: number) => Local;
}

/** One form of one row. */
export interface HandlerForm {
  readonly semantics: Semantics;
  /** A branch to a bound address stays in its page. */
  readonly near: boolean;
  /** Records that the instruction spans. */
  readonly records: number;
}

export interface Target {
  readonly vocabulary: Vocabulary;
  readonly layout: StateLayout;
  readonly routines: Routines;
  /** Operations that do nothing on this machine. */
  readonly idle: ReadonlySet<string>;
}

const wasmTypeOf = (type: ValueType): WasmType => (type === 'i64' ? 'i64' : 'i32');

/** Whether a statement can be lowered, blocks inside it included. */
export function isLowerable(statement: Statement, idle: ReadonlySet<string>): boolean {
  const inside = (block: Semantics): boolean => block.every(each => isLowerable(each, idle));
  switch (statement.do) {
    case 'let':
    case 'set':
      return !callsHelper(statement.value);
    case 'load':
      return isPlain(statement.access);
    case 'store':
      return isPlain(statement.access) && statement.status === undefined;
    case 'if':
      return inside(statement.then) && inside(statement.else);
    case 'branch':
      return true;
    case 'compute':
    case 'raise':
      return false;
    case 'system':
      return idle.has(statement.operation);
  }
}

const isPlain = ({ exclusive, unprivileged }: AccessKind): boolean => !exclusive && !unprivileged;

function callsHelper(expression: Expression): boolean {
  switch (expression.op) {
    case 'call':
      return true;
    case 'unary':
    case 'extend':
      return callsHelper(expression.a);
    case 'binary':
    case 'compare':
      return callsHelper(expression.a) || callsHelper(expression.b);
    case 'select':
      return [expression.condition, expression.a, expression.b].some(callsHelper);
    default:
      return false;
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
  readonly #locals = new Map<string, Local>();
  readonly #temporaries = { i32: 0, i64: 0 };

  constructor(frame: Frame, target: Target, record: RecordLayout) {
    this.#frame = frame;
    this.#code = frame.code;
    this.#target = target;
    this.#record = record;
  }

  /** The whole handler: after it, control is somewhere else. `records`: how many the instruction spans. */
  handler({ semantics, near, records }: HandlerForm): void {
    this.#near = near;
    const { record, after } = this.#frame;
    this.#block(semantics);
    if (semantics.at(-1)?.do === 'branch') return;
    if (records > 1)
      this.#code
        .get(record)
        .i32((records - 1) * recordBytes)
        .op('i32.add')
        .set(record);
    this.#code.br(after);
  }

  #block(semantics: Semantics): void {
    for (const statement of semantics) this.#statement(statement);
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
        const at = this.#locate(statement.address, size, access, access.atomic ? 'store' : 'load');
        code.get(at).memory(loadOpcode(type, size));
        code.set(this.#define(name, type));
        return;
      }
      case 'store': {
        const { size, access, value } = statement;
        const at = this.#locate(statement.address, size, access, 'store');
        code.get(at);
        this.#value(value);
        code.memory(storeOpcode(wasmTypeOf(value.type), size));
        return;
      }
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
        return;
      case 'compute':
      case 'raise':
        throw new Error(`interpreter: ${statement.do} cannot be lowered`);
    }
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

  /** Finds the byte of an access in the machine's memory, or leaves. */
  #locate(address: Expression, size: number, access: AccessKind, tlb: 'load' | 'store'): Local {
    const code = this.#code;
    const { bank, leave } = this.#frame;
    if (access.stackAligned) {
      // Whether that faults is a rare question.
      this.#load({ at: 'cell', name: this.#stackPointer(access), type: 'i64' });
      code.op('i32.wrap_i64').i32(15).op('i32.and').brIf(leave);
    }
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
    // Page number modulo entries, times the size of an entry.
    code.i64(BigInt(Math.log2(pageBytes / entryBytes))).op('i64.shr_u', 'i32.wrap_i64');
    code.i32((tlbEntries - 1) * entryBytes).op('i32.and');
    code.get(bank).op('i32.add').tee(entry).memory('i64.load', tlbs[tlb]);
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
    return entry;
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
