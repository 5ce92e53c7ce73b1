/** Branches and exception generation. A misaligned target faults when it is fetched, not here. */
import type { Expression, Semantics } from '../../semantics.ts';
import {
  and,
  binary,
  branch,
  compare,
  i64,
  let_,
  local,
  nextAddress,
  operand,
  raise,
  set,
  when,
} from '../../semantics.ts';
import { conditionHolds } from './conditions.ts';
import type { Width } from './registers.ts';
import { getX, linkRegister, number, typeOf, zero } from './registers.ts';

const target: Expression = operand('target', 'i64');

/** `B`. */
export const branchTo = (): Semantics => [branch('jump', target)];

/** `BL`. */
export const branchWithLink = (): Semantics => [set(linkRegister, nextAddress), branch('call', target)];

/** `B.cond`. */
export const branchOnCondition = (): Semantics => [when(conditionHolds(), [branch('jump', target)])];

/** `CBZ` (`eq`), `CBNZ` (`ne`). */
export const compareAndBranch = (width: Width, comparison: 'eq' | 'ne'): Semantics => [
  when(compare(comparison, getX('Rt', width), zero(typeOf(width))), [branch('jump', target)]),
];

/** `TBZ` (`eq`), `TBNZ` (`ne`): the operand `bit` of `Rt`. */
export const testAndBranch = (comparison: 'eq' | 'ne'): Semantics => [
  when(compare(comparison, and(binary('lshr', getX('Rt', 64), operand('bit', 'i64')), i64(1)), i64(0)), [
    branch('jump', target),
  ]),
];

/** `BR`. */
export const branchToRegister = (): Semantics => [branch('jump', getX('Rn', 64))];

/** `BLR`; the target is read before the link register is written. */
export const branchWithLinkToRegister = (): Semantics => [
  let_('target', getX('Rn', 64)),
  set(linkRegister, nextAddress),
  branch('call', local('target', 'i64')),
];

/** `RET`. */
export const returnFromSubroutine = (): Semantics => [branch('return', getX('Rn', 64))];

/** Exceptions that an instruction generates with its operand `imm`: `SVC`, `HVC`, `SMC`, `BRK`, `HLT`. */
export const generateException = (exception: 'svc' | 'hvc' | 'smc' | 'brk' | 'hlt'): Semantics => [
  raise(exception, number('imm')),
];

/** `UDF`, and instructions that exist only in Debug state. */
export const undefinedInstruction = (): Semantics => [raise('undefined')];
