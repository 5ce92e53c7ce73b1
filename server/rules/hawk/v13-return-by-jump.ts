/** The handler returns with a jump. */
import { readCell } from '../../../vectors/state.ts';
import { entryCellOf, symbolOf } from '../../../vectors/values.ts';
import { entry, lines, program, right } from './examples.ts';
import { handlersOf, isRow, operandOf, trapRule } from './trap.ts';

export const v13ReturnByJump = trapRule(
  {
    id: 'v13-return-by-jump',
    title: 'The handler returns with a jump',
    severity: 'error',
    explanation: 'V13. Only RTT restores the level together with the program counter.',
    bad: [
      {
        title: 'JUMPS instead of RTT',
        source: program(
          '#10',
          entry,
          lines('HANDLE: CPUGET  R1,TPC', '        JUMPS   R1', ';       ^^^ v13-return-by-jump'),
        ),
      },
    ],
    good: right,
  },
  context =>
    handlersOf(context).flatMap(({ steps }) =>
      steps
        .filter(step => step.found.effects.control.includes('jump') && isRow(step, 'jsrs', 'jsr'))
        .filter(step => symbolOf(readCell(step.before, `r${operandOf(step, 'x')}`))?.of === 'entry')
        .filter(step => entryCellOf(readCell(step.before, `r${operandOf(step, 'x')}`)) === 'tpc')
        .map(({ at }) => ({
          at,
          message: 'Goes back to the interrupted program without RTT: the level stays 0',
        })),
    ),
);
