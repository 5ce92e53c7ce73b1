/**
 * Condition codes: N, Z, V, C and the BCD carries of the processor status word, set together. Instructions that
 * do not use the adder clear the BCD carries.
 */
import type { Expression, Statement } from '../../semantics.ts';
import {
  and,
  binary,
  compare,
  eq,
  extend,
  get,
  i32,
  local,
  ne,
  not,
  or,
  set,
  sub,
  xor,
} from '../../semantics.ts';
import { statusWord } from './registers.ts';

export interface ConditionCodes {
  readonly n: Expression;
  readonly z: Expression;
  readonly v: Expression;
  readonly c: Expression;
  /** Carries of the eight nibbles in bits 0 to 7; zero when absent. */
  readonly carries?: Expression;
}

const positions = { c: 0, v: 1, z: 2, n: 3 } as const;
const carriesFrom = 8;
const codesMask = 0xff0f;

/** A condition code, as an `i1`. */
export const code = (name: keyof typeof positions): Expression =>
  ne(and(get(statusWord), i32(1 << positions[name])), i32(0));

/** The eight BCD carries in bits 0 to 7. */
export const bcdCarries = (): Expression => and(binary('lshr', get(statusWord), i32(carriesFrom)), i32(0xff));

const shifted = (value: Expression, by: number): Expression => binary('shl', value, i32(by));
const wide = (condition: Expression): Expression => extend(false, 1, 'i32', condition);

/** Sets all condition codes; level and the unused bits stay. */
export function setCodes({ n, z, v, c, carries }: ConditionCodes): Statement {
  const codes = [shifted(wide(n), positions.n), shifted(wide(z), positions.z), shifted(wide(v), positions.v)];
  const all = codes.reduce(or, wide(c));
  return set(
    statusWord,
    or(
      and(get(statusWord), i32(~codesMask)),
      carries === undefined ? all : or(all, shifted(carries, carriesFrom)),
    ),
  );
}

export const isNegative = (value: Expression): Expression => compare('slt', value, i32(0));
export const isZero = (value: Expression): Expression => eq(value, i32(0));
export const clear: Expression = { op: 'const', type: 'i1', value: '0' };

/** N and Z of a result, V and C cleared. */
export const logicCodes = (result: Expression): ConditionCodes => ({
  n: isNegative(result),
  z: isZero(result),
  v: clear,
  c: clear,
});

/** N and Z of a loaded word; C when any of its bytes is zero: the end of a string. */
export const loadCodes = (word: Expression): ConditionCodes => ({
  ...logicCodes(word),
  c: ne(and(and(sub(word, i32(0x0101_0101)), not(word)), i32(0x8080_8080 | 0)), i32(0)),
});

/** Bits 3, 7, 11 … 31 of a value, gathered in bits 0 to 7. */
function gatherNibbles(value: Expression): Expression {
  const fold = (bits: Expression, by: number, mask: number): Expression =>
    and(or(bits, binary('lshr', bits, i32(by))), i32(mask));
  const tops = and(binary('lshr', value, i32(3)), i32(0x1111_1111));
  return fold(fold(fold(tops, 3, 0x0303_0303), 6, 0x000f_000f), 12, 0xff);
}

/** Bits 0 to 7 of a value, spread to bits 0, 4, 8 … 28. */
export function spreadNibbles(value: Expression): Expression {
  const unfold = (bits: Expression, by: number, mask: number): Expression =>
    and(or(bits, binary('shl', bits, i32(by))), i32(mask));
  return unfold(unfold(unfold(value, 12, 0x000f_000f), 6, 0x0303_0303), 3, 0x1111_1111);
}

/** Codes of the sum of the locals `a` and `b` (and a carry in) that is in `result`; `carryOuts` is of each bit. */
export function sumCodes(a: Expression, b: Expression, result: Expression): ConditionCodes {
  const carryOuts = or(and(a, b), and(or(a, b), not(result)));
  return {
    n: isNegative(result),
    z: isZero(result),
    v: isNegative(and(xor(a, result), xor(b, result))),
    c: isNegative(carryOuts),
    carries: gatherNibbles(carryOuts),
  };
}

/** The adder's locals. */
export const addends = {
  a: local('a', 'i32'),
  b: local('b', 'i32'),
  result: local('result', 'i32'),
} as const;
