/** The monitor would use the save area as its stack. */
import type { PathStep } from '../../../vectors/paths.ts';
import { readCell } from '../../../vectors/state.ts';
import { numberOf } from '../../../vectors/values.ts';
import type { RuleContext } from '../rule.ts';
import { entry, keep, lines, program, restoreKept, right, save } from './examples.ts';
import { monitorRoutineOf } from './routines.ts';
import { addressOf, type Handler, handlersOf, hex, storesInterrupted, trapRule } from './trap.ts';

/** Routines that use no memory. */
const withoutStack: readonly string[] = ['TIMES', 'TIMESU', 'DIVIDEU', 'STRLEN', 'STRCMP', 'FTOI'];

/** What the least of the others uses from where R2 points: `PUTCHAR`. */
const stackBytes = 12n;

/** A saved word that a call would overwrite. */
function overwritten(context: RuleContext, { steps }: Handler, call: PathStep): bigint | undefined {
  const routine = monitorRoutineOf(context, call);
  const stack = numberOf(readCell(call.before, 'r2'));
  if (routine === undefined || withoutStack.includes(routine) || stack === undefined) return undefined;
  return steps
    .filter(storesInterrupted)
    .map(addressOf)
    .find(address => address !== undefined && address >= stack && address < stack + stackBytes);
}

const printing = (vector: string, routine: string, ...before: readonly string[]): string =>
  program(
    vector,
    entry,
    lines(
      '        EXT     PUTCHAR,STRLEN',
      save,
      keep,
      ...[3, 4, 5, 6, 7].map(n => `        STORE   R${n},R2,${4 * n}`),
      '        LIW     R1,#FF100000',
      '        LOADS   R3,R1',
      ...before,
      `        LIL     R1,${routine}`,
      '        JSRS    R1,R1',
      ...(routine === 'PUTCHAR' && before.length < 2 ? [';       ^^^ v31-stack-in-save-area'] : []),
      '        LIL     R2,SAVE',
      ...[3, 4, 5, 6, 7].map(n => `        LOAD    R${n},R2,${4 * n}`),
      restoreKept,
    ),
  );

export const v31StackInSaveArea = trapRule(
  {
    id: 'v31-stack-in-save-area',
    title: 'The monitor would use the save area as its stack',
    severity: 'warning',
    explanation:
      'V31. The routines of the monitor store their return address and more from where R2 points. In a handler whose R2 points to the save area they overwrite what was saved: load R2 with a stack first.',
    bad: [
      { title: 'An echo with R2 as it is', source: printing('#F0', 'PUTCHAR') },
      {
        title: 'R2 behind the first saved words only',
        source: printing('#F0', 'PUTCHAR', '        LEA     R2,R2,8'),
      },
    ],
    good: [
      ...right,
      {
        title: 'R2 points behind the area',
        source: printing('#F0', 'PUTCHAR', '        LIL     R2,#10100', '        NOP'),
      },
      { title: 'A routine that uses no memory', source: printing('#F0', 'STRLEN') },
    ],
  },
  context =>
    handlersOf(context).flatMap(handler =>
      handler.steps.flatMap(step => {
        const place = overwritten(context, handler, step);
        if (place === undefined) return [];
        const routine = monitorRoutineOf(context, step)!;
        return [
          {
            at: step.at,
            message: `${routine} uses R2 as its stack: it overwrites what is saved at ${hex(place)}`,
          },
        ];
      }),
    ),
);
