import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { a64InstructionSet as set } from '../../isa/a64/instruction-set.ts';
import type { InstructionRow } from '../../isa/instruction.ts';
import { formatSyntax } from '../../isa/syntax.ts';
import { assembleLine } from '../isa/one-line.ts';
import { operandsIn, randomNumbers, wordsOf } from '../isa/random-words.ts';
import { tool } from './tools.ts';

const origin = 0x2_0000_0000n;
const as = tool('aarch64-linux-gnu-as');
const ld = tool('aarch64-linux-gnu-ld');
const objcopy = tool('aarch64-linux-gnu-objcopy');
const llvm = tool('llvm-mc-19');

/** All that the tables have; GNU as knows scalar half precision only with SVE in some forms. */
const gnuArchitecture =
  'armv8.6-a+flagm+pauth+sb+memtag+profile+sve+fp16+fp16fml+rdma+dotprod+crypto+sha3+sm4+bf16+i8mm+compnum';

interface Line {
  readonly row: InstructionRow;
  readonly text: string;
  readonly bits: number;
}

/** Assembles and links with the GNU tools; gives back the words and what was refused, by line. */
function gnuWords(lines: readonly string[]): { readonly words: Uint32Array; readonly errors: string } {
  const folder = mkdtempSync(join(tmpdir(), 'ventry-as-'));
  try {
    const path = (name: string): string => join(folder, name);
    writeFileSync(path('a.s'), `start:\n${lines.join('\n')}\n`);
    const options = [`-march=${gnuArchitecture}`, '-o', path('a.o'), path('a.s')];
    const { stderr } = spawnSync(as!, options, { encoding: 'utf8', maxBuffer: 1 << 28 });
    const errors = [...stderr.matchAll(/:(\d+): (Error: .*)/g)].map(
      ([, line, error]) => `${lines[Number(line) - 2]}: ${error}`,
    );
    if (errors.length > 0) return { words: new Uint32Array(), errors: errors.slice(0, 20).join('\n') };
    execFileSync(ld!, [`-Ttext=0x${origin.toString(16)}`, '-e', 'start', '-o', path('a.elf'), path('a.o')]);
    execFileSync(objcopy!, ['-O', 'binary', '-j', '.text', path('a.elf'), path('a.bin')]);
    const bytes = readFileSync(path('a.bin'));
    const words = Uint32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32LE(4 * at));
    return { words, errors: '' };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** An address as an expression that GNU as resolves (or, for pages, that the linker does). */
const symbolOf = (row: InstructionRow, address: bigint) => (target: bigint) =>
  row.mnemonic === 'adrp' ? `start + ${target - origin}` : `. + ${BigInt.asIntN(64, target - address)}`;

function expectSameWords(lines: readonly Line[]): void {
  const { words, errors } = gnuWords(lines.map(line => line.text));
  expect(errors).toBe('');
  const different = lines.flatMap(({ row, text, bits }, at) =>
    words[at] === bits ? [] : [`${row.id}: ${text}: ${bits.toString(16)}, GNU as ${words[at]?.toString(16)}`],
  );
  expect(different.slice(0, 20)).toEqual([]);
}

describe.skipIf(!as || !ld || !objcopy)('A64 encodings and GNU as', () => {
  it('agree on the disassembly of every row', () => {
    const lines: Line[] = [];
    const random = randomNumbers(11);
    for (const row of set.rows.filter(({ aliasOf }) => aliasOf === undefined)) {
      for (const word of wordsOf(set, row, 40, random)) {
        const address = origin + BigInt(4 * lines.length);
        const instruction = set.decode(word, address);
        if (instruction === undefined) continue;
        // Of a bitmask immediate there are several encodings; the assemblers choose one.
        const encoded = set.encode(instruction.row, instruction.operands, address);
        const text = set.disassemble(instruction, symbolOf(instruction.row, address));
        lines.push({ row: instruction.row, text, bits: 'bits' in encoded ? encoded.bits : word });
      }
    }
    expect(lines.length).toBeGreaterThan(20_000);
    expectSameWords(lines);
  });

  it('agree on every spelling, also those that are only read', () => {
    // An operation as one number is no syntax of GNU as; what dc and its like print is tested above.
    const own = new Set(['sys', 'sysl']);
    const lines: Line[] = [];
    const random = randomNumbers(12);
    for (const row of set.rows.filter(({ id }) => !own.has(id))) {
      // Of SIMD&FP rows most are one line of a table in many shapes.
      const count = row.section.startsWith('C7.2') ? 10 : 30;
      for (const word of wordsOf(set, row, count, random)) {
        const address = origin + BigInt(4 * lines.length);
        const operands = operandsIn(set, row, word, address);
        if (operands === undefined) continue;
        const textWith = (symbol: (target: bigint) => string | undefined): string =>
          `${row.mnemonic} ${formatSyntax(set.syntaxOf(row), operands, symbol)}`;
        const encoded = assembleLine(
          set,
          textWith(() => undefined),
          address,
        );
        if (!('bits' in encoded)) throw new Error(`${row.id}: ${encoded.errors.join('; ')}`);
        lines.push({ row, text: textWith(symbolOf(row, address)), bits: encoded.bits });
      }
    }
    expectSameWords(lines);
  });
});

/** Random words of the groups that the tables describe, and words of rows with one bit changed. */
function candidateWords(): readonly number[] {
  const random = randomNumbers(13);
  // All but SVE, SME and reserved ones.
  const groups = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
  const words = Array.from({ length: 20_000 }, () => {
    const group = groups[random() % groups.length]!;
    return ((random() & ~(0xf << 25)) | (group << 25)) >>> 0;
  });
  for (const row of set.rows.filter(({ aliasOf }) => aliasOf === undefined)) {
    for (const word of wordsOf(set, row, 20, random)) words.push(word, (word ^ (1 << (random() % 32))) >>> 0);
  }
  return words;
}

/** What LLVM makes of words: its text, undefined for unallocated ones. */
function llvmTexts(words: readonly number[]): readonly (string | undefined)[] {
  const input = words
    .map(word => [0, 8, 16, 24].map(shift => `0x${((word >>> shift) & 255).toString(16)}`).join(' '))
    .join('\n');
  const features =
    '+v8.5a,+flagm,+altnzcv,+pauth,+sb,+spe,+tracev8.4,+clrbhb,+lor,+rcpc-immo,+lse,+ras,+bti,+ssbs,+ccpp,+crc,+mte,+fullfp16,+fp16fml,+rdm,+dotprod,+crypto,+sha2,+sha3,+aes,+sm4,+complxnum,+jsconv,+fptoint,+bf16,+i8mm';
  const { stdout, stderr } = spawnSync(llvm!, ['--disassemble', '-triple=aarch64', `-mattr=${features}`], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const invalid = new Set(
    [...stderr.matchAll(/<stdin>:(\d+):\d+: warning: invalid/g)].map(([, line]) => Number(line) - 1),
  );
  const texts = stdout.split('\n').filter(line => line.trim() !== '' && !line.includes('.text'));
  let next = 0;
  return words.map((_, at) => (invalid.has(at) ? undefined : texts[next++]!.trim()));
}

/** The manual's fields that should be all ones; the tables ask for them, LLVM does not always. */
const shouldBeOnes = [0x1f << 10, 0x1f << 16, (0x1f << 16) | (0x1f << 10), 0xf << 8];

describe.skipIf(!llvm)('A64 decoding and LLVM', () => {
  const words = llvm === undefined ? [] : candidateWords();
  const texts = llvm === undefined ? [] : llvmTexts(words);

  it('agree on which words are instructions', () => {
    const ours = words.flatMap((word, at) => {
      const instruction = set.decode(word, 0n);
      return instruction && texts[at] === undefined ? [`${word.toString(16)} ${instruction.row.id}`] : [];
    });
    expect(ours).toEqual([]);
  });

  it('agree on which words are none', () => {
    const theirs = words.flatMap((word, at) => {
      const text = texts[at];
      if (text === undefined || set.decode(word, 0n) !== undefined) return [];
      const [mnemonic] = text.split(/\s/);
      // MSR and MRS of op0 0, which is no system register.
      if (/\bS0_/.test(text)) return [];
      // ADDG and SUBG have two bits that should be zero.
      if (mnemonic === 'addg' || mnemonic === 'subg') {
        return set.decode((word & ~0xc000) >>> 0, 0n) === undefined ? [`${word.toString(16)} ${text}`] : [];
      }
      if (mnemonic === 'sb' || mnemonic === 'axflag' || mnemonic === 'xaflag') {
        return set.decode((word & ~0xf00) >>> 0, 0n) === undefined ? [`${word.toString(16)} ${text}`] : [];
      }
      const known = shouldBeOnes.some(ones => set.decode((word | ones) >>> 0, 0n) !== undefined);
      return known ? [] : [`${word.toString(16)} ${text}`];
    });
    expect(theirs).toEqual([]);
  });
});
