/** One source register (C4.1, Advanced SIMD two-register miscellaneous), and reductions: integers. */
import type { Expression, Semantics } from '../../../semantics.ts';
import { add, binary, call, extend, i32, i64, not } from '../../../semantics.ts';
import type { Lanes } from './lanes.ts';
import { byHalves, integer, permuted } from './lanes.ts';
import type { Vector } from './registers.ts';
import { getHigh, getLow, getV, setHalves, simdInstruction, zeroHalf } from './registers.ts';
import { widenedVector } from './widths.ts';

/** Containers in which elements are reversed, in bits. */
const containers: Readonly<Record<string, number>> = { rev64: 64, rev32: 32, rev16: 16 };

/** The element on which the operation is done first stands second: `#0 > element`. */
const zeroFirst: Readonly<Record<string, string>> = { cmle: 'cmge', cmlt: 'cmgt', neg: 'sub' };

const withDestination = new Set(['suqadd', 'usqadd']);

/** `REV64` … `NEG`, and comparisons with zero. */
export function twoSame(mnemonic: string, lanes: Lanes): Semantics {
  const container = containers[mnemonic];
  return byHalves(lanes, (steps, read) => {
    const n = read('Rn');
    if (container) return call('rev', 'i64', n, i32(lanes.size), i32(container));
    if (mnemonic === 'not') return not(n);
    const reversed = zeroFirst[mnemonic];
    if (reversed) return integer(steps, reversed, lanes, zeroHalf, n);
    return integer(steps, mnemonic, lanes, n, withDestination.has(mnemonic) ? read('Rd') : zeroHalf);
  });
}

/** `SADDLP`, `SADALP` and those without sign; `lanes` are the narrow ones. */
export const pairsLong = (mnemonic: string, lanes: Lanes): Semantics =>
  byHalves(lanes, (steps, read) => {
    const sums = call(`${mnemonic[0]}addlp`, 'i64', read('Rn'), i32(lanes.size));
    const wide: Lanes = { size: (2 * lanes.size) as Lanes['size'], count: lanes.count / 2 };
    return mnemonic.endsWith('dalp') ? integer(steps, 'add', wide, read('Rd'), sums) : sums;
  });

/** `SHLL`: widened, and shifted by the narrow size. */
export const shiftedBySize = (lanes: Lanes, upper: boolean): Semantics =>
  simdInstruction(steps => {
    const { low, high } = widenedVector('Rn', lanes, upper, false);
    const shifted = (half: Expression): Expression => steps.keep(binary('shl', half, i64(lanes.size)));
    return setHalves('Rd', { low: shifted(low), high: shifted(high) });
  });

/** All elements folded into one, neighbours first, as `Reduce` of the shared pseudo-code does. */
export function reduced(
  { low, high }: Vector,
  lanes: Lanes,
  operation: (a: Expression, b: Expression, left: number) => Expression,
): Expression {
  const { size, count } = lanes;
  let left = count;
  let value: Expression = low;
  let rest = high;
  while (left > 1) {
    const both = left * size === 128 ? rest : value;
    left /= 2;
    value = operation(permuted('uzp1', size, value, both), permuted('uzp2', size, value, both), left);
    rest = zeroHalf;
  }
  return value;
}

const acrossOperations: Readonly<Record<string, string>> = {
  addv: 'add',
  smaxv: 'smax',
  umaxv: 'umax',
  sminv: 'smin',
  uminv: 'umin',
};

/** The lowest element of a doubleword. */
const lowest = (value: Expression, size: number): Expression =>
  size === 64 ? value : extend(false, size, 'i64', value);

/** `ADDV`, `SMAXV` …, and `SADDLV`, whose elements are widened first. */
export const across = (mnemonic: string, lanes: Lanes): Semantics =>
  simdInstruction(steps => {
    const fold = (vector: Vector, elements: Lanes, operation: string): Expression => {
      const value = reduced(vector, elements, (a, b) =>
        steps.keep(integer(steps, operation, { ...elements, count: 64 / elements.size }, a, b)),
      );
      return lowest(value, elements.size);
    };
    const low = (value: Expression) => setHalves('Rd', { low: steps.keep(value), high: zeroHalf });
    const operation = acrossOperations[mnemonic];
    if (operation) return low(fold(getV('Rn'), lanes, operation));
    const wide: Lanes = { size: (2 * lanes.size) as Lanes['size'], count: lanes.count / 2 };
    const sums = (half: Expression): Expression => call(`${mnemonic[0]}addlp`, 'i64', half, i32(lanes.size));
    return low(fold({ low: sums(getLow('Rn')), high: sums(getHigh('Rn')) }, wide, 'add'));
  });

/** `ADDP` (scalar): of the two doublewords. */
export const addPair = (): Semantics =>
  simdInstruction(steps =>
    setHalves('Rd', { low: steps.keep(add(getLow('Rn'), getHigh('Rn'))), high: zeroHalf }),
  );

/** `URECPE`, `URSQRTE`. */
export const unsignedEstimate = (mnemonic: string, lanes: Lanes): Semantics =>
  byHalves(lanes, (_, read) =>
    call(mnemonic === 'urecpe' ? 'UnsignedRecipEstimate' : 'UnsignedRSqrtEstimate', 'i64', read('Rn')),
  );
