/** No text makes a rule of the Hawk throw: lines of its examples, left out, doubled and exchanged. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hawk } from '../../isa/hawk/architecture.ts';
import { hawkRules } from '../../server/rules/hawk/index.ts';
import { lintText } from './linting.ts';

const directories = ['test/fixtures/hawk', 'test/rules/quiet-hawk', 'examples/hawk-traps'];

const sources = [
  ...hawkRules.flatMap(({ bad, good }) => [...bad, ...good].map(({ source }) => source)),
  ...directories.flatMap(directory =>
    readdirSync(directory)
      .filter(file => file.endsWith('.a'))
      .map(file => readFileSync(`${directory}/${file}`, 'utf8')),
  ),
];
const pool = sources.flatMap(source => source.split('\n'));

/** Numbers below `bound`, the same in every run. */
function numbers(seed: number): (bound: number) => number {
  let state = seed;
  return bound => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % bound;
  };
}

function changed(source: string, random: (bound: number) => number): string {
  const lines = source.split('\n');
  for (let changes = 1 + random(5); changes > 0; changes--) {
    const at = random(lines.length);
    const other = random(2) === 0 ? pool[random(pool.length)]! : lines[random(lines.length)]!;
    const rest = [[], [other], [lines[at]!, other]][random(3)]!;
    lines.splice(at, 1, ...rest);
  }
  return lines.join('\n');
}

test('changed programs', () => {
  const random = numbers(20261121);
  for (let n = 0; n < 400; n++) {
    const source = changed(sources[random(sources.length)]!, random);
    const { findings } = lintText(source, { architecture: hawk });
    for (const { span } of findings.filter(one => one.span.file === 'test.S'))
      expect(span.start >= 0 && span.start <= span.end && span.end <= source.length, source).toBe(true);
  }
}, 60_000);
