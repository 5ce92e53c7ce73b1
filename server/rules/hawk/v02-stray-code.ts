/** Code in the vector that no entry reaches. */
import { program, right } from './examples.ts';
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
    ],
    good: right,
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
