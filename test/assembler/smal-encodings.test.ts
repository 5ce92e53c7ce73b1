/** The worked encodings of the Hawk (manual, monitor, course notes): assembly text → bytes in memory order. */
import { describe, expect, test } from 'vitest';
import { bytesAt, messagesOf, smalText } from './smal-assemble.ts';

// biome-ignore format: a table is read by columns
const encodings: Readonly<Record<string, readonly (readonly [assembly: string, bytes: string])[]>> = {
  'Short memory reference': [
    ['MOVE R6,R3',          'F6 F3'],
    ['MOVE R4,R1',          'F4 F1'],
    ['MOVECC R0,R3',        'F0 E3'],
    ['TESTR R6',            'F0 E6'],
    ['LOADS R4,R3',         'F4 D3'],
    ['LOADS PC,R2',         'F0 D2'],
    ['LOADSCC R5,R4',       'F5 C4'],
    ['TESTS R4',            'F0 C4'],
    ['JSRS R1,R1',          'F1 B1'],
    ['JUMPS R1',            'F0 B1'],
    ['STORES R1,R2',        'F1 A2'],
    ['STORES R4,R3',        'F4 A3'],
    ['LOADL R4,R5',         'F4 95'],
    ['STOREC R4,R5',        'F4 85'],
  ],
  'Memory reference (4 bytes)': [
    ['LEA R2,R2,-28',       'F2 72 E4 FF'],
    ['LEACC R3,R3,256',     'F3 63 00 01'],
    ['ADDI R2,R2,12',       'F2 62 0C 00'],
    ['ADDI R4,R3,-99',      'F4 63 9D FF'],
    ['ADDI R5,R2,3',        'F5 62 03 00'],
    ['CMPI R3,32',          'F0 63 E0 FF'],
    ['CMPI R8,8',           'F0 68 F8 FF'],
    ['LOAD R1,R2,8',        'F1 52 08 00'],
    ['LOAD R3,R2,-32',      'F3 52 E0 FF'],
    ['LOADCC R3,R2,-4',     'F3 42 FC FF'],
    ['JSR R1,.+4',          'F1 30 00 00'],
    ['STORE R3,R2,20',      'F3 22 14 00'],
  ],
  'Immediates': [
    ['LIL R3,#10000',       'E3 00 00 01'],
    ['LIL R2,2',            'E2 02 00 00'],
    ['LIL R5,#7FFFFF',      'E5 FF FF 7F'],
    ['LIL R4,-1000',        'E4 18 FC FF'],
    ['LIL PC,0',            'E0 00 00 00'],
    ["LIS R3,'a'",          'D3 61'],
    ['LIS R1,1',            'D1 01'],
    ['LIS R4,0',            'D4 00'],
    ['CLR R5',              'D5 00'],
    ['LIS R6,-4',           'D6 FC'],
    ['ORIS R4,#6D',         'C4 6D'],
    ['LIW R5,#FFFF0000',    'E5 00 FF FF C5 00'],
    ['LIW R5,#FF100000',    'E5 00 10 FF C5 00'],
  ],
  'Shifts and bit test': [
    ['MOVESL R4,R5,3',      'B4 53'],
    ['ADDSL R3,R4,2',       'A3 42'],
    ['SL R3,1',             'A3 01'],
    ['SL R3,9',             'A3 09'],
    ['SL R3,16',            'A3 00'],
    ['ADDSR R0,R5,2',       '90 52'],
    ['SR R4,1',             '94 01'],
    ['SR R3,16',            '93 00'],
    ['SRU R3,12',           '83 0C'],
    ['BITTST R5,0',         '90 51'],
    ['BITTST R5,1',         '90 52'],
    ['BITTST R7,16',        'B0 7F'],
    ['BITTST R7,31',        'F0 E7'],
  ],
  'Bytes, halfwords, add, subtract': [
    ['STUFFB R7,R3,R5',     '77 35'],
    ['STUFFB R5,R0,R6',     '75 06'],
    ['STUFFH R7,R6,R3',     '67 63'],
    ['EXTB R5,R5,R4',       '55 54'],
    ['EXTB R0,R4,R3',       '50 43'],
    ['EXTH R5,R4,R3',       '45 43'],
    ['ADD R3,R3,R4',        '33 34'],
    ['ADD R3,R1,R2',        '33 12'],
    ['SUB R3,R3,R4',        '23 34'],
    ['CMP R3,R4',           '20 34'],
    ['NEG R3,R3',           '23 03'],
  ],
  'Short constant': [
    ['TRUNC R4,3',          '14 F3'],
    ['TRUNC R6,16',         '16 F0'],
    ['SXT R3,8',            '13 E8'],
    ['BTRUNC R3,2',         '13 D2'],
    ['ADDSI R3,2',          '13 C2'],
    ['ADDSI R4,3',          '14 C3'],
    ['ADDSI R2,-4',         '12 CC'],
    ['ADDSI R4,8',          '14 C0'],
    ['ADDSI R4,-8',         '14 C8'],
  ],
  'Two register and special': [
    ['AND R3,R4',           '13 B4'],
    ['OR R3,R5',            '13 A5'],
    ['EQU R4,R5',           '14 95'],
    ['NOT R4',              '14 90'],
    ['ADDC R4,R4',          '14 74'],
    ['SUBB R6,R4',          '16 64'],
    ['ADJUST R3,CMSB',      '13 54'],
    ['ADJUST R3,BCD',       '13 52'],
    ['ADJUST R5,PLUS64',    '15 5E'],
    ['PLUS R5,R4',          '15 44'],
    ['PLUS R1,R0',          '11 40'],
    ['COGET R4,COSTAT',     '14 30'],
    ['COSET R4,COSTAT',     '14 20'],
    ['COSET R3,2',          '13 22'],
    ['COGET R3,3',          '13 33'],
    ['CPUGET R1,PSW',       '11 10'],
    ['CPUGET R3,TMA',       '13 12'],
    ['CPUGET R1,TPC',       '11 11'],
    ['CPUGET R4,CYC',       '14 18'],
    ['CPUSET R2,TSV',       '12 03'],
    ['CPUSET R1,PSW',       '11 00'],
    ['CPUSET R1,TPC',       '11 01'],
    ['RTT',                 '10 11'],
    ['TIMES R0,R0',         '10 80'],
    ['TIMES R3,R4',         '13 84'],
  ],
  'Branches': [
    ['NOP',                 '00 00'],
    ['BR .',                '00 FF'],
    ['BR .+4',              '00 01'],
    ['BZS .+12',            '02 05'],
    ['BCR .-6',             '0C FC'],
    ['BLT .+2',             '05 00'],
    ['BGTU .-254',          '0F 80'],
  ],
};

/** TIMES is the virtual instruction of the course notes, chapter 13. */
const header = `
        USE     "hawk.h"
        MACRO   TIMES =dst,=src
          B #10 | (dst - R0)
          B #80 | (src - R0)
        ENDMAC
.       =       #1000
`;

for (const [group, rows] of Object.entries(encodings))
  describe(group, () => {
    test.each(rows)('%s → %s', (assembly, bytes) => {
      const result = smalText(`${header}        ${assembly}\n`);
      expect(messagesOf(result)).toEqual([]);
      expect(bytesAt(result, 0x1000)).toBe(bytes);
    });
  });

test('all 104 of them', () => {
  expect(Object.values(encodings).flat()).toHaveLength(104);
});
