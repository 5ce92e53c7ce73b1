/** A handler enables its own interrupt while the request stands. */
import { entry, keep, lines, linked, program, restoreKept, right, save } from './examples.ts';
import { addressOf, deviceStart, firstInterrupt, handlersOf, isStore, levelSet, trapRule } from './trap.ts';

export const v23OwnInterruptEnabled = trapRule(
  {
    id: 'v23-own-interrupt-enabled',
    title: 'A handler enables its own interrupt while the request stands',
    severity: 'error',
    explanation:
      'V23. Interrupts 1 to level are enabled. A device requests until its data is read: before that, the handler would be entered again at once.',
    bad: [
      {
        title: 'Level 7 before the key is read',
        source: program(
          '#F0',
          entry,
          lines(
            save,
            keep,
            '        LIW     R1,#70000000',
            '        CPUSET  R1,PSW',
            ';       ^^^ v23-own-interrupt-enabled',
            '        LIW     R1,#FF100000',
            '        LOADS   R1,R1',
            restoreKept,
          ),
        ),
      },
      {
        title: 'Interrupt 1 at level 1',
        source: linked(
          '#90',
          entry,
          lines(
            save,
            keep,
            '        LIW     R1,#10000000',
            '        CPUSET  R1,PSW',
            ';       ^^^ v23-own-interrupt-enabled',
            restoreKept,
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'One level less, or after the key was read',
        source: linked(
          '#F0',
          entry,
          lines(
            save,
            keep,
            '        LIW     R1,#60000000',
            '        CPUSET  R1,PSW',
            '        LIW     R1,#FF100000',
            '        LOADS   R1,R1',
            '        LIW     R1,#70000000',
            '        CPUSET  R1,PSW',
            restoreKept,
          ),
        ),
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(({ entry, steps }) => {
      const number = entry.index - firstInterrupt;
      return steps.flatMap((step, n) => {
        const level = levelSet(step);
        const isEnabled = number > 0 && level !== undefined && (level & 7) >= number;
        const isServed = steps
          .slice(0, n)
          .some(one => !isStore(one) && (addressOf(one) ?? 0n) >= deviceStart);
        return isEnabled && !isServed
          ? [
              {
                at: step.at,
                message: `Level ${level} enables interrupt ${number}, whose request still stands`,
              },
            ]
          : [];
      });
    }),
);
