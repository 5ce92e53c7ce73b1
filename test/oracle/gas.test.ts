/** Our assembler against GNU as: same bytes from the same text, and the same lines refused. */
import { describe, expect, it } from 'vitest';
import { assembleText } from '../assembler/assemble.ts';
import { gasBytes, gasErrors, gasTools } from './gas-assemble.ts';
import { rejected, snippets } from './gas-snippets.ts';
import { tool } from './tools.ts';

const missing = gasTools.filter(name => tool(name) === undefined);
const suffix = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', ')})`;

describe.skipIf(missing.length > 0)(`GNU as${suffix}`, () => {
  for (const [name, source] of Object.entries(snippets))
    it(`makes the same bytes: ${name}`, () => {
      const result = assembleText(source, { loadAddress: 0x40080000n });
      const grave = result.diagnostics.filter(({ severity }) => severity === 'error');
      expect(grave.map(({ message }) => message)).toEqual([]);
      const theirs = gasBytes(source, result.program);
      for (const section of result.program.sections.filter(({ flags }) => flags.alloc)) {
        const expected = theirs.get(section.name)!.toString('hex');
        expect(`${section.name} ${Buffer.from(section.bytes).toString('hex')}`).toBe(
          `${section.name} ${expected}`,
        );
      }
    });

  for (const source of rejected)
    it(`refuses, as we do: ${source.replaceAll('\n', ' ; ')}`, () => {
      expect(gasErrors(`${source}\n`).length).toBeGreaterThan(0);
      const errors = assembleText(source).diagnostics.filter(({ severity }) => severity === 'error');
      expect(errors.map(({ message }) => message)).toHaveLength(1);
    });
});
