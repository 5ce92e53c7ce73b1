/** A store into ROM. */
import {
  entry,
  lines,
  linked,
  program,
  restore,
  right,
  save,
  shortEntry,
  skip,
  started,
} from './examples.ts';
import {
  addressOf,
  handlersOf,
  hex,
  isStore,
  ramStart,
  startSteps,
  storesInterrupted,
  trapRule,
  vectorEnd,
} from './trap.ts';

/** The restart entry lies before it. */
const entrySize = 16n;

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
      {
        title: 'A program that installs an entry',
        source: linked(
          '#90',
          shortEntry,
          lines(
            started(
              '        LIL     R4,#10',
              '        LIL     R5,#B1F0',
              '        STORE   R5,R4,4',
              ';       ^^^ v33-store-to-rom',
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
        title: 'The address of a handler goes to memory',
        source: linked(
          '#90',
          shortEntry,
          lines(
            started('        LIL     R4,SAVE', '        LEA     R5,HANDLE', '        STORE   R5,R4,4'),
            'HANDLE: CPUGET  R1,TSV',
            '        RTT',
          ),
        ),
      },
    ],
  },
  context => {
    const handling = handlersOf(context).flatMap(({ steps }) =>
      steps.filter(step => !storesInterrupted(step)).map(step => ({ step, from: 0n, to: ramStart })),
    );
    // A program may want a bus trap, but not from the entries.
    const starting = startSteps(context).map(step => ({ step, from: entrySize, to: vectorEnd }));
    return [...handling, ...starting].flatMap(({ step, from, to }) => {
      const address = isStore(step) ? addressOf(step) : undefined;
      return address === undefined || address < from || address >= to
        ? []
        : [{ at: step.at, message: `${hex(address)} is ROM: this store is a bus trap` }];
    });
  },
);
