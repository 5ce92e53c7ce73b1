/** An entry destroys a register, and its handler goes back. */
import { readCell } from '../../../vectors/state.ts';
import { entryCellOf } from '../../../vectors/values.ts';
import { lines, linked, program, right } from './examples.ts';
import { handlersOf, trapRule, upper } from './trap.ts';

export const v08MinimalEntry = trapRule(
  {
    id: 'v08-minimal-entry',
    title: 'An entry destroys a register, and its handler goes back',
    severity: 'warning',
    explanation:
      'V08. The shortest entry loads the handler’s address into R1. That is good only when the handler never goes back to the interrupted instruction.',
    bad: [
      {
        title: 'A handler that only counts',
        source: program(
          '#F0',
          `        LIL     R1,HANDLE
;       ^^^ v08-minimal-entry
;       ^^^ v07-register-lost
        JUMPS   R1`,
          `HANDLE: LIW     R1,#FF100000
        LOADS   R1,R1
        RTT`,
        ),
      },
      {
        title: 'A handler that turns the coprocessor on and tries again',
        source: linked(
          '#50',
          lines(
            '        LIL     R3,HANDLE',
            ';       ^^^ v08-minimal-entry',
            ';       ^^^ v07-register-lost',
            '        JUMPS   R3',
          ),
          lines('HANDLE: LIL     R3,#102', '        COSET   R3,0', '        RTT'),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'The register waits in TSV',
        source: linked(
          '#50',
          lines('        CPUSET  R3,TSV', '        LIL     R3,HANDLE', '        JUMPS   R3'),
          lines('HANDLE: LIL     R3,#102', '        COSET   R3,0', '        CPUGET  R3,TSV', '        RTT'),
        ),
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(({ entry, resumes }) =>
      resumes
        .filter(({ before }) => entryCellOf(readCell(before, 'tpc')) === 'tpc')
        .flatMap(({ before }) => [...before.losses.values()])
        .filter(({ at }) => at >= entry.address && at < entry.address + 16n)
        .map(({ cell, at }) => ({
          at,
          message: `This entry destroys ${upper(cell)}, although the handler goes back to the interrupted instruction`,
        })),
    ),
);
