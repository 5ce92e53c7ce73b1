/** Damaged scripts and objects: always an answer, never an exception. */
import { describe, expect, it } from 'vitest';
import { readObject } from '../../assembler/elf/read-object.ts';
import { writeObject } from '../../assembler/elf/write-object.ts';
import { assembleObject } from '../../assembler/gas/assemble.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import { linkObjects } from '../../assembler/linker/link.ts';
import { parseScript } from '../../assembler/linker/parse.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { randomFractions } from '../oracle/elf-random.ts';
import { scripts, sources } from '../oracle/linker-scripts.ts';

function objectOf(source: string) {
  const input = {
    ...{ main: ['a.s'], files: new Map([['a.s', source]]), missing: new Set<string>(), includePaths: [] },
    ...{ defines: {}, operands: {}, loadAddress: 0n, limits: defaultLimits },
  };
  return assembleObject(a64, input).object;
}

const inputs = Object.entries(sources).map(([name, source]) => ({
  name,
  names: [name],
  object: objectOf(source),
}));

describe('the linker', () => {
  it('reads any text as a script, and lays out what it can', () => {
    const random = randomFractions(77);
    const below = (limit: number): number => Math.floor(random() * limit);
    const all = Object.values(scripts);
    let wrong = 0;
    for (let n = 0; n < 1500; n++) {
      let text = all[below(all.length)]!;
      for (let change = below(3); change >= 0; change--) {
        const from = below(text.length);
        const to = from + below(12);
        const other = all[below(all.length)]!;
        const start = below(other.length);
        text =
          text.slice(0, from) +
          (random() < 0.5 ? '' : other.slice(start, start + below(20))) +
          text.slice(to);
      }
      const { script, problems } = parseScript('a.ld', text);
      const linked = linkObjects(script, inputs);
      if (problems.length + linked.problems.length > 0) wrong++;
      for (const { span } of problems) expect(span.start).toBeLessThanOrEqual(text.length);
    }
    expect(wrong).toBeGreaterThan(300);
  });

  it('says what is wrong with a damaged object', () => {
    const random = randomFractions(78);
    const file = writeObject(inputs[0]!.object);
    let refused = 0;
    for (let n = 0; n < 1500; n++) {
      const damaged = file.slice(0, random() < 0.3 ? Math.floor(random() * file.length) : file.length);
      for (let byte = 0; byte < 4; byte++)
        damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
      const object = readObject(damaged);
      if (typeof object === 'string') {
        refused++;
        continue;
      }
      const { script } = parseScript('a.ld', scripts['sections after each other']!);
      linkObjects(script, [{ name: 'a.o', names: ['a.o'], object }]);
    }
    expect(refused).toBeGreaterThan(100);
  });
});
