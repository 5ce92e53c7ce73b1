/** Random programs, judged by GNU as; open-ended with `npm run fuzz -- --seed N --minutes M`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Found, fuzz } from './fuzz/fuzz.ts';
import { judge } from './fuzz/judge.ts';
import { knownDifference, knownDifferences } from './fuzz/known-differences.ts';
import { tool } from './tools.ts';

const missing = ['aarch64-linux-gnu-as', 'aarch64-linux-gnu-gcc'].filter(name => tool(name) === undefined);
const suffix = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', ')})`;

const programs = 200;

describe.skipIf(missing.length > 0)(`random programs${suffix}`, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ventry-fuzz-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are rejected line by line, and make the same bytes, as with GNU as', () => {
    const all: Found[] = [];
    const figures = fuzz({
      seed: 9,
      folder,
      goOn: count => count < programs,
      found: found => all.push(found),
    });
    console.log(`fuzz: ${JSON.stringify(figures)}`);
    expect(all.map(({ verdict, program }) => `${verdict.what}\n${verdict.text}\n${program.text}`)).toEqual(
      [],
    );
    expect(figures.rejected).toBeGreaterThan(programs);
    expect(figures.kept).toBeGreaterThan(programs);
  }, 120_000);

  it.each(knownDifferences.map(known => [known.reason, known] as const))('still differ: %s', (_, known) => {
    const verdict = judge(known.example, folder);
    expect(verdict.is).toBe('different');
    if (verdict.is === 'different') expect(knownDifference(verdict, known.example)).toBe(known);
  });
});
