/** Many random programs, each judged by GNU as. */
import { judge, type Verdict } from './judge.ts';
import { knownDifference } from './known-differences.ts';
import { type Program, programOf } from './mutate.ts';
import { randomOf } from './random.ts';

export interface Found {
  readonly number: number;
  readonly program: Program;
  readonly verdict: Extract<Verdict, { is: 'different' }>;
}

export interface Figures {
  programs: number;
  /** Lines that both reject, and lines of programs that both accept, byte for byte alike. */
  rejected: number;
  kept: number;
  /** Programs that differ as the list of known differences says. */
  known: number;
  different: number;
}

export function fuzz(asked: {
  readonly seed: number;
  readonly folder: string;
  readonly goOn: (programs: number) => boolean;
  readonly found: (found: Found) => void;
}): Figures {
  const figures: Figures = { programs: 0, rejected: 0, kept: 0, known: 0, different: 0 };
  for (; asked.goOn(figures.programs); figures.programs++) {
    const number = figures.programs;
    const program = programOf(randomOf(asked.seed * 1_000_003 + number));
    const verdict = judge(program, asked.folder);
    if (verdict.is === 'same') {
      figures.rejected += verdict.rejected;
      figures.kept += verdict.kept;
    } else if (knownDifference(verdict, program) !== undefined) figures.known++;
    else {
      figures.different++;
      asked.found({ number, program, verdict });
    }
  }
  return figures;
}
