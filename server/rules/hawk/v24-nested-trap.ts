/** The handler uses a pointer of the interrupted program before TPC is saved. */
import { fieldHolding } from '../../../vectors/state.ts';
import { lines, program, right, skip } from './examples.ts';
import { handlersOf, interruptedPointer, trapRule, upper } from './trap.ts';

export const v24NestedTrap = trapRule(
  {
    id: 'v24-nested-trap',
    title: 'The handler uses a pointer of the interrupted program before TPC is saved',
    severity: 'warning',
    explanation:
      'V24. The pointer may be wrong. A bus trap in the handler replaces TPC, and the way back is lost.',
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
    ],
    good: right,
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
