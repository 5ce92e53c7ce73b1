/** What is kept from one keystroke to the next changes no finding. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { a64 } from '../../isa/a64/architecture.ts';
import { type Analysis, analyse } from '../../server/analysis.ts';
import { defaultSettings } from '../../server/settings.ts';
import { seededRandom } from '../oracle/random-programs.ts';

const file = '/w/kernel.S';
const kernel = readFileSync(new URL('../../examples/el1-kernel/kernel.S', import.meta.url), 'utf8');

async function analysed(text: string, previous?: Analysis): Promise<Analysis> {
  const analysis = await analyse({
    file,
    text,
    preprocess: true,
    architecture: a64,
    settings: defaultSettings,
    host: { readText: async () => undefined, readBytes: async () => undefined },
    ...(previous && { previous }),
  });
  return analysis!;
}

/** Lines that are typed between those of the file: instructions, data, faults, and what is not understood. */
const typed = [
  '\tnop',
  '\tmov x0, x1',
  '\tmov x30, #0',
  '\tldp x0, x1, [sp], #16',
  '\tmsr elr_el1, x2',
  '\tfrob x0',
  '\t.word 0xd503201f',
  '\t.balign 128',
  '\tb 1f',
  '// a comment',
];

test('findings after random edits are those of the text alone', async () => {
  const random = seededRandom(16);
  const lines = kernel.split('\n');
  let previous = await analysed(kernel);
  const seen = new Set([JSON.stringify(previous.problems)]);
  for (let edit = 0; edit < 24; edit++) {
    const at = random(lines.length);
    if (random(3) === 0) lines.splice(at, 1);
    else lines.splice(at, 0, typed[random(typed.length)]!);
    const text = lines.join('\n');
    previous = await analysed(text, previous);
    const alone = await analysed(text);
    expect(previous.problems).toEqual(alone.problems);
    expect(previous.tables).toEqual(alone.tables);
    seen.add(JSON.stringify(alone.problems));
  }
  expect(seen.size).toBeGreaterThan(6);
});

test('what a word was decoded to serves only where the word still stands', async () => {
  const before = await analysed('_start:\tnop\n\tb _start\n\tmov x0, x1\n');
  const after = await analysed('_start:\tmov x0, x1\n\tb _start\n\tnop\n', before);
  const start = after.result.program.sections[0]!.address;
  const at = (analysis: Analysis, offset: bigint) => analysis.code.instructionAt(start + offset);
  expect(at(after, 0n)?.instruction.bits).toBe(at(before, 8n)?.instruction.bits);
  expect(at(after, 4n)?.effects.target).toBe(start);
  expect(at(after, 8n)?.effects.writes).toEqual([]);
});
