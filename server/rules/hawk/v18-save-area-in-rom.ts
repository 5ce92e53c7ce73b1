/** Registers are saved where no memory can be written. */
import { entry, lines, linked, program, restore, right, save, skip } from './examples.ts';
import { addressOf, handlersOf, hex, isStore, ramStart, storesInterrupted, trapRule } from './trap.ts';

export const v18SaveAreaInRom = trapRule(
  {
    id: 'v18-save-area-in-rom',
    title: 'Registers are saved where no memory can be written',
    severity: 'error',
    explanation:
      'V18. The first 64 KiB are ROM, with the vector at its start: a store there is a bus trap, and the trap inside the handler replaces TPC.',
    bad: [
      {
        title: 'A save area after the code',
        source: program(
          '#10',
          entry.replace('SAVE', '#2000').replace('R1,R2,4', 'R1,R2,4\n;       ^^^ v18-save-area-in-rom'),
          lines(save, ';       ^^^ v18-save-area-in-rom', skip, restore),
        ),
      },
      {
        title: 'Words between the instructions',
        source: linked(
          '#10',
          entry.replace('SAVE', 'SAVED').replace('R1,R2,4', 'R1,R2,4\n;       ^^^ v18-save-area-in-rom'),
          lines(
            save,
            ';       ^^^ v18-save-area-in-rom',
            skip,
            restore,
            '        ALIGN   4',
            'SAVED:  W       0,0',
          ),
        ),
      },
    ],
    good: [...right, { title: 'A common block', source: linked('#10', entry, lines(save, skip, restore)) }],
  },
  context =>
    handlersOf(context).flatMap(({ steps }) =>
      steps.flatMap(step => {
        const address = isStore(step) ? addressOf(step) : undefined;
        if (address === undefined || address >= ramStart || !storesInterrupted(step)) return [];
        return [{ at: step.at, message: `Saves a register at ${hex(address)}, which is ROM` }];
      }),
    ),
);
