/** A vector entry is longer than sixteen bytes. */
import { entering, entry, lines, linked, program, restore, right, save, skip } from './examples.ts';
import { isSled, trapRule } from './trap.ts';

export const v01EntryLength = trapRule(
  {
    id: 'v01-entry-length',
    title: 'A vector entry is longer than sixteen bytes',
    severity: 'error',
    explanation:
      'V01. The processor computes the address of an entry from a number of four bits: entries lie sixteen bytes apart. What does not fit overlaps the next entry.',
    bad: [
      {
        title: 'An entry of 18 bytes',
        source: program(
          '#10',
          `        CPUSET  R2,TSV
;       ^^^ v01-entry-length
        LIL     R2,SAVE
        STORE   R1,R2,4
        NOP
        LIL     R1,HANDLE
        JUMPS   R1`,
          lines(save, skip, restore),
        ),
      },
      {
        title: 'A macro that saves one register too many',
        source: linked(
          '#10',
          '        ENTER   SAVE,HANDLE\n;       ^^^ v01-entry-length',
          lines(save, skip, '        LOAD    R3,R2,12', restore),
          entering('          STORE   R3,R2,12\n'),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'Exactly sixteen bytes, and a macro of fourteen',
        source: linked(
          '#10',
          `        ENTER   SAVE,HANDLE\n.       =       #30\n${entry.replace('HANDLE', 'OTHER').replace('SAVE', 'SAVE+16')}`,
          lines(save, skip, restore, save.replace('HANDLE', 'OTHER'), skip, restore),
          entering(),
        ),
      },
    ],
  },
  ({ tables, architecture }) =>
    tables
      .flatMap(table => table.entries)
      .filter(entry => entry.certain && entry.used > architecture.vectorTable.slotSize && !isSled(entry))
      .map(({ address, used, index }) => ({
        at: address,
        message: `The entry for ${architecture.vectorTable.slots[index]!.name} has ${used} of ${architecture.vectorTable.slotSize} bytes`,
      })),
);
