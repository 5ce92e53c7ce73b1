/** Conversions of the shared pseudo-code: between formats, to and from integers and fixed-point. */
import { type Environment, type Rounding, raise } from './environment.ts';
import {
  defaultNaN,
  double,
  type Format,
  fractionOf,
  half,
  infinity,
  packed,
  type Sign,
  zero,
} from './format.ts';
import { round, roundedInteger } from './round.ts';
import { isNotANumber, processNaN, unpack } from './unpack.ts';

/** `FPConvertNaN`: the fraction keeps its upper bits. */
function convertedNaN(from: Format, to: Format, sign: Sign, value: bigint): bigint {
  const fraction = fractionOf(from, value) << BigInt(double.fractionBits - from.fractionBits);
  const quiet = 1n << BigInt(to.fractionBits - 1);
  return packed(
    to,
    sign,
    to.topExponent,
    (fraction >> BigInt(double.fractionBits - to.fractionBits)) | quiet,
  );
}

/** `FPConvert` between two formats. */
export function FPConvert(
  from: Format,
  to: Format,
  op: bigint,
  environment: Environment,
  rounding: Rounding = environment.rounding,
): bigint {
  const value = unpack(from, op, environment, true);
  const { type, sign } = value;
  const alternative = to === half && environment.alternativeHalf;
  if (isNotANumber(value)) {
    if (type === 'signalling' || alternative) raise(environment, 'invalidOperation');
    if (alternative) return zero(to, sign);
    return environment.defaultNaN ? defaultNaN(to) : convertedNaN(from, to, sign, op);
  }
  if (type === 'infinity') {
    if (!alternative) return infinity(to, sign);
    raise(environment, 'invalidOperation');
    return packed(to, sign, to.topExponent, (1n << BigInt(to.fractionBits)) - 1n);
  }
  return type === 'zero' ? zero(to, sign) : round(to, value, environment, rounding, true);
}

/** An integer held to a range: `SatQ`. */
export function saturated(
  integer: bigint,
  bits: number,
  unsigned: boolean,
): { readonly value: bigint; readonly saturated: boolean } {
  const least = unsigned ? 0n : -(1n << BigInt(bits - 1));
  const greatest = (1n << BigInt(unsigned ? bits : bits - 1)) - 1n;
  const value = integer < least ? least : integer > greatest ? greatest : integer;
  return { value: BigInt.asUintN(bits, value), saturated: value !== integer };
}

/** An exponent that stands for infinity where integers of 64 bits are made. */
const beyondAnyInteger = 1000;

/** `FPToFixed`: `bits` wide, with `fractionBits` of them behind the point; out of range it saturates. */
export function FPToFixed(
  from: Format,
  bits: number,
  op: bigint,
  fractionBits: number,
  unsigned: boolean,
  environment: Environment,
  rounding: Rounding,
): bigint {
  const value = unpack(from, op, environment);
  if (isNotANumber(value)) {
    raise(environment, 'invalidOperation');
    return 0n;
  }
  const exact =
    value.type === 'infinity'
      ? { ...value, mantissa: 1n, exponent: beyondAnyInteger }
      : { ...value, exponent: value.exponent + fractionBits };
  const { integer, exact: isExact } = roundedInteger(exact, rounding);
  const result = saturated(value.sign === 1 ? -integer : integer, bits, unsigned);
  if (result.saturated) raise(environment, 'invalidOperation');
  else if (!isExact) raise(environment, 'inexact');
  return result.value;
}

/** `FixedToFP`: an integer of `bits` over 2^fractionBits. */
export function FixedToFP(
  to: Format,
  bits: number,
  op: bigint,
  fractionBits: number,
  unsigned: boolean,
  environment: Environment,
  rounding: Rounding = environment.rounding,
): bigint {
  const integer = unsigned ? BigInt.asUintN(bits, op) : BigInt.asIntN(bits, op);
  if (integer === 0n) return zero(to, 0);
  const sign = integer < 0n ? 1 : 0;
  const mantissa = integer < 0n ? -integer : integer;
  return round(to, { sign, mantissa, exponent: -fractionBits }, environment, rounding);
}

/** `FPRoundInt`: to an integral number; `exact` tells when that is another number. */
export function FPRoundInt(
  of: Format,
  op: bigint,
  environment: Environment,
  rounding: Rounding,
  exact: boolean,
): bigint {
  const value = unpack(of, op, environment);
  const { type, sign } = value;
  if (isNotANumber(value)) return processNaN(of, type, op, environment);
  if (type === 'infinity') return infinity(of, sign);
  if (type === 'zero') return zero(of, sign);
  const result = roundedInteger(value, rounding);
  if (!result.exact && exact) raise(environment, 'inexact');
  if (result.integer === 0n) return zero(of, sign);
  return round(of, { sign, mantissa: result.integer, exponent: 0 }, environment, 'zero');
}

/** `FPRoundIntN`: to an integral number of 32 or 64 bits; what is none becomes the most negative one. */
export function FPRoundIntN(
  of: Format,
  op: bigint,
  environment: Environment,
  rounding: Rounding,
  bits: 32 | 64,
): bigint {
  const value = unpack(of, op, environment);
  const { type, sign } = value;
  const outOfRange = (): bigint => {
    raise(environment, 'invalidOperation');
    return round(of, { sign: 1, mantissa: 1n, exponent: bits - 1 }, environment, 'zero');
  };
  if (isNotANumber(value) || type === 'infinity') return outOfRange();
  if (type === 'zero') return zero(of, sign);
  const { integer, exact } = roundedInteger(value, rounding);
  if (saturated(sign === 1 ? -integer : integer, bits, false).saturated) return outOfRange();
  if (!exact) raise(environment, 'inexact');
  if (integer === 0n) return zero(of, sign);
  return round(of, { sign, mantissa: integer, exponent: 0 }, environment, 'zero');
}

/** `FPToFixedJS`: a double to 32 bits modulo 2^32, and whether that is the value (PSTATE.Z). */
export function FPToFixedJS(
  op: bigint,
  environment: Environment,
): { readonly value: bigint; readonly exact: boolean } {
  const value = unpack(double, op, environment);
  if (isNotANumber(value) || value.type === 'infinity') {
    raise(environment, 'invalidOperation');
    return { value: 0n, exact: false };
  }
  const { integer, exact } = roundedInteger(value, 'zero');
  const signed = value.sign === 1 ? -integer : integer;
  const inRange = !saturated(signed, 32, false).saturated;
  if (!inRange) raise(environment, 'invalidOperation');
  else if (!exact) raise(environment, 'inexact');
  // Neither minus zero nor a flushed denormal is the integer zero.
  const isValue = value.type === 'zero' ? op === 0n : inRange && exact;
  return { value: BigInt.asUintN(32, signed), exact: isValue };
}
