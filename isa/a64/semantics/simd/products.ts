/** Dot products, products of matrices, complex numbers, and of half precision into single. */
import type { Expression, Semantics } from '../../../semantics.ts';
import { binary, call, choose, eq, i32, i64, operand, select, xor } from '../../../semantics.ts';
import { element, replicated } from './copies.ts';
import type { Lanes, OnHalf, Read } from './lanes.ts';
import { byHalves, float, integer, permuted } from './lanes.ts';
import type { Vector } from './registers.ts';
import { getHigh, getLow, getV, setHalves, simdInstruction } from './registers.ts';

/** Whether the bytes of the first and of the second operand have signs. */
const signsOf: Readonly<Record<string, readonly [first: number, second: number]>> = {
  s: [1, 1],
  u: [0, 0],
  us: [0, 1],
  su: [1, 0],
};

const dot = (mnemonic: string, a: Expression, b: Expression): Expression => {
  const [first, second] = signsOf[mnemonic.replace(/dot$|mmla$/, '')]!;
  return call('dot', 'i64', a, b, i32(first), i32(second));
};

/** `SDOT`, `UDOT`, `USDOT`, `SUDOT`; by element the operand `index` is the number of a group of four bytes. */
export const dotProduct = (mnemonic: string, lanes: Lanes, byElement: boolean): Semantics =>
  byHalves(lanes, (steps, read) => {
    const second = byElement ? replicated(element('Rm', 32), 32) : read('Rm');
    return integer(steps, 'add', lanes, read('Rd'), dot(mnemonic, read('Rn'), second));
  });

/** `SMMLA`, `UMMLA`, `USMMLA`: rows of the first, of eight bytes, by rows of the second. */
export const matrixProduct = (mnemonic: string): Semantics =>
  simdInstruction(steps => {
    const words: Lanes = { size: 32, count: 4 };
    const [n, m] = [getV('Rn'), getV('Rm')];
    const row = (which: keyof Vector): Expression => {
      const sums = [m.low, m.high].map(other => steps.keep(dot(mnemonic, n[which], other)));
      const first = permuted('uzp1', 32, sums[0]!, sums[1]!);
      const second = permuted('uzp2', 32, sums[0]!, sums[1]!);
      const product = integer(steps, 'add', words, first, second);
      return steps.keep(integer(steps, 'add', words, getV('Rd')[which], product));
    };
    return setHalves('Rd', { low: row('low'), high: row('high') });
  });

/** The parts of complex numbers, which lie in pairs: the real one first. */
type Part = 'real' | 'imaginary';

/** Pairs of elements within a half, or, of doublewords, the halves themselves. */
interface Pairs {
  /** Real and imaginary parts exchanged. */
  readonly swapped: (name: string) => Expression;
  /** One part in both places. */
  readonly both: (name: string, part: Part) => Expression;
  readonly plain: Read;
  /** Sign bits of one part. */
  readonly signs: (part: Part) => bigint;
}

function pairsIn(size: number, plain: Read): Pairs {
  const at = (part: Part): number[] =>
    Array.from({ length: 32 / size }, (_, pair) => size * (2 * pair + (part === 'real' ? 1 : 2)) - 1);
  return {
    plain,
    swapped: name => call('rev', 'i64', plain(name), i32(size), i32(2 * size)),
    both: (name, part) => permuted(part === 'real' ? 'trn1' : 'trn2', size, plain(name), plain(name)),
    signs: part => at(part).reduce((mask, bit) => mask | (1n << BigInt(bit)), 0n),
  };
}

/** The low half is the real part, the high half the imaginary one. */
const pairOfHalves = (half: Part): Pairs => ({
  plain: half === 'real' ? getLow : getHigh,
  swapped: half === 'real' ? getHigh : getLow,
  both: (name, part) => (part === 'real' ? getLow(name) : getHigh(name)),
  signs: part => (part === half ? 1n << 63n : 0n),
});

type OnPairs = (pairs: Pairs) => OnHalf;

const byPairs = (lanes: Lanes, result: OnPairs): Semantics => {
  if (lanes.size < 64)
    return byHalves(lanes, (steps, read) => result(pairsIn(lanes.size, read))(steps, read));
  return simdInstruction(steps => {
    const half = (part: Part, read: Read): Expression => steps.keep(result(pairOfHalves(part))(steps, read));
    return setHalves('Rd', { low: half('real', getLow), high: half('imaginary', getHigh) });
  });
};

const rotation = operand('rotate', 'i32');

/** `FCADD`: the second rotated by 90 or 270 degrees. */
export const complexAdd = (lanes: Lanes): Semantics =>
  byPairs(lanes, pairs => (steps, read) => {
    const turned = eq(rotation, i32(90));
    const signs = select(turned, i64(pairs.signs('real')), i64(pairs.signs('imaginary')));
    return float(steps, 'FPAdd', lanes, read('Rn'), xor(pairs.swapped('Rm'), signs));
  });

/** `FCMLA` by a vector, or by one of its complex numbers: the operand `index`. */
export const complexMultiplyAdd = (lanes: Lanes, byElement: boolean): Semantics => {
  const { size } = lanes;
  const whole = replicated(element('Rm', 2 * size), 2 * size);
  const quarter = binary('udiv', rotation, i32(90));
  return byPairs(lanes, pairs => (steps, read) => {
    const odd = eq(binary('and', quarter, i32(1)), i32(1));
    const m = byElement ? pairsIn(size, () => whole) : pairs;
    const second = select(odd, m.swapped('Rm'), m.plain('Rm'));
    const first = select(odd, pairs.both('Rn', 'imaginary'), pairs.both('Rn', 'real'));
    const all = pairs.signs('real') | pairs.signs('imaginary');
    const signs = choose(quarter, [
      i64(0),
      i64(pairs.signs('real')),
      i64(all),
      i64(pairs.signs('imaginary')),
    ]);
    return float(steps, 'FPMulAdd', lanes, read('Rd'), first, xor(second, signs));
  });
};

/** `FMLAL`, `FMLSL` and their upper forms: `lanes` are those of the destination. */
export const halfToSingle = (mnemonic: string, lanes: Lanes, byElement: boolean): Semantics =>
  simdInstruction(steps => {
    const upper = mnemonic.endsWith('2');
    const subtracts = mnemonic.startsWith('fmls');
    const whole = lanes.count === 4;
    /** Two halves for the low result, two for the high one. */
    const sources = (name: string): readonly Expression[] => {
      const source = whole && upper ? getHigh(name) : getLow(name);
      const second = binary('lshr', source, i64(32));
      return whole ? [source, second] : [upper ? second : source];
    };
    const factor = replicated(element('Rm', 16), 16);
    const results = sources('Rn').map((n, at) => {
      const first = subtracts ? xor(n, i64(0x8000_8000n)) : n;
      const second = byElement ? factor : sources('Rm')[at]!;
      const addend = at === 0 ? getLow('Rd') : getHigh('Rd');
      return float(steps, 'FPMulAddH', { size: 32, count: 2 }, addend, first, second);
    });
    return setHalves('Rd', { low: results[0]!, high: results[1] ?? i64(0) });
  });
