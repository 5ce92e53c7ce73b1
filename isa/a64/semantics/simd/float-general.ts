/** Moves and conversions between SIMD&FP registers and general registers (C4.1, Conversion between FP and integer). */
import type { Expression, Semantics } from '../../../semantics.ts';
import { cell, extend, i32, local, set } from '../../../semantics.ts';
import type { Width } from '../registers.ts';
import { getX, setX, zero } from '../registers.ts';
import { roundingOfLetter } from './float.ts';
import { fpcr, getHigh, getScalar, setHalves, setHigh, simdInstruction, zeroHalf } from './registers.ts';

/** A general register as a doubleword. */
const fromX = (width: Width): Expression =>
  width === 64 ? getX('Rn', 64) : extend(false, 32, 'i64', getX('Rn', 32));

/** A doubleword as a general register. */
const toX = (width: Width, value: Expression) =>
  setX('Rd', width === 64 ? value : extend(false, 32, 'i32', value));

/** `FMOV` from a register of `size` bits to a general one. */
export const moveToX = (size: number, width: Width): Semantics =>
  simdInstruction(() => [toX(width, getScalar('Rn', size))]);

/** `FMOV` from a general register to one of `size` bits. */
export const moveFromX = (size: number, width: Width): Semantics =>
  simdInstruction(() => {
    const value = fromX(width);
    const low = size < width ? extend(false, size, 'i64', value) : value;
    return setHalves('Rd', { low, high: zeroHalf });
  });

/** `FMOV` between a general register and the upper half, the other half of which is kept. */
export const moveTopToX = (): Semantics => simdInstruction(() => [setX('Rd', getHigh('Rn'))]);
export const moveXToTop = (): Semantics => simdInstruction(() => [setHigh('Rd', getX('Rn', 64))]);

/** `FCVTNS` … to a general register, with fraction bits where it is fixed-point. */
export const convertToX = (mnemonic: string, size: number, width: Width, fraction: Expression): Semantics =>
  simdInstruction(steps => {
    const [, mode, sign] = /^fcvt([nmapz])([su])$/.exec(mnemonic)!;
    const value = steps.compute(
      'FPToGeneral',
      getScalar('Rn', size),
      i32(size),
      i32(width),
      fraction,
      i32(sign === 'u' ? 1 : 0),
      i32(roundingOfLetter(mode!)),
      fpcr,
    );
    return [toX(width, value)];
  });

/** `SCVTF`, `UCVTF` from a general register. */
export const convertFromX = (mnemonic: string, size: number, width: Width, fraction: Expression): Semantics =>
  simdInstruction(steps => {
    const value = steps.compute(
      'FPFromGeneral',
      fromX(width),
      i32(width),
      i32(size),
      fraction,
      i32(mnemonic === 'ucvtf' ? 1 : 0),
      fpcr,
    );
    return setHalves('Rd', { low: value, high: zeroHalf });
  });

/** `FJCVTZS`: PSTATE.Z tells whether the integer is the value. */
export const convertAsJavaScript = (): Semantics =>
  simdInstruction(steps => {
    steps.add(
      {
        do: 'compute',
        computation: 'FPToFixedJS',
        arguments: [getScalar('Rn', 64), fpcr],
        results: [
          { name: 'value', type: 'i64' },
          { name: 'exact', type: 'i1' },
          { name: 'raised', type: 'i64' },
        ],
      },
      local('raised', 'i64'),
    );
    return [
      toX(32, local('value', 'i64')),
      ...(['n', 'z', 'c', 'v'] as const).map(name =>
        set(cell(name, 'i1'), name === 'z' ? local('exact', 'i1') : zero('i1')),
      ),
    ];
  });
