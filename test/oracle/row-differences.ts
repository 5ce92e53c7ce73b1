/**
 * Where QEMU's instructions leave the manual. An entry tells which differences it covers; each is proved anew by
 * the test, so that one that no longer shows fails.
 */
import type { Difference } from './row-cases.ts';

export interface KnownDifference {
  readonly row: string;
  /** What QEMU does, and the manual's section that says otherwise. */
  readonly reason: string;
  readonly covers: (difference: Difference) => boolean;
}

const isDenormal = (bits: bigint): boolean =>
  ((bits >> 52n) & 0x7ffn) === 0n && BigInt.asUintN(52, bits) !== 0n;

export const knownDifferences: readonly KnownDifference[] = [
  {
    row: 'fcvtzs-vector-fixed-point-h',
    reason:
      'QEMU extends the sign of a halfword to 32 bits; a scalar result is zero above its 16 bits (C7.2 FCVTZS)',
    covers: ({ values }) =>
      values.every(({ ours, theirs }) => theirs === BigInt.asUintN(32, BigInt.asIntN(16, ours))),
  },
  {
    row: 'fjcvtzs',
    reason:
      'QEMU sets Z for a positive denormal number that was flushed to zero; it is not the integer (J1.3 FPToFixedJS)',
    covers: ({ operands, before, values }) =>
      isDenormal(before[`d${operands.Rn}`]!) && values.every(({ name }) => name === 'nzcv'),
  },
];

/** Whether a difference is one of the known ones. */
export const isKnown = (difference: Difference): boolean =>
  knownDifferences.some(({ row, covers }) => row === difference.row && covers(difference));
