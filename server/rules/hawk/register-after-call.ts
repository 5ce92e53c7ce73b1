/** A register is used that a call may have changed. */
import { readCell } from '../../../vectors/state.ts';
import { symbolOf } from '../../../vectors/values.ts';
import { main, right } from './examples.ts';
import { monitorRoutineOf, routinesOf } from './routines.ts';
import { hawkRule, upper } from './trap.ts';

/** Routines of the monitor that leave a result in R3; DIVIDEU leaves one in R4, too. */
const withResult: readonly string[] = [
  'GETCHAR',
  'TIMES',
  'TIMESU',
  'DIVIDEU',
  'RAND',
  'MALLOC',
  'STRLEN',
  'STRCPY',
  'STRNCPY',
  'STRCAT',
  'STRNCAT',
  'STRCMP',
  'FTOI',
];

const isResult = (routine: string, cell: string): boolean =>
  (cell === 'r3' && withResult.includes(routine)) || (cell === 'r4' && routine === 'DIVIDEU');

const registers: readonly string[] = ['r3', 'r4', 'r5', 'r6', 'r7'];

export const registerAfterCall = hawkRule(
  {
    id: 'register-after-call',
    title: 'A register is used that a call may have changed',
    severity: 'warning',
    explanation:
      'A routine may change R3 to R7 and preserves R8 to R15: what has to outlive a call belongs into one of these, or into the activation record. R3 holds the result, if there is one.',
    bad: [
      {
        title: 'A counter in R5',
        source: main(
          '        EXT     PUTCHAR',
          '        LIS     R5,10',
          "LOOP:   LIS     R3,'*'",
          '        LIL     R1,PUTCHAR',
          '        JSRS    R1,R1',
          '        ADDSI   R5,-1',
          ';       ^^^ register-after-call',
          '        BNE     LOOP',
        ),
      },
      {
        title: 'PUTSTR has no result',
        source: main(
          '        EXT     PUTSTR',
          '        LEA     R3,TEXT',
          '        LIL     R1,PUTSTR',
          '        JSRS    R1,R1',
          '        MOVE    R8,R3',
          ';       ^^^ register-after-call',
          '        LIL     PC,0',
          'TEXT:   ASCII   "text",0',
        ),
      },
    ],
    good: [
      right[0]!,
      {
        title: 'A counter in R8, and a result in R3',
        source: main(
          '        EXT     PUTCHAR,GETCHAR',
          '        LIS     R8,10',
          'LOOP:   LIL     R1,GETCHAR',
          '        JSRS    R1,R1',
          '        MOVE    R9,R3',
          '        LIL     R1,PUTCHAR',
          '        JSRS    R1,R1',
          '        ADDSI   R8,-1',
          '        BNE     LOOP',
        ),
      },
      {
        title: 'Quotient and remainder',
        source: main(
          '        EXT     DIVIDEU',
          '        LIS     R3,100',
          '        LIS     R4,7',
          '        LIL     R1,DIVIDEU',
          '        JSRS    R1,R1',
          '        ADD     R8,R3,R4',
        ),
      },
    ],
  },
  'Hawk manual, chapter 3: Memory reference, for JSRS; the course notes, for what R1 to R15 are in a call',
  context =>
    routinesOf(context).flatMap(({ steps }) =>
      steps.flatMap(step =>
        registers.flatMap(cell => {
          const symbol = symbolOf(readCell(step.before, cell));
          const isRead = step.found.effects.reads.includes(cell);
          if (!isRead || symbol?.of !== 'call' || symbol.name !== cell) return [];
          const call = steps.find(({ at }) => at === symbol.at);
          const routine = call && monitorRoutineOf(context, call);
          return routine === undefined || isResult(routine, cell)
            ? []
            : [{ at: step.at, message: `${routine} may have changed ${upper(cell)}` }];
        }),
      ),
    ),
);
