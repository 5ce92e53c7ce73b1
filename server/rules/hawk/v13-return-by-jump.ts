/** The handler returns with a jump. */
import { entryCellOf, symbolOf } from '../../../vectors/values.ts';
import { entry, lines, linked, program, restore, right, save, skip } from './examples.ts';
import { isJump, jumpTarget } from './routines.ts';
import { handlersOf, trapRule } from './trap.ts';

export const v13ReturnByJump = trapRule(
  {
    id: 'v13-return-by-jump',
    title: 'The handler returns with a jump',
    severity: 'error',
    explanation:
      'V13. A trap sets the level to 0. Only RTT restores the level together with the program counter: after a jump the program runs privileged, with interrupts off, for ever.',
    bad: [
      {
        title: 'JUMPS instead of RTT',
        source: program(
          '#10',
          entry,
          lines('HANDLE: CPUGET  R1,TPC', '        JUMPS   R1', ';       ^^^ v13-return-by-jump'),
        ),
      },
      {
        title: 'A jump through the word where TPC is saved',
        source: linked(
          '#10',
          entry,
          lines(
            'HANDLE: CPUGET  R1,TPC',
            '        LEA     R1,R1,2',
            '        STORE   R1,R2,0',
            '        LOAD    R1,R2,4',
            '        LOADS   PC,R2',
            ';       ^^^ v13-return-by-jump',
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'A jump inside the handler',
        source: linked(
          '#10',
          entry,
          lines(save, '        LIL     R1,MORE', '        JUMPS   R1', 'MORE:', skip, restore),
        ),
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(({ steps }) =>
      steps.flatMap(step => {
        const target = jumpTarget(step);
        const symbol = target && symbolOf(target);
        if (symbol?.of !== 'entry' || symbol.cell !== 'tpc') return [];
        const isUnchanged = entryCellOf(target!) === 'tpc' && isJump(step);
        return [
          {
            at: step.at,
            message: 'Goes back to the interrupted program without RTT: the level stays 0',
            ...(isUnchanged && { fix: { title: 'Return with RTT', rewrite: () => 'RTT' } }),
          },
        ];
      }),
    ),
);
