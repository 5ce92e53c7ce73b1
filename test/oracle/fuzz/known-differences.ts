/** Where ventry and GNU as differ and are meant to, or may: each with its reason and a text that shows it. */
import type { Verdict } from './judge.ts';
import type { Program } from './mutate.ts';

export interface KnownDifference {
  readonly reason: string;
  /** Of the verdict: what is said, and the line that it is said of. */
  readonly what: RegExp;
  readonly line?: RegExp;
  readonly example: Program;
}

export const knownDifferences: readonly KnownDifference[] = [];

export const knownDifference = (
  verdict: Extract<Verdict, { is: 'different' }>,
): KnownDifference | undefined =>
  knownDifferences.find(
    ({ what, line }) => what.test(verdict.what) && (line === undefined || line.test(verdict.text)),
  );
