/** Instructions that work on the condition flags alone (FEAT_FlagM, FEAT_FlagM2). */
import type { Expression, Semantics } from '../../semantics.ts';
import {
  and,
  binary,
  cell,
  eq,
  extend,
  i32,
  i64,
  let_,
  local,
  not,
  operand,
  or,
  set,
  when,
  xor,
} from '../../semantics.ts';
import type { Flag } from './registers.ts';
import { flag, getX, number, zero } from './registers.ts';

/** Bit `at` of a value, as a flag. */
const bitOf = (value: Expression, at: number): Expression =>
  extend(false, 1, 'i1', binary('lshr', value, value.type === 'i64' ? i64(at) : i32(at)));

/** `CFINV`. */
export const invertCarry = (): Semantics => [set(cell('c', 'i1'), not(flag('c')))];

/** `RMIF`: the register rotated right by `imm`, of whose low bits those in `mask` go to the flags. */
export const rotateIntoFlags = (): Semantics => [
  let_('rotated', binary('ror', getX('Rn', 64), operand('imm', 'i64'))),
  ...(['v', 'c', 'z', 'n'] as const).map((name, at) =>
    when(eq(bitOf(number('mask'), at), bitOf(i32(1), 0)), [
      set(cell(name, 'i1'), bitOf(local('rotated', 'i64'), at)),
    ]),
  ),
];

/** `SETF8`, `SETF16`: the flags of a byte or halfword; V where the bit above it differs from its sign. */
export function setFlagsOf(bits: 8 | 16): Semantics {
  const value = getX('Rn', 32);
  return [
    set(cell('n', 'i1'), bitOf(value, bits - 1)),
    set(cell('z', 'i1'), eq(extend(false, bits, 'i32', value), zero('i32'))),
    set(cell('v', 'i1'), xor(bitOf(value, bits), bitOf(value, bits - 1))),
  ];
}

/** The flags made of their old values. */
const converted = (values: Readonly<Record<Flag, Expression>>): Semantics => [
  ...Object.entries(values).map(([name, value]) => let_(name, value)),
  ...Object.keys(values).map(name => set(cell(name, 'i1'), local(name, 'i1'))),
];

const [c, z, v] = [flag('c'), flag('z'), flag('v')];

/** `XAFLAG`: flags of a comparison in the external format to those of `FCMP`. */
export const fromExternalFlags = (): Semantics =>
  converted({ n: and(not(c), not(z)), z: and(z, c), c: or(c, z), v: and(not(c), z) });

/** `AXFLAG`: the other way. */
export const toExternalFlags = (): Semantics =>
  converted({ n: zero('i1'), z: or(z, v), c: and(c, not(v)), v: zero('i1') });
