/** Comparisons of the shared pseudo-code. */
import { compareUnpacked } from './arithmetic.ts';
import { type Environment, raise } from './environment.ts';
import type { Format } from './format.ts';
import { isNotANumber, unpack } from './unpack.ts';

/** Order of two numbers; undefined with a NaN, which is invalid when it signals or when any does. */
function ordered(
  of: Format,
  op1: bigint,
  op2: bigint,
  environment: Environment,
  anyNaNSignals: boolean,
): number | undefined {
  const a = unpack(of, op1, environment);
  const b = unpack(of, op2, environment);
  if (!isNotANumber(a) && !isNotANumber(b)) return compareUnpacked(a, b);
  if (anyNaNSignals || a.type === 'signalling' || b.type === 'signalling')
    raise(environment, 'invalidOperation');
  return undefined;
}

/** `FPCompare`: the condition flags NZCV. */
export function FPCompare(
  of: Format,
  op1: bigint,
  op2: bigint,
  environment: Environment,
  anyNaNSignals: boolean,
): bigint {
  const order = ordered(of, op1, op2, environment, anyNaNSignals);
  if (order === undefined) return 0b0011n;
  return order === 0 ? 0b0110n : order < 0 ? 0b1000n : 0b0010n;
}

/** `FPCompareEQ`: any NaN is unequal, only signalling ones are invalid. */
export const FPCompareEQ = (of: Format, op1: bigint, op2: bigint, environment: Environment): boolean =>
  ordered(of, op1, op2, environment, false) === 0;

/** `FPCompareGE`. */
export const FPCompareGE = (of: Format, op1: bigint, op2: bigint, environment: Environment): boolean =>
  (ordered(of, op1, op2, environment, true) ?? -1) >= 0;

/** `FPCompareGT`. */
export const FPCompareGT = (of: Format, op1: bigint, op2: bigint, environment: Environment): boolean =>
  (ordered(of, op1, op2, environment, true) ?? -1) > 0;
