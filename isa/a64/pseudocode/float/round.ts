/** `FPRound`: an exact value to the nearest number of a format that the rounding mode allows. */
import { type Environment, type Rounding, raise } from './environment.ts';
import { type Format, half, infinity, maxNormal, packed, type Sign, zero } from './format.ts';
import type { Exact } from './unpack.ts';

/** Bits of a positive number. */
export const bitLength = (value: bigint): number => {
  const digits = value.toString(16);
  return 4 * digits.length - Math.clz32(Number.parseInt(digits[0]!, 16)) + 28;
};

/** Whether a magnitude cut off after its integer part is rounded up: `rest` compared with one half, by sign. */
function roundsUp(rounding: Rounding, sign: Sign, odd: boolean, rest: number): boolean {
  switch (rounding) {
    case 'nearest-even':
      return rest > 0 || (rest === 0 && odd);
    case 'nearest-away':
      return rest >= 0;
    case 'up':
      return sign === 0;
    case 'down':
      return sign === 1;
    case 'zero':
    case 'odd':
      return false;
  }
}

/** The integer next to mantissa × 2^exponent by a rounding mode, as a magnitude, and whether that is the value. */
export function roundedInteger(
  { sign, mantissa, exponent }: Exact,
  rounding: Rounding,
): { readonly integer: bigint; readonly exact: boolean } {
  if (exponent >= 0) return { integer: mantissa << BigInt(exponent), exact: true };
  const cut = BigInt(-exponent);
  const integer = mantissa >> cut;
  const rest = mantissa - (integer << cut);
  if (rest === 0n) return { integer, exact: true };
  const point = 1n << (cut - 1n);
  const compared = rest < point ? -1 : rest > point ? 1 : 0;
  const odd = (integer & 1n) === 1n;
  if (rounding === 'odd') return { integer: integer | 1n, exact: false };
  return { integer: roundsUp(rounding, sign, odd, compared) ? integer + 1n : integer, exact: false };
}

/** Whether a value too large becomes infinite, rather than the largest number. */
export function overflowsToInfinity(rounding: Rounding, sign: Sign): boolean {
  return (
    rounding === 'nearest-even' ||
    rounding === 'nearest-away' ||
    (rounding === 'up' && sign === 0) ||
    (rounding === 'down' && sign === 1)
  );
}

/**
 * `FPRoundBase` of a value that is not zero; `converting` between formats (`FPRoundCV`), half precision may be
 * the alternative one and is never flushed to zero.
 */
export function round(
  of: Format,
  value: Exact,
  environment: Environment,
  rounding: Rounding = environment.rounding,
  converting = false,
): bigint {
  const { sign } = value;
  const exponent = value.exponent + bitLength(value.mantissa) - 1;
  const flushed = of === half ? environment.flushHalfToZero && !converting : environment.flushToZero;
  if (flushed && exponent < of.leastExponent) {
    raise(environment, 'underflow');
    return zero(of, sign);
  }
  // In units of the last place, of which a denormal has the same as the smallest normal number.
  const unit = Math.max(exponent, of.leastExponent) - of.fractionBits;
  const { integer, exact } = roundedInteger({ ...value, exponent: value.exponent - unit }, rounding);
  if (exponent < of.leastExponent && !exact) raise(environment, 'underflow');
  // The leading one of a normal number counts into the exponent, and so does a carry out of the fraction.
  const field = (BigInt(Math.max(exponent - of.leastExponent, 0)) << BigInt(of.fractionBits)) + integer;
  const limit = of.topExponent << BigInt(of.fractionBits);
  if (of === half && converting && environment.alternativeHalf) {
    if (field >= limit + (1n << BigInt(of.fractionBits))) {
      raise(environment, 'invalidOperation');
      return packed(of, sign, of.topExponent, (1n << BigInt(of.fractionBits)) - 1n);
    }
  } else if (field >= limit) {
    raise(environment, 'overflow');
    raise(environment, 'inexact');
    return overflowsToInfinity(rounding, sign) ? infinity(of, sign) : maxNormal(of, sign);
  }
  if (!exact) raise(environment, 'inexact');
  return packed(of, sign, 0n, field);
}
