/** The monitor waits for a key that the interrupt handler takes. */
import type { RuleContext } from '../rule.ts';
import { lines, program, right } from './examples.ts';
import { monitorRoutineOf, programSteps } from './routines.ts';
import { keyboardEnabling, trapRule } from './trap.ts';

const polling = ['GETCHAR', 'GETS'] as const;

/** A program that tells the keyboard something and calls a routine of the monitor. */
const talking = (control: string, call: string): string =>
  program(
    '#00',
    '        LIL     PC,START',
    lines(
      '        EXT     GETCHAR,GETS,PUTCHAR',
      'START:  LIL     R2,#10100',
      '        LIW     R4,#FF100000',
      control,
      '        STORE   R5,R4,4',
      call,
      '        LIL     PC,0',
    ),
  );

export const v30PollingWithInterrupt = trapRule(
  {
    id: 'v30-polling-with-interrupt',
    title: 'GETCHAR or GETS while the keyboard may interrupt',
    severity: 'warning',
    explanation:
      'V30. GETCHAR waits until KBDSTAT is not zero: with KBDIE set it never is zero, so GETCHAR takes a key that is not there, and those that are go to the interrupt handler.',
    bad: [
      {
        title: 'GETCHAR with KBDIE set',
        source: talking(
          '        LIL     R5,#80',
          '        LIL     R1,GETCHAR\n        JSRS    R1,R1\n;       ^^^ v30-polling-with-interrupt',
        ),
      },
      {
        title: 'GETS in a routine of the program',
        source: talking(
          '        LIL     R5,#C0',
          lines(
            '        JSR     R1,LINE',
            '        LIL     PC,0',
            'LINE:   STORES  R1,R2',
            '        LEA     R2,R2,4',
            '        LIL     R3,#10200',
            '        LIL     R1,GETS',
            '        JSRS    R1,R1',
            ';       ^^^ v30-polling-with-interrupt',
            '        LEA     R2,R2,-4',
            '        LOADS   PC,R2',
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'GETCHAR, and the keyboard does not interrupt',
        source: talking('        CLR     R5', '        LIL     R1,GETCHAR\n        JSRS    R1,R1'),
      },
      {
        title: 'KBDIE, and a routine that only writes',
        source: talking(
          '        LIL     R5,#80',
          "        LIS     R3,'.'\n        LIL     R1,PUTCHAR\n        JSRS    R1,R1",
        ),
      },
    ],
  },
  (context: RuleContext) => {
    const steps = programSteps(context);
    if (keyboardEnabling(steps).length === 0) return [];
    return steps.flatMap(step => {
      const name = monitorRoutineOf(context, step);
      return polling.some(one => one === name)
        ? [
            {
              at: step.at,
              message: `${name} waits for KBDSTAT, and KBDIE, which the program sets, is a bit of it`,
            },
          ]
        : [];
    });
  },
);
