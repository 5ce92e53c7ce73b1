/** Conditions, conditional select and compare (`ConditionHolds`). */
import type { Expression, Semantics } from '../../semantics.ts';
import {
  add,
  and,
  binary,
  choose,
  compare,
  constant,
  eq,
  i32,
  let_,
  local,
  not,
  operand,
  select,
  unary,
  xor,
} from '../../semantics.ts';
import type { AddOrSubtract } from './arithmetic.ts';
import { flagsOf } from './arithmetic.ts';
import type { Width } from './registers.ts';
import { flag, getX, number, setFlags, setX, typeOf } from './registers.ts';

const always = constant('i1', 1);

/** `ConditionHolds(cond)` of the operand `cond`; the lowest bit inverts, except for 15, which always holds. */
export function conditionHolds(): Expression {
  const cond = number('cond');
  const lessThan = xor(flag('n'), flag('v'));
  const base = choose(binary('lshr', cond, i32(1)), [
    flag('z'),
    flag('c'),
    flag('n'),
    flag('v'),
    and(flag('c'), not(flag('z'))),
    not(lessThan),
    and(not(lessThan), not(flag('z'))),
    always,
  ]);
  const inverted = select(eq(and(cond, i32(1)), i32(1)), not(base), base);
  return select(eq(cond, i32(15)), always, inverted);
}

/** `CSEL`, `CSINC`, `CSINV`, `CSNEG`: what is done to `Rm` when the condition does not hold. */
export function conditionalSelect(
  width: Width,
  otherwise: 'keep' | 'increment' | 'invert' | 'negate',
): Semantics {
  const rm = getX('Rm', width);
  const other = {
    keep: rm,
    increment: add(rm, constant(typeOf(width), 1)),
    invert: not(rm),
    negate: unary('neg', rm),
  }[otherwise];
  return [setX('Rd', select(conditionHolds(), getX('Rn', width), other))];
}

/** Bit `bit` of the operand `nzcv`. */
const nzcvBit = (bit: number): Expression => compare('ne', and(number('nzcv'), i32(1 << bit)), i32(0));

/** `CCMN` (`add`), `CCMP` (`sub`): the flags of the comparison, or the operand `nzcv`. */
export function conditionalCompare(
  width: Width,
  operation: AddOrSubtract,
  second: 'register' | 'immediate',
): Semantics {
  const type = typeOf(width);
  const a = local('operand1', type);
  const b = local('operand2', type);
  const holds = local('holds', 'i1');
  const compared = flagsOf(operation, a, b, local('result', type));
  return [
    let_('operand1', getX('Rn', width)),
    let_('operand2', second === 'register' ? getX('Rm', width) : operand('imm', type)),
    let_('result', binary(operation, a, b)),
    let_('holds', conditionHolds()),
    ...setFlags({
      n: select(holds, compared.n, nzcvBit(3)),
      z: select(holds, compared.z, nzcvBit(2)),
      c: select(holds, compared.c, nzcvBit(1)),
      v: select(holds, compared.v, nzcvBit(0)),
    }),
  ];
}
