/** Cryptographic instructions: computations on whole vectors (C4.1, Cryptographic AES, SHA, SM). */
import type { Expression, Semantics } from '../../../semantics.ts';
import { and, binary, extend, i32, i64, local, not, operand, xor } from '../../../semantics.ts';
import { number } from '../registers.ts';
import type { Vector } from './registers.ts';
import { getScalar, getV, setHalves, simdInstruction, zeroHalf } from './registers.ts';

/** `Rd` = a computation of the vectors in these operands, and perhaps of a number. */
export const ofVectors = (
  computation: string,
  operands: readonly string[],
  ...more: readonly Expression[]
): Semantics =>
  simdInstruction(steps => {
    const halves = operands.map(getV).flatMap(({ low, high }) => [low, high]);
    steps.add({
      do: 'compute',
      computation,
      arguments: [...halves, ...more],
      results: [
        { name: 'low', type: 'i64' },
        { name: 'high', type: 'i64' },
      ],
    });
    return setHalves('Rd', { low: local('low', 'i64'), high: local('high', 'i64') });
  });

/** `SM3TT1A` …: the operand `imm2` is the number of a word of `Rm`. */
export const withWord = (computation: string): Semantics =>
  ofVectors(computation, ['Rd', 'Rn', 'Rm'], number('imm2'));

/** `SHA1H`: a word rotated left by 30. */
export const rotateWord = (): Semantics =>
  simdInstruction(() => {
    const word = extend(false, 32, 'i32', getScalar('Rn', 32));
    const low = extend(false, 32, 'i64', binary('ror', word, i32(2)));
    return setHalves('Rd', { low, high: zeroHalf });
  });

type OnHalves = (n: Expression, m: Expression, a: Expression) => Expression;

/** The same operation on both halves. */
const byHalf = (operation: OnHalves, operands: readonly string[]): Semantics =>
  simdInstruction(steps => {
    const vectors = operands.map(getV);
    const half = (which: keyof Vector): Expression => {
      const [n, m, a = zeroHalf] = vectors.map(vector => vector[which]);
      return steps.keep(operation(n!, m!, a));
    };
    return setHalves('Rd', { low: half('low'), high: half('high') });
  });

/** `EOR3`. */
export const exclusiveOrOfThree = (): Semantics => byHalf((n, m, a) => xor(xor(n, m), a), ['Rn', 'Rm', 'Ra']);

/** `BCAX`. */
export const bitClearAndExclusiveOr = (): Semantics =>
  byHalf((n, m, a) => xor(n, and(m, not(a))), ['Rn', 'Rm', 'Ra']);

/** `RAX1`: exclusive or with the second rotated left by one. */
export const rotateAndExclusiveOr = (): Semantics =>
  byHalf((n, m) => xor(n, binary('ror', m, i64(63))), ['Rn', 'Rm']);

/** `XAR`: exclusive or, rotated right by the operand `imm6`. */
export const exclusiveOrAndRotate = (): Semantics =>
  byHalf((n, m) => binary('ror', xor(n, m), operand('imm6', 'i64')), ['Rn', 'Rm']);
