/** The keyboard’s handler does not read the key. */
import { entry, lines, linked, program, restore, right, save } from './examples.ts';
import { addressOf, deviceStart, handlersOf, isStore, trapRule } from './trap.ts';

export const v29KeyboardNotRead = trapRule(
  {
    id: 'v29-keyboard-not-read',
    title: 'The keyboard’s handler does not read the key',
    severity: 'warning',
    explanation:
      'V29. The keyboard requests an interrupt until its data register at #FF100000 is read: without that, the interrupt comes again at once.',
    bad: [
      {
        title: 'The key stays where it is',
        source: program(
          '#F0',
          entry.replace('R2,TSV', 'R2,TSV\n;       ^^^ v29-keyboard-not-read'),
          lines(save, restore),
        ),
      },
      {
        title: 'The status is read, but not the key',
        source: linked(
          '#F0',
          entry.replace('R2,TSV', 'R2,TSV\n;       ^^^ v29-keyboard-not-read'),
          lines(save, '        LIW     R1,#FF100000', '        LOAD    R1,R1,4', restore),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'The key is read from the address of the status less 4',
        source: linked(
          '#F0',
          entry,
          lines(save, '        LIW     R1,#FF100004', '        LOAD    R1,R1,-4', restore),
        ),
      },
    ],
  },
  context =>
    handlersOf(context)
      .filter(({ entry, complete, returns }) => entry.index === 15 && complete && returns.length > 0)
      .filter(({ steps }) => !steps.some(step => !isStore(step) && addressOf(step) === deviceStart))
      .map(({ entry }) => ({
        at: entry.address,
        message: 'This handler never reads KBDDATA (#FF100000): the interrupt repeats without end',
      })),
);
