/** Expressions, and the places that hold their values, to WebAssembly. */
import { constantOf } from '../../../../isa/fold.ts';
import type { Expression, Place, ValueType } from '../../../../isa/semantics.ts';
import { widthOf } from '../../../../isa/semantics.ts';
import { cellBytes } from '../../../core/state.ts';
import { isBound } from '../bound.ts';
import type { RecordLayout } from '../record.ts';
import type { Code, Local } from '../wasm/code.ts';
import type { Opcode, WasmType } from '../wasm/opcodes.ts';
import type { Frame, Target } from './frame.ts';

/** What a value is on WebAssembly's stack. */
export const wasmTypeOf = (type: ValueType): WasmType => (type === 'i64' ? 'i64' : 'i32');

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

/** Writes the values of one handler. */
export class ValueLowering {
  readonly #frame: Frame;
  readonly #code: Code;
  readonly #target: Target;
  readonly #record: RecordLayout;
  readonly #locals = new Map<string, Local>();
  readonly #temporaries = { i32: 0, i64: 0 };

  constructor(frame: Frame, target: Target, record: RecordLayout) {
    this.#frame = frame;
    this.#code = frame.code;
    this.#target = target;
    this.#record = record;
  }

  /** The local that holds the value `name` from here on. */
  define(name: string, type: ValueType): Local {
    const local = this.temporary(wasmTypeOf(type));
    this.#locals.set(name, local);
    return local;
  }

  /** A local that nothing else in the handler uses. */
  temporary(type: WasmType): Local {
    return this.#frame.temporary(type, this.#temporaries[type]++);
  }

  /** Offset of a cell in the machine's memory. */
  cellOffset(name: string): number {
    const index = this.#target.layout.indexes.get(name);
    if (index === undefined) throw new Error(`interpreter: no cell ${name}`);
    return index * cellBytes;
  }

  /** Pushes what a place holds. */
  load(place: Place): void {
    const code = this.#code;
    const opcode = place.type === 'i64' ? 'i64.load' : 'i32.load';
    if (place.at === 'cell') {
      code.i32(0).memory(opcode, this.cellOffset(place.name));
    } else {
      code.get(this.#frame.record).memory('i32.load16_u', this.#record.register(place, false)).memory(opcode);
    }
  }

  /** A register's place takes the value zero-extended; other cells are as wide as their values. */
  set(place: Place, value: Expression): void {
    const code = this.#code;
    let offset = 0;
    let wide = place.type;
    if (place.at === 'cell') {
      offset = this.cellOffset(place.name);
      if (offset >= this.#target.layout.hot * cellBytes)
        throw new Error(`interpreter: ${place.name} is not hot`);
      code.i32(0);
    } else {
      wide = this.#target.vocabulary.banks[place.bank]!.type;
      code.get(this.#frame.record).memory('i32.load16_u', this.#record.register(place, true));
    }
    this.push(value);
    if (wide === 'i64' && wasmTypeOf(value.type) === 'i32') code.op('i64.extend_i32_u');
    code.memory(wide === 'i64' ? 'i64.store' : 'i32.store', offset);
  }

  /** Pushes the value of an expression. */
  push(expression: Expression): void {
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
        this.load(expression.place);
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
        this.push(expression.a);
        if (expression.comparison === 'eq' && constantOf(expression.b) === 0n) {
          code.op(`${type}.eqz`);
          return;
        }
        this.push(expression.b);
        code.op(`${type}.${comparisonOpcodes[expression.comparison]}`);
        return;
      }
      case 'select':
        this.push(expression.a);
        this.push(expression.b);
        this.push(expression.condition);
        code.op('select');
        return;
      case 'extend':
        this.#extend(expression);
        return;
      case 'call':
        for (const argument of expression.arguments) this.push(argument);
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
      this.push(a);
      code.op(`${wide}.sub`);
      return;
    }
    this.push(a);
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
    this.push(a);
    if (shifts.has(operator) && isBound(b) && b.op !== 'const') {
      // The amount is taken modulo the width, so a byte of it is enough.
      const load = wide === 'i64' ? 'i64.load8_u' : 'i32.load8_u';
      code.get(this.#frame.record).memory(load, this.#record.value(b, 1));
    } else this.push(b);
    if (operator === 'udiv' || operator === 'sdiv') code.call(routines.divide[operator][wide]);
    else if (operator === 'umulh' || operator === 'smulh') code.call(routines.binary[operator]);
    else code.op(`${wide}.${binaryOpcodes[operator]}` as Opcode);
  }

  #extend({ type, signed, from, a }: Extract<Expression, { op: 'extend' }>): void {
    const code = this.#code;
    this.push(a);
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
