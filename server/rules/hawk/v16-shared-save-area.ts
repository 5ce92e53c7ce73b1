/** Two handlers that can nest share a save area. */
import {
  entering,
  entry,
  keep,
  lines,
  linked,
  program,
  restore,
  restoreKept,
  right,
  save,
} from './examples.ts';
import { handlersOf, hex, raises, sharedAreas, trapRule } from './trap.ts';

export const v16SharedSaveArea = trapRule(
  {
    id: 'v16-shared-save-area',
    title: 'Two handlers that can nest share a save area',
    severity: 'error',
    explanation:
      'V16. A handler that raises the level can be interrupted. When the other handler then saves to the same words, what the first one saved there is lost, and it gives the program wrong registers.',
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
            restore,
          ),
        ),
      },
      {
        title: 'A macro makes both entries',
        source: linked(
          '#90',
          lines(
            '        ENTER   SAVE,FIRST',
            '.       =       #A0',
            '        ENTER   SAVE,SECOND',
            ';       ^^^ v16-shared-save-area',
          ),
          lines(
            save.replace('HANDLE', 'FIRST'),
            restore,
            save.replace('HANDLE', 'SECOND'),
            keep.replace('8', '24'),
            '        LIW     R1,#10000000',
            '        CPUSET  R1,PSW',
            restoreKept.replace('R2,R2,8', 'R2,R2,24'),
          ),
          entering(),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'Each has an area of its own',
        source: linked(
          '#90',
          lines('        ENTER   SAVE,FIRST', '.       =       #A0', '        ENTER   OTHER,SECOND'),
          lines(
            save.replace('HANDLE', 'FIRST'),
            restore,
            save.replace('HANDLE', 'SECOND'),

            keep.replace('8', '24'),
            '        LIW     R1,#10000000',
            '        CPUSET  R1,PSW',
            restoreKept.replace('R2,R2,8', 'R2,R2,24'),
          ),
          `        COMMON  OTHER,8<<2\n${entering()}`,
        ),
      },
    ],
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
