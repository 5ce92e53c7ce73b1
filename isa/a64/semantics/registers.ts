/** Register places of A64 as the manual names them: `X[n]`, `SP[]`, the flags. */
import type { Expression, Place, Statement, ValueType } from '../../semantics.ts';
import { cell, constant, get, operand, register, set } from '../../semantics.ts';
import type { RegisterBank } from '../../vocabulary.ts';

/** Operand width of a row: 32 for the `W` forms, 64 for the `X` forms. */
export type Width = 32 | 64;

export const typeOf = (width: Width): 'i32' | 'i64' => (width === 64 ? 'i64' : 'i32');

/** x0 … x30; number 31 is the zero register or the current stack pointer. */
export const generalRegisters: RegisterBank = {
  type: 'i64',
  special: { zero: { number: 31 }, sp: { number: 31, cell: 'sp' } },
};

/** `X[n]` of the operand, where 31 is the zero register. */
export const general = (name: string, width: Width): Place => register('x', name, 'zero', typeOf(width));

/** `X[n]` of the operand, where 31 is the stack pointer. */
export const generalOrSp = (name: string, width: Width): Place => register('x', name, 'sp', typeOf(width));

/** Value of `X[n]`. */
export const getX = (name: string, width: Width): Expression => get(general(name, width));

/** `X[n] = value`, as wide as the value. */
export const setX = (name: string, value: Expression): Statement =>
  set(register('x', name, 'zero', value.type), value);

/** The link register. */
export const linkRegister: Place = register('x', 30, 'none', 'i64');

const flagNames = ['n', 'z', 'c', 'v'] as const;
export type Flag = (typeof flagNames)[number];

/** Value of a PSTATE flag. */
export const flag = (name: Flag): Expression => get(cell(name, 'i1'));

/** `PSTATE.<N,Z,C,V> = …` */
export const setFlags = (values: Readonly<Record<Flag, Expression>>): Statement[] =>
  flagNames.map(name => set(cell(name, 'i1'), values[name]));

export const zero = (type: ValueType): Expression => constant(type, 0);

/** An operand that is decoded to a small number: shift kind, amount, bit position. */
export const number = (name: string): Expression => operand(name, 'i32');
