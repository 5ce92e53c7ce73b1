/** `FPUnpack` and what is done with NaNs (shared pseudo-code, shared/functions/float). */
import { type Environment, raise } from './environment.ts';
import { defaultNaN, exponentOf, type Format, fractionOf, half, type Sign, signOf } from './format.ts';

/** The exact value of a finite number is (-1)^sign × mantissa × 2^exponent. */
export interface Exact {
  readonly sign: Sign;
  readonly mantissa: bigint;
  readonly exponent: number;
}

export interface Unpacked extends Exact {
  readonly type: 'zero' | 'nonzero' | 'infinity' | 'quiet' | 'signalling';
}

/** `FPUnpack`; as an operand of a conversion between formats (`FPUnpackCV`) half precision is another. */
export function unpack(of: Format, value: bigint, environment: Environment, converting = false): Unpacked {
  const sign = signOf(of, value);
  const exponent = exponentOf(of, value);
  const fraction = fractionOf(of, value);
  const special = (type: Unpacked['type']): Unpacked => ({ type, sign, mantissa: 0n, exponent: 0 });
  if (exponent === 0n) {
    if (fraction === 0n) return special('zero');
    if (of === half ? environment.flushHalfToZero && !converting : environment.flushToZero) {
      if (of !== half) raise(environment, 'inputDenormal');
      return special('zero');
    }
    return { type: 'nonzero', sign, mantissa: fraction, exponent: of.leastExponent - of.fractionBits };
  }
  const alternative = of === half && converting && environment.alternativeHalf;
  if (exponent === of.topExponent && !alternative) {
    if (fraction === 0n) return special('infinity');
    return special((fraction >> BigInt(of.fractionBits - 1)) & 1n ? 'quiet' : 'signalling');
  }
  return {
    type: 'nonzero',
    sign,
    mantissa: fraction | (1n << BigInt(of.fractionBits)),
    exponent: Number(exponent) - 1 + of.leastExponent - of.fractionBits,
  };
}

export const isNotANumber = ({ type }: Unpacked): boolean => type === 'quiet' || type === 'signalling';

/** `FPProcessNaN`: the result that a NaN operand makes. */
export function processNaN(
  of: Format,
  type: Unpacked['type'],
  value: bigint,
  environment: Environment,
): bigint {
  if (type === 'signalling') raise(environment, 'invalidOperation');
  return environment.defaultNaN ? defaultNaN(of) : value | (1n << BigInt(of.fractionBits - 1));
}

/**
 * `FPProcessNaNs`, `FPProcessNaNs3`: the result when an operand is a NaN, signalling ones first, else in the order
 * of the operands; undefined when none is.
 */
export function processNaNs(
  of: Format,
  environment: Environment,
  ...operands: readonly (readonly [unpacked: Unpacked, value: bigint])[]
): bigint | undefined {
  for (const wanted of ['signalling', 'quiet'] as const) {
    for (const [{ type }, value] of operands)
      if (type === wanted) return processNaN(of, type, value, environment);
  }
  return undefined;
}

/** An operation that has no value: the default NaN, and Invalid Operation. */
export function invalid(of: Format, environment: Environment): bigint {
  raise(environment, 'invalidOperation');
  return defaultNaN(of);
}

/** Sum of two exact values; an exact zero has the sign of `zeroSign`. */
export function sumOf(a: Exact, b: Exact, zeroSign: Sign): Exact {
  const exponent = Math.min(a.exponent, b.exponent);
  const aligned = (value: Exact): bigint => {
    const mantissa = value.mantissa << BigInt(value.exponent - exponent);
    return value.sign === 1 ? -mantissa : mantissa;
  };
  const sum = aligned(a) + aligned(b);
  const sign = sum < 0n ? 1 : sum > 0n ? 0 : zeroSign;
  return { sign, mantissa: sum < 0n ? -sum : sum, exponent };
}

/** Product of two exact values. */
export const productOf = (a: Exact, b: Exact): Exact => ({
  sign: (a.sign ^ b.sign) as Sign,
  mantissa: a.mantissa * b.mantissa,
  exponent: a.exponent + b.exponent,
});

/** Negative, zero or positive as the first exact value is less than, equal to or greater than the second. */
export function compareExact(a: Exact, b: Exact): number {
  const { sign, mantissa } = sumOf(a, { ...b, sign: b.sign === 1 ? 0 : 1 }, 0);
  return mantissa === 0n ? 0 : sign === 1 ? -1 : 1;
}
