/** Macro calls whose arguments do not fit, for those who make an output of the program: nothing else tells of them. */
import type { Diagnostic, MacroCall } from './program.ts';
import { outermost } from './text.ts';

/** An error for each wrong argument, placed where the author can act. */
export const callProblems = (calls: readonly MacroCall[]): readonly Diagnostic[] =>
  calls.flatMap(({ origin, problems, how }) =>
    how === 'define'
      ? []
      : problems.map(({ message, span }) => ({
          severity: 'error',
          code: 'macro-arguments',
          message,
          span: origin.parent === undefined ? span : outermost(origin).span,
          related: [],
        })),
  );
