/** Operations on all elements of vectors, half by half, or on the one element of a scalar. */
import type { Expression, Semantics } from '../../../semantics.ts';
import { call, extend, i32 } from '../../../semantics.ts';
import { elementComputations, elementHelpers } from '../../pseudocode/integer-elements.ts';
import type { Steps, Vector } from './registers.ts';
import { fpcr, getHigh, getLow, getScalar, setHalves, simdInstruction, zeroHalf } from './registers.ts';

export type ElementSize = 8 | 16 | 32 | 64;

/** The elements of an operand: their size in bits, and how many there are; of a scalar one. */
export interface Lanes {
  readonly size: ElementSize;
  readonly count: number;
}

/** Whether they fill both halves of a register. */
export const isWhole = ({ size, count }: Lanes): boolean => size * count === 128;

/** How many of them lie in one half. */
export const lanesPerHalf = (lanes: Lanes): number => (isWhole(lanes) ? lanes.count / 2 : lanes.count);

/** The same elements of another size, as many. */
export const ofSize = (lanes: Lanes, size: number): Lanes => ({ ...lanes, size: size as ElementSize });

/** Reads an operand: one half of it, without what lies above a scalar. */
export type Read = (name: string) => Expression;

const readLow =
  ({ size, count }: Lanes): Read =>
  name =>
    count === 1 ? getScalar(name, size) : getLow(name);

/** The result of one half from the same halves of the operands. */
export type OnHalf = (steps: Steps, read: Read) => Expression;

/** A vector whose halves are computed alike, or a scalar. */
function ofHalves(steps: Steps, lanes: Lanes, result: OnHalf): Vector {
  const low = result(steps, readLow(lanes));
  return { low: steps.keep(low), high: isWhole(lanes) ? steps.keep(result(steps, getHigh)) : zeroHalf };
}

/** An instruction that computes `Rd` half by half. */
export const byHalves = (lanes: Lanes, result: OnHalf): Semantics =>
  simdInstruction(steps => setHalves('Rd', ofHalves(steps, lanes, result)));

/** Calls the integer operation of this name: a helper, or a computation that may saturate. */
export function integer(
  steps: Steps,
  operation: string,
  lanes: Lanes,
  a: Expression,
  b: Expression = zeroHalf,
  ...destination: Expression[]
): Expression {
  const { size, count } = lanes;
  if (elementComputations[operation])
    return steps.compute(operation, a, b, i32(size), i32(lanesPerHalf(lanes)), ...destination);
  if (!elementHelpers[operation]) throw new Error(`semantics: no operation ${operation} on elements`);
  const value = call(operation, 'i64', a, b, i32(size));
  return count === 1 && size < 64 ? extend(false, size, 'i64', value) : value;
}

/** Calls the floating-point computation of this name. */
export const float = (
  steps: Steps,
  operation: string,
  lanes: Lanes,
  ...operands: readonly Expression[]
): Expression => steps.compute(operation, ...operands, i32(lanes.size), i32(lanesPerHalf(lanes)), fpcr);

/** Rearranges the elements of two doublewords. */
export const permuted = (helper: string, size: number, a: Expression, b: Expression): Expression =>
  call(helper, 'i64', a, b, i32(size));
