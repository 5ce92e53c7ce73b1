/** A call replaces the return address, which was not saved. */
import type { PathStep } from '../../../vectors/paths.ts';
import { symbolOf } from '../../../vectors/values.ts';
import { main, right } from './examples.ts';
import { returnsThroughStack, savedReturns } from './returns.ts';
import { formedAddress, isCall, isJump, type Routine, routinesOf } from './routines.ts';
import { hawkRule, operandOf } from './trap.ts';

const linksR1 = (step: PathStep): boolean => isCall(step) && operandOf(step, 'd') === 1;

/** The call after which a jump through R1 goes to where that call came from. */
function callBehind({ steps }: Routine, step: PathStep): PathStep | undefined {
  const symbol = isJump(step) ? symbolOf(formedAddress(step)) : undefined;
  return symbol?.of === 'call' && symbol.name === 'r1'
    ? steps.find(one => one.at === symbol.at && linksR1(one))
    : undefined;
}

/** The first call of a routine that returns through its stack and stored no return address there. */
function callBefore(routine: Routine, step: PathStep): PathStep | undefined {
  return routine.certain && savedReturns(routine).length === 0 && returnsThroughStack(routine, step, [])
    ? routine.steps.find(linksR1)
    : undefined;
}

const routine = (...text: readonly string[]): string =>
  main(
    '        EXT     PUTCHAR',
    '        JSR     R1,STAR',
    '        LIL     PC,0',
    ...text.flatMap(line =>
      line === 'call'
        ? ["        LIS     R3,'*'", '        LIL     R1,PUTCHAR', '        JSRS    R1,R1']
        : [line],
    ),
  );

export const returnAddressLost = hawkRule(
  {
    id: 'return-address-lost',
    title: 'A call replaces the return address, which was not saved',
    severity: 'error',
    explanation:
      'JSRS R1,R1 puts its own return address into R1. A routine that calls another one stores R1 first, usually to where R2 points, and returns with LOADS PC,R2.',
    bad: [
      {
        title: 'JUMPS R1 goes back to itself',
        source: routine(
          'STAR:   LEA     R2,R2,4',
          'call',
          ';       ^^^ return-address-lost',
          '        LEA     R2,R2,-4',
          '        JUMPS   R1',
        ),
      },
      {
        title: 'Loaded, but never stored',
        source: routine(
          'STAR:   LEA     R2,R2,4',
          'call',
          ';       ^^^ return-address-lost',
          '        LEA     R2,R2,-4',
          '        LOADS   PC,R2',
        ),
      },
    ],
    good: [
      right[0]!,
      {
        title: 'Stored first',
        source: routine(
          'STAR:   STORES  R1,R2',
          '        LEA     R2,R2,4',
          'call',
          '        LEA     R2,R2,-4',
          '        LOADS   PC,R2',
        ),
      },
      {
        title: 'An exported handler of exceptions, with the return address of another routine',
        source: main(
          '        EXT     PUTCHAR',
          '        INT     FAILED',
          '        LIL     PC,0',
          "FAILED: LIS     R3,'*'",
          '        LEA     R2,R2,4',
          '        LIL     R1,PUTCHAR',
          '        JSRS    R1,R1',
          '        LEA     R2,R2,-4',
          '        LOADS   PC,R2',
        ),
      },
      {
        title: 'A routine that calls no other, and one that keeps its address in R8',
        source: main(
          '        EXT     PUTCHAR',
          '        JSR     R1,DOUBLE',
          '        JSR     R1,STAR',
          '        LIL     PC,0',
          'DOUBLE: ADD     R3,R3,R3',
          '        JUMPS   R1',
          'STAR:   MOVE    R8,R1',
          '        LIL     R1,PUTCHAR',
          '        JSRS    R1,R1',
          '        JUMPS   R8',
        ),
      },
    ],
  },
  'Hawk manual, chapter 3: Memory reference, for JSRS; the course notes, for what R1 to R15 are in a call',
  context =>
    routinesOf(context)
      .filter(({ called }) => called)
      .flatMap(one =>
        one.steps.flatMap(step => {
          const call = callBehind(one, step) ?? callBefore(one, step);
          return call === undefined
            ? []
            : [
                {
                  at: call.at,
                  message: 'This call replaces the return address in R1, which the routine has not saved',
                },
              ];
        }),
      ),
);
