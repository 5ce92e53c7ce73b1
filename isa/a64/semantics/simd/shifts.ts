/**
 * Shifts by an immediate (C4.1): the shift by a register with the amount in every byte, to the right negative.
 * The operand `shift` is the number of places.
 */
import type { Expression, Semantics } from '../../../semantics.ts';
import { and, binary, i64, not, operand, or, unary } from '../../../semantics.ts';
import type { Lanes, OnHalf } from './lanes.ts';
import { byHalves, integer } from './lanes.ts';
import type { Vector } from './registers.ts';
import { setHalves, simdInstruction } from './registers.ts';
import { narrowed, setNarrow, widenedVector, wideOperand } from './widths.ts';

const places = operand('shift', 'i64');

/** A number from -128 to 127 in every byte of a doubleword. */
const inEveryByte = (value: Expression): Expression =>
  binary('mul', and(value, i64(0xff)), i64(0x0101_0101_0101_0101n));

const left = inEveryByte(places);
const right = inEveryByte(unary('neg', places));

const allOnes = i64(-1);

/** Bits of `value` where the mask has ones, else those of the destination. */
const inserted = (destination: Expression, value: Expression, mask: Expression): Expression =>
  or(and(destination, not(mask)), value);

/** Operation and amount of shifts that keep the width. */
const shifts: Readonly<Record<string, readonly [operation: string, amount: Expression]>> = {
  sshr: ['sshl', right],
  ushr: ['ushl', right],
  srshr: ['srshl', right],
  urshr: ['urshl', right],
  ssra: ['sshl', right],
  usra: ['ushl', right],
  srsra: ['srshl', right],
  ursra: ['urshl', right],
  sri: ['ushl', right],
  shl: ['ushl', left],
  sli: ['ushl', left],
  sqshlu: ['sqshlu', left],
  sqshl: ['sqshl', left],
  uqshl: ['uqshl', left],
};

/** `SSHR` … `UQSHL` (immediate). */
export function shiftImmediate(mnemonic: string, lanes: Lanes): Semantics {
  const [operation, amount] = shifts[mnemonic]!;
  const result: OnHalf = (steps, read) => {
    const value = integer(steps, operation, lanes, read('Rn'), amount);
    if (mnemonic.endsWith('ra')) return integer(steps, 'add', lanes, read('Rd'), value);
    if (mnemonic !== 'sri' && mnemonic !== 'sli') return value;
    return inserted(read('Rd'), value, integer(steps, operation, lanes, allOnes, amount));
  };
  return byHalves(lanes, result);
}

/** `SHRN`, `SQRSHRUN` …: how the wide elements are shifted, and how they are narrowed. */
const narrowing: Readonly<Record<string, readonly [shift: string, narrow: string]>> = {
  shrn: ['ushl', 'xtn'],
  rshrn: ['urshl', 'xtn'],
  sqshrn: ['sshl', 'sqxtn'],
  sqrshrn: ['srshl', 'sqxtn'],
  uqshrn: ['ushl', 'uqxtn'],
  uqrshrn: ['urshl', 'uqxtn'],
  sqshrun: ['sshl', 'sqxtun'],
  sqrshrun: ['srshl', 'sqxtun'],
};

/** `lanes` are the narrow ones. */
export const shiftNarrow = (mnemonic: string, lanes: Lanes, upper: boolean): Semantics =>
  simdInstruction(steps => {
    const [shift, narrow] = narrowing[mnemonic]!;
    const wide: Lanes = {
      size: (2 * lanes.size) as Lanes['size'],
      count: lanes.count === 1 ? 1 : 64 / lanes.size,
    };
    const { low, high } = wideOperand(lanes);
    const shifted = (half: Expression): Expression => integer(steps, shift, wide, half, right);
    const value = narrowed(steps, narrow, lanes, { low: shifted(low), high: shifted(high) });
    return setNarrow(upper, steps.keep(value));
  });

/** `SSHLL`, `USHLL`; `lanes` are the narrow ones. */
export const shiftLong = (mnemonic: string, lanes: Lanes, upper: boolean): Semantics =>
  simdInstruction(steps => {
    const vector = widenedVector('Rn', lanes, upper, mnemonic.startsWith('s'));
    const wide: Lanes = { size: (2 * lanes.size) as Lanes['size'], count: 64 / lanes.size };
    const half = (which: keyof Vector): Expression =>
      steps.keep(integer(steps, 'ushl', wide, vector[which], left));
    return setHalves('Rd', { low: half('low'), high: half('high') });
  });
