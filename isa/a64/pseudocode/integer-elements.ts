/**
 * Operations on integer elements, named as the instructions that are no more than that. Each is written for one
 * element, on unlimited integers; the result is cut or saturated to the element.
 */
import type { Computation, Helper } from '../../vocabulary.ts';
import { elementsOf, joined } from './elements.ts';
import { saturated } from './float/convert.ts';

type OnElements = (a: bigint, b: bigint, size: bigint, d: bigint) => bigint;

/** How the elements are to be understood. */
type Sign = 'signed' | 'unsigned';

/** FPSR.QC. */
const saturation = 1n << 27n;

const understood = (sign: Sign, size: number, element: bigint): bigint =>
  sign === 'signed' ? BigInt.asIntN(size, element) : element;

/** `op(a, b)` of all elements of two doublewords; arguments: both, the size of an element in bits. */
const helper = (sign: Sign, doc: string, operation: OnElements): Helper => ({
  arguments: ['i64', 'i64', 'i32'],
  result: 'i64',
  doc,
  apply: (a = 0n, b = 0n, bits = 0n) => {
    const size = Number(bits);
    const others = elementsOf(b, size);
    const results = elementsOf(a, size).map((element, at) =>
      operation(understood(sign, size, element), understood(sign, size, others[at]!), bits, 0n),
    );
    return joined(results, size);
  },
});

/**
 * The same with results that saturate. Arguments: two doublewords, the size and the number of elements; and, of
 * operations that accumulate, the doubleword of the destination. Results: the doubleword, and FPSR.QC.
 */
const computation = (
  sign: Sign,
  doc: string,
  operation: OnElements,
  {
    second = sign,
    result = sign,
    accumulates = false,
  }: { second?: Sign; result?: Sign; accumulates?: boolean } = {},
): Computation => ({
  arguments: ['i64', 'i64', 'i32', 'i32', ...(accumulates ? (['i64'] as const) : [])],
  results: ['i64', 'i64'],
  doc,
  apply: (a = 0n, b = 0n, bits = 0n, count = 0n, d = 0n) => {
    const size = Number(bits);
    const others = elementsOf(b, size, Number(count));
    const destinations = elementsOf(d, size, Number(count));
    const results = elementsOf(a, size, Number(count)).map((element, at) =>
      saturated(
        operation(
          understood(sign, size, element),
          understood(second, size, others[at]!),
          bits,
          understood(sign, size, destinations[at]!),
        ),
        size,
        result === 'unsigned',
      ),
    );
    const value = joined(
      results.map(each => each.value),
      size,
    );
    return [value, results.some(each => each.saturated) ? saturation : 0n];
  },
});

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);
const truth = (holds: boolean): bigint => (holds ? -1n : 0n);

/** Shifts by the signed low byte of an element: to the left, or to the right when it is negative. */
const shift =
  (rounding: boolean): OnElements =>
  (a, b) => {
    const amount = BigInt.asIntN(8, b);
    if (amount >= 0n) return a << amount;
    return (a + (rounding ? 1n << (-amount - 1n) : 0n)) >> -amount;
  };

/** The high half of a doubled product. */
const doubledHigh =
  (rounding: boolean, accumulate: -1n | 0n | 1n = 0n): OnElements =>
  (a, b, size, d) => {
    const product = 2n * a * b;
    const sum = accumulate === 0n ? product : (d << size) + accumulate * product;
    return (sum + (rounding ? 1n << (size - 1n) : 0n)) >> size;
  };

/** Product of polynomials over {0, 1}. */
function polynomialMultiply(a: bigint, b: bigint): bigint {
  let result = 0n;
  for (let at = 0n; b >> at !== 0n; at++) if ((b >> at) & 1n) result ^= a << at;
  return result;
}

const leadingZeros = (value: bigint, size: bigint): bigint =>
  value === 0n ? size : size - BigInt(value.toString(2).length);

const onesIn = (value: bigint): bigint => BigInt(value.toString(2).replaceAll('0', '').length);

const reversedBits = (value: bigint, size: bigint): bigint =>
  BigInt(`0b${[...value.toString(2).padStart(Number(size), '0')].reverse().join('')}`);

// biome-ignore format: a table is read by columns
export const elementHelpers: Readonly<Record<string, Helper>> = {
  add:    helper('unsigned', 'Sum', (a, b) => a + b),
  sub:    helper('unsigned', 'Difference', (a, b) => a - b),
  mul:    helper('unsigned', 'Product', (a, b) => a * b),
  pmul:   helper('unsigned', 'Product of polynomials', polynomialMultiply),
  shadd:  helper('signed',   'Half of the sum', (a, b) => (a + b) >> 1n),
  uhadd:  helper('unsigned', 'Half of the sum', (a, b) => (a + b) >> 1n),
  srhadd: helper('signed',   'Half of the sum, rounded up', (a, b) => (a + b + 1n) >> 1n),
  urhadd: helper('unsigned', 'Half of the sum, rounded up', (a, b) => (a + b + 1n) >> 1n),
  shsub:  helper('signed',   'Half of the difference', (a, b) => (a - b) >> 1n),
  uhsub:  helper('unsigned', 'Half of the difference', (a, b) => (a - b) >> 1n),
  smax:   helper('signed',   'Maximum', (a, b) => (a > b ? a : b)),
  umax:   helper('unsigned', 'Maximum', (a, b) => (a > b ? a : b)),
  smin:   helper('signed',   'Minimum', (a, b) => (a < b ? a : b)),
  umin:   helper('unsigned', 'Minimum', (a, b) => (a < b ? a : b)),
  sabd:   helper('signed',   'Absolute difference', (a, b) => absolute(a - b)),
  uabd:   helper('unsigned', 'Absolute difference', (a, b) => absolute(a - b)),
  cmgt:   helper('signed',   'Ones where greater', (a, b) => truth(a > b)),
  cmge:   helper('signed',   'Ones where greater or equal', (a, b) => truth(a >= b)),
  cmhi:   helper('unsigned', 'Ones where higher', (a, b) => truth(a > b)),
  cmhs:   helper('unsigned', 'Ones where higher or same', (a, b) => truth(a >= b)),
  cmeq:   helper('unsigned', 'Ones where equal', (a, b) => truth(a === b)),
  cmtst:  helper('unsigned', 'Ones where a bit is in common', (a, b) => truth((a & b) !== 0n)),
  sshl:   helper('signed',   'Shift by the signed low byte of the second', shift(false)),
  ushl:   helper('unsigned', 'Shift by the signed low byte of the second', shift(false)),
  srshl:  helper('signed',   'Rounding shift by the signed low byte of the second', shift(true)),
  urshl:  helper('unsigned', 'Rounding shift by the signed low byte of the second', shift(true)),
  abs:    helper('signed',   'Absolute value of the first', absolute),
  clz:    helper('unsigned', 'Leading zeros of the first', (a, _, size) => leadingZeros(a, size)),
  cls:    helper('signed',   'Bits below the top one that equal it', (a, _, size) => leadingZeros(a ^ (a >> 1n), size) - 1n),
  cnt:    helper('unsigned', 'Number of ones of the first', onesIn),
  rbit:   helper('unsigned', 'Bits of the first in reverse order', (a, _, size) => reversedBits(a, size)),
};

// biome-ignore format: a table is read by columns
export const elementComputations: Readonly<Record<string, Computation>> = {
  sqadd:    computation('signed',   'Saturating sum', (a, b) => a + b),
  uqadd:    computation('unsigned', 'Saturating sum', (a, b) => a + b),
  suqadd:   computation('unsigned', 'Saturating sum of a number without sign and one with', (a, b) => a + b, { second: 'signed', result: 'signed' }),
  usqadd:   computation('signed',   'Saturating sum of a number with sign and one without', (a, b) => a + b, { second: 'unsigned', result: 'unsigned' }),
  sqsub:    computation('signed',   'Saturating difference', (a, b) => a - b),
  uqsub:    computation('unsigned', 'Saturating difference', (a, b) => a - b),
  sqshl:    computation('signed',   'Saturating shift by the signed low byte of the second', shift(false)),
  uqshl:    computation('unsigned', 'Saturating shift by the signed low byte of the second', shift(false)),
  sqshlu:   computation('signed',   'Shift by the signed low byte of the second, saturating without sign', shift(false), { result: 'unsigned' }),
  sqrshl:   computation('signed',   'Saturating rounding shift by the signed low byte of the second', shift(true)),
  uqrshl:   computation('unsigned', 'Saturating rounding shift by the signed low byte of the second', shift(true)),
  sqabs:    computation('signed',   'Saturating absolute value of the first', absolute),
  sqneg:    computation('signed',   'Saturating negative of the first', a => -a),
  sqdmul:   computation('signed',   'Saturating doubled product', (a, b) => 2n * a * b),
  sqdmulh:  computation('signed',   'Saturating high half of the doubled product', doubledHigh(false)),
  sqrdmulh: computation('signed',   'Saturating rounded high half of the doubled product', doubledHigh(true)),
  sqrdmlah: computation('signed',   'The destination plus a doubled product, its rounded high half saturated', doubledHigh(true, 1n), { accumulates: true }),
  sqrdmlsh: computation('signed',   'The destination minus a doubled product, its rounded high half saturated', doubledHigh(true, -1n), { accumulates: true }),
};

/** `PolynomialMult` of two doublewords. */
export const polynomialMult: Computation = {
  arguments: ['i64', 'i64'],
  results: ['i64', 'i64'],
  doc: 'Product of polynomials of 64 bits: low and high half',
  apply: (a = 0n, b = 0n) => {
    const product = polynomialMultiply(a, b);
    return [BigInt.asUintN(64, product), product >> 64n];
  },
};

/** Saturating narrowing of two doublewords: elements of twice `size`, `count` of them in all. */
const narrowing = (from: Sign, to: Sign, doc: string): Computation => ({
  arguments: ['i64', 'i64', 'i32', 'i32'],
  results: ['i64', 'i64'],
  doc,
  apply: (low = 0n, high = 0n, bits = 0n, count = 0n) => {
    const size = Number(bits);
    const wide = elementsOf(low | (high << 64n), 2 * size, Number(count));
    const results = wide.map(each => saturated(understood(from, 2 * size, each), size, to === 'unsigned'));
    const value = joined(
      results.map(each => each.value),
      size,
    );
    return [value, results.some(each => each.saturated) ? saturation : 0n];
  },
});

export const narrowingComputations: Readonly<Record<string, Computation>> = {
  sqxtn: narrowing('signed', 'signed', 'Saturating narrowing of elements with sign'),
  uqxtn: narrowing('unsigned', 'unsigned', 'Saturating narrowing of elements without sign'),
  sqxtun: narrowing('signed', 'unsigned', 'Saturating narrowing of elements with sign to ones without'),
};

/** The elements in the lower half of a doubleword, widened. */
const widening = (sign: Sign): Helper => ({
  arguments: ['i64', 'i32'],
  result: 'i64',
  doc: `Elements of the lower half extended to twice their size, ${sign}`,
  apply: (a = 0n, bits = 0n) => {
    const size = Number(bits);
    const wide = elementsOf(a, size, 32 / size).map(each => understood(sign, size, each));
    return joined(wide, 2 * size);
  },
});

/** Sums of neighbouring elements, of twice their size. */
const pairwise = (sign: Sign): Helper => ({
  arguments: ['i64', 'i32'],
  result: 'i64',
  doc: `Sums of pairs of elements, of twice their size, ${sign}`,
  apply: (a = 0n, bits = 0n) => {
    const size = Number(bits);
    const sums = elementsOf(a, 2 * size).map(
      pair => understood(sign, size, BigInt.asUintN(size, pair)) + understood(sign, size, pair >> bits),
    );
    return joined(sums, 2 * size);
  },
});

export const wideningHelpers: Readonly<Record<string, Helper>> = {
  sxtl: widening('signed'),
  uxtl: widening('unsigned'),
  saddlp: pairwise('signed'),
  uaddlp: pairwise('unsigned'),
  dot: {
    arguments: ['i64', 'i64', 'i32', 'i32'],
    result: 'i64',
    doc: 'Dot products of four bytes each; then 1 where the first, and the second, have signs.',
    apply: (a = 0n, b = 0n, signedA = 0n, signedB = 0n) => {
      const numbers = (value: bigint, signed: bigint): bigint[] =>
        elementsOf(value, 8).map(each => understood(signed ? 'signed' : 'unsigned', 8, each));
      const [left, right] = [numbers(a, signedA), numbers(b, signedB)];
      const sums = [0, 4].map(from =>
        [0, 1, 2, 3].reduce((sum, at) => sum + left[from + at]! * right[from + at]!, 0n),
      );
      return joined(sums, 32);
    },
  },
};
