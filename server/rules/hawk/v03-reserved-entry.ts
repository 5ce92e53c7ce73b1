/** An entry for a trap that does not exist. */
import { entry, lines, linked, program, restore, right, save, shortEntry, skip } from './examples.ts';
import { firstInterrupt, hex, isSled, trapRule } from './trap.ts';

export const v03ReservedEntry = trapRule(
  {
    id: 'v03-reserved-entry',
    title: 'An entry for a trap that does not exist',
    severity: 'warning',
    explanation:
      'V03. Entries #60 and #70 are reserved: the hardware never goes there. Interrupt 0 at #80 cannot be masked, not even while a handler runs, so no device is connected to it.',
    bad: [
      {
        title: 'Code for a reserved trap',
        source: program(
          '#60',
          entry.replace('R2,TSV', 'R2,TSV\n;       ^^^ v03-reserved-entry'),
          lines(save, skip, restore),
        ),
      },
      {
        title: 'A row of NOPs that leads to interrupt 1',
        source: linked(
          '#80',
          lines(
            '        NOP',
            ';       ^^^ v03-reserved-entry',
            ...Array<string>(7).fill('        NOP'),
            '.       =       #90',
            shortEntry,
          ),
          'HANDLE: CPUGET  R1,TSV\n        RTT',
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'Interrupt 1, the first that can be masked',
        source: linked('#90', shortEntry, 'HANDLE: CPUGET  R1,TSV\n        RTT'),
      },
    ],
  },
  ({ tables }) =>
    tables
      .flatMap(table => table.entries)
      .filter(({ index }) => index >= 6 && index <= firstInterrupt)
      .map(entry => ({
        at: entry.address,
        message: `${hex(entry.address)} is ${entry.address === 0x80n ? 'for interrupt 0, which cannot be masked' : 'reserved'}`,
        ...(isSled(entry) && { severity: 'information' as const }),
      })),
);
