/** The handler uses a pointer of the interrupted program before TPC is saved. */
import { fieldHolding } from '../../../vectors/state.ts';
import {
  entry,
  keep,
  lines,
  linked,
  program,
  restoreKept,
  right,
  save,
  shortEntry,
  skip,
} from './examples.ts';
import { handlersOf, interruptedPointer, trapRule, upper } from './trap.ts';

export const v24NestedTrap = trapRule(
  {
    id: 'v24-nested-trap',
    title: 'The handler uses a pointer of the interrupted program before TPC is saved',
    severity: 'warning',
    explanation:
      'V24. The pointer may be wrong. A bus trap in the handler replaces TPC, TMA and the old level, and its entry replaces TSV: the way back is lost. Save TPC, TSV and PSW first.',
    bad: [
      {
        title: 'A store through the interrupted R2',
        source: program(
          '#10',
          '        CPUSET  R1,TSV\n        LIL     R1,HANDLE\n        JUMPS   R1',
          lines(
            'HANDLE: STORE   R2,R2,0',
            ';       ^^^ v24-nested-trap',
            skip,
            '        CPUGET  R1,TSV',
            '        RTT',
          ),
        ),
      },
      {
        title: 'A word of the interrupted program before anything is saved',
        source: linked(
          '#20',
          shortEntry,
          lines(
            'HANDLE: LOAD    R1,R5,4',
            ';       ^^^ v24-nested-trap',
            skip,
            '        CPUGET  R1,TSV',
            '        RTT',
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'TPC, TSV and PSW are saved first',
        source: linked(
          '#20',
          entry,
          lines(
            save,
            keep,
            '        CPUGET  R1,TPC',
            '        STORE   R1,R2,12',
            '        LOAD    R1,R5,4',
            '        LOAD    R1,R2,12',
            '        LEA     R1,R1,2',
            '        CPUSET  R1,TPC',
            restoreKept,
          ),
        ),
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(({ steps }) =>
      steps.flatMap(step => {
        const cell = interruptedPointer(step);
        if (
          cell === undefined ||
          step.before.history.written.has(cell) ||
          fieldHolding(step.before, 'tpc') !== undefined
        )
          return [];
        return [
          {
            at: step.at,
            message: `${upper(cell)} is the interrupted program’s: should it be a bad address, TPC is lost`,
          },
        ];
      }),
    ),
);
