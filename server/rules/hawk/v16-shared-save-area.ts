/** Two handlers that can nest share a save area. */
import {
  entering,
  keep,
  lines,
  linked,
  raise,
  restore,
  restoreKept,
  right,
  save,
  sharedByMacro,
  sharedByTwo,
} from './examples.ts';
import { handlersOf, hex, raises, sharedAreas, trapRule } from './trap.ts';

/** Keeps R2 in a word that the other handler leaves alone, and lets another trap come. */
const nesting = lines(keep.replace('8', '24'), raise, restoreKept.replace('R2,R2,8', 'R2,R2,24'));

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
        source: sharedByTwo('v16-shared-save-area', lines(keep, raise, restoreKept)),
      },
      {
        title: 'A macro makes both entries',
        source: sharedByMacro('v16-shared-save-area', nesting),
      },
    ],
    good: [
      ...right,
      {
        title: 'Each has an area of its own',
        source: linked(
          '#90',
          lines('        ENTER   SAVE,FIRST', '.       =       #A0', '        ENTER   OTHER,SECOND'),
          lines(save.replace('HANDLE', 'FIRST'), restore, save.replace('HANDLE', 'SECOND'), nesting),
          `        COMMON  OTHER,8<<2\n${entering()}`,
        ),
      },
    ],
  },
  context =>
    sharedAreas(handlersOf(context))
      .filter(({ one, other }) => raises(one) || raises(other))
      .map(({ at, place }) => ({
        at,
        message: `The word at ${hex(place)} is the save area of another handler too, and the level is raised: they can nest`,
      })),
);
