/** Code in the vector that no entry reaches. */
import { lines, linked, program, restore, right, save, shortEntry, skip } from './examples.ts';
import { hex, trapRule, vectorEnd } from './trap.ts';

export const v02StrayCode = trapRule(
  {
    id: 'v02-stray-code',
    title: 'Code in the vector that no entry reaches',
    severity: 'error',
    explanation:
      'V02. Traps lead to addresses that are multiples of 16 only; code elsewhere in the vector runs only when an entry leads to it.',
    bad: [
      {
        title: 'A location that is no entry',
        source: program(
          '#14',
          `        CPUSET  R2,TSV
;       ^^^ v02-stray-code`,
          `HANDLE: RTT`,
        ),
      },
      {
        title: 'The entry of an interrupt, two bytes late',
        source: linked(
          '#B2',
          shortEntry.replace('R1,TSV', 'R1,TSV\n;       ^^^ v02-stray-code'),
          'HANDLE: CPUGET  R1,TSV\n        RTT',
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'The rest of an entry in the room of another',
        source: program(
          '#10',
          lines(
            '        CPUSET  R2,TSV',
            '        LIL     R2,SAVE',
            '        BR      MORE',
            '.       =       #64',
            'MORE:   STORE   R1,R2,4',
            '        LIL     R1,HANDLE',
            '        JUMPS   R1',
          ),
          lines(save, skip, restore),
        ),
      },
    ],
  },
  context => {
    const reached = new Set(
      context.tables
        .flatMap(({ entries }) => entries)
        .flatMap(({ address }) => context.pathsOf(address).steps.map(({ at }) => at)),
    );
    const { statements } = context.result.program;
    return statements.flatMap(({ kind, address }, n) => {
      const isMoved = statements[n - 1]?.kind === 'org';
      const isStray = kind === 'instruction' && address < vectorEnd && address % 16n !== 0n;
      return isMoved && isStray && !reached.has(address)
        ? [{ at: address, message: `No trap leads to ${hex(address)}, which is not a multiple of #10` }]
        : [];
    });
  },
);
