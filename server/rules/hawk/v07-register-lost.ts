/** A register is changed before its value was saved. */
import { entry, lines, program, restore, right, save, skip } from './examples.ts';
import { handlersOf, trapRule, upper } from './trap.ts';

export const v07RegisterLost = trapRule(
  {
    id: 'v07-register-lost',
    title: 'A register is changed before its value was saved',
    severity: 'error',
    explanation:
      'V07. A trap saves nothing but the program counter and the level. A register that the handler changes must first be in TSV, in another register or in memory.',
    bad: [
      {
        title: 'R3 is not saved',
        source: program(
          '#10',
          entry,
          lines(save, skip, '        LIS     R3,0', ';       ^^^ v07-register-lost', restore),
        ),
      },
    ],
    good: right,
  },
  context =>
    handlersOf(context).flatMap(({ resumes }) =>
      resumes.flatMap(({ before }) =>
        [...before.losses.values()]
          .filter(({ at }) => !context.code.instructionAt(at)?.effects.writes.includes('tsv'))
          .map(({ cell, at }) => ({
            at,
            message: `${upper(cell)} of the interrupted program is lost: it is saved nowhere`,
          })),
      ),
    ),
);
