/** TSV is written again before it was read. */
import { readCell, stillHeld } from '../../../vectors/state.ts';
import { entryCellOf } from '../../../vectors/values.ts';
import { entry, keep, lines, linked, program, restoreKept, right, save } from './examples.ts';
import { handlersOf, trapRule, upper, writes } from './trap.ts';

export const v10TsvOverwritten = trapRule(
  {
    id: 'v10-tsv-overwritten',
    title: 'TSV is written again before it was read',
    severity: 'error',
    explanation:
      'V10. TSV holds one register. CPUSET to it replaces what it held, and the register that an entry put there first cannot be given back.',
    bad: [
      {
        title: 'Two registers in TSV',
        source: program(
          '#10',
          `        CPUSET  R1,TSV
        LIL     R1,HANDLE
        JUMPS   R1`,
          lines(
            'HANDLE: CPUSET  R2,TSV',
            ';       ^^^ v10-tsv-overwritten',
            '        CPUGET  R1,TPC',
            '        LEA     R1,R1,2',
            '        CPUSET  R1,TPC',
            '        RTT',
          ),
        ),
      },
      {
        title: 'TSV as a place for a third register',
        source: linked(
          '#A0',
          entry,
          lines(
            save,
            '        CPUSET  R3,TSV',
            ';       ^^^ v10-tsv-overwritten',
            '        LIS     R3,0',
            '        CPUGET  R3,TSV',
            '        LOAD    R1,R2,0',
            '        CPUSET  R1,PSW',
            '        LOAD    R1,R2,4',
            '        RTT',
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'TSV is free again when its register lies in the save area',
        source: linked(
          '#A0',
          entry,
          lines(
            save,
            keep,
            '        CPUSET  R3,TSV',
            '        LIS     R3,0',
            '        CPUGET  R3,TSV',
            restoreKept,
          ),
        ),
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(({ steps }) =>
      steps.flatMap(step => {
        const held = entryCellOf(readCell(step.before, 'tsv'));
        const isLost =
          writes(step, 'tsv') && held !== undefined && held !== 'tsv' && !stillHeld(step.after, held);
        return isLost
          ? [{ at: step.at, message: `${upper(held)}, which was in TSV and nowhere else, is lost` }]
          : [];
      }),
    ),
);
