/** Addition, subtraction, multiplication and division (Arm ARM C4.1.92–95, shared pseudo-code `AddWithCarry`). */
import type { Expression, Place, Semantics } from '../../semantics.ts';
import {
  add,
  and,
  binary,
  compare,
  extend,
  get,
  let_,
  local,
  not,
  operand,
  select,
  set,
  xor,
} from '../../semantics.ts';
import type { Flag, Width } from './registers.ts';
import { flag, general, generalOrSp, getX, setFlags, setX, typeOf, zero } from './registers.ts';
import { extendedRegister, shiftedRegister } from './shifts.ts';

export type AddOrSubtract = 'add' | 'sub';

/**
 * The flags of `x + y + carry` (`AddWithCarry`), for a `result` already computed; a subtraction adds `NOT y`
 * with a carry. `carry` is the constant 0 or 1, or an `i1`.
 */
function flagsOfSum(
  x: Expression,
  y: Expression,
  carry: 0 | 1 | Expression,
  result: Expression,
): Record<Flag, Expression> {
  const wrapped = compare('ult', result, x);
  const wrappedOrAll = compare('ule', result, x);
  return {
    n: compare('slt', result, zero(result.type)),
    z: compare('eq', result, zero(result.type)),
    c: carry === 0 ? wrapped : carry === 1 ? wrappedOrAll : select(carry, wrappedOrAll, wrapped),
    v: compare('slt', and(xor(x, result), xor(y, result)), zero(result.type)),
  };
}

/** Flags of `x + y` or `x - y`. */
export const flagsOf = (
  operation: AddOrSubtract,
  x: Expression,
  y: Expression,
  result: Expression,
): Record<Flag, Expression> =>
  operation === 'add' ? flagsOfSum(x, y, 0, result) : flagsOfSum(x, not(y), 1, result);

/** `destination = x ± y`, with the flags where they are asked for. */
function addSubtract(
  operation: AddOrSubtract,
  flags: boolean,
  destination: Place,
  x: Expression,
  y: Expression,
): Semantics {
  if (!flags) return [set(destination, binary(operation, x, y))];
  const a = local('operand1', x.type);
  const b = local('operand2', y.type);
  const result = local('result', x.type);
  return [
    let_('operand1', x),
    let_('operand2', y),
    let_('result', binary(operation, a, b)),
    ...setFlags(flagsOf(operation, a, b, result)),
    set(destination, result),
  ];
}

/** Forms that set flags write the zero register as 31, the others the stack pointer. */
const destinationOrSp = (width: Width, flags: boolean): Place =>
  flags ? general('Rd', width) : generalOrSp('Rd', width);

/** `ADD`, `ADDS`, `SUB`, `SUBS` (immediate): operands `imm`, `shift` (0 or 12). */
export const addSubtractImmediate = (width: Width, operation: AddOrSubtract, flags: boolean): Semantics =>
  addSubtract(
    operation,
    flags,
    destinationOrSp(width, flags),
    get(generalOrSp('Rn', width)),
    binary('shl', operand('imm', typeOf(width)), operand('shift', typeOf(width))),
  );

/** `ADD`, `ADDS`, `SUB`, `SUBS` (shifted register). */
export const addSubtractShifted = (width: Width, operation: AddOrSubtract, flags: boolean): Semantics =>
  addSubtract(operation, flags, general('Rd', width), getX('Rn', width), shiftedRegister('Rm', width));

/** `ADD`, `ADDS`, `SUB`, `SUBS` (extended register). */
export const addSubtractExtended = (width: Width, operation: AddOrSubtract, flags: boolean): Semantics =>
  addSubtract(
    operation,
    flags,
    destinationOrSp(width, flags),
    get(generalOrSp('Rn', width)),
    extendedRegister('Rm', width),
  );

/** `ADC`, `ADCS`, `SBC`, `SBCS`. */
export function addSubtractCarry(width: Width, operation: AddOrSubtract, flags: boolean): Semantics {
  const type = typeOf(width);
  const a = local('operand1', type);
  const b = local('operand2', type);
  const result = local('result', type);
  return [
    let_('operand1', getX('Rn', width)),
    let_('operand2', operation === 'add' ? getX('Rm', width) : not(getX('Rm', width))),
    let_('carry', flag('c')),
    let_('result', add(add(a, b), extend(false, 1, type, local('carry', 'i1')))),
    ...(flags ? setFlags(flagsOfSum(a, b, local('carry', 'i1'), result)) : []),
    setX('Rd', result),
  ];
}

/** `MADD`, `MSUB`. */
export const multiplyAdd = (width: Width, operation: AddOrSubtract): Semantics => [
  setX('Rd', binary(operation, getX('Ra', width), binary('mul', getX('Rn', width), getX('Rm', width)))),
];

/** `SMADDL`, `SMSUBL`, `UMADDL`, `UMSUBL`. */
export function multiplyAddLong(signed: boolean, operation: AddOrSubtract): Semantics {
  const word = (name: string): Expression => extend(signed, 32, 'i64', getX(name, 32));
  return [setX('Rd', binary(operation, getX('Ra', 64), binary('mul', word('Rn'), word('Rm'))))];
}

/** `SMULH`, `UMULH`. */
export const multiplyHigh = (signed: boolean): Semantics => [
  setX('Rd', binary(signed ? 'smulh' : 'umulh', getX('Rn', 64), getX('Rm', 64))),
];

/** `SDIV`, `UDIV`. */
export const divide = (width: Width, signed: boolean): Semantics => [
  setX('Rd', binary(signed ? 'sdiv' : 'udiv', getX('Rn', width), getX('Rm', width))),
];

/** `ADR`, `ADRP`: the operand `target` is the address itself. */
export const formAddress = (): Semantics => [setX('Rd', operand('target', 'i64'))];
