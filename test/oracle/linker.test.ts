/** Our images against those of GNU ld: the same objects, the same scripts. */
import { describe, expect, it } from 'vitest';
import { randomFractions } from './elf-random.ts';
import { linkBoth } from './gnu-link.ts';
import { randomScript, scripts, sources } from './linker-scripts.ts';
import { tool } from './tools.ts';

const missing = ['as', 'ld']
  .map(name => `aarch64-linux-gnu-${name}`)
  .filter(name => tool(name) === undefined);
const skipped = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', ')})`;

describe.skipIf(missing.length > 0)(`GNU ld${skipped}`, () => {
  for (const [name, script] of Object.entries(scripts))
    it(`makes the same image: ${name}`, () => {
      const { ours, theirs } = linkBoth(sources, script);
      expect(ours).toEqual(theirs);
    });

  it('makes the same images of random layouts', () => {
    const random = randomFractions(2940);
    for (let n = 0; n < 60; n++) {
      const script = randomScript(random);
      const { ours, theirs } = linkBoth(sources, script);
      // What one refuses, the other does, in words of its own.
      if (theirs.errors.length > 0)
        expect({ script, refused: ours.errors.length > 0 }).toEqual({ script, refused: true });
      else expect({ script, ...ours }).toEqual({ script, ...theirs });
    }
  });
});
