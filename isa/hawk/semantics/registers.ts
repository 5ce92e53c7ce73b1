/** Register places of the Hawk, by what register number 0 means (manual, section 1.3.1 and the rows' own). */
import type { Expression, Place, Semantics, Statement } from '../../semantics.ts';
import {
  add,
  and,
  branch,
  cell,
  eq,
  get,
  i32,
  let_,
  local,
  operand,
  register,
  select,
  set,
  when,
} from '../../semantics.ts';
import type { RegisterBank } from '../../vocabulary.ts';

/** r1 … r15; number 0 is never a cell: zero where it is read, nothing where it is written. */
export const generalRegisters: RegisterBank = { type: 'i32', special: { zero: { number: 0 } } };

/** The register in a field, where number 0 is the constant zero or a result that nobody wants. */
export const general = (field: string): Place => register('r', field, 'zero', 'i32');

export const getR = (field: string): Expression => get(general(field));
export const setR = (field: string, value: Expression): Statement => set(general(field), value);

/** The program counter as an instruction reads it: the address after itself. */
export const programCounter: Expression = { op: 'address', type: 'i32', next: true };

const isZero = (field: string): Expression => eq(operand(field, 'i32'), i32(0));

/** The register in a field, where number 0 is the program counter. */
export const getOrCounter = (field: string): Expression => select(isZero(field), programCounter, getR(field));

/** The index register's value with the displacement, where there is one. */
export const effectiveAddress = (displaced: boolean): Expression =>
  displaced ? add(getOrCounter('x'), operand('disp', 'i32')) : getOrCounter('x');

/** Word accesses ignore the low two bits of an address. */
export const wordAt = (address: Expression): Expression => and(address, i32(-4));

/** `r[d] = value`, where number 0 is the program counter: then it is a jump, or a return of that kind. */
export const setOrJump = (value: Expression, how: 'jump' | 'return' = 'jump'): Statement =>
  when(isZero('d'), [branch(how, value)], [setR('d', value)]);

/** `r[d]` gets the return address, unless number 0 drops it. The target is read first: `JSRS R1,R1` works. */
export const jumpSubroutine = (target: Expression): Semantics => [
  let_('target', target),
  when(
    isZero('d'),
    [branch('jump', local('target', 'i32'))],
    [setR('d', programCounter), branch('call', local('target', 'i32'))],
  ),
];

export const statusWord: Place = cell('psw', 'i32');
