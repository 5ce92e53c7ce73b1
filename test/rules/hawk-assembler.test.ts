/** Checks of the reference that are the assembler's: what SMAL says is a finding like those of the rules. */
import { describe, expect, test } from 'vitest';
import { hawk } from '../../isa/hawk/architecture.ts';
import { lintText } from './linting.ts';

/** Errors as `code: text`, each with its message. */
function errorsIn(source: string): readonly { readonly what: string; readonly message: string }[] {
  return lintText(source, { architecture: hawk })
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ rule, span, message }) => ({
      what: `${rule}: ${source.slice(span.start, span.end).trim()}`,
      message,
    }));
}

describe('V06: from the absolute vector to what the linker places', () => {
  const entry = (line: string): string => `        USE     "hawk.h"
        EXT     SERVE
        COMMON  AREA,16
CODE    =       .
.       =       #10
        ${line}
.       =       CODE
HANDLE: LIL     PC,0
        END
`;

  test.each([
    ['JUMP    HANDLE', 'HANDLE', 'a relocatable value'],
    ['BR      HANDLE', 'HANDLE', 'a relocatable value'],
    ['BEQ     HANDLE', 'HANDLE', 'a relocatable value'],
    ['JSR     R1,HANDLE', 'HANDLE', 'a relocatable value'],
    ['LEA     R1,HANDLE', 'HANDLE', 'a relocatable value'],
    ['JUMP    SERVE', 'SERVE', 'a value relative to SERVE'],
    ['STORE   R1,AREA', 'AREA', 'a value relative to AREA'],
  ])('%s', (line, place, what) => {
    const [error, ...others] = errorsIn(entry(line));
    expect(others).toEqual([]);
    expect(error?.what).toBe(`misuse-of-relocation: ${place}`);
    expect(error?.message).toBe(
      `misuse of relocation: ${what} is at no fixed distance from code at an absolute place: use LIL, which takes the address itself`,
    );
  });

  test.each(['LIL     PC,HANDLE', 'LIL     R1,SERVE\n        JUMPS   R1', 'JUMP    #100'])(
    '%s is right',
    line => {
      expect(errorsIn(entry(line))).toEqual([]);
    },
  );
});

describe('V06: what else cannot be relocated', () => {
  const program = (line: string): string =>
    `        USE     "hawk.h"\n        EXT     SERVE\nSTART:  ${line}\n        LIL     PC,0\n        END\n`;

  const distance = 'at no fixed distance from relocatable code: use LIL, which takes the address itself';
  test.each([
    ['JUMP    #100', `an absolute value is ${distance}`],
    ['JUMP    SERVE', `a value relative to SERVE is ${distance}`],
    ['JUMP    R3', 'expected an address, not a register'],
    ['LIS     R3,R4', 'expected -128 to 255, not a register'],
    ['LIS     3,4', 'expected a register, R1–R15 (R0 traps here), not an absolute value'],
  ])('%s', (line, message) => {
    expect(errorsIn(program(line)).map(error => error.message)).toEqual([`misuse of relocation: ${message}`]);
  });
});

const main = (line: string): string => `        USE     "hawk.h"
START:  ${line}
        LIL     PC,0
        END
`;

describe('V28: CMPI adds the negative of its constant, which has 16 bits', () => {
  test.each(['#8010', '-32768', '32769'])('%s', constant => {
    expect(errorsIn(main(`CMPI    R6,${constant}`))).toEqual([
      {
        what: `value-out-of-bounds: ${constant}`,
        message: 'value out of bounds: number to compare with must be -32767 to 32768',
      },
    ]);
  });

  test.each(['#7FFF', '-32767', '32768'])('%s fits', constant => {
    expect(errorsIn(main(`CMPI    R6,${constant}`))).toEqual([]);
  });
});

/** Every row of section 2.1 of the reference whose register 0 is an instruction trap. */
const traps = [
  'MOVE R0,R1',
  'LEA R0,R1,4',
  'LIS R0,1',
  'ORIS R0,1',
  'STORES R1,R0',
  'LOADL R1,R0',
  'STOREC R1,R0',
  'MOVESL R1,R0,2',
  'ADDSL R0,R1,2',
  'STUFFB R0,R1,R2',
  'STUFFH R0,R1,R2',
  'EXTB R1,R0,R2',
  'EXTH R1,R0,R2',
  'ADD R1,R0,R2',
  'ADD R1,R2,R0',
  'SUB R1,R2,R0',
  'TRUNC R0,4',
  'SXT R0,4',
  'BTRUNC R0,4',
  'ADDSI R0,1',
  'AND R0,R1',
  'AND R1,R0',
  'OR R0,R1',
  'OR R1,R0',
  'EQU R0,R1',
  'PLUS R0,R1',
  'ADJUST R0,BCD',
];

describe('register 0 where it is an instruction trap', () => {
  test.each(traps)('%s', line => {
    expect(errorsIn(main(line))).toEqual([
      {
        what: 'value-out-of-bounds: R0',
        message: expect.stringContaining('R0 traps here'),
      },
    ]);
  });

  test.each(['STORES R0,R1', 'ADD R0,R1,R2', 'SUB R1,R0,R2', 'EQU R1,R0', 'ADDSR R0,R1,2', 'MOVECC R0,R1'])(
    '%s is right',
    line => {
      expect(errorsIn(main(line))).toEqual([]);
    },
  );
});

test('ADDSI of 0', () => {
  expect(errorsIn(main('ADDSI   R1,0')).map(({ what }) => what)).toEqual(['value-out-of-bounds: 0']);
});

test('LIW of an address that the linker places', () => {
  expect(errorsIn(main('LIW     R1,START')).map(({ what }) => what)).toEqual([
    'misuse-of-relocation: LIW     R1,START',
  ]);
  expect(errorsIn(main('LIL     R1,START'))).toEqual([]);
});
