/** The handler returns to the instruction that traps again. */
import type { PathStep } from '../../../vectors/paths.ts';
import { readCell } from '../../../vectors/state.ts';
import { entryCellOf } from '../../../vectors/values.ts';
import {
  entry,
  keep,
  lines,
  linked,
  program,
  restore,
  restoreKept,
  right,
  save,
  shortEntry,
} from './examples.ts';
import { handlersOf, isRow, isStore, storesInterrupted, trapRule } from './trap.ts';

/** Stores of what is not the interrupted program's, and what coprocessors are told, may take the cause away. */
const mayRepair = (step: PathStep): boolean =>
  isRow(step, 'coset') || (isStore(step) && !storesInterrupted(step));

export const v14TrapRepeats = trapRule(
  {
    id: 'v14-trap-repeats',
    title: 'The handler returns to the instruction that traps again',
    severity: 'error',
    explanation:
      'V14. RTT goes to TPC, which is the instruction that trapped: without another TPC, and with the cause as it was, it traps for ever.',
    bad: [
      {
        title: 'A handler that does nothing',
        source: program('#30', entry, lines(save, restore, ';       ^^^ v14-trap-repeats')),
      },
      {
        title: 'R1 into TSV and back',
        source: linked(
          '#10',
          shortEntry,
          lines('HANDLE: CPUGET  R1,TSV', '        RTT', ';       ^^^ v14-trap-repeats'),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'Tries again after a store that may take the cause away',
        source: linked(
          '#10',
          entry,
          lines(
            save,
            keep,
            '        STORE   R3,R2,12',
            '        CPUGET  R1,TMA',
            '        LIL     R3,#10100',
            '        STORES  R0,R3',
            '        LOAD    R3,R2,12',
            restoreKept,
          ),
        ),
      },
    ],
  },
  context =>
    handlersOf(context)
      .filter(({ entry }) => entry.index <= 3)
      .flatMap(({ steps, resumes }) =>
        steps.some(step => mayRepair(step))
          ? []
          : resumes
              .filter(({ before }) => entryCellOf(readCell(before, 'tpc')) === 'tpc')
              .map(({ at }) => ({
                at,
                message: 'Returns to the instruction that trapped, and nothing was changed: it traps again',
              })),
      ),
);
