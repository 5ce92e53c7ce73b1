/** What floating-point arithmetic depends on (FPCR) and what it leaves behind (FPSR), A1.5. */

/** Rounding modes: the four of FPCR.RMode in their order, then those that only instructions name. */
export const roundingModes = ['nearest-even', 'up', 'down', 'zero', 'nearest-away', 'odd'] as const;
export type Rounding = (typeof roundingModes)[number];

/** Cumulative exception bits, where FPSR has them. */
export const exceptions = {
  invalidOperation: 1,
  divideByZero: 2,
  overflow: 4,
  underflow: 8,
  inexact: 16,
  inputDenormal: 128,
} as const;

/** One operation's view of FPCR, and the exceptions that it has met so far. */
export interface Environment {
  readonly rounding: Rounding;
  /** FZ, and FZ16 for half precision. */
  readonly flushToZero: boolean;
  readonly flushHalfToZero: boolean;
  /** DN: every NaN result is the default one. */
  readonly defaultNaN: boolean;
  /** AHP: half precision without infinities and NaNs; conversions only. */
  readonly alternativeHalf: boolean;
  /** Bits of `exceptions`. */
  raised: number;
}

const bit = (value: bigint, at: bigint): boolean => ((value >> at) & 1n) === 1n;

/** The environment of a value of FPCR. */
export const environmentOf = (fpcr: bigint): Environment => ({
  rounding: roundingModes[Number((fpcr >> 22n) & 3n)]!,
  flushToZero: bit(fpcr, 24n),
  flushHalfToZero: bit(fpcr, 19n),
  defaultNaN: bit(fpcr, 25n),
  alternativeHalf: bit(fpcr, 26n),
  raised: 0,
});

/** `FPProcessException`: exceptions are never trapped, they accumulate. */
export function raise(environment: Environment, exception: keyof typeof exceptions): void {
  environment.raised |= exceptions[exception];
}
