import { describe, expect, it, test } from 'vitest';
import { hawkInstructionSet as set } from '../../../isa/hawk/instruction-set.ts';
import type { InstructionRow, OperandValues } from '../../../isa/instruction.ts';
import { parsePattern } from '../../../isa/pattern.ts';
import { operandsIn as operandsOfRow, randomNumbers, wordsOf } from '../random-words.ts';
import { bitsOf, bytesOf } from './line.ts';

// The worked encodings of Jones's homework solutions, of his monitor, and of the manual's field layout.
const worked: readonly (readonly [assembly: string, bytes: string])[] = [
  ['MOVE R6,R3', 'F6 F3'],
  ['MOVE R4,R1', 'F4 F1'],
  ['MOVECC R0,R3', 'F0 E3'],
  ['TESTR R6', 'F0 E6'],
  ['LOADS R4,R3', 'F4 D3'],
  ['LOADS PC,R2', 'F0 D2'],
  ['LOADSCC R5,R4', 'F5 C4'],
  ['TESTS R4', 'F0 C4'],
  ['JSRS R1,R1', 'F1 B1'],
  ['JUMPS R1', 'F0 B1'],
  ['STORES R1,R2', 'F1 A2'],
  ['STORES R4,R3', 'F4 A3'],
  ['LOADL R4,R5', 'F4 95'],
  ['STOREC R4,R5', 'F4 85'],
  ['LEA R2,R2,-28', 'F2 72 E4 FF'],
  ['LEACC R3,R3,256', 'F3 63 00 01'],
  ['ADDI R2,R2,12', 'F2 62 0C 00'],
  ['ADDI R4,R3,-99', 'F4 63 9D FF'],
  ['ADDI R5,R2,3', 'F5 62 03 00'],
  ['CMPI R3,32', 'F0 63 E0 FF'],
  ['CMPI R8,8', 'F0 68 F8 FF'],
  ['LOAD R1,R2,8', 'F1 52 08 00'],
  ['LOAD R3,R2,-32', 'F3 52 E0 FF'],
  ['LOADCC R3,R2,-4', 'F3 42 FC FF'],
  ['JSR R1,.+4', 'F1 30 00 00'],
  ['STORE R3,R2,20', 'F3 22 14 00'],
  ['LIL R3,#10000', 'E3 00 00 01'],
  ['LIL R2,2', 'E2 02 00 00'],
  ['LIL R5,#7FFFFF', 'E5 FF FF 7F'],
  ['LIL R4,-1000', 'E4 18 FC FF'],
  ['LIL PC,0', 'E0 00 00 00'],
  ["LIS R3,'a'", 'D3 61'],
  ['LIS R1,1', 'D1 01'],
  ['LIS R4,0', 'D4 00'],
  ['CLR R5', 'D5 00'],
  ['LIS R6,-4', 'D6 FC'],
  ['ORIS R4,#6D', 'C4 6D'],
  ['MOVESL R4,R5,3', 'B4 53'],
  ['ADDSL R3,R4,2', 'A3 42'],
  ['SL R3,1', 'A3 01'],
  ['SL R3,9', 'A3 09'],
  ['SL R3,16', 'A3 00'],
  ['ADDSR R0,R5,2', '90 52'],
  ['SR R4,1', '94 01'],
  ['SR R3,16', '93 00'],
  ['SRU R3,12', '83 0C'],
  ['BITTST R5,0', '90 51'],
  ['BITTST R5,1', '90 52'],
  ['BITTST R7,16', 'B0 7F'],
  ['BITTST R7,31', 'F0 E7'],
  ['STUFFB R7,R3,R5', '77 35'],
  ['STUFFB R5,R0,R6', '75 06'],
  ['STUFFH R7,R6,R3', '67 63'],
  ['EXTB R5,R5,R4', '55 54'],
  ['EXTB R0,R4,R3', '50 43'],
  ['EXTH R5,R4,R3', '45 43'],
  ['ADD R3,R3,R4', '33 34'],
  ['ADD R3,R1,R2', '33 12'],
  ['SUB R3,R3,R4', '23 34'],
  ['CMP R3,R4', '20 34'],
  ['NEG R3,R3', '23 03'],
  ['TRUNC R4,3', '14 F3'],
  ['TRUNC R6,16', '16 F0'],
  ['SXT R3,8', '13 E8'],
  ['BTRUNC R3,2', '13 D2'],
  ['ADDSI R3,2', '13 C2'],
  ['ADDSI R4,3', '14 C3'],
  ['ADDSI R2,-4', '12 CC'],
  ['ADDSI R4,8', '14 C0'],
  ['ADDSI R4,-8', '14 C8'],
  ['AND R3,R4', '13 B4'],
  ['OR R3,R5', '13 A5'],
  ['EQU R4,R5', '14 95'],
  ['NOT R4', '14 90'],
  ['ADDC R4,R4', '14 74'],
  ['SUBB R6,R4', '16 64'],
  ['ADJUST R3,CMSB', '13 54'],
  ['ADJUST R3,BCD', '13 52'],
  ['ADJUST R5,PLUS64', '15 5E'],
  ['PLUS R5,R4', '15 44'],
  ['PLUS R1,R0', '11 40'],
  ['COGET R4,COSTAT', '14 30'],
  ['COSET R4,COSTAT', '14 20'],
  ['COSET R3,2', '13 22'],
  ['COGET R3,3', '13 33'],
  ['CPUGET R1,PSW', '11 10'],
  ['CPUGET R3,TMA', '13 12'],
  ['CPUGET R1,TPC', '11 11'],
  ['CPUGET R4,CYC', '14 18'],
  ['CPUSET R2,TSV', '12 03'],
  ['CPUSET R1,PSW', '11 00'],
  ['CPUSET R1,TPC', '11 01'],
  ['RTT', '10 11'],
  ['NOP', '00 00'],
  ['BR .', '00 FF'],
  ['BR .+4', '00 01'],
  ['BZS .+12', '02 05'],
  ['BCR .-6', '0C FC'],
  ['BLT .+2', '05 00'],
  ['BGTU .-254', '0F 80'],
];

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
