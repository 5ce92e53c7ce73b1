/** The base register is restored before its last use. */
import { entry, keep, lines, linked, program, restore, right, save, skip } from './examples.ts';
import { handlersOf, interruptedPointer, operandOf, trapRule, upper } from './trap.ts';

export const v21BaseRestoredEarly = trapRule(
  {
    id: 'v21-base-restored-early',
    title: 'The base register is restored before its last use',
    severity: 'error',
    explanation:
      'V21. A register that has its old value again points to wherever the interrupted program had it point to: what is loaded through it is not what was saved. The base comes back last, from the area that it points to.',
    bad: [
      {
        title: 'R2 comes back before R1',
        source: program(
          '#10',
          entry,
          lines(
            save,
            skip,
            '        LOAD    R1,R2,0',
            '        CPUSET  R1,PSW',
            '        CPUGET  R2,TSV',
            '        LOAD    R1,R2,4',
            ';       ^^^ v21-base-restored-early',
            '        RTT',
          ),
        ),
      },
      {
        title: 'R2 comes from the area, and R1 after it',
        source: linked(
          '#A0',
          entry,
          lines(
            save,
            keep,
            '        LOAD    R1,R2,0',
            '        CPUSET  R1,PSW',
            '        LOAD    R2,R2,8',
            '        LOAD    R1,R2,4',
            ';       ^^^ v21-base-restored-early',
            '        RTT',
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'Another base register, last as well',
        source: linked(
          '#A0',
          entry.replaceAll('R2', 'R8'),
          lines(save.replaceAll('R2', 'R8'), restore.replaceAll('R2', 'R8')),
        ),
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(({ steps, resumes }) =>
      resumes.length === 0
        ? []
        : steps.flatMap(step => {
            const cell = `r${operandOf(step, 'x')}`;
            const isBack = interruptedPointer(step) === cell && step.before.history.written.has(cell);
            return isBack
              ? [
                  {
                    at: step.at,
                    message: `${upper(cell)} is the interrupted program’s again: this is not the save area`,
                  },
                ]
              : [];
          }),
    ),
);
