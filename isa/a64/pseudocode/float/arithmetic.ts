/** Arithmetic of the shared pseudo-code, on numbers of one format (shared/functions/float). */
import type { Environment } from './environment.ts';
import { raise } from './environment.ts';
import {
  type Format,
  fractionOf,
  half,
  infinity,
  negated,
  packed,
  type Sign,
  signOf,
  single,
  zero,
} from './format.ts';
import { bitLength, round } from './round.ts';
import type { Exact, Unpacked } from './unpack.ts';
import { compareExact, invalid, processNaN, processNaNs, productOf, sumOf, unpack } from './unpack.ts';

/** Sign of a sum that is exactly zero. */
const zeroSign = ({ rounding }: Environment): Sign => (rounding === 'down' ? 1 : 0);

/** An exact value rounded, or a zero of its sign. */
const rounded = (of: Format, value: Exact, environment: Environment): bigint =>
  value.mantissa === 0n ? zero(of, value.sign) : round(of, value, environment);

const flipped = <Value extends Exact>(value: Value): Value => ({ ...value, sign: value.sign === 1 ? 0 : 1 });

/** `FPAdd`, or `FPSub` when the second is subtracted. */
function sum(of: Format, op1: bigint, op2: bigint, environment: Environment, subtract: boolean): bigint {
  const a = unpack(of, op1, environment);
  const second = unpack(of, op2, environment);
  const nan = processNaNs(of, environment, [a, op1], [second, op2]);
  if (nan !== undefined) return nan;
  const b = subtract ? flipped(second) : second;
  if (a.type === 'infinity' && b.type === 'infinity' && a.sign !== b.sign) return invalid(of, environment);
  if (a.type === 'infinity') return infinity(of, a.sign);
  if (b.type === 'infinity') return infinity(of, b.sign);
  if (a.type === 'zero' && b.type === 'zero' && a.sign === b.sign) return zero(of, a.sign);
  return rounded(of, sumOf(a, b, zeroSign(environment)), environment);
}

export const FPAdd = (of: Format, op1: bigint, op2: bigint, environment: Environment): bigint =>
  sum(of, op1, op2, environment, false);

export const FPSub = (of: Format, op1: bigint, op2: bigint, environment: Environment): bigint =>
  sum(of, op1, op2, environment, true);

const isInfinityByZero = (a: Unpacked, b: Unpacked): boolean =>
  (a.type === 'infinity' && b.type === 'zero') || (a.type === 'zero' && b.type === 'infinity');

function product(
  of: Format,
  op1: bigint,
  op2: bigint,
  environment: Environment,
  infinityByZero: (sign: Sign) => bigint,
): bigint {
  const a = unpack(of, op1, environment);
  const b = unpack(of, op2, environment);
  const nan = processNaNs(of, environment, [a, op1], [b, op2]);
  if (nan !== undefined) return nan;
  const exact = productOf(a, b);
  if (isInfinityByZero(a, b)) return infinityByZero(exact.sign);
  if (a.type === 'infinity' || b.type === 'infinity') return infinity(of, exact.sign);
  return rounded(of, exact, environment);
}

export const FPMul = (of: Format, op1: bigint, op2: bigint, environment: Environment): bigint =>
  product(of, op1, op2, environment, () => invalid(of, environment));

/** `FPTwo`, and other numbers that are written as an exact value. */
const constantOf = (of: Format, sign: Sign, mantissa: bigint, exponent: number): bigint => {
  const top = bitLength(mantissa) - 1;
  const fraction = (mantissa << BigInt(of.fractionBits - top)) - (1n << BigInt(of.fractionBits));
  return packed(of, sign, BigInt(exponent + top - of.leastExponent + 1), fraction);
};

/** Infinity by zero gives two. */
export const FPMulX = (of: Format, op1: bigint, op2: bigint, environment: Environment): bigint =>
  product(of, op1, op2, environment, sign => constantOf(of, sign, 1n, 1));

export function FPDiv(of: Format, op1: bigint, op2: bigint, environment: Environment): bigint {
  const a = unpack(of, op1, environment);
  const b = unpack(of, op2, environment);
  const nan = processNaNs(of, environment, [a, op1], [b, op2]);
  if (nan !== undefined) return nan;
  const sign = (a.sign ^ b.sign) as Sign;
  if (a.type === b.type && a.type !== 'nonzero') return invalid(of, environment);
  if (a.type === 'infinity' || b.type === 'zero') {
    if (a.type !== 'infinity') raise(environment, 'divideByZero');
    return infinity(of, sign);
  }
  if (a.type === 'zero' || b.type === 'infinity') return zero(of, sign);
  // Enough bits for the quotient, and one below them for what is left.
  const shift = 2 * of.fractionBits + 4;
  const dividend = a.mantissa << BigInt(shift);
  const quotient = dividend / b.mantissa;
  const rest = quotient * b.mantissa === dividend ? 0n : 1n;
  const exponent = a.exponent - b.exponent - shift - 1;
  return round(of, { sign, mantissa: (quotient << 1n) | rest, exponent }, environment);
}

/** The integer part of a square root (Newton). */
function squareRoot(value: bigint): bigint {
  let root = 1n << BigInt((bitLength(value) + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

export function FPSqrt(of: Format, op: bigint, environment: Environment): bigint {
  const a = unpack(of, op, environment);
  if (a.type === 'quiet' || a.type === 'signalling') return processNaN(of, a.type, op, environment);
  if (a.type === 'zero') return zero(of, a.sign);
  if (a.sign === 1) return invalid(of, environment);
  if (a.type === 'infinity') return infinity(of, 0);
  const shift = 2 * of.fractionBits + 4 + (Math.abs(a.exponent) % 2);
  const square = a.mantissa << BigInt(shift);
  const root = squareRoot(square);
  const rest = root * root === square ? 0n : 1n;
  const exponent = (a.exponent - shift) / 2 - 1;
  return round(of, { sign: 0, mantissa: (root << 1n) | rest, exponent }, environment);
}

/** `FPMulAdd`: the product is not rounded. */
export function FPMulAdd(
  of: Format,
  addend: bigint,
  op1: bigint,
  op2: bigint,
  environment: Environment,
): bigint {
  const a = unpack(of, addend, environment);
  const b = unpack(of, op1, environment);
  const c = unpack(of, op2, environment);
  return fusedSum(of, a, b, c, processNaNs(of, environment, [a, addend], [b, op1], [c, op2]), environment);
}

/** `FPMulAddH`: a product of half precision added to single precision. */
export function FPMulAddH(addend: bigint, op1: bigint, op2: bigint, environment: Environment): bigint {
  const a = unpack(single, addend, environment);
  const b = unpack(half, op1, environment);
  const c = unpack(half, op2, environment);
  const nan = processNaNs(single, environment, [a, addend], [b, nanOfHalf(op1)], [c, nanOfHalf(op2)]);
  return fusedSum(single, a, b, c, nan, environment);
}

/** A NaN of half precision in single precision: the fraction keeps its upper bits. */
const nanOfHalf = (value: bigint): bigint =>
  packed(single, signOf(half, value), single.topExponent, fractionOf(half, value) << 13n);

/** The sum of an addend and a product, given the result that NaNs among them make. */
function fusedSum(
  of: Format,
  a: Unpacked,
  b: Unpacked,
  c: Unpacked,
  nan: bigint | undefined,
  environment: Environment,
): bigint {
  if (a.type === 'quiet' && isInfinityByZero(b, c)) return invalid(of, environment);
  if (nan !== undefined) return nan;
  const exact = productOf(b, c);
  const infiniteProduct = b.type === 'infinity' || c.type === 'infinity';
  if (isInfinityByZero(b, c) || (a.type === 'infinity' && infiniteProduct && a.sign !== exact.sign))
    return invalid(of, environment);
  if (a.type === 'infinity') return infinity(of, a.sign);
  if (infiniteProduct) return infinity(of, exact.sign);
  if (a.type === 'zero' && exact.mantissa === 0n && a.sign === exact.sign) return zero(of, a.sign);
  return rounded(of, sumOf(a, exact, zeroSign(environment)), environment);
}

/** A step of a Newton iteration: `constant` - op1 × op2, over a power of two. */
function step(
  of: Format,
  op1: bigint,
  op2: bigint,
  environment: Environment,
  constant: bigint,
  halvings: number,
): bigint {
  const negative = negated(of, op1);
  const a = unpack(of, negative, environment);
  const b = unpack(of, op2, environment);
  const nan = processNaNs(of, environment, [a, negative], [b, op2]);
  if (nan !== undefined) return nan;
  if (isInfinityByZero(a, b)) return constantOf(of, 0, constant, -halvings);
  const exact = productOf(a, b);
  if (a.type === 'infinity' || b.type === 'infinity') return infinity(of, exact.sign);
  const difference = sumOf({ sign: 0, mantissa: constant, exponent: 0 }, exact, zeroSign(environment));
  return rounded(of, { ...difference, exponent: difference.exponent - halvings }, environment);
}

/** `FPRecipStepFused`: 2 - op1 × op2. */
export const FPRecipStepFused = (of: Format, op1: bigint, op2: bigint, environment: Environment): bigint =>
  step(of, op1, op2, environment, 2n, 0);

/** `FPRSqrtStepFused`: (3 - op1 × op2) / 2. */
export const FPRSqrtStepFused = (of: Format, op1: bigint, op2: bigint, environment: Environment): bigint =>
  step(of, op1, op2, environment, 3n, 1);

/** `FPMax`, or `FPMin`. */
function extreme(of: Format, op1: bigint, op2: bigint, environment: Environment, largest: boolean): bigint {
  const a = unpack(of, op1, environment);
  const b = unpack(of, op2, environment);
  const nan = processNaNs(of, environment, [a, op1], [b, op2]);
  if (nan !== undefined) return nan;
  const order = compareUnpacked(a, b);
  const chosen = (largest ? order > 0 : order < 0) ? a : b;
  if (chosen.type === 'infinity') return infinity(of, chosen.sign);
  if (chosen.type === 'zero') return zero(of, (largest ? a.sign & b.sign : a.sign | b.sign) as Sign);
  return round(of, chosen, environment);
}

/** As `compareExact`, infinities beyond all numbers. */
export function compareUnpacked(a: Unpacked, b: Unpacked): number {
  const size = ({ type, sign }: Unpacked): number => (type === 'infinity' ? (sign === 1 ? -1 : 1) : 0);
  return size(a) === size(b) ? (size(a) === 0 ? compareExact(a, b) : 0) : size(a) - size(b);
}

export const FPMax = (of: Format, op1: bigint, op2: bigint, environment: Environment): bigint =>
  extreme(of, op1, op2, environment, true);

export const FPMin = (of: Format, op1: bigint, op2: bigint, environment: Environment): bigint =>
  extreme(of, op1, op2, environment, false);

/** A quiet NaN beside a number gives way to it. */
function extremeNumber(
  of: Format,
  op1: bigint,
  op2: bigint,
  environment: Environment,
  largest: boolean,
): bigint {
  const a = unpack(of, op1, environment).type === 'quiet';
  const b = unpack(of, op2, environment).type === 'quiet';
  const least = infinity(of, largest ? 1 : 0);
  return extreme(of, a && !b ? least : op1, b && !a ? least : op2, environment, largest);
}

export const FPMaxNum = (of: Format, op1: bigint, op2: bigint, environment: Environment): bigint =>
  extremeNumber(of, op1, op2, environment, true);

export const FPMinNum = (of: Format, op1: bigint, op2: bigint, environment: Environment): bigint =>
  extremeNumber(of, op1, op2, environment, false);
