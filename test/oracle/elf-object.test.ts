/** Our objects against those of GNU as: sections, bytes, relocations, symbols and their order. */
import { describe, expect, it } from 'vitest';
import { gnuObject, gnuObjectOrErrors, ourObjectRead } from './elf-assemble.ts';
import { randomFractions, randomSource } from './elf-random.ts';
import { elfSnippets } from './elf-snippets.ts';
import { objectLines } from './elf-text.ts';
import { snippets } from './gas-snippets.ts';
import { tool } from './tools.ts';

const as = tool('aarch64-linux-gnu-as');
const skipped = as === undefined ? ' (skipped: no aarch64-linux-gnu-as)' : '';

describe.skipIf(as === undefined)(`objects${skipped}`, () => {
  for (const [name, source] of Object.entries({ ...snippets, ...elfSnippets }))
    it(name, () => {
      const { object, errors } = ourObjectRead(source);
      expect(errors).toEqual([]);
      expect(objectLines(object)).toEqual(objectLines(gnuObject(source)));
    });

  it('of random sources', () => {
    const random = randomFractions(4);
    let compared = 0;
    for (let n = 0; n < 80; n++) {
      const source = randomSource(random);
      const theirs = gnuObjectOrErrors(source);
      const { object, errors } = ourObjectRead(source);
      // What one refuses, the other does.
      expect({ source, refused: errors.length > 0 }).toEqual({ source, refused: typeof theirs === 'string' });
      if (typeof theirs === 'string') continue;
      compared++;
      expect([source, ...objectLines(object)]).toEqual([source, ...objectLines(theirs)]);
    }
    expect(compared).toBeGreaterThan(20);
  });
});
