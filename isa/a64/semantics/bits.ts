/** Bit fields, extraction, bit counts and reversals, cyclic redundancy checks. */
import type { Expression, Semantics } from '../../semantics.ts';
import {
  and,
  binary,
  call,
  constant,
  eq,
  i32,
  let_,
  local,
  not,
  operand,
  or,
  select,
  sub,
  unary,
  xor,
} from '../../semantics.ts';
import type { Width } from './registers.ts';
import { getX, setX, typeOf, zero } from './registers.ts';

/** `Ones(count + 1)` of the width; `count` below the width. */
function ones(width: Width, count: Expression): Expression {
  const type = typeOf(width);
  return binary('lshr', constant(type, -1), sub(constant(type, width - 1), count));
}

/**
 * `SBFM`, `UBFM`, `BFM` with the operands `immr` and `imms`, over the two masks of `DecodeBitMasks`: the source
 * rotated right by `immr`, of which `wmask` keeps the field's bits and `tmask` those below the field's top.
 */
export function bitfieldMove(width: Width, kind: 'signed' | 'unsigned' | 'insert'): Semantics {
  const type = typeOf(width);
  const immr = operand('immr', type);
  const imms = operand('imms', type);
  const wmask = binary('ror', ones(width, imms), immr);
  const tmask = ones(width, and(sub(imms, immr), constant(type, width - 1)));
  const rotated = binary('ror', getX('Rn', width), immr);
  if (kind === 'unsigned') return [setX('Rd', and(rotated, and(wmask, tmask)))];
  const merge = (bottom: Expression, top: Expression): Expression =>
    or(and(top, not(tmask)), and(bottom, tmask));
  if (kind === 'signed') {
    const signBit = and(binary('lshr', getX('Rn', width), imms), constant(type, 1));
    return [setX('Rd', merge(and(rotated, wmask), unary('neg', signBit)))];
  }
  const destination = getX('Rd', width);
  return [setX('Rd', merge(or(and(destination, not(wmask)), and(rotated, wmask)), destination))];
}

/** `EXTR`: the bits of `Rn:Rm` from `lsb` up. */
export function extract(width: Width): Semantics {
  const type = typeOf(width);
  const lsb = operand('lsb', type);
  const low = binary('lshr', getX('Rm', width), lsb);
  const high = binary('shl', getX('Rn', width), sub(constant(type, width), lsb));
  return [setX('Rd', select(eq(lsb, zero(type)), getX('Rm', width), or(high, low)))];
}

/** `RBIT`, `REV`, `REV16`, `REV32`, `CLZ`. */
export const reverseOrCount = (
  width: Width,
  operator: 'rbit' | 'rev' | 'rev16' | 'rev32' | 'clz',
): Semantics => [setX('Rd', unary(operator, getX('Rn', width)))];

/** `CLS`: how many bits below the top one equal it. */
export function countLeadingSigns(width: Width): Semantics {
  const type = typeOf(width);
  const value = local('operand', type);
  const changes = xor(value, binary('ashr', value, constant(type, 1)));
  return [let_('operand', getX('Rn', width)), setX('Rd', sub(unary('clz', changes), constant(type, 1)))];
}

/** `CRC32B/H/W/X`, `CRC32CB/CH/CW/CX`: `bytes` of `Rm` into the accumulator `Rn`. */
export function cyclicRedundancy(helper: 'crc32' | 'crc32c', bytes: 1 | 2 | 4 | 8): Semantics {
  return [setX('Rd', call(helper, 'i32', getX('Rn', 32), getX('Rm', 64), i32(bytes)))];
}
