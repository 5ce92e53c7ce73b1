/** Every row that one instruction can show, with random operands and states, against QEMU. */
import { describe, expect, test } from 'vitest';
import { amount } from './emulator/amount.ts';
import { comparableRows, compareRows, describeDifference, missing } from './row-cases.ts';
import { isKnown, knownDifferences } from './row-differences.ts';

/** A thousand cases of each row in full, in runs of a hundred. */
const { words, states, runs } = amount({ words: 2, states: 3, runs: 1 }, { words: 10, states: 10, runs: 10 });
const parts = 8;
const size = Math.ceil(comparableRows.length / parts);
const part = (number: number) => comparableRows.slice(number * size, (number + 1) * size);

describe.skipIf(missing.length > 0)(
  `A64 rows in QEMU${missing.length ? ` (missing: ${missing})` : ''}`,
  () => {
    test.each(Array.from({ length: parts * runs }, (_, number) => number))('run %i', number => {
      const rows = part(number % parts);
      const { differences, unreached } = compareRows(rows, { words, states, seed: number + 1 });
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
