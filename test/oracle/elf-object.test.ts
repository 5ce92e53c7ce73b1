/** Our objects against those of GNU as: sections, bytes, relocations, symbols and their order. */
import { describe, expect, it } from 'vitest';
import { gnuObject, ourObjectRead } from './elf-assemble.ts';
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
});
