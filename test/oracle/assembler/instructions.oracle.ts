import { describe, expect, it } from 'vitest';
import { a64InstructionSet as set } from '../../../isa/a64/instruction-set.ts';
import { boundaryLines, validLines } from './boundary-lines.ts';
import { checkLines, checkRoundTrip, checkWords } from './checks.ts';
import { checkProcessors } from './processors.ts';
import { randomWords } from './random-words.ts';
import { wordDifferences } from './word-differences.ts';

describe('lines of every row in every form', () => {
  const { lines, taken, ofGnu, ofLlvm } = checkLines([
    ...validLines(set).map(({ line }) => line),
    ...boundaryLines(set),
  ]);
  console.log(
    `${lines} lines, ${taken} of them taken by GNU as; ` +
      `ventry differs in ${ofGnu.explained} listed ones, llvm-mc in ${ofLlvm.explained}`,
  );

  it('are refused, or make the word, as with GNU as', () => {
    expect(lines).toBeGreaterThan(100_000);
    expect(ofGnu.unexplained.slice(0, 20)).toEqual([]);
    expect(ofGnu.stale).toEqual([]);
  });

  it('are as with llvm-mc, but for the differences between it and GNU as', () => {
    expect(ofLlvm.unexplained.slice(0, 20)).toEqual([]);
    expect(ofLlvm.stale).toEqual([]);
  });
});

describe('10 million random words', () => {
  const million = 1_000_000;
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

  it('are instructions or undefined as llvm-mc says', () => {
    const used = new Set();
    let valid = 0;
    let explained = 0;
    for (const seed of seeds) {
      const found = checkWords(million, seed);
      expect(found.unexplained.slice(0, 20)).toEqual([]);
      for (const rule of found.used) used.add(rule);
      valid += found.valid;
      explained += found.explained;
    }
    console.log(
      `${valid} of ${seeds.length * million} words are instructions; llvm-mc has ${explained} more`,
    );
    expect(wordDifferences.filter(rule => !used.has(rule))).toEqual([]);
  });

  it('come back from their disassembly', () => {
    let count = 0;
    for (const seed of seeds) {
      const found = checkRoundTrip(randomWords(set, million, seed));
      expect(found.wrong.slice(0, 20)).toEqual([]);
      count += found.count;
    }
    console.log(`${count} words come back`);
  });
});

describe('architectures, processors and extensions', () => {
  it('have the instructions and names that they have for GNU as', () => {
    const { options, lines, wrong } = checkProcessors('every');
    console.log(`${lines} lines with each of ${options} options`);
    expect(wrong.slice(0, 20)).toEqual([]);
  });
});
