import { describe, expect, it } from 'vitest';
import { a64InstructionSet as set } from '../../isa/a64/instruction-set.ts';
import type { InstructionRow, OperandValues } from '../../isa/instruction.ts';
import { parsePattern } from '../../isa/pattern.ts';
import { assembleLine } from './one-line.ts';
import { operandsIn as operandsOfRow, randomNumbers, wordsOf } from './random-words.ts';

const address = 0x4000_1230n;
const base = set.rows.filter(row => row.aliasOf === undefined);
const patterns = new Map(set.rows.map(row => [row, parsePattern(row.pattern)]));
const aliases = set.rows.filter(row => row.aliasOf !== undefined);

const operandsIn = (row: InstructionRow, bits: number): OperandValues | undefined =>
  operandsOfRow(set, row, bits, address);

/** Bitmask immediates ignore some bits of immr: only words that hold them as they are encoded come back the same. */
const isMask = (row: InstructionRow): boolean => row.pattern.includes('N:1');

function bitsOf(row: InstructionRow, operands: OperandValues): number {
  const encoded = set.encode(row, operands, address);
  if (!('bits' in encoded)) throw new Error(`${row.id}: ${encoded.operand} ${encoded.error}`);
  return encoded.bits;
}

/** Valid words of a row; fewer of SIMD&FP rows, of which most are one line of a table in many shapes. */
const valid = (row: InstructionRow, count: number, seed: number): readonly number[] =>
  wordsOf(set, row, row.section.startsWith('C7.2') ? count / 5 : count, randomNumbers(seed)).filter(
    bits => operandsIn(row, bits) !== undefined,
  );

describe('A64 rows', () => {
  it('are plain data', () => {
    expect(JSON.parse(JSON.stringify(set.rows))).toStrictEqual(set.rows);
  });

  it('have ids of their own, and patterns as long as they say', () => {
    expect(new Set(set.rows.map(row => row.id)).size).toBe(set.rows.length);
    for (const row of set.rows) expect(patterns.get(row)!.width, row.id).toBe(8 * row.length);
  });

  it('are aliases of rows that are none', () => {
    const ids = new Set(base.map(row => row.id));
    expect(aliases.filter(row => !ids.has(row.aliasOf!)).map(row => row.id)).toEqual([]);
    expect(aliases.filter(row => row.semantics !== undefined)).toEqual([]);
  });

  it('each have words that they decode', () => {
    const empty = set.rows.filter(row => [20, 1000].every(count => valid(row, count, 1).length === 0));
    expect(empty.map(row => row.id)).toEqual([]);
  });
});

describe('A64 encoding', () => {
  it('gives back the words that were decoded, for every row', () => {
    for (const row of set.rows) {
      for (const bits of valid(row, 100, 2)) {
        const operands = operandsIn(row, bits)!;
        const again = bitsOf(row, operands);
        if (isMask(row)) expect(operandsIn(row, again), row.id).toEqual(operands);
        else expect(again.toString(16), row.id).toBe(bits.toString(16));
      }
    }
  });

  it('decodes a word to its own row, or to one that is more specific', () => {
    for (const row of base) {
      for (const bits of valid(row, 100, 3)) {
        const found = set.decode(bits, address)!;
        if (found.row === row) expect(found.operands).toMatchObject(operandsIn(row, bits)!);
        else expect(isMoreSpecific(found.row, row), `${found.row.id} before ${row.id}`).toBe(true);
      }
    }
  });

  it('makes of every alias the row that it is an alias of', () => {
    // It is accepted for any PSTATE field, also for those that have no name.
    for (const row of aliases.filter(({ id }) => id !== 'msr-s0')) {
      for (const bits of valid(row, 100, 4)) {
        const found = set.decode(bitsOf(row, operandsIn(row, bits)!), address);
        expect(found?.row.id, `${row.id} ${bits.toString(16)}`).toBe(row.aliasOf);
      }
    }
  });

  it('is unambiguous: two rows take one word only when the first is more specific', () => {
    for (const [index, first] of base.entries()) {
      const a = patterns.get(first)!;
      for (const second of base.slice(index + 1)) {
        const b = patterns.get(second)!;
        if (((a.value ^ b.value) & a.mask & b.mask) !== 0 || isMoreSpecific(first, second)) continue;
        // The same fixed bits: then no word may be valid in both.
        const both = wordsOf(set, first, 200, randomNumbers(5))
          .map(bits => ((bits & ~b.mask) | b.value) >>> 0)
          .filter(bits => operandsIn(first, bits) !== undefined && operandsIn(second, bits) !== undefined);
        expect(both, `${first.id} and ${second.id}`).toEqual([]);
      }
    }
  });
});

/** All of the second row's fixed bits are fixed in the first too, and more. */
function isMoreSpecific(first: InstructionRow, second: InstructionRow): boolean {
  const a = patterns.get(first)!;
  const b = patterns.get(second)!;
  return a.mask !== b.mask && (a.mask & b.mask) >>> 0 === b.mask && ((a.value ^ b.value) & b.mask) === 0;
}

describe('A64 disassembly', () => {
  it('assembles to the same word', () => {
    for (const row of base) {
      for (const bits of valid(row, 60, 6)) {
        const instruction = set.decode(bits, address)!;
        const text = set.disassemble(instruction);
        const again = assembleLine(set, text, address);
        const expected = isMask(row) ? bitsOf(row, operandsIn(row, bits)!) : bits;
        expect('bits' in again ? again.bits.toString(16) : again.errors, `${row.id}: ${text}`).toBe(
          expected.toString(16),
        );
      }
    }
  });

  it('never prints a spelling that is for input only', () => {
    for (const row of aliases.filter(({ inputOnly }) => inputOnly)) {
      for (const bits of valid(row, 20, 7)) {
        const instruction = set.decode(bits, address);
        if (instruction === undefined) continue;
        const again = assembleLine(set, set.disassemble(instruction), address);
        expect('row' in again && again.row.inputOnly, `${row.id} ${bits.toString(16)}`).not.toBe(true);
      }
    }
  });

  it('names addresses by their symbols', () => {
    const branch = set.decode(0x9400_0004, address)!;
    expect(set.disassemble(branch, at => (at === address + 16n ? 'handler' : undefined))).toBe('bl handler');
    expect(set.disassemble(branch)).toBe('bl 0x40001240');
  });
});
