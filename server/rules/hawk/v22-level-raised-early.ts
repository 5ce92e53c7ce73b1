/** The level is raised before the interrupted program is back. */
import { readCell } from '../../../vectors/state.ts';
import { numberOf } from '../../../vectors/values.ts';
import { entry, keep, lines, linked, program, restoreKept, right, save } from './examples.ts';
import { handlersOf, trapRule, writes } from './trap.ts';

export const v22LevelRaisedEarly = trapRule(
  {
    id: 'v22-level-raised-early',
    title: 'TPC is restored while interrupts are enabled',
    severity: 'error',
    explanation:
      'V22. An interrupt that comes between CPUSET of TPC and RTT replaces TPC. While TPC is set, the level has to be 0; RTT restores it.',
    bad: [
      {
        title: 'PSW first, TPC then',
        source: program(
          '#10',
          entry,
          lines(
            save,
            keep,
            '        LIW     R1,#20000000',
            '        CPUSET  R1,PSW',
            '        CPUGET  R1,TPC',
            '        LEA     R1,R1,2',
            '        CPUSET  R1,TPC',
            ';       ^^^ v22-level-raised-early',
            '        LOAD    R1,R2,0',
            '        CPUSET  R1,PSW',
            '        LOAD    R1,R2,4',
            '        LOAD    R2,R2,8',
            '        RTT',
          ),
        ),
      },
      {
        title: 'A handler of the keyboard that lets others in',
        source: linked(
          '#F0',
          entry,
          lines(
            save,
            keep,
            '        CPUGET  R1,TPC',
            '        STORE   R1,R2,12',
            '        LIW     R1,#60000000',
            '        CPUSET  R1,PSW',
            '        LIW     R1,#FF100000',
            '        LOADS   R1,R1',

            '        LOAD    R1,R2,12',
            '        CPUSET  R1,TPC',
            ';       ^^^ v22-level-raised-early',
            restoreKept,
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'The level is 0 again before TPC is set',
        source: linked(
          '#F0',
          entry,
          lines(
            save,
            keep,
            '        CPUGET  R1,TPC',
            '        STORE   R1,R2,12',
            '        LIW     R1,#60000000',
            '        CPUSET  R1,PSW',
            '        LIW     R1,#FF100000',
            '        LOADS   R1,R1',
            '        CLR     R1',
            '        CPUSET  R1,PSW',
            '        LOAD    R1,R2,12',
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
        const status = numberOf(readCell(step.before, 'psw'));
        if (!writes(step, 'tpc') || status === undefined) return [];
        const level = (status >> 28n) & 15n;
        // In user state the instruction itself is a trap.
        if (level === 15n || (level & 7n) === 0n) return [];
        return [{ at: step.at, message: 'Interrupts are enabled here: one of them would replace TPC' }];
      }),
    ),
);
