/** Conditional branches (manual, chapter 12). */
import type { Expression, Semantics } from '../../semantics.ts';
import { branch, constant, not, operand, or, when, xor } from '../../semantics.ts';
import { code } from './status.ts';

/** Conditions 0 to 7; those from 8 on are their opposites. */
function baseCondition(number: number): Expression {
  const less = xor(code('n'), code('v'));
  const conditions = [
    constant('i1', 1),
    code('n'),
    code('z'),
    code('v'),
    code('c'),
    less,
    or(less, code('z')),
    or(not(code('c')), code('z')),
  ];
  return conditions[number % 8]!;
}

/** A branch row: its condition is fixed by the encoding. */
export function branchOn(condition: number): Semantics {
  const jump = branch('jump', operand('target', 'i32'));
  if (condition === 0) return [jump];
  const base = baseCondition(condition);
  return [when(condition < 8 ? base : not(base), [jump])];
}
