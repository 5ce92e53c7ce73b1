/** What `npm run oracle:assembler` proves in full, and `npm test` in part. */
import { a64InstructionSet as set } from '../../../isa/a64/instruction-set.ts';
import { gnuWords, llvmWords, origin, ownWords } from './assemblers.ts';
import { compare, gnuDifferences, llvmDifferences } from './differences.ts';
import { llvmTexts, llvmUndefined, randomWords } from './random-words.ts';
import { type WordDifference, wordDifferences } from './word-differences.ts';

/** Compares what ventry, GNU as and llvm-mc make of lines. */
export function checkLines(lines: readonly string[]) {
  const ventry = { name: 'ventry', words: ownWords(lines) };
  const gnu = { name: 'GNU as', words: gnuWords(lines) };
  const llvm = { name: 'llvm-mc', words: llvmWords(lines) };
  return {
    lines: lines.length,
    taken: gnu.words.filter(word => word !== undefined).length,
    ofGnu: compare(lines, ventry, gnu, gnuDifferences),
    ofLlvm: compare(lines, gnu, llvm, llvmDifferences),
  };
}

const hex = (word: number): string => word.toString(16).padStart(8, '0');

/** Whether a rule explains that llvm-mc knows a word that the tables do not have. */
const explains = ({ mask, value, ones = 0, zeros = 0 }: WordDifference, word: number): boolean =>
  (word & mask) >>> 0 === value &&
  ((ones | zeros) === 0 || set.decode(((word | ones) & ~zeros) >>> 0, 0n) !== undefined);

/** Compares which random words are instructions for ventry and for llvm-mc. */
export function checkWords(count: number, seed: number) {
  const words = randomWords(set, count, seed);
  const unknown = llvmUndefined(words);
  const unexplained: number[] = [];
  const used = new Set<WordDifference>();
  let valid = 0;
  let explained = 0;
  for (const [at, word] of words.entries()) {
    const ours = set.decode(word, 0n) !== undefined;
    if (ours) valid++;
    if (ours !== unknown.has(at)) continue;
    const rule = ours ? undefined : wordDifferences.find(difference => explains(difference, word));
    if (rule === undefined) {
      unexplained.push(word);
    } else {
      used.add(rule);
      explained++;
    }
  }
  const texts = llvmTexts(Uint32Array.from(unexplained));
  return {
    valid,
    explained,
    unexplained: unexplained.map((word, at) => `${hex(word)} ${texts[at] ?? 'is undefined for llvm-mc'}`),
    used,
  };
}

/** The disassembly of random words, assembled by ventry and by GNU as: the words that do not come back. */
export function checkRoundTrip(words: Uint32Array) {
  const expected: number[] = [];
  const lines: string[] = [];
  for (const word of words) {
    const instruction = set.decode(word, origin);
    if (instruction === undefined) continue;
    const { row, operands } = instruction;
    // Bits that are ignored come back as zeros, and a bitmask in the usual one of its encodings.
    const encoded = set.encode(row, operands, origin);
    if (!('bits' in encoded)) throw new Error(`${hex(word)} ${row.id}: ${encoded.error}`);
    expected.push(encoded.bits);
    lines.push(set.disassemble(instruction, target => `. + ${BigInt.asIntN(64, target - origin)}`));
  }
  const [ventry, gnu] = [ownWords(lines), gnuWords(lines)];
  const wrong = lines.flatMap((line, at) =>
    ventry[at] === expected[at] && gnu[at] === expected[at]
      ? []
      : [
          `${hex(expected[at]!)} ${line}: ventry ${ventry[at]?.toString(16)}, GNU as ${gnu[at]?.toString(16)}`,
        ],
  );
  return { count: lines.length, wrong };
}
