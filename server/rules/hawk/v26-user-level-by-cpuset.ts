/** PSW is loaded with level 1111. */
import { entry, keep, lines, main, program, restoreKept, right, save, skip } from './examples.ts';
import { levelSet, trapRule } from './trap.ts';

export const v26UserLevelByCpuset = trapRule(
  {
    id: 'v26-user-level-by-cpuset',
    title: 'PSW is loaded with level 1111',
    severity: 'warning',
    explanation:
      'V26. At level 1111 CPUSET and CPUGET are privileged, so the next of them traps. Put the level into the field of the old level and go there with RTT.',
    bad: [
      {
        title: 'User state by CPUSET',
        source: program(
          '#10',
          entry,
          lines(
            save,
            keep,
            '        LIW     R1,#F0000000',
            '        CPUSET  R1,PSW',
            ';       ^^^ v26-user-level-by-cpuset',
            skip,
            restoreKept,
          ),
        ),
      },
      {
        title: 'At the start of a program',
        source: main(
          '        LIW     R3,#F0000000',
          '        CPUSET  R3,PSW',
          ';       ^^^ v26-user-level-by-cpuset',
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'The old level, and RTT',
        source: main(
          '        LIW     R3,#0F000000',
          '        CPUSET  R3,PSW',
          '        LEA     R3,USER',
          '        CPUSET  R3,TPC',
          '        RTT',
          'USER:   LIS     R3,1',
        ),
      },
    ],
  },
  context =>
    context.tables
      .flatMap(({ entries }) => entries)
      .flatMap(({ address }) => context.pathsOf(address).steps)
      .filter(step => levelSet(step) === 15)
      .map(({ at }) => ({ at, message: 'Enters user state at once: set the old level and use RTT' })),
);
