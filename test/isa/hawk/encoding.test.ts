import { describe, expect, it, test } from 'vitest';
import { hawkInstructionSet as set } from '../../../isa/hawk/instruction-set.ts';
import type { InstructionRow, OperandValues } from '../../../isa/instruction.ts';
import { parsePattern } from '../../../isa/pattern.ts';
import { operandsIn as operandsOfRow, randomNumbers, wordsOf } from '../random-words.ts';
import { encodings, isMacro } from './encodings.ts';
import { bitsOf, bytesOf } from './line.ts';

/** The worked encodings that are one instruction each. */
const worked = Object.values(encodings)
  .flat()
  .filter(([assembly]) => !isMacro(assembly));

test.each(worked)('%s', (assembly, bytes) => {
  expect(bytesOf(assembly, 0x1000n)).toBe(bytes);
});

test.each(worked)('%s is printed so that it assembles to the same', (_assembly, bytes) => {
  const text = set.disassemble(set.decode(bitsOf(bytes), 0x1000n)!);
  expect(bytesOf(text, 0x1000n), text).toBe(bytes);
});

describe('two instructions for one', () => {
  test.each([
    ['LIW R5,#FFFF0000', ['LIL R5,#FFFF00', 'ORIS R5,0'], 'E5 00 FF FF C5 00'],
    ['LIW R5,#FF100000', ['LIL R5,#FF1000', 'ORIS R5,0'], 'E5 00 10 FF C5 00'],
  ])('%s', (_macro, lines, bytes) => {
    expect(lines.map(line => bytesOf(line)).join(' ')).toBe(bytes);
  });
});

describe('what traps', () => {
  test.each([
    ['TIMES R0,R0', '10 80'],
    ['TIMES R3,R4', '13 84'],
    ['condition 8', '08 01'],
    ['memory reference 1', 'F3 14'],
    ['memory reference 0', 'F3 04'],
    ['STORES R1,R0', 'F1 A0'],
    ['LOADL R1,R0', 'F1 90'],
    ['STOREC R1,R0', 'F1 80'],
    ['MOVE R0,R1', 'F0 F1'],
    ['LEA R0,R1,0', 'F0 71 00 00'],
    ['LIS R0,1', 'D0 01'],
    ['ORIS R0,1', 'C0 01'],
    ['MOVESL R1,R0,1', 'B1 01'],
    ['ADDSL R0,R1,1', 'A0 11'],
    ['STUFFB R0,R1,R2', '70 12'],
    ['EXTB R1,R0,R2', '51 02'],
    ['ADD R1,R0,R2', '31 02'],
    ['ADD R1,R2,R0', '31 20'],
    ['SUB R1,R2,R0', '21 20'],
    ['TRUNC R0,1', '10 F1'],
    ['SXT R0,1', '10 E1'],
    ['BTRUNC R0,1', '10 D1'],
    ['ADDSI R0,1', '10 C1'],
    ['AND R0,R1', '10 B1'],
    ['AND R1,R0', '11 B0'],
    ['OR R1,R0', '11 A0'],
    ['EQU R0,R1', '10 91'],
    ['PLUS R0,R1', '10 41'],
    ['ADJUST R0,BCD', '10 52'],
  ])('%s', (_text, bytes) => {
    expect(set.decode(bitsOf(bytes), 0x1000n)).toBeUndefined();
  });
});

test.each([
  ['MOVE R0,R1', 'no such form'],
  ['ADDSI R1,0', 'immediate must be -8 to -1 or 1 to 8'],
  ['CMPI R1,32769', 'number to compare with must be -32767 to 32768'],
  ['TRUNC R1,17', 'bit count must be 1 to 16'],
  ['BR .+258', 'target must be an even distance, -254 to 256 bytes away'],
  ['LIL R1,#1000000', 'constant must be -8388608 to 16777215'],
])('%s: %s', (line, error) => {
  expect(bytesOf(line, 0x1000n)).toContain(error);
});

describe('every row', () => {
  const address = 0x1234n;
  const operandsIn = (row: InstructionRow, bits: number): OperandValues | undefined =>
    operandsOfRow(set, row, bits, address);
  const valid = (row: InstructionRow, count: number, seed: number): readonly number[] =>
    wordsOf(set, row, count, randomNumbers(seed)).filter(bits => operandsIn(row, bits) !== undefined);
  const base = set.rows.filter(row => row.aliasOf === undefined);

  it('is plain data, with an id of its own and a pattern as long as it says', () => {
    expect(JSON.parse(JSON.stringify(set.rows))).toStrictEqual(set.rows);
    expect(new Set(set.rows.map(({ id }) => id)).size).toBe(set.rows.length);
    for (const row of set.rows) expect(parsePattern(row.pattern).width, row.id).toBe(8 * row.length);
  });

  it('decodes, encodes and prints to the same bits', () => {
    for (const row of base) {
      const words = valid(row, 300, 7);
      expect(words.length, row.id).toBeGreaterThan(0);
      for (const bits of words) {
        const instruction = set.decode(bits, address)!;
        expect(instruction.row, row.id).toBe(row);
        expect(set.encode(row, instruction.operands, address), row.id).toEqual({ bits });
        const text = set.disassemble(instruction);
        expect(bitsOf(bytesOf(text, address)), `${row.id}: ${text}`).toBe(bits);
      }
    }
  });

  it('of an alias is the row that it is an alias of', () => {
    for (const row of set.rows.filter(({ aliasOf }) => aliasOf !== undefined)) {
      const words = valid(row, 300, 9);
      expect(words.length, row.id).toBeGreaterThan(0);
      for (const bits of words) {
        expect(set.decode(bits, address)?.row.id, row.id).toBe(row.aliasOf);
        expect(set.encode(row, operandsIn(row, bits)!, address), row.id).toEqual({ bits });
      }
    }
  });

  it('is the only one for its bits', () => {
    for (let halfword = 0; halfword < 0x10000; halfword++) {
      const rows = base.filter(row => operandsIn(row, halfword) !== undefined);
      expect(rows.length, halfword.toString(16)).toBeLessThan(2);
      expect(set.decode(halfword, address)?.row).toBe(rows[0]);
    }
  });
});

test.each([
  ['F0 30 E0 00', 'JUMP #10E4'],
  ['F1 30 E0 00', 'JSR R1,#10E4'],
  ['F4 71 10 00', 'LEA R4,R1,16'],
  ['F0 B1', 'JUMPS R1'],
  ['F0 D2', 'LOADS PC,R2'],
  ['E0 00 10 00', 'LIL PC,#1000'],
  ['10 11', 'RTT'],
  ['12 03', 'CPUSET R2,TSV'],
  ['F0 63 E0 FF', 'CMPI R3,32'],
  ['F3 62 F0 FF', 'ADDI R3,R2,-16'],
  ['A3 01', 'SL R3,1'],
  ['00 00', 'NOP'],
  ['00 FF', 'BR #1000'],
])('%s is printed %s', (bytes, text) => {
  expect(set.disassemble(set.decode(bitsOf(bytes), 0x1000n)!)).toBe(text);
});
