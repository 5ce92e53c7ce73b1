/** Every row that one instruction can show, with random operands and states, against QEMU. */
import { describe, expect, test } from 'vitest';
import { comparableRows, compareRows, describeDifference, missing } from './row-cases.ts';
import { isKnown, knownDifferences } from './row-differences.ts';

const parts = 8;
const size = Math.ceil(comparableRows.length / parts);
const part = (number: number) => comparableRows.slice(number * size, (number + 1) * size);

describe.skipIf(missing.length > 0)(
  `A64 rows in QEMU${missing.length ? ` (missing: ${missing})` : ''}`,
  () => {
    test.each(Array.from({ length: parts }, (_, number) => number))('part %i', number => {
      const { differences, unreached } = compareRows(part(number), { words: 2, states: 3, seed: number + 1 });
      const unknown = differences.filter(difference => !isKnown(difference));
      expect(unknown.map(describeDifference)).toEqual([]);
      expect(unreached).toEqual([]);
    });

    test.each(knownDifferences)('$row: $reason', ({ row, covers }) => {
      const rows = comparableRows.filter(({ id }) => id === row);
      const { differences } = compareRows(rows, { words: 8, states: 60, seed: 1 });
      expect(differences.length).toBeGreaterThan(0);
      expect(differences.filter(difference => !covers(difference)).map(describeDifference)).toEqual([]);
    });
  },
);
