/** Elements of two widths: long, wide and narrow operations (C4.1, three different, and others). */
import type { Expression, Semantics, Statement } from '../../../semantics.ts';
import { binary, call, i32, i64, local } from '../../../semantics.ts';
import type { Lanes } from './lanes.ts';
import { integer, ofSize, permuted } from './lanes.ts';
import type { Steps, Vector } from './registers.ts';
import {
  getHigh,
  getLow,
  getScalar,
  getV,
  setHalves,
  setHigh,
  simdInstruction,
  zeroHalf,
} from './registers.ts';

const upperWord = (value: Expression): Expression => binary('lshr', value, i64(32));

const widened = (value: Expression, size: number, signed: boolean): Expression =>
  call(signed ? 'sxtl' : 'uxtl', 'i64', value, i32(size));

/**
 * The narrow elements of an operand, widened to a whole vector: those of its low half, or of its high one
 * (`SADDL2`). `lanes` are the narrow ones.
 */
export function widenedVector(name: string, lanes: Lanes, upper: boolean, signed: boolean): Vector {
  const half = upper ? getHigh(name) : getLow(name);
  return widenedHalf(half, lanes, signed);
}

/** The elements of a doubleword, widened. */
const widenedHalf = (half: Expression, { size }: Lanes, signed: boolean): Vector => ({
  low: widened(half, size, signed),
  high: widened(upperWord(half), size, signed),
});

/** A scalar of the narrow size, widened. */
const widenedScalar = (name: string, size: number, signed: boolean): Expression =>
  widened(getScalar(name, size), size, signed);

/** Names of the operations that a long one consists of: on the widened elements, then on the destination. */
interface Long {
  readonly operation: string;
  readonly accumulate?: string;
}

const longOperations: Readonly<Record<string, Long>> = {
  addl: { operation: 'add' },
  subl: { operation: 'sub' },
  abal: { operation: 'sabd', accumulate: 'add' },
  abdl: { operation: 'sabd' },
  mlal: { operation: 'mul', accumulate: 'add' },
  mlsl: { operation: 'mul', accumulate: 'sub' },
  mull: { operation: 'mul' },
  qdmlal: { operation: 'sqdmul', accumulate: 'sqadd' },
  qdmlsl: { operation: 'sqdmul', accumulate: 'sqsub' },
  qdmull: { operation: 'sqdmul' },
};

/** One half, or the scalar, of a long operation: `wide` are the lanes of the destination. */
function longOperation(
  steps: Steps,
  mnemonic: string,
  wide: Lanes,
  destination: Expression,
  a: Expression,
  b: Expression,
): Expression {
  if (mnemonic === 'pmull') return integer(steps, 'pmul', wide, a, b);
  const { operation, accumulate } = longOperations[mnemonic.slice(1)]!;
  const value = integer(steps, operation, wide, a, b);
  return accumulate === undefined ? value : integer(steps, accumulate, wide, destination, value);
}

/** Elements as signed ones: of `SADDL`, and of `SQDMULL`, but not of `UADDL` and `PMULL`. */
const isSigned = (mnemonic: string): boolean => mnemonic.startsWith('s');

/** What the second operand is, as narrow elements; by default `Rm` as the first. */
type Second = (upper: boolean) => Expression;

/**
 * `SADDL`, `SQDMLAL` … and their upper forms; `lanes` are the narrow ones. `second` gives the elements of the
 * other operand, in a doubleword.
 */
export function long(
  mnemonic: string,
  lanes: Lanes,
  upper: boolean,
  second: Second = above => (above ? getHigh('Rm') : getLow('Rm')),
): Semantics {
  const signed = isSigned(mnemonic);
  const narrow = lanes.size;
  if (lanes.count === 1) {
    const scalar = ofSize(lanes, 2 * narrow);
    return simdInstruction(steps => {
      const b = widened(second(false), narrow, signed);
      const a = widenedScalar('Rn', narrow, signed);
      const value = longOperation(steps, mnemonic, scalar, getScalar('Rd', scalar.size), a, b);
      return setHalves('Rd', { low: steps.keep(value), high: zeroHalf });
    });
  }
  const wide: Lanes = { size: (2 * narrow) as Lanes['size'], count: 64 / narrow };
  return simdInstruction(steps => {
    const a = widenedVector('Rn', lanes, upper, signed);
    const b = widenedHalf(second(upper), lanes, signed);
    const d = getV('Rd');
    const half = (which: keyof Vector): Expression =>
      steps.keep(longOperation(steps, mnemonic, wide, d[which], a[which], b[which]));
    return setHalves('Rd', { low: half('low'), high: half('high') });
  });
}

/** `SADDW`, `SSUBW` and the like: the first operand is wide already. */
export const wide = (mnemonic: string, lanes: Lanes, upper: boolean): Semantics =>
  simdInstruction(steps => {
    const operation = mnemonic.slice(1, 4);
    const elements: Lanes = { size: (2 * lanes.size) as Lanes['size'], count: 64 / lanes.size };
    const a = getV('Rn');
    const b = widenedVector('Rm', lanes, upper, isSigned(mnemonic));
    const half = (which: keyof Vector): Expression =>
      steps.keep(integer(steps, operation, elements, a[which], b[which]));
    return setHalves('Rd', { low: half('low'), high: half('high') });
  });

/** A narrowed doubleword goes to the low half and zeroes the other, or (`XTN2`) to the upper half alone. */
export const setNarrow = (upper: boolean, value: Expression): readonly Statement[] =>
  upper ? [setHigh('Rd', value)] : setHalves('Rd', { low: value, high: zeroHalf });

/** `ADDHN`, `RSUBHN` …: the upper halves of sums; `lanes` are the narrow ones. */
const highNarrow = (mnemonic: string, lanes: Lanes, upper: boolean): Semantics =>
  simdInstruction(steps => {
    const rounding = mnemonic.startsWith('r');
    const operation = mnemonic.replace(/^r/, '').slice(0, 3);
    const elements: Lanes = { size: (2 * lanes.size) as Lanes['size'], count: 64 / lanes.size };
    const half = call('dup', 'i64', i64(1n << BigInt(lanes.size - 1)), i32(elements.size));
    const [a, b] = [getV('Rn'), getV('Rm')];
    const sum = (which: keyof Vector): Expression => {
      const value = integer(steps, operation, elements, a[which], b[which]);
      return rounding ? integer(steps, 'add', elements, value, half) : value;
    };
    return setNarrow(upper, steps.keep(permuted('uzp2', lanes.size, sum('low'), sum('high'))));
  });

/** Three registers of two widths, by mnemonic. */
export function threeDifferent(mnemonic: string, lanes: Lanes, upper: boolean): Semantics {
  if (/^r?(add|sub)hn$/.test(mnemonic)) return highNarrow(mnemonic, lanes, upper);
  return /^[su](add|sub)w$/.test(mnemonic) ? wide(mnemonic, lanes, upper) : long(mnemonic, lanes, upper);
}

/** `PMULL`, `PMULL2` of 64 bits. */
export const polynomialLong = (upper: boolean): Semantics =>
  simdInstruction(steps => {
    const [a, b] = upper ? [getHigh('Rn'), getHigh('Rm')] : [getLow('Rn'), getLow('Rm')];
    steps.add({
      do: 'compute',
      computation: 'PolynomialMult',
      arguments: [a, b],
      results: [
        { name: 'low', type: 'i64' },
        { name: 'high', type: 'i64' },
      ],
    });
    return setHalves('Rd', { low: local('low', 'i64'), high: local('high', 'i64') });
  });

/** `XTN`, `SQXTN` … of a wide vector, or of a wide scalar; `lanes` are the narrow ones. */
export function narrowed(steps: Steps, mnemonic: string, lanes: Lanes, { low, high }: Vector): Expression {
  const { size, count } = lanes;
  if (mnemonic === 'xtn') return permuted('uzp1', size, low, high);
  return steps.compute(mnemonic, low, high, i32(size), i32(count === 1 ? 1 : 64 / size));
}

/** The wide operand of a narrowing one. */
export const wideOperand = (lanes: Lanes): Vector =>
  lanes.count === 1 ? { low: getScalar('Rn', 2 * lanes.size), high: zeroHalf } : getV('Rn');

export const narrow = (mnemonic: string, lanes: Lanes, upper: boolean): Semantics =>
  simdInstruction(steps =>
    setNarrow(upper, steps.keep(narrowed(steps, mnemonic, lanes, wideOperand(lanes)))),
  );
