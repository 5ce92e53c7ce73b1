/**
 * Arithmetic of the semantic form on bigints: one implementation for constant folding and for the evaluator.
 * Every value is unsigned and smaller than 2 to the width of its type.
 */
import type { BinaryOperator, Comparison, UnaryOperator, ValueType } from './semantics.ts';
import { widthOf } from './semantics.ts';

/** `value` modulo the width of `type`. */
export const wrap = (type: ValueType, value: bigint): bigint => BigInt.asUintN(widthOf(type), value);

/** The two's complement number that a value of `type` stands for. */
const signedOf = (type: ValueType, value: bigint): bigint => BigInt.asIntN(widthOf(type), value);

/** Bytes of each group of `bytes` bytes in reverse order, over a value of `width` bits. */
function reverseBytes(value: bigint, width: number, bytes: number): bigint {
  let result = 0n;
  for (let at = 0; at < width / 8; at++) {
    const group = at - (at % bytes);
    const from = group + (bytes - 1 - (at % bytes));
    result |= ((value >> BigInt(8 * from)) & 0xffn) << BigInt(8 * at);
  }
  return result;
}

const binaryDigits = (value: bigint, width: number): string => value.toString(2).padStart(width, '0');

export function applyUnary(operator: UnaryOperator, type: ValueType, a: bigint): bigint {
  const width = widthOf(type);
  switch (operator) {
    case 'not':
      return wrap(type, ~a);
    case 'neg':
      return wrap(type, -a);
    case 'clz':
      return BigInt(a === 0n ? width : width - a.toString(2).length);
    case 'rbit':
      return BigInt(`0b${[...binaryDigits(a, width)].reverse().join('')}`);
    case 'rev':
      return reverseBytes(a, width, width / 8);
    case 'rev16':
      return reverseBytes(a, width, 2);
    case 'rev32':
      return reverseBytes(a, width, 4);
    case 'popcount':
      return BigInt(binaryDigits(a, width).replaceAll('0', '').length);
  }
}

/** Width of a type as a bigint, for shifts. */
const bits = (type: ValueType): bigint => BigInt(widthOf(type));

export function applyBinary(operator: BinaryOperator, type: ValueType, a: bigint, b: bigint): bigint {
  switch (operator) {
    case 'add':
      return wrap(type, a + b);
    case 'sub':
      return wrap(type, a - b);
    case 'mul':
      return wrap(type, a * b);
    case 'udiv':
      return b === 0n ? 0n : a / b;
    case 'sdiv':
      return b === 0n ? 0n : wrap(type, signedOf(type, a) / signedOf(type, b));
    case 'umulh':
      return (a * b) >> bits(type);
    case 'smulh':
      return wrap(type, (signedOf(type, a) * signedOf(type, b)) >> bits(type));
    case 'and':
      return a & b;
    case 'or':
      return a | b;
    case 'xor':
      return a ^ b;
    case 'shl':
      return wrap(type, a << (b % bits(type)));
    case 'lshr':
      return a >> (b % bits(type));
    case 'ashr':
      return wrap(type, signedOf(type, a) >> (b % bits(type)));
    case 'ror':
      return wrap(type, (a >> (b % bits(type))) | (a << (bits(type) - (b % bits(type)))));
  }
}

/** Whether the comparison of two values of `type` holds. */
export function applyComparison(comparison: Comparison, type: ValueType, a: bigint, b: bigint): boolean {
  switch (comparison) {
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    case 'ult':
      return a < b;
    case 'ule':
      return a <= b;
    case 'slt':
      return signedOf(type, a) < signedOf(type, b);
    case 'sle':
      return signedOf(type, a) <= signedOf(type, b);
  }
}

/** Bits `[0, from)` of `a`, sign- or zero-extended to `type`, or cut to it. */
export function applyExtend(signed: boolean, from: number, type: ValueType, a: bigint): bigint {
  return wrap(type, signed ? BigInt.asIntN(from, a) : BigInt.asUintN(from, a));
}
