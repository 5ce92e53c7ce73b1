/** A privileged instruction in code that runs in user state. */
import { lines, linked, program, right, shortEntry, started } from './examples.ts';
import { firstEntries, isRow, startSteps, trapRule } from './trap.ts';

export const v25PrivilegedInUserState = trapRule(
  {
    id: 'v25-privileged-in-user-state',
    title: 'CPUGET or CPUSET in user state',
    severity: 'error',
    explanation:
      'V25. At level 1111 CPUGET, CPUSET and RTT are privilege traps. Where the program has an entry for them at #30, that may be meant, and nothing is reported.',
    bad: [
      {
        title: 'TMA read by a user program',
        source: program(
          '#00',
          '        LIL     PC,START',
          lines(
            'START:  LIW     R3,#0F000000',
            '        CPUSET  R3,PSW',
            '        LEA     R3,USER',
            '        CPUSET  R3,TPC',
            '        RTT',
            'USER:   CPUGET  R4,TMA',
            ';       ^^^ v25-privileged-in-user-state',
            '        LIL     PC,0',
          ),
        ),
      },
      {
        title: 'TSV as a place for a register',
        source: linked(
          '#90',
          shortEntry,
          lines(
            started(
              '        LIW     R3,#0F000000',
              '        CPUSET  R3,PSW',
              '        LEA     R3,USER',
              '        CPUSET  R3,TPC',
              '        RTT',
              'USER:   LIS     R3,1',
              '        CPUSET  R3,TSV',
              ';       ^^^ v25-privileged-in-user-state',
            ),
            'HANDLE: CPUGET  R1,TSV',
            '        RTT',
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'A user program that needs no privilege',
        source: linked(
          '#90',
          shortEntry,
          lines(
            started(
              '        LIW     R3,#0F000000',
              '        CPUSET  R3,PSW',
              '        LEA     R3,USER',
              '        CPUSET  R3,TPC',
              '        RTT',
              'USER:   LIS     R3,1',
              '        MOVE    R4,R3',
            ),
            'HANDLE: CPUGET  R1,TSV',
            '        RTT',
          ),
        ),
      },
    ],
  },
  context => {
    const hasHandler = context.tables.some(({ entries }) => entries.some(({ index }) => index === 3));
    const steps = startSteps(context);
    // A user program that ends by a jump to the restart entry is followed to here.
    const privileged = new Set(steps.map(({ at }) => at));
    return hasHandler
      ? []
      : firstEntries(steps)
          .filter(({ level }) => level === 15)
          .flatMap(({ to }) => context.pathsOf(to).steps)
          .filter(step => !privileged.has(step.at) && isRow(step, 'cpuget', 'cpuset'))
          .slice(0, 1)
          .map(({ at }) => ({ at, message: 'This runs in user state: it is a privilege trap' }));
  },
);
