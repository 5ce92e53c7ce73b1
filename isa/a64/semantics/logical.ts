/** Logical operations and wide moves. */
import type { Expression, Place, Semantics } from '../../semantics.ts';
import { and, binary, compare, constant, let_, local, not, operand, or, set } from '../../semantics.ts';
import type { Width } from './registers.ts';
import { general, generalOrSp, getX, setFlags, setX, typeOf, zero } from './registers.ts';
import { shiftedRegister } from './shifts.ts';

export type LogicalOperator = 'and' | 'or' | 'xor';

/** `destination = value`; N and Z of it, C and V cleared, where flags are asked for. */
function logical(destination: Place, value: Expression, flags: boolean): Semantics {
  if (!flags) return [set(destination, value)];
  const result = local('result', value.type);
  return [
    let_('result', value),
    ...setFlags({
      n: compare('slt', result, zero(value.type)),
      z: compare('eq', result, zero(value.type)),
      c: zero('i1'),
      v: zero('i1'),
    }),
    set(destination, result),
  ];
}

/** `AND`, `ORR`, `EOR`, `ANDS` (immediate): the operand `imm` is the expanded bit mask. */
export const logicalImmediate = (width: Width, operator: LogicalOperator, flags: boolean): Semantics =>
  logical(
    flags ? general('Rd', width) : generalOrSp('Rd', width),
    binary(operator, getX('Rn', width), operand('imm', typeOf(width))),
    flags,
  );

/** `AND`, `BIC`, `ORR`, `ORN`, `EOR`, `EON`, `ANDS`, `BICS` (shifted register); `invert` complements `Rm`. */
export function logicalShifted(
  width: Width,
  operator: LogicalOperator,
  invert: boolean,
  flags: boolean,
): Semantics {
  const shifted = shiftedRegister('Rm', width);
  const value = binary(operator, getX('Rn', width), invert ? not(shifted) : shifted);
  return logical(general('Rd', width), value, flags);
}

/** `imm << shift`: 16 bits of a wide move at their place. */
const part = (width: Width): Expression =>
  binary('shl', operand('imm', typeOf(width)), operand('shift', typeOf(width)));

/** `MOVZ`. */
export const moveWideZero = (width: Width): Semantics => [setX('Rd', part(width))];

/** `MOVN`. */
export const moveWideNot = (width: Width): Semantics => [setX('Rd', not(part(width)))];

/** `MOVK`. */
export function moveWideKeep(width: Width): Semantics {
  const type = typeOf(width);
  const others = not(binary('shl', constant(type, 0xffff), operand('shift', type)));
  return [setX('Rd', or(and(getX('Rd', width), others), part(width)))];
}
