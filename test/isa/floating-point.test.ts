/** Floating-point arithmetic of the shared pseudo-code, by examples from the manual and from IEEE 754. */
import { describe, expect, it } from 'vitest';
import {
  FPAdd,
  FPDiv,
  FPMaxNum,
  FPMul,
  FPMulAdd,
  FPMulX,
  FPSqrt,
} from '../../isa/a64/pseudocode/float/arithmetic.ts';
import { FPConvert, FPRoundInt, FPToFixed, FPToFixedJS } from '../../isa/a64/pseudocode/float/convert.ts';
import { type Environment, environmentOf, exceptions } from '../../isa/a64/pseudocode/float/environment.ts';
import { FPRecipEstimate, FPRSqrtEstimate } from '../../isa/a64/pseudocode/float/estimate.ts';
import { double, type Format, half, single } from '../../isa/a64/pseudocode/float/format.ts';

/** Bits of FPCR. */
const FZ = 1n << 24n;
const DN = 1n << 25n;
const AHP = 1n << 26n;
const towardsPlusInfinity = 1n << 22n;
const towardsMinusInfinity = 2n << 22n;
const towardsZero = 3n << 22n;

const namesOf = ({ raised }: Environment): string =>
  Object.entries(exceptions)
    .flatMap(([name, bit]) => (raised & bit ? [name] : []))
    .join(' ');

/** A result in hexadecimal, and the exceptions that were met. */
function outcome(fpcr: bigint, compute: (environment: Environment) => bigint): string {
  const environment = environmentOf(fpcr);
  const result = compute(environment).toString(16);
  return `${result} ${namesOf(environment)}`.trim();
}

type Binary = (of: Format, op1: bigint, op2: bigint, environment: Environment) => bigint;

describe('arithmetic', () => {
  it.each<[string, Binary, Format, bigint, bigint, bigint, string]>([
    ['1 + 2 is 3', FPAdd, single, 0n, 0x3f800000n, 0x40000000n, '40400000'],
    ['1 + 2^-24 is a tie, to even', FPAdd, single, 0n, 0x3f800000n, 0x33800000n, '3f800000 inexact'],
    ['and goes up', FPAdd, single, towardsPlusInfinity, 0x3f800000n, 0x33800000n, '3f800001 inexact'],
    ['1 - 1 is +0', FPAdd, single, 0n, 0x3f800000n, 0xbf800000n, '0'],
    ['and -0 when rounding down', FPAdd, single, towardsMinusInfinity, 0x3f800000n, 0xbf800000n, '80000000'],
    ['the largest number twice overflows', FPAdd, half, 0n, 0x7bffn, 0x7bffn, '7c00 overflow inexact'],
    ['but not towards zero', FPAdd, half, towardsZero, 0x7bffn, 0x7bffn, '7bff overflow inexact'],
    [
      'infinities of both signs have no sum',
      FPAdd,
      single,
      0n,
      0x7f800000n,
      0xff800000n,
      '7fc00000 invalidOperation',
    ],
    [
      'a signalling NaN comes before a quiet one',
      FPAdd,
      single,
      0n,
      0x7fc00001n,
      0x7f800002n,
      '7fc00002 invalidOperation',
    ],
    ['of two quiet ones the first', FPAdd, single, 0n, 0xffc00001n, 0x7fc00002n, 'ffc00001'],
    ['or the default NaN', FPAdd, single, DN, 0xffc00001n, 0x7fc00002n, '7fc00000'],
    ['a denormal operand is flushed', FPAdd, single, FZ, 0x00000001n, 0x3f800000n, '3f800000 inputDenormal'],
    ['a denormal result underflows', FPMul, single, 0n, 0x00800001n, 0x3f000000n, '400000 underflow inexact'],
    ['exactly, it does not', FPMul, single, 0n, 0x00800000n, 0x3f000000n, '400000'],
    ['and is flushed', FPMul, single, FZ, 0x00800000n, 0x3f000000n, '0 underflow'],
    ['zero by infinity is two', FPMulX, double, 0n, 0n, 0xfff0000000000000n, 'c000000000000000'],
    ['1 / 3', FPDiv, double, 0n, 0x3ff0000000000000n, 0x4008000000000000n, '3fd5555555555555 inexact'],
    ['1 / -0', FPDiv, double, 0n, 0x3ff0000000000000n, 0x8000000000000000n, 'fff0000000000000 divideByZero'],
    ['a number is greater than a quiet NaN', FPMaxNum, single, 0n, 0x7fc00000n, 0xbf800000n, 'bf800000'],
  ])('%s', (_, operation, of, fpcr, op1, op2, expected) => {
    expect(outcome(fpcr, environment => operation(of, op1, op2, environment))).toBe(expected);
  });

  it('rounds a fused product once', () => {
    // (1 + 2^-23) × (1 - 2^-23) - 1 = -2^-46, of which the product alone would leave nothing.
    const fused = outcome(0n, e => FPMulAdd(single, 0xbf800000n, 0x3f800001n, 0x3f7ffffen, e));
    expect(fused).toBe('a8800000');
  });

  it('takes square roots', () => {
    expect(outcome(0n, e => FPSqrt(double, 0x4000000000000000n, e))).toBe('3ff6a09e667f3bcd inexact');
    expect(outcome(0n, e => FPSqrt(single, 0xbf800000n, e))).toBe('7fc00000 invalidOperation');
    expect(outcome(0n, e => FPSqrt(single, 0x80000000n, e))).toBe('80000000');
  });
});

describe('conversions', () => {
  it('round 2.5 by every mode', () => {
    const rounded = (mode: Parameters<typeof FPToFixed>[6]) =>
      outcome(0n, e => FPToFixed(single, 32, 0x40200000n, 0, false, e, mode));
    expect(['nearest-even', 'nearest-away', 'up', 'down', 'zero'].map(mode => rounded(mode as 'up'))).toEqual(
      ['2 inexact', '3 inexact', '3 inexact', '2 inexact', '2 inexact'],
    );
  });

  it('saturate, and say so instead of inexact', () => {
    expect(outcome(0n, e => FPToFixed(single, 32, 0xbfc00000n, 0, true, e, 'zero'))).toBe(
      '0 invalidOperation',
    );
    expect(outcome(0n, e => FPToFixed(double, 32, 0x41e0000000000000n, 0, false, e, 'zero'))).toBe(
      '7fffffff invalidOperation',
    );
  });

  it('keep the upper bits of a NaN, and make it quiet', () => {
    expect(outcome(0n, e => FPConvert(double, single, 0xfff4000020000000n, e))).toBe(
      'ffe00001 invalidOperation',
    );
  });

  it('know the alternative half precision, which has no infinity', () => {
    expect(outcome(AHP, e => FPConvert(single, half, 0x7f800000n, e))).toBe('7fff invalidOperation');
    expect(outcome(AHP, e => FPConvert(half, single, 0x7c00n, e))).toBe('47800000');
  });

  it('round to integral numbers, telling of it or not', () => {
    expect(outcome(0n, e => FPRoundInt(single, 0xbf000000n, e, 'nearest-even', true))).toBe(
      '80000000 inexact',
    );
    expect(outcome(0n, e => FPRoundInt(single, 0xbf000000n, e, 'nearest-even', false))).toBe('80000000');
  });

  it('take an integer modulo 2^32 as JavaScript does', () => {
    const environment = environmentOf(0n);
    // 2^32 + 1
    expect(FPToFixedJS(0x41f0000000100000n, environment)).toEqual({ value: 1n, exact: false });
    expect(FPToFixedJS(0x8000000000000000n, environment)).toEqual({ value: 0n, exact: false });
  });
});

describe('estimates', () => {
  it('have eight bits', () => {
    expect(outcome(0n, e => FPRecipEstimate(single, 0x40000000n, e))).toBe('3eff8000');
    expect(outcome(0n, e => FPRSqrtEstimate(single, 0x40800000n, e))).toBe('3eff8000');
  });
});
