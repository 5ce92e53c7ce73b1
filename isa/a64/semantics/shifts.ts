/** Shifted and extended registers (`ShiftReg`, `ExtendReg`) and the instructions that shift by a register. */
import type { Expression, Semantics } from '../../semantics.ts';
import { binary, choose, extend, operand } from '../../semantics.ts';
import type { Width } from './registers.ts';
import { getX, number, setX, typeOf } from './registers.ts';

/** Shift operators by their number in the encoding. */
const shiftOperators = ['shl', 'lshr', 'ashr', 'ror'] as const;
export type ShiftOperator = (typeof shiftOperators)[number];

/** `ShiftReg`: the register shifted by the operands `shift` (kind) and `amount`. */
export function shiftedRegister(name: string, width: Width): Expression {
  const amount = operand('amount', typeOf(width));
  return choose(
    number('shift'),
    shiftOperators.map(operator => binary(operator, getX(name, width), amount)),
  );
}

/** `ExtendReg`: the register's low bits as the operand `extend` says, shifted left by `amount`. */
export function extendedRegister(name: string, width: Width): Expression {
  const type = typeOf(width);
  const extended = (signed: boolean): Expression[] =>
    [8, 16, 32, 64].map(bits =>
      bits < width ? extend(signed, bits, type, getX(name, width)) : getX(name, width),
    );
  return binary(
    'shl',
    choose(number('extend'), [...extended(false), ...extended(true)]),
    operand('amount', type),
  );
}

/** `LSLV`, `LSRV`, `ASRV`, `RORV`: the amount is taken modulo the width. */
export const shiftVariable = (width: Width, operator: ShiftOperator): Semantics => [
  setX('Rd', binary(operator, getX('Rn', width), getX('Rm', width))),
];
