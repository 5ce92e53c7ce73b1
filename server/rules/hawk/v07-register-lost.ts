/** A register is changed before its value was saved. */
import { entry, lines, linked, program, restore, right, save, skip } from './examples.ts';
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
      {
        title: 'A macro uses registers that the handler has not saved',
        source: linked(
          '#A0',
          entry,
          lines(save, '        COUNT', ';       ^^^ v07-register-lost', restore),
          lines(
            '        MACRO   COUNT',
            '          LIL     R3,SAVE+16',
            '          LOADS   R4,R3',
            '          LEA     R4,R4,1',
            '          STORES  R4,R3',
            '        ENDMAC',
            '',
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'Saved by the macro that uses it',
        source: linked(
          '#A0',
          entry,
          lines(save, '        COUNT', restore),
          lines(
            '        MACRO   COUNT',
            '          STORE   R4,R2,20',
            '          LOAD    R4,R2,16',
            '          LEA     R4,R4,1',
            '          STORE   R4,R2,16',
            '          LOAD    R4,R2,20',
            '        ENDMAC',
            '',
          ),
        ),
      },
    ],
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
