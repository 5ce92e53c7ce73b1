/** Two handlers share a save area. */
import { entering, lines, linked, restore, right, save, sharedByMacro, sharedByTwo } from './examples.ts';
import { handlersOf, hex, raises, sharedAreas, trapRule } from './trap.ts';

export const v17CommonSaveArea = trapRule(
  {
    id: 'v17-common-save-area',
    title: 'Two handlers share a save area',
    severity: 'information',
    explanation:
      'V17. Handlers at level 0 cannot interrupt each other, so they may share an area as long as none of them traps.',
    bad: [
      {
        title: 'One area for two interrupts',
        source: sharedByTwo('v17-common-save-area', restore),
      },
      {
        title: 'A macro makes both entries',
        source: sharedByMacro('v17-common-save-area', restore),
      },
    ],
    good: [
      ...right,
      {
        title: 'Each has an area of its own',
        source: linked(
          '#90',
          lines('        ENTER   SAVE,FIRST', '.       =       #A0', '        ENTER   SAVE+16,SECOND'),
          lines(save.replace('HANDLE', 'FIRST'), restore, save.replace('HANDLE', 'SECOND'), restore),
          entering(),
        ),
      },
    ],
  },
  context =>
    sharedAreas(handlersOf(context))
      .filter(({ one, other }) => !raises(one) && !raises(other))
      .map(({ at, place }) => ({
        at,
        message: `The word at ${hex(place)} is the save area of another handler too`,
      })),
);
