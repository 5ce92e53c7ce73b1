/** Floating-point arithmetic, scalar and vector, by mnemonic (C4.1, Data Processing -- Scalar FP and Advanced SIMD). */
import type { Expression, Semantics, Statement } from '../../../semantics.ts';
import { and, binary, cell, extend, i32, i64, or, select, set, when, xor } from '../../../semantics.ts';
import { roundingModes } from '../../pseudocode/float/environment.ts';
import { currentRounding } from '../../pseudocode/float-elements.ts';
import { conditionHolds } from '../conditions.ts';
import { number } from '../registers.ts';
import type { Lanes, OnHalf } from './lanes.ts';
import { byHalves, float } from './lanes.ts';
import type { Steps } from './registers.ts';
import { fpcr, getHigh, getLow, getScalar, getV, setHalves, simdInstruction, zeroHalf } from './registers.ts';
import { pairwise } from './three-same.ts';
import { reduced } from './two-registers.ts';
import { setNarrow } from './widths.ts';

/** The sign bits of all elements. */
const signs = ({ size, count }: Lanes): Expression => {
  const places = count === 1 ? [0] : Array.from({ length: 64 / size }, (_, at) => at * size);
  return i64(places.reduce((mask, at) => mask | (1n << BigInt(at + size - 1)), 0n));
};

/** `FPNeg` of all elements. */
const negated = (lanes: Lanes, value: Expression): Expression => xor(value, signs(lanes));

/** `FPAbs` of all elements. */
const absolute = (lanes: Lanes, value: Expression): Expression =>
  and(value, i64(~BigInt((signs(lanes) as { value: string }).value)));

/** Instructions that are one computation on two operands. */
const computations: Readonly<Record<string, string>> = {
  fadd: 'FPAdd',
  fsub: 'FPSub',
  fmul: 'FPMul',
  fmulx: 'FPMulX',
  fdiv: 'FPDiv',
  fmax: 'FPMax',
  fmin: 'FPMin',
  fmaxnm: 'FPMaxNum',
  fminnm: 'FPMinNum',
  frecps: 'FPRecipStepFused',
  frsqrts: 'FPRSqrtStepFused',
  fcmeq: 'FPCompareEQ',
  fcmge: 'FPCompareGE',
  fcmgt: 'FPCompareGT',
  fsqrt: 'FPSqrt',
  frecpe: 'FPRecipEstimate',
  frsqrte: 'FPRSqrtEstimate',
  frecpx: 'FPRecpX',
};

type Binary = (steps: Steps, lanes: Lanes, a: Expression, b: Expression) => Expression;

/** Those that also change signs before or after. */
const composed: Readonly<Record<string, Binary>> = {
  fabd: (steps, lanes, a, b) => absolute(lanes, float(steps, 'FPSub', lanes, a, b)),
  fnmul: (steps, lanes, a, b) => negated(lanes, float(steps, 'FPMul', lanes, a, b)),
  facge: (steps, lanes, a, b) => float(steps, 'FPCompareGE', lanes, absolute(lanes, a), absolute(lanes, b)),
  facgt: (steps, lanes, a, b) => float(steps, 'FPCompareGT', lanes, absolute(lanes, a), absolute(lanes, b)),
};

/** `FADD` … of three registers, given how the second operand is read. */
export const floatOperation =
  (mnemonic: string, lanes: Lanes, second: OnHalf = (_, read) => read('Rm')): OnHalf =>
  (steps, read) => {
    const a = read('Rn');
    const b = second(steps, read);
    if (mnemonic === 'fmla') return float(steps, 'FPMulAdd', lanes, read('Rd'), a, b);
    if (mnemonic === 'fmls') return float(steps, 'FPMulAdd', lanes, read('Rd'), negated(lanes, a), b);
    const operation = composed[mnemonic];
    return operation ? operation(steps, lanes, a, b) : float(steps, computations[mnemonic]!, lanes, a, b);
  };

const ofPairs = /^f(add|max|min|maxnm|minnm)p$/;

/** Scalar and vector instructions of three registers. */
export function floatThreeSame(mnemonic: string, lanes: Lanes): Semantics {
  if (!ofPairs.test(mnemonic)) return byHalves(lanes, floatOperation(mnemonic, lanes));
  const computation = computations[mnemonic.slice(0, -1)]!;
  return pairwise(lanes, steps => (a, b) => float(steps, computation, lanes, a, b));
}

/** `FMADD`, `FMSUB`, `FNMADD`, `FNMSUB`: which of the addend and the first factor are negated. */
const fused: Readonly<Record<string, readonly [addend: boolean, factor: boolean]>> = {
  fmadd: [false, false],
  fmsub: [false, true],
  fnmadd: [true, true],
  fnmsub: [true, false],
};

export const fusedMultiplyAdd = (mnemonic: string, lanes: Lanes): Semantics =>
  byHalves(lanes, (steps, read) => {
    const [addend, factor] = fused[mnemonic]!;
    const a = addend ? negated(lanes, read('Ra')) : read('Ra');
    const n = factor ? negated(lanes, read('Rn')) : read('Rn');
    return float(steps, 'FPMulAdd', lanes, a, n, read('Rm'));
  });

/** Rounding modes by the letter in `FRINTN`, `FCVTNS` …; `X` and `I` take FPCR's. */
const roundings: Readonly<Record<string, number>> = {
  n: roundingModes.indexOf('nearest-even'),
  p: roundingModes.indexOf('up'),
  m: roundingModes.indexOf('down'),
  z: roundingModes.indexOf('zero'),
  a: roundingModes.indexOf('nearest-away'),
  x: currentRounding,
  i: currentRounding,
};

/** The rounding mode of a letter, as computations take it. */
export const roundingOfLetter = (letter: string): number => roundings[letter]!;

const comparedWithZero: Readonly<Record<string, string>> = { fcmle: 'fcmge', fcmlt: 'fcmgt' };

/** One operand: `FABS`, `FSQRT`, `FRINTN`, `FCVTZS`, `SCVTF` …, and comparisons with zero. */
function floatUnary(mnemonic: string, lanes: Lanes, fraction: Expression = i32(0)): OnHalf {
  const toInteger = /^fcvt([nmapz])([su])$/.exec(mnemonic);
  const toWidth = /^frint(32|64)([zx])$/.exec(mnemonic);
  const toIntegral = /^frint([npmzaxi])$/.exec(mnemonic);
  return (steps, read) => {
    const n = read('Rn');
    if (mnemonic === 'fmov') return n;
    if (mnemonic === 'fabs') return absolute(lanes, n);
    if (mnemonic === 'fneg') return negated(lanes, n);
    if (toWidth) {
      const [, bits, mode] = toWidth;
      return float(steps, 'FPRoundIntN', lanes, n, i32(roundingOfLetter(mode!)), i32(Number(bits)));
    }
    if (toIntegral) {
      const mode = toIntegral[1]!;
      return float(steps, 'FPRoundInt', lanes, n, i32(roundingOfLetter(mode)), i32(mode === 'x' ? 1 : 0));
    }
    if (toInteger) {
      const [, mode, sign] = toInteger;
      const unsigned = i32(sign === 'u' ? 1 : 0);
      return float(steps, 'FPToFixed', lanes, n, fraction, unsigned, i32(roundingOfLetter(mode!)));
    }
    if (mnemonic.endsWith('cvtf'))
      return float(steps, 'FixedToFP', lanes, n, fraction, i32(mnemonic.startsWith('u') ? 1 : 0));
    const turned = comparedWithZero[mnemonic];
    if (turned) return float(steps, computations[turned]!, lanes, zeroHalf, n);
    if (mnemonic.startsWith('fcm')) return float(steps, computations[mnemonic]!, lanes, n, zeroHalf);
    return float(steps, computations[mnemonic]!, lanes, n);
  };
}

export const floatTwoSame = (mnemonic: string, lanes: Lanes): Semantics =>
  byHalves(lanes, floatUnary(mnemonic, lanes));

/** `SCVTF`, `FCVTZS` (vector, fixed-point) with the operand `fbits`. */
export const floatFixedPoint = (mnemonic: string, lanes: Lanes): Semantics =>
  byHalves(lanes, floatUnary(mnemonic, lanes, number('fbits')));

/** `FMAXV`, `FMINNMV` …, and of the two elements of a pair: `FADDP` (scalar). */
export const floatAcross = (mnemonic: string, lanes: Lanes): Semantics =>
  simdInstruction(steps => {
    const computation = computations[mnemonic.slice(0, -1)]!;
    const value = reduced(getV('Rn'), lanes, (a, b, left) =>
      float(steps, computation, { size: lanes.size, count: left }, a, b),
    );
    return setHalves('Rd', { low: value, high: zeroHalf });
  });

/** Converts the `count` lowest elements of a doubleword. */
const converted = (
  steps: Steps,
  value: Expression,
  [from, to]: readonly [number, number],
  count: number,
  rounding: number = currentRounding,
): Expression => steps.compute('FPConvert', value, i32(from), i32(to), i32(count), i32(rounding), fpcr);

/** `FCVT` between scalars of these sizes. */
export const convertScalar = (from: number, to: number): Semantics =>
  simdInstruction(steps =>
    setHalves('Rd', { low: converted(steps, getScalar('Rn', from), [from, to], 1), high: zeroHalf }),
  );

/** `FCVTN`, `FCVTXN`; `lanes` are the narrow ones. */
export const convertNarrow = (mnemonic: string, { size, count }: Lanes, upper: boolean): Semantics =>
  simdInstruction(steps => {
    const sizes = [2 * size, size] as const;
    const rounding = mnemonic === 'fcvtxn' ? roundingModes.indexOf('odd') : currentRounding;
    const half = (value: Expression, elements: number): Expression =>
      converted(steps, value, sizes, elements, rounding);
    if (count === 1) return setHalves('Rd', { low: half(getLow('Rn'), 1), high: zeroHalf });
    const low = half(getLow('Rn'), 32 / size);
    const high = half(getHigh('Rn'), 32 / size);
    return setNarrow(upper, steps.keep(or(low, binary('shl', high, i64(32)))));
  });

/** `FCVTL`; `lanes` are the narrow ones. */
export const convertLong = ({ size }: Lanes, upper: boolean): Semantics =>
  simdInstruction(steps => {
    const source = upper ? getHigh('Rn') : getLow('Rn');
    const half = (value: Expression): Expression => converted(steps, value, [size, 2 * size], 32 / size);
    return setHalves('Rd', { low: half(source), high: half(binary('lshr', source, i64(32))) });
  });

/** Bits of a comparison's or an immediate's NZCV to the flags. */
const setConditions = (nzcv: Expression): Statement[] =>
  ['n', 'z', 'c', 'v'].map((name, at) =>
    set(
      cell(name, 'i1'),
      extend(false, 1, 'i1', binary('lshr', nzcv, nzcv.type === 'i64' ? i64(3 - at) : i32(3 - at))),
    ),
  );

const comparison = (lanes: Lanes, signals: boolean, second: Expression) => (steps: Steps) =>
  setConditions(float(steps, 'FPCompare', lanes, getScalar('Rn', lanes.size), second, i32(signals ? 1 : 0)));

/** `FCMP`, `FCMPE` of two registers, or with zero. */
export const floatCompare = (mnemonic: string, lanes: Lanes, withZero: boolean): Semantics =>
  simdInstruction(
    comparison(lanes, mnemonic.endsWith('e'), withZero ? zeroHalf : getScalar('Rm', lanes.size)),
  );

/** `FCCMP`, `FCCMPE`. */
export function floatConditionalCompare(mnemonic: string, lanes: Lanes): Semantics {
  const [check, ...compared] = simdInstruction(
    comparison(lanes, mnemonic.endsWith('e'), getScalar('Rm', lanes.size)),
  );
  return [check!, when(conditionHolds(), compared, setConditions(number('nzcv')))];
}

/** `FCSEL`. */
export const floatSelect = ({ size }: Lanes): Semantics =>
  simdInstruction(steps => {
    const value = select(conditionHolds(), getScalar('Rn', size), getScalar('Rm', size));
    return setHalves('Rd', { low: steps.keep(value), high: zeroHalf });
  });
