/** Trap handlers: the programs T1–T6 of the reference, its whole sequences, and the course notes' exceptions. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AssembleResult } from '../../assembler/program.ts';
import { bytesAt, messagesOf, smalText, symbolOf } from './smal-assemble.ts';

const programs = new URL('../fixtures/hawk/', import.meta.url);

const program = (name: string): AssembleResult => smalText(readFileSync(new URL(name, programs), 'utf8'));

describe('trap-handler programs have the stated addresses', () => {
  test.each<[string, Readonly<Record<string, number>>]>([
    ['t1-minimal-bus-error.a', { BUSER: 0x1000, START: 0x100c, BAD: 0x1016 }],
    ['t2-bus-error-to-exception.a', { START: 0x1030, USER: 0x1054, BAD: 0x105e, MYHAND: 0x1062 }],
    ['t3-emulated-multiply.a', { UNIMP: 0x1000, TRAPEXIT: 0x109c, START: 0x10e6, USER: 0x110a, ERR: 0x112e }],
    ['t4-privilege-violation.a', { BAD: 0x1022 }],
    ['t5-keyboard-interrupt.a', { LOOP: 0x1056 }],
    ['t6-nested-trap.a', { INNER: 0x1006, OUTER: 0x1012 }],
  ])('%s', (name, addresses) => {
    const result = program(name);
    expect(messagesOf(result)).toEqual([]);
    expect(result.program.entry).toBe(0n);
    for (const [label, address] of Object.entries(addresses)) expect(symbolOf(result, label)).toBe(address);
  });

  test('the vector entry of T3 takes exactly 16 bytes', () => {
    expect(bytesAt(program('t3-emulated-multiply.a'), 0x20)).toBe(
      '12 03 E2 00 00 01 F1 22 04 00 E1 00 10 00 F0 B1',
    );
  });

  test('TIMES of T3', () => {
    const result = program('t3-emulated-multiply.a');
    expect(bytesAt(result, 0x1120).slice(0, 5)).toBe('13 84');
    expect(bytesAt(result, 0x1124).slice(0, 5)).toBe('19 8A');
  });
});

describe('whole sequences', () => {
  test.each([
    [0x1000, "LIS R3,'a'\n ADDSI R3,2\n ADDI R4,R3,-99\n ADD R3,R3,R4", 'D3 61 13 C2 F4 63 9D FF 33 34'],
    [
      0x1000,
      'LIS R1,1\n LIL R2,2\n ADD R3,R1,R2\n MOVE R4,R1\n ADDSI R4,3\n ADDI R5,R2,3',
      'D1 01 E2 02 00 00 33 12 F4 F1 14 C3 F5 62 03 00',
    ],
    [0x10, 'CPUSET R1,TSV\n LIL R1,#1000\n JUMPS R1', '11 03 E1 00 10 00 F0 B1'],
    [
      0x10,
      'CPUSET R2,TSV\n LIL R2,#1002C\n STORES R5,R2\n LEA R5,#1E0\n JUMP #100',
      '12 03 E2 2C 00 01 F5 A2 F5 70 C4 01 F0 30 E0 00',
    ],
    [
      0,
      'LIL R2,#10070\n JSR R1,#32C\n LIL R1,#10B6\n JSRS R1,R1\n BR 0',
      'E2 70 00 01 F1 30 24 03 E1 B6 10 00 F1 B1 00 F8',
    ],
  ])('at %i: %s', (address, source, bytes) => {
    const result = smalText(` USE "hawk.h"\n. = ${address}\n ${source}\n`);
    expect(messagesOf(result)).toEqual([]);
    expect(bytesAt(result, address)).toBe(bytes);
  });
});

// Lines of the course notes, chapter 13, as they are printed there or restored from the comments beside them.
describe('lines of the course notes', () => {
  const setting = ` USE "hawk.h"
 USE "stdio.h"
 USE "exceptions.h"
 COMMON CONSTRAINT_ERROR,EXSIZE
 EXT DISTANCE
ARSIZE = 0
 LOCAL RETAD,4
 LOCAL OLDCON,EXSIZE
R1SAVE = 1<<2
PSWSAVE = 16<<2
. = #1000
`;

  test.each([
    ['LIL R3,CONSTRAINT_ERROR', 'E3 70 00 01'],
    ['STORE R4,R2,OLDCON+EXHAND', 'F4 22 04 00'],
    ['LOAD R4,R2,OLDCON+EXAR', 'F4 52 08 00'],
    ['STORE R2,R3,EXAR', 'F2 23 04 00'],
    ['ADDI R2,ARSIZE', 'F2 62 0C 00'],
    ['ADDI R2,-ARSIZE', 'F2 62 F4 FF'],
    ['LIL R1,PUTDEC', 'E1 92 05 00'],
    ['JSRS R1,R1', 'F1 B1'],
    ['STORE R1,R2,R1SAVE', 'F1 22 04 00'],
    ['STORE R15,R2,15<<2', 'FF 22 3C 00'],
    ['LOAD R1,R2,PSWSAVE', 'F1 52 40 00'],
    ['CPUSET R1,PSW', '11 00'],
    ['EXTH R5,R4,R3', '45 43'],
    ['ASCII " microns",0', '20 6D 69 63 72 6F 6E 73 00'],
  ])('%s', (line, bytes) => {
    const result = smalText(`${setting} ${line}\n`);
    expect(messagesOf(result)).toEqual([]);
    expect(bytesAt(result, 0x1000)).toBe(bytes);
  });

  test.each([
    ['CMPI R6,#8010', /^value-out-of-bounds: /],
    ['LEA R1,CONSTRAINT_ERROR', /^misuse-of-relocation: /],
    ['JSR R1,DISTANCE', /^misuse-of-relocation: /],
  ])('%s is refused', (line, message) => {
    expect(messagesOf(smalText(`${setting} ${line}\n`))).toEqual([expect.stringMatching(message)]);
  });
});

describe('exceptions of the course notes', () => {
  const source = `
        USE     "hawk.h"
        USE     "stdio.h"
        USE     "exceptions.h"
        COMMON  CONSTRAINT_ERROR,EXSIZE
        INT     SHOW
ARSIZE  =       0
        LOCAL   RETAD,4
        LOCAL   OLDCON,EXSIZE
SHOW:   STORES  R1,R2
        LIL     R3,CONSTRAINT_ERROR
        LOAD    R4,R3,EXHAND
        STORE   R4,R2,OLDCON+EXHAND
        LEA     R4,HAND
        STORE   R4,R3,EXHAND
        STORE   R2,R3,EXAR
        ADDI    R2,ARSIZE
        LIL     R1,PUTS
        JSRS    R1,R1
        ADDI    R2,-ARSIZE
HAND:   LOADS   PC,R2
`;
  const result = smalText(source);

  test('assemble', () => {
    expect(messagesOf(result)).toEqual([]);
    expect(bytesAt(result, 0x1000)).toBe(
      'F1 A2 E3 70 00 01 F4 53 00 00 F4 22 04 00 F4 70 16 00 F4 23 00 00 F2 23 04 00 F2 62 0C 00 E1 30 05 00 F1 B1 F2 62 F4 FF F0 D2',
    );
  });

  test('the record lies after the data of the monitor, whose routines have their addresses', () => {
    expect(symbolOf(result, 'CONSTRAINT_ERROR')).toBe(0x10070);
    expect(symbolOf(result, 'PUTS')).toBe(0x530);
    expect(result.program.externals).toEqual([]);
  });
});
