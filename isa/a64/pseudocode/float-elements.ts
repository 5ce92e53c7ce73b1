/**
 * Floating-point operations on elements, named as in the shared pseudo-code.
 *
 * Arguments: the doublewords, what else the operation needs, then of all the size of an element in bits, the
 * number of elements, and FPCR. Results: a doubleword, and the exceptions as FPSR has them.
 */
import type { ValueType } from '../../semantics.ts';
import type { Computation } from '../../vocabulary.ts';
import { elementsOf, joined, ones } from './elements.ts';
import {
  FPAdd,
  FPDiv,
  FPMax,
  FPMaxNum,
  FPMin,
  FPMinNum,
  FPMul,
  FPMulAdd,
  FPMulAddH,
  FPMulX,
  FPRecipStepFused,
  FPRSqrtStepFused,
  FPSqrt,
  FPSub,
} from './float/arithmetic.ts';
import { FPCompare, FPCompareEQ, FPCompareGE, FPCompareGT } from './float/compare.ts';
import { FixedToFP, FPConvert, FPRoundInt, FPRoundIntN, FPToFixed, FPToFixedJS } from './float/convert.ts';
import { type Environment, environmentOf, type Rounding, roundingModes } from './float/environment.ts';
import { FPRecipEstimate, FPRecpX, FPRSqrtEstimate } from './float/estimate.ts';
import { double, type Format, formatOf } from './float/format.ts';

/** What an operation has besides its operands: its other arguments, in order, and the size of an element. */
interface Details {
  readonly of: Format;
  readonly environment: Environment;
  readonly parameters: readonly number[];
}

type OnElements = (operands: readonly bigint[], details: Details) => bigint;

/** A computation on `operands` doublewords with `parameters` numbers (i32); the result has elements as wide. */
function computation(doc: string, operands: number, parameters: number, operation: OnElements): Computation {
  const types: ValueType[] = [
    ...Array<ValueType>(operands).fill('i64'),
    ...Array<ValueType>(parameters + 2).fill('i32'),
    'i64',
  ];
  return {
    arguments: types,
    results: ['i64', 'i64'],
    doc,
    apply: (...values) => {
      const [size, count] = values.slice(operands + parameters).map(Number) as [number, number];
      const environment = environmentOf(values.at(-1)!);
      const details: Details = {
        of: formatOf(size),
        environment,
        parameters: values.slice(operands, operands + parameters).map(Number),
      };
      const elements = values.slice(0, operands).map(value => elementsOf(value, size, count));
      const results = Array.from({ length: count }, (_, at) =>
        operation(
          elements.map(each => each[at]!),
          details,
        ),
      );
      return [joined(results, size), BigInt(environment.raised)];
    },
  };
}

type Unary = (of: Format, op: bigint, environment: Environment) => bigint;
type Binary = (of: Format, op1: bigint, op2: bigint, environment: Environment) => bigint;
type Comparison = (of: Format, op1: bigint, op2: bigint, environment: Environment) => boolean;

const unary = (doc: string, operation: Unary): Computation =>
  computation(doc, 1, 0, ([a], { of, environment }) => operation(of, a!, environment));
const binary = (doc: string, operation: Binary): Computation =>
  computation(doc, 2, 0, ([a, b], { of, environment }) => operation(of, a!, b!, environment));
const comparison = (doc: string, holds: Comparison): Computation =>
  computation(doc, 2, 0, ([a, b], { of, environment }) => (holds(of, a!, b!, environment) ? ones : 0n));

/** The number that stands for the rounding mode of FPCR; others are places in `roundingModes`. */
export const currentRounding = roundingModes.length;

const roundingOf = (number: number, { rounding }: Environment): Rounding => roundingModes[number] ?? rounding;

/** Elements that change their size: from that of the given format to that of the first parameter. */
const converted = (value: bigint, of: Format, environment: Environment, [to, rounding]: readonly number[]) =>
  FPConvert(of, formatOf(to!), value, environment, roundingOf(rounding!, environment));

export const floatComputations: Readonly<Record<string, Computation>> = {
  FPAdd: binary('Sum', FPAdd),
  FPSub: binary('Difference', FPSub),
  FPMul: binary('Product', FPMul),
  FPMulX: binary('Product; infinity by zero gives two', FPMulX),
  FPDiv: binary('Quotient', FPDiv),
  FPMax: binary('Maximum', FPMax),
  FPMin: binary('Minimum', FPMin),
  FPMaxNum: binary('Maximum; of a number and a quiet NaN the number', FPMaxNum),
  FPMinNum: binary('Minimum; of a number and a quiet NaN the number', FPMinNum),
  FPRecipStepFused: binary('2 - a × b', FPRecipStepFused),
  FPRSqrtStepFused: binary('(3 - a × b) / 2', FPRSqrtStepFused),
  FPCompareEQ: comparison('Ones where equal', FPCompareEQ),
  FPCompareGE: comparison('Ones where greater or equal', FPCompareGE),
  FPCompareGT: comparison('Ones where greater', FPCompareGT),
  FPSqrt: unary('Square root', FPSqrt),
  FPRecipEstimate: unary('Estimate of the reciprocal', FPRecipEstimate),
  FPRSqrtEstimate: unary('Estimate of the reciprocal of the square root', FPRSqrtEstimate),
  FPRecpX: unary('Exponent of the reciprocal', FPRecpX),
  FPMulAdd: computation('a + b × c, rounded once', 3, 0, ([a, b, c], { of, environment }) =>
    FPMulAdd(of, a!, b!, c!, environment),
  ),
  FPCompare: computation(
    'NZCV of a comparison; then 1 where quiet NaNs are invalid too',
    2,
    1,
    ([a, b], { of, environment, parameters: [signals] }) => FPCompare(of, a!, b!, environment, signals === 1),
  ),
  FPRoundInt: computation(
    'Integral number; then the rounding mode, and 1 where Inexact is told',
    1,
    2,
    ([a], { of, environment, parameters: [rounding, exact] }) =>
      FPRoundInt(of, a!, environment, roundingOf(rounding!, environment), exact === 1),
  ),
  FPRoundIntN: computation(
    'Integral number that 32 or 64 bits hold; then the rounding mode, and the bits',
    1,
    2,
    ([a], { of, environment, parameters: [rounding, bits] }) =>
      FPRoundIntN(of, a!, environment, roundingOf(rounding!, environment), bits === 64 ? 64 : 32),
  ),
  FPToFixed: computation(
    'Fixed-point number as wide; then its fraction bits, 1 where it has no sign, and the rounding mode',
    1,
    3,
    ([a], { of, environment, parameters: [fraction, unsigned, rounding] }) =>
      FPToFixed(of, of.bits, a!, fraction!, unsigned === 1, environment, roundingOf(rounding!, environment)),
  ),
  FixedToFP: computation(
    'Number of a fixed-point number as wide; then its fraction bits, and 1 where it has no sign',
    1,
    2,
    ([a], { of, environment, parameters: [fraction, unsigned] }) =>
      FixedToFP(of, of.bits, a!, fraction!, unsigned === 1, environment),
  ),
};

/** Results of one element and the exceptions met. */
const told = (value: bigint, { raised }: Environment): readonly bigint[] => [value, BigInt(raised)];

/** What does not keep the size of elements. The last argument is FPCR, the last result the exceptions. */
export const conversionComputations: Readonly<Record<string, Computation>> = {
  FPConvert: {
    arguments: ['i64', 'i32', 'i32', 'i32', 'i32', 'i64'],
    results: ['i64', 'i64'],
    doc: 'Elements of one size converted to those of another; size before and after, number, rounding mode',
    apply: (value = 0n, from = 0n, to = 0n, count = 0n, rounding = 0n, fpcr = 0n) => {
      const environment = environmentOf(fpcr);
      const results = elementsOf(value, Number(from), Number(count)).map(each =>
        converted(each, formatOf(Number(from)), environment, [Number(to), Number(rounding)]),
      );
      return told(joined(results, Number(to)), environment);
    },
  },
  FPToGeneral: {
    arguments: ['i64', 'i32', 'i32', 'i32', 'i32', 'i32', 'i64'],
    results: ['i64', 'i64'],
    doc: 'FPToFixed of a number of any size to a general register of any: both in bits, fraction bits, 1 where it has no sign, rounding mode',
    apply: (value = 0n, from = 0n, to = 0n, fraction = 0n, unsigned = 0n, rounding = 0n, fpcr = 0n) => {
      const environment = environmentOf(fpcr);
      const mode = roundingOf(Number(rounding), environment);
      const of = formatOf(Number(from));
      const operand = BigInt.asUintN(of.bits, value);
      const result = FPToFixed(of, Number(to), operand, Number(fraction), unsigned === 1n, environment, mode);
      return told(result, environment);
    },
  },
  FPFromGeneral: {
    arguments: ['i64', 'i32', 'i32', 'i32', 'i32', 'i64'],
    results: ['i64', 'i64'],
    doc: 'FixedToFP of a general register of any size to a number of any: both in bits, fraction bits, 1 where it has no sign',
    apply: (value = 0n, from = 0n, to = 0n, fraction = 0n, unsigned = 0n, fpcr = 0n) => {
      const environment = environmentOf(fpcr);
      const of = formatOf(Number(to));
      const result = FixedToFP(of, Number(from), value, Number(fraction), unsigned === 1n, environment);
      return told(result, environment);
    },
  },
  FPMulAddH: {
    arguments: ['i64', 'i64', 'i64', 'i32', 'i32', 'i64'],
    results: ['i64', 'i64'],
    doc: 'Words plus products of the halfwords in the lower half; the size of a word, and their number',
    apply: (addend = 0n, op1 = 0n, op2 = 0n, size = 0n, count = 0n, fpcr = 0n) => {
      const environment = environmentOf(fpcr);
      const [a, b] = [op1, op2].map(each => elementsOf(each, Number(size) / 2, Number(count)));
      const results = elementsOf(addend, Number(size), Number(count)).map((each, at) =>
        FPMulAddH(each, a![at]!, b![at]!, environment),
      );
      return told(joined(results, Number(size)), environment);
    },
  },
  FPToFixedJS: {
    arguments: ['i64', 'i64'],
    results: ['i64', 'i1', 'i64'],
    doc: 'A double to 32 bits modulo 2^32, and whether that is its value',
    apply: (value = 0n, fpcr = 0n) => {
      const environment = environmentOf(fpcr);
      const { value: result, exact } = FPToFixedJS(value, environment);
      return [result, exact ? 1n : 0n, BigInt(environment.raised)];
    },
  },
};

/** The number of a double's bits that another format holds exactly, as `VFPExpandImm` makes them. */
export const expandImmediate = (bits: bigint, size: bigint): bigint =>
  FPConvert(double, formatOf(Number(size)), bits, environmentOf(0n));
