/** The example of the course notes, chapter 13: an overflow raised in one routine is handled in the one that called it. */
import { expect, test } from 'vitest';
import { start } from './start.ts';

/** Prints the area of a field, or that it is too big. The exception is a record: handler, and its activation record. */
const program = (width: number, height: number): string => `        USE     "hawk.h"
        USE     "stdio.h"
        USE     "exceptions.h"
        COMMON  CONSTRAINT_ERROR,EXSIZE
        INT     MAIN
        S       MAIN

ARSIZE  =       0
        LOCAL   RETAD,4
        LOCAL   OLDCON,EXSIZE

; R3 = R3 times R4, unsigned; raises the exception when the product takes more than 32 bits
MULT:   MOVE    R5,R3
        CLR     R3
MULTLP: TESTR   R5
        BZS     MULTDN
        SRU     R5,1
        BCR     MULTEV
        ADD     R3,R3,R4
        BCS     RAISE
MULTEV: TESTR   R5
        BZS     MULTDN
        SL      R4,1
        BCS     RAISE
        BR      MULTLP
MULTDN: JUMPS   R1
RAISE:  LIL     R1,CONSTRAINT_ERROR
        LOAD    R2,R1,EXAR
        LOAD    R1,R1,EXHAND
        JUMPS   R1

SHOW:   STORES  R1,R2
        LIL     R5,CONSTRAINT_ERROR
        LOAD    R6,R5,EXHAND
        STORE   R6,R2,OLDCON+EXHAND
        LOAD    R6,R5,EXAR
        STORE   R6,R2,OLDCON+EXAR
        LEA     R6,SHOWEX
        STORE   R6,R5,EXHAND
        STORE   R2,R5,EXAR
        ADDI    R2,ARSIZE
        JSR     R1,MULT
        CLR     R4
        LIL     R1,PUTDEC
        JSRS    R1,R1
        ADDI    R2,-ARSIZE
        BR      SHOWDN
SHOWEX: LEA     R3,TOOBIG
        ADDI    R2,ARSIZE
        LIL     R1,PUTSTR
        JSRS    R1,R1
        ADDI    R2,-ARSIZE
SHOWDN: LIL     R5,CONSTRAINT_ERROR
        LOAD    R6,R2,OLDCON+EXHAND
        STORE   R6,R5,EXHAND
        LOAD    R6,R2,OLDCON+EXAR
        STORE   R6,R5,EXAR
        LOADS   PC,R2
TOOBIG: ASCII   "too big",0
        ALIGN   2
MAIN:   LIW     R3,${width}
        LIW     R4,${height}
        JSR     R1,SHOW
        LIL     PC,0
        END
`;

test.each([
  [6, 7, '42'],
  [0, 5, '0'],
  [65535, 32768, '2147450880'],
  [65536, 65536, 'too big'],
  [3, 0x7fffffff, 'too big'],
])('%i by %i: %s', (width, height, shown) => {
  const started = start(program(width, height), { board: 'hawk' });
  const stack = started.read('r2');
  expect(started.run()).toEqual({ event: 'exit', code: 0, how: 'arrived at address 0' });
  expect(started.console()).toBe(shown);
  // Whichever way it went: the stack is where it was, and the handler of before is back.
  expect([started.read('r2'), started.word(0x10070), started.word(0x10074)]).toEqual([stack, 0, 0]);
});
