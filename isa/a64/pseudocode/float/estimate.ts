/** Estimates of reciprocals and of reciprocal square roots, whose every bit the architecture fixes. */
import { type Environment, raise } from './environment.ts';
import {
  double,
  exponentOf,
  type Format,
  fractionOf,
  half,
  infinity,
  maxNormal,
  packed,
  signOf,
  zero,
} from './format.ts';
import { overflowsToInfinity } from './round.ts';
import { invalid, isNotANumber, processNaN, unpack } from './unpack.ts';

/** `RecipEstimate`: of a number from 256 to 511. */
function recipEstimate(a: number): number {
  const b = Math.floor(2 ** 19 / (2 * a + 1));
  return (b + 1) >> 1;
}

/** `RecipSqrtEstimate`: of a number from 128 to 511. */
function recipSqrtEstimate(a: number): number {
  const scaled = a < 256 ? 2 * a + 1 : 2 * (a | 1);
  let b = 512;
  while (scaled * (b + 1) * (b + 1) < 2 ** 28) b++;
  return (b + 1) >> 1;
}

/** The fraction of a number of any format as a double has it: 52 bits. */
const wideFraction = (of: Format, op: bigint): bigint =>
  fractionOf(of, op) << BigInt(double.fractionBits - of.fractionBits);

const topBit = 1n << BigInt(double.fractionBits - 1);

/** Eight bits of an estimate as the top of a fraction. */
const estimated = (estimate: number): bigint => BigInt(estimate & 0xff) << 44n;

/** `FPRecipEstimate`. */
export function FPRecipEstimate(of: Format, op: bigint, environment: Environment): bigint {
  const value = unpack(of, op, environment);
  const { type, sign } = value;
  if (isNotANumber(value)) return processNaN(of, type, op, environment);
  if (type === 'infinity') return zero(of, sign);
  if (type === 'zero') {
    raise(environment, 'divideByZero');
    return infinity(of, sign);
  }
  const bias = 1 - of.leastExponent;
  let exponent = Number(exponentOf(of, op));
  let fraction = wideFraction(of, op);
  if (exponent === 0) {
    // Below 2^-(bias + 1) the reciprocal has no number.
    if (fraction >> 50n === 0n) {
      raise(environment, 'overflow');
      raise(environment, 'inexact');
      return overflowsToInfinity(environment.rounding, sign) ? infinity(of, sign) : maxNormal(of, sign);
    }
    const shift = fraction & topBit ? 1n : 2n;
    exponent = shift === 1n ? 0 : -1;
    fraction = BigInt.asUintN(52, fraction << shift);
  }
  const flushes = of === half ? environment.flushHalfToZero : environment.flushToZero;
  if (flushes && exponent >= 2 * bias - 1) {
    raise(environment, 'underflow');
    return zero(of, sign);
  }
  const estimate = recipEstimate(Number(256n | (fraction >> 44n)));
  const resultExponent = 2 * bias - 1 - exponent;
  let result = estimated(estimate);
  if (resultExponent <= 0) result = (result | (1n << 52n)) >> BigInt(1 - resultExponent);
  return packed(
    of,
    sign,
    BigInt(Math.max(resultExponent, 0)),
    result >> BigInt(double.fractionBits - of.fractionBits),
  );
}

/** `FPRSqrtEstimate`. */
export function FPRSqrtEstimate(of: Format, op: bigint, environment: Environment): bigint {
  const value = unpack(of, op, environment);
  const { type, sign } = value;
  if (isNotANumber(value)) return processNaN(of, type, op, environment);
  if (type === 'zero') {
    raise(environment, 'divideByZero');
    return infinity(of, sign);
  }
  if (sign === 1) return invalid(of, environment);
  if (type === 'infinity') return zero(of, 0);
  let exponent = Number(exponentOf(of, op));
  let fraction = wideFraction(of, op);
  if (exponent === 0) {
    while ((fraction & topBit) === 0n) {
      fraction <<= 1n;
      exponent--;
    }
    fraction = BigInt.asUintN(52, fraction << 1n);
  }
  const even = (exponent & 1) === 0;
  const scaled = even ? 256n | (fraction >> 44n) : 128n | (fraction >> 45n);
  const bias = 1 - of.leastExponent;
  const resultExponent = Math.floor((3 * bias - 1 - exponent) / 2);
  const result = estimated(recipSqrtEstimate(Number(scaled)));
  return packed(of, 0, BigInt(resultExponent), result >> BigInt(double.fractionBits - of.fractionBits));
}

/** `FPRecpX`: the exponent turned over, for scaling. */
export function FPRecpX(of: Format, op: bigint, environment: Environment): bigint {
  const value = unpack(of, op, environment);
  if (isNotANumber(value)) return processNaN(of, value.type, op, environment);
  const exponent = exponentOf(of, op);
  const turned = exponent === 0n ? of.topExponent - 1n : of.topExponent ^ exponent;
  return packed(of, signOf(of, op), turned, 0n);
}

const onesOfWord = 0xffff_ffffn;

/** `UnsignedRecipEstimate` of a fixed-point number of 32 bits. */
export const unsignedRecipEstimate = (op: bigint): bigint =>
  op >> 31n === 0n ? onesOfWord : BigInt(recipEstimate(Number(op >> 23n))) << 23n;

/** `UnsignedRSqrtEstimate` of a fixed-point number of 32 bits. */
export const unsignedRSqrtEstimate = (op: bigint): bigint =>
  op >> 30n === 0n ? onesOfWord : BigInt(recipSqrtEstimate(Number(op >> 23n))) << 23n;
