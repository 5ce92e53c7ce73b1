/** A number is written whose width nobody gave. */
import type { PathStep } from '../../../vectors/paths.ts';
import { readCell } from '../../../vectors/state.ts';
import { entryCellOf, symbolOf } from '../../../vectors/values.ts';
import type { RuleContext } from '../rule.ts';
import { main, right } from './examples.ts';
import { monitorRoutineOf, type Routine, routinesOf } from './routines.ts';
import { hawkRule, precededBy } from './trap.ts';

const printing: readonly string[] = ['PUTHEX', 'PUTDEC', 'PUTDECU'];

/** MAIN has no parameters, and what runs without being called has none either. */
const hasParameters = ({ result }: RuleContext, { start, called }: Routine): boolean =>
  called && !result.program.symbols.some(({ name, value }) => name === 'MAIN' && value === start);

/** Why R4 cannot be a width. */
function fault(context: RuleContext, routine: Routine, { before }: PathStep): string | undefined {
  const value = readCell(before, 'r4');
  if (entryCellOf(value) === 'r4' && !hasParameters(context, routine)) return 'it was never set';
  const symbol = symbolOf(value);
  if (symbol?.of !== 'call' || symbol.name !== 'r4') return undefined;
  const call = routine.steps.find(({ at }) => at === symbol.at);
  const called = call && monitorRoutineOf(context, call);
  return called === undefined || called === 'DIVIDEU' ? undefined : `${called} may have changed it`;
}

const printed = (...before: readonly string[]): string =>
  main(
    '        EXT     PUTDEC,PUTHEX,PUTSTR',
    ...before,
    '        LIL     R1,PUTDEC',
    '        JSRS    R1,R1',
  );

const marker = ';       ^^^ width-not-given\n        LIL     PC,0';

export const widthNotGiven = hawkRule(
  {
    id: 'width-not-given',
    title: 'A number is written whose width nobody gave',
    severity: 'warning',
    explanation:
      'PUTHEX, PUTDEC and PUTDECU take the number in R3 and the least width in R4, and a routine may change R3 to R7: with anything in R4 there may be millions of blanks.',
    bad: [
      {
        title: 'R3 alone',
        source: printed('        LIS     R3,42').replace('R1,R1\n', `R1,R1\n${marker}\n`),
      },
      {
        title: 'A width that another routine may have changed',
        source: main(
          '        EXT     PUTHEX,PUTSTR',
          '        LIS     R4,8',
          '        LEA     R3,TEXT',
          '        LIL     R1,PUTSTR',
          '        JSRS    R1,R1',
          '        MOVE    R3,R8',
          '        LIL     R1,PUTHEX',
          '        JSRS    R1,R1',
          ';       ^^^ width-not-given',
          '        LIL     PC,0',
          'TEXT:   ASCII   "#",0',
        ),
      },
    ],
    good: [
      right[0]!,
      { title: 'With a width', source: printed('        LIS     R3,42', '        CLR     R4') },
      {
        title: 'The width is a parameter',
        source: main(
          '        EXT     PUTDEC',
          '        LIS     R4,5',
          '        JSR     R1,SHOW',
          '        LIL     PC,0',
          'SHOW:   STORES  R1,R2',
          '        LEA     R2,R2,4',
          '        LIS     R3,42',
          '        LIL     R1,PUTDEC',
          '        JSRS    R1,R1',
          '        LEA     R2,R2,-4',
          '        LOADS   PC,R2',
        ),
      },
    ],
  },
  'Hawk manual, chapter 3: Memory reference, for JSRS; the course notes, for what R1 to R15 are in a call',
  context =>
    routinesOf(context).flatMap(routine =>
      routine.steps.flatMap(step => {
        const name = monitorRoutineOf(context, step);
        const why = name !== undefined && printing.includes(name) ? fault(context, routine, step) : undefined;
        return why === undefined
          ? []
          : [
              {
                at: step.at,
                message: `${name} writes with the width in R4: ${why}`,
                fix: { title: 'Set R4 to 0: no padding', rewrite: precededBy('CLR     R4') },
              },
            ];
      }),
    ),
);
