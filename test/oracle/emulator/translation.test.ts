/** Random tables of all granules, both stages, by address translation instructions and accesses, against QEMU. */
import { describe, expect, test } from 'vitest';
import { gnuBinutils } from '../gnu-image.ts';
import { qemu } from '../qemu.ts';
import { seededRandom } from '../random-programs.ts';
import { amount } from './amount.ts';
import { expectedDeviations, judge } from './recorded-differences.ts';
import { compareRecordings, describeRecorded } from './recorder.ts';
import { bodies, randomTables, translationCases } from './translation-cases.ts';

const available = qemu !== undefined && gnuBinutils;
const seen = new Map<string, number>();

/** Processors of QEMU with 44 bits of address or more, and what they have: the Cortex-A57 lacks one granule. */
const processors = [
  { processor: 'cortex-a57', granules: [0, 2], largestSize: 5 },
  { processor: 'neoverse-n1', granules: [1], largestSize: 4 },
];

const seeds = Array.from({ length: amount(1, 5) }, (_, number) => number + 1);

describe.skipIf(!available)('translation against QEMU (qemu-system-aarch64, GNU as)', () => {
  test.each(processors.flatMap(options => seeds.map(seed => ({ ...options, seed }))))(
    '$processor, seed $seed',
    ({ processor, seed, ...options }) => {
      const random = seededRandom(seed);
      const presets = randomTables(random);
      const cases = translationCases(random, amount(2500, 10_000), options);
      const { unexplained, explained } = judge(compareRecordings({ bodies, cases, presets, processor }));
      for (const [title, count] of explained) seen.set(title, (seen.get(title) ?? 0) + count);
      expect(unexplained.slice(0, 20).map(describeRecorded)).toEqual([]);
    },
  );

  test.each(expectedDeviations('translation', amount(false, true)))(
    'QEMU still differs: $title ($section)',
    ({ title }) => {
      expect(seen.get(title) ?? 0).toBeGreaterThan(0);
    },
  );
});
