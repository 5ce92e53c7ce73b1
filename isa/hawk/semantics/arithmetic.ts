/** Addition, subtraction and what goes with them (manual, chapters 8, 9 and 11). */
import type { Expression, Semantics } from '../../semantics.ts';
import {
  add,
  and,
  binary,
  choose,
  compare,
  extend,
  i32,
  let_,
  not,
  operand,
  select,
  sub,
  xor,
} from '../../semantics.ts';
import { adjustments } from '../special-registers.ts';
import { getOrCounter, getR, setR } from './registers.ts';
import { addends, bcdCarries, code, isZero, setCodes, spreadNibbles, sumCodes } from './status.ts';

const { a, b, result } = addends;

/** `r[d] = x + y` with all condition codes. */
export const addWithCodes = (x: Expression, y: Expression): Semantics => [
  let_('a', x),
  let_('b', y),
  let_('result', add(a, b)),
  setR('d', result),
  setCodes(sumCodes(a, b, result)),
];

/** `ADD`. */
export const addRegisters = (): Semantics => addWithCodes(getR('s1'), getR('s2'));

/** `r[d] = x + NOT y + carry`; with `sticky` Z is set only if it was set. */
function addCarry(x: Expression, y: Expression, carry: Expression, sticky: boolean): Semantics {
  const codes = sumCodes(a, b, result);
  return [
    let_('a', x),
    let_('b', y),
    let_('result', add(add(a, b), carry)),
    setR('d', result),
    setCodes(sticky ? { ...codes, z: and(code('z'), isZero(result)) } : codes),
  ];
}

/** `SUB`: C is set when nothing was borrowed. */
export const subtractRegisters = (): Semantics => addCarry(getR('s1'), not(getR('s2')), i32(1), false);

const carryIn = (): Expression => extend(false, 1, 'i32', code('c'));

/** `ADDC`. */
export const addWithCarry = (): Semantics => addCarry(getR('d'), getR('s'), carryIn(), true);

/** `SUBB`. */
export const subtractWithBorrow = (): Semantics => addCarry(getR('d'), not(getR('s')), carryIn(), true);

/** `ADDSI`. */
export const addShortImmediate = (): Semantics => addWithCodes(getR('d'), operand('imm', 'i32'));

/** `PLUS`: register 0 is the program counter. */
export const plus = (): Semantics => [setR('d', add(getR('d'), getOrCounter('s')))];

/** `ADJUST`: what the adjustment code `s` adds. */
export function adjust(): Semantics {
  const kind = operand('s', 'i32');
  const carried = spreadNibbles(bcdCarries());
  const nibbles = i32(0x1111_1111);
  const minusSix = sub(i32(0), binary('mul', xor(carried, nibbles), i32(6)));
  const plusMinusThree = sub(binary('mul', carried, i32(6)), i32(0x3333_3333));
  const carryToTop = binary('shl', carryIn(), i32(31));
  const rounding = and(extend(false, 1, 'i32', code('n')), extend(false, 1, 'i32', code('v')));
  const named = choose(kind, [i32(0), i32(0), minusSix, plusMinusThree, carryToTop, rounding, i32(0)]);
  const power = binary('shl', i32(1), sub(kind, i32(adjustments.plus1)));
  const adjustment = select(compare('ult', kind, i32(adjustments.plus1)), named, power);
  return [setR('d', add(getR('d'), adjustment))];
}
