/** The three binary formats, and the values that are built from their fields (A1.4). */

export interface Format {
  readonly bits: number;
  readonly exponentBits: number;
  readonly fractionBits: number;
  /** Exponent of the smallest normal number. */
  readonly leastExponent: number;
  /** Exponent field of infinities and NaNs. */
  readonly topExponent: bigint;
}

const format = (bits: number, exponentBits: number): Format => ({
  bits,
  exponentBits,
  fractionBits: bits - exponentBits - 1,
  leastExponent: 2 - 2 ** (exponentBits - 1),
  topExponent: (1n << BigInt(exponentBits)) - 1n,
});

export const half = format(16, 5);
export const single = format(32, 8);
export const double = format(64, 11);

/** The format of so many bits. */
export const formatOf = (bits: number): Format => (bits === 16 ? half : bits === 32 ? single : double);

/** Sign of a number: 0 positive, 1 negative. */
export type Sign = 0 | 1;

/** A number of a format from its fields. */
export const packed = (of: Format, sign: Sign, exponent: bigint, fraction: bigint): bigint =>
  (BigInt(sign) << BigInt(of.bits - 1)) | (exponent << BigInt(of.fractionBits)) | fraction;

export const signOf = (of: Format, value: bigint): Sign => ((value >> BigInt(of.bits - 1)) & 1n ? 1 : 0);
export const exponentOf = (of: Format, value: bigint): bigint =>
  (value >> BigInt(of.fractionBits)) & of.topExponent;
export const fractionOf = (of: Format, value: bigint): bigint => BigInt.asUintN(of.fractionBits, value);

/** `FPZero`. */
export const zero = (of: Format, sign: Sign): bigint => packed(of, sign, 0n, 0n);
/** `FPInfinity`. */
export const infinity = (of: Format, sign: Sign): bigint => packed(of, sign, of.topExponent, 0n);
/** `FPMaxNormal`. */
export const maxNormal = (of: Format, sign: Sign): bigint =>
  packed(of, sign, of.topExponent - 1n, (1n << BigInt(of.fractionBits)) - 1n);
/** `FPDefaultNaN`. */
export const defaultNaN = (of: Format): bigint =>
  packed(of, 0, of.topExponent, 1n << BigInt(of.fractionBits - 1));

/** `FPNeg`: NaNs too, without an exception. */
export const negated = (of: Format, value: bigint): bigint => value ^ (1n << BigInt(of.bits - 1));
/** `FPAbs`. */
export const absolute = (of: Format, value: bigint): bigint => BigInt.asUintN(of.bits - 1, value);
