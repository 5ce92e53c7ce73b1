/** What GNU as and llvm-mc say about the tables, in part; all of it with `npm run oracle:assembler`. */
import { describe, expect, it } from 'vitest';
import { a64InstructionSet as set } from '../../isa/a64/instruction-set.ts';
import { boundaryLines, validLines } from './assembler/boundary-lines.ts';
import { checkLines, checkRoundTrip, checkWords } from './assembler/checks.ts';
import { checkProcessors } from './assembler/processors.ts';
import { randomWords } from './assembler/random-words.ts';
import { gasTools } from './gas-assemble.ts';
import { tool } from './tools.ts';

const missing = [...gasTools, 'llvm-mc-19'].filter(name => tool(name) === undefined);

// Seconds where nothing else runs; several times as long on a machine that does much besides.
const options = { timeout: 300_000 };

describe.skipIf(missing.length > 0)('the A64 tables, GNU as and llvm-mc', options, () => {
  it('agree on valid lines of every row, and on the bounds of every twelfth', () => {
    const { lines, ofGnu, ofLlvm } = checkLines([
      ...validLines(set).map(({ line }) => line),
      ...boundaryLines(set, 12),
    ]);
    expect(lines).toBeGreaterThan(60_000);
    expect(ofGnu.unexplained.slice(0, 20)).toEqual([]);
    expect(ofLlvm.unexplained.slice(0, 20)).toEqual([]);
  });

  it('agree on which of a million random words are instructions', () => {
    const { valid, unexplained } = checkWords(1_000_000, 11);
    expect(valid).toBeGreaterThan(400_000);
    expect(unexplained.slice(0, 20)).toEqual([]);
  });

  it('agree on the disassembly, which gives the words back', () => {
    const { count, wrong } = checkRoundTrip(randomWords(set, 100_000, 12));
    expect(count).toBeGreaterThan(40_000);
    expect(wrong.slice(0, 20)).toEqual([]);
  });

  it('agree on which architectures, processors and extensions have a feature', () => {
    const { wrong } = checkProcessors('one of each');
    expect(wrong.slice(0, 20)).toEqual([]);
  });
});
