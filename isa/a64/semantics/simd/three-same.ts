/** Three registers of one arrangement (C4.1, Advanced SIMD three same): integers and bits. */
import type { Expression, Semantics } from '../../../semantics.ts';
import { and, not, or, xor } from '../../../semantics.ts';
import type { Lanes, OnHalf } from './lanes.ts';
import { byHalves, integer, isWhole, permuted } from './lanes.ts';
import type { Steps } from './registers.ts';
import { getHigh, getLow, setHalves, simdInstruction, zeroHalf } from './registers.ts';

/** What is added to the destination, or subtracted from it. */
const accumulating: Readonly<Record<string, readonly [how: 'add' | 'sub', operation: string]>> = {
  mla: ['add', 'mul'],
  mls: ['sub', 'mul'],
  saba: ['add', 'sabd'],
  uaba: ['add', 'uabd'],
};

/** An operation on neighbouring elements of both operands in a row. */
const ofPairs: Readonly<Record<string, string>> = {
  addp: 'add',
  smaxp: 'smax',
  umaxp: 'umax',
  sminp: 'smin',
  uminp: 'umin',
};

const roundingDoubling = new Set(['sqrdmlah', 'sqrdmlsh']);

type Both = (a: Expression, b: Expression) => Expression;

/** The results of neighbouring elements: of the first operand, then of the second. */
export const pairwise = (lanes: Lanes, operation: (steps: Steps) => Both): Semantics =>
  simdInstruction(steps => {
    const ofTwo = (a: Expression, b: Expression): Expression =>
      steps.keep(operation(steps)(permuted('uzp1', lanes.size, a, b), permuted('uzp2', lanes.size, a, b)));
    const value = isWhole(lanes)
      ? { low: ofTwo(getLow('Rn'), getHigh('Rn')), high: ofTwo(getLow('Rm'), getHigh('Rm')) }
      : { low: ofTwo(getLow('Rn'), getLow('Rm')), high: zeroHalf };
    return setHalves('Rd', value);
  });

/** One half of the result, given how the second operand is read. */
export const threeSameOperation =
  (mnemonic: string, lanes: Lanes, second: OnHalf = (_, read) => read('Rm')): OnHalf =>
  (steps, read) => {
    const accumulates = accumulating[mnemonic];
    const a = read('Rn');
    const b = second(steps, read);
    if (accumulates) {
      const [how, operation] = accumulates;
      return integer(steps, how, lanes, read('Rd'), integer(steps, operation, lanes, a, b));
    }
    if (roundingDoubling.has(mnemonic)) return integer(steps, mnemonic, lanes, a, b, read('Rd'));
    return integer(steps, mnemonic, lanes, a, b);
  };

/** `SHADD` … `ADDP`, `SQRDMLAH`. */
export const threeSame = (mnemonic: string, lanes: Lanes): Semantics => {
  const paired = ofPairs[mnemonic];
  if (paired) return pairwise(lanes, steps => (a, b) => integer(steps, paired, lanes, a, b));
  return byHalves(lanes, threeSameOperation(mnemonic, lanes));
};

const logical: Readonly<Record<string, (d: Expression, n: Expression, m: Expression) => Expression>> = {
  and: (_, n, m) => and(n, m),
  bic: (_, n, m) => and(n, not(m)),
  orr: (_, n, m) => or(n, m),
  orn: (_, n, m) => or(n, not(m)),
  eor: (_, n, m) => xor(n, m),
  bsl: (d, n, m) => xor(m, and(xor(m, n), d)),
  bit: (d, n, m) => xor(d, and(xor(d, n), m)),
  bif: (d, n, m) => xor(d, and(xor(d, n), not(m))),
};

/** `AND` … `BIF`. */
export const logicalVector = (mnemonic: string, lanes: Lanes): Semantics =>
  byHalves(lanes, (_, read) => logical[mnemonic]!(read('Rd'), read('Rn'), read('Rm')));
