/** Two handlers that can nest share a save area. */
import { entry, keep, lines, program, restore, restoreKept, right, save } from './examples.ts';
import { handlersOf, hex, raises, sharedAreas, trapRule } from './trap.ts';

export const v16SharedSaveArea = trapRule(
  {
    id: 'v16-shared-save-area',
    title: 'Two handlers that can nest share a save area',
    severity: 'error',
    explanation:
      'V16. A handler that raises the level can be interrupted: what the other handler saves must lie elsewhere.',
    bad: [
      {
        title: 'One area for two interrupts',
        source: program(
          '#A0',
          entry,
          lines(
            save,
            keep,
            '        LIW     R1,#10000000',
            '        CPUSET  R1,PSW',
            restoreKept,
            '.       =       #B0',
            lines(
              entry
                .replace('HANDLE', 'SECOND')
                .replace('R1,R2,4', 'R1,R2,4\n;       ^^^ v16-shared-save-area'),
            ),
            '.       =       #1100',
            save.replace('HANDLE', 'SECOND'),
            ';       ^^^ v16-shared-save-area',
            restore,
          ),
        ),
      },
    ],
    good: right,
  },
  context => {
    const all = handlersOf(context);
    return sharedAreas(all)
      .filter(({ one, other }) => raises(one) || raises(other))
      .map(({ at, place }) => ({
        at,
        message: `The word at ${hex(place)} is the save area of another handler too, and the level is raised: they can nest`,
      }));
  },
);
