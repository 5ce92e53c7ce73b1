/** A store into ROM. */
import { entry, lines, program, restore, right, save, skip } from './examples.ts';
import { addressOf, handlersOf, hex, isStore, ramStart, storesInterrupted, trapRule } from './trap.ts';

export const v33StoreToRom = trapRule(
  {
    id: 'v33-store-to-rom',
    title: 'A store into ROM',
    severity: 'warning',
    explanation:
      'V33. The vector and the first 64 KiB are ROM: handlers are installed when the program is linked, not at run time.',
    bad: [
      {
        title: 'A patched vector',
        source: program(
          '#10',
          entry,
          lines(
            save,
            skip,
            '        LIL     R1,#20',
            '        STORES  R0,R1',
            ';       ^^^ v33-store-to-rom',
            restore,
          ),
        ),
      },
    ],
    good: right,
  },
  context =>
    handlersOf(context).flatMap(({ steps }) =>
      steps.flatMap(step => {
        const address = isStore(step) ? addressOf(step) : undefined;
        if (address === undefined || address >= ramStart || storesInterrupted(step)) return [];
        return [{ at: step.at, message: `${hex(address)} is ROM: this store is a bus trap` }];
      }),
    ),
);
