/** Exceptions of every class, from and to every level, with the routing varied, against QEMU. */
import { describe, expect, test } from 'vitest';
import { gnuBinutils } from '../gnu-image.ts';
import { qemu } from '../qemu.ts';
import { seededRandom } from '../random-programs.ts';
import { amount } from './amount.ts';
import { bodies, randomCases, systematicCases } from './exception-cases.ts';
import { expectedDeviations, judge } from './recorded-differences.ts';
import { compareRecordings, describeRecorded, places, type RecordedCase } from './recorder.ts';

const available = qemu !== undefined && gnuBinutils;
const seen = new Map<string, number>();

function expectEqual(cases: readonly RecordedCase[]): void {
  const { unexplained, explained } = judge(compareRecordings({ bodies, cases }));
  for (const [title, count] of explained) seen.set(title, (seen.get(title) ?? 0) + count);
  expect(unexplained.slice(0, 20).map(describeRecorded)).toEqual([]);
}

const batch = 20_000;

describe.skipIf(!available)('recorded exceptions against QEMU (qemu-system-aarch64, GNU as)', () => {
  const systematic = systematicCases(places.data, amount(60, 1));
  const batches = Array.from({ length: Math.ceil(systematic.length / batch) }, (_, number) => number);

  test.each(batches)('each body, level and routing bit, part %i', number => {
    expectEqual(systematic.slice(number * batch, (number + 1) * batch));
  });

  test.each(Array.from({ length: amount(1, 5) }, (_, number) => number + 1))(
    'random states, seed %i',
    seed => {
      expectEqual(randomCases(seededRandom(seed), places.data, amount(3000, batch)));
    },
  );

  test.each(expectedDeviations('exceptions', amount(false, true)))(
    'QEMU still differs: $title ($section)',
    ({ title }) => {
      expect(seen.get(title) ?? 0).toBeGreaterThan(0);
    },
  );
});
