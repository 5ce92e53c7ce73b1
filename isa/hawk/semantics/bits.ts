/** Immediates, shifts, bytes and halfwords, truncation, logic (manual, chapters 4 to 7, 9 and 10). */
import type { Expression, Semantics } from '../../semantics.ts';
import {
  add,
  and,
  binary,
  branch,
  compare,
  extend,
  i32,
  i64,
  let_,
  local,
  ne,
  not,
  operand,
  or,
  sub,
  xor,
} from '../../semantics.ts';
import { getR, programCounter, setOrJump, setR } from './registers.ts';
import { addends, isNegative, isZero, logicCodes, setCodes, sumCodes } from './status.ts';

const immediate = operand('imm', 'i32');

// Immediates

/** `LIL`: register 0 is the program counter. */
export const loadImmediateLong = (): Semantics => [setOrJump(immediate)];

/** `LIS`. */
export const loadImmediateShort = (): Semantics => [setR('d', immediate)];

/** `ORIS`: shifts the register left by a byte and puts the constant into the free place. */
export const orImmediateShort = (): Semantics => [setR('d', or(binary('shl', getR('d'), i32(8)), immediate))];

// Shifts, by the operand `n`: 1 to 16

const n = operand('n', 'i32');
const n64 = operand('n', 'i64');
const result = local('result', 'i32');
const value = local('value', 'i32');
const signed = (word: Expression): Expression => extend(true, 32, 'i64', word);

/** Whether any 1 left the register at the top when it was shifted. */
const lostAtTop = (word: Expression): Expression => ne(binary('lshr', word, sub(i32(32), n)), i32(0));

/** `MOVESL`: V when the exact signed value does not fit. */
export const moveShiftLeft = (): Semantics => [
  let_('value', getR('s1')),
  let_('result', binary('shl', value, n)),
  setR('d', result),
  setCodes({
    n: isNegative(result),
    z: isZero(result),
    v: ne(binary('shl', signed(value), n64), signed(result)),
    c: lostAtTop(value),
  }),
];

/** `ADDSL`: C also when the addition carries; BCD carries are those of the addition. */
export function addShiftLeft(): Semantics {
  const { a, b } = addends;
  const codes = sumCodes(a, b, result);
  return [
    let_('value', getR('d')),
    let_('a', binary('shl', value, n)),
    let_('b', getR('s1')),
    let_('result', add(a, b)),
    setR('d', result),
    setCodes({
      ...codes,
      v: ne(add(binary('shl', signed(value), n64), signed(b)), signed(result)),
      c: or(codes.c, lostAtTop(value)),
    }),
  ];
}

/**
 * `ADDSR`, `ADDSRU`: the exact sum of 33 bits is shifted. C is the last bit shifted out, V tells whether any of
 * them was 1.
 */
export function addShiftRight(isSigned: boolean): Semantics {
  const exact = local('sum', 'i64');
  const wide = (word: Expression): Expression => extend(isSigned, 32, 'i64', word);
  const last = and(binary('lshr', exact, sub(n64, i64(1))), i64(1));
  const outMask = sub(binary('shl', i64(1), n64), i64(1));
  return [
    let_('sum', add(wide(getR('d')), wide(getR('s1')))),
    let_('result', extend(false, 32, 'i32', binary(isSigned ? 'ashr' : 'lshr', exact, n64))),
    setR('d', result),
    setCodes({
      n: isNegative(result),
      z: isZero(result),
      v: ne(and(exact, outMask), i64(0)),
      c: ne(last, i64(0)),
    }),
  ];
}

// Bytes and halfwords: the low bits of register `s2` choose the part

const parts = { byte: { select: 3, mask: 0xff }, half: { select: 2, mask: 0xffff } } as const;

/** Number of bits below the part that `s2` chooses. */
const below = (part: keyof typeof parts): Expression =>
  binary('shl', and(getR('s2'), i32(parts[part].select)), i32(3));

/** `STUFFB`, `STUFFH`. */
export function stuff(part: keyof typeof parts): Semantics {
  const mask = i32(parts[part].mask);
  const shift = local('shift', 'i32');
  const kept = and(getR('d'), not(binary('shl', mask, shift)));
  return [let_('shift', below(part)), setR('d', or(kept, binary('shl', and(getR('s1'), mask), shift)))];
}

/** `EXTB`, `EXTH`. */
export const extract = (part: keyof typeof parts): Semantics => [
  let_('result', and(binary('lshr', getR('s1'), below(part)), i32(parts[part].mask))),
  setR('d', result),
  setCodes(logicCodes(result)),
];

// Short constants: the operand `b` is a number of bits, 1 to 16

const b = operand('b', 'i32');
const lowBits = (word: Expression): Expression => and(word, sub(binary('shl', i32(1), b), i32(1)));

function signExtended(word: Expression): Expression {
  const above = sub(i32(32), b);
  return binary('ashr', binary('shl', word, above), above);
}

/** `TRUNC`, `SXT`: V when the value does not fit in the bits as a signed number, C when not as an unsigned one. */
export const truncate = (isSigned: boolean): Semantics => [
  let_('value', getR('d')),
  let_('result', isSigned ? signExtended(value) : lowBits(value)),
  setR('d', result),
  setCodes({
    n: isNegative(result),
    z: isZero(result),
    v: compare('ne', signExtended(value), value),
    c: compare('ne', lowBits(value), value),
  }),
];

/** `BTRUNC`: jumps over as many halfwords as the low bits say. */
export const branchTruncated = (): Semantics => [
  branch('jump', add(programCounter, binary('shl', lowBits(getR('d')), i32(1)))),
];

// Logic

/** `AND`, `OR`, `EQU`. */
export function logical(operator: 'and' | 'or' | 'equ'): Semantics {
  const combined =
    operator === 'equ' ? not(xor(getR('d'), getR('s'))) : binary(operator, getR('d'), getR('s'));
  return [let_('result', combined), setR('d', result), setCodes(logicCodes(result))];
}
