/** TPC is set to what may be no address of an instruction. */
import type { PathStep } from '../../../vectors/paths.ts';
import { readCell } from '../../../vectors/state.ts';
import { numberOf, symbolOf } from '../../../vectors/values.ts';
import { entry, lines, program, restore, right, save } from './examples.ts';
import { programSteps } from './routines.ts';
import {
  addressOf,
  type Fault,
  handlersOf,
  hex,
  isStore,
  operandOf,
  trapRule,
  upper,
  writes,
} from './trap.ts';

/** Nothing is fetched from here on. */
const deviceSpace = 0xff00_0000n;

const isGeneral = (cell: string): boolean => /^r\d+$/.test(cell);

/** Does an instruction test a register that holds the interrupted program's value of a cell? */
const tests = (step: PathStep, cell: string): boolean =>
  writes(step, 'psw') &&
  step.found.effects.reads.some(read => {
    const symbol = isGeneral(read) ? symbolOf(readCell(step.before, read)) : undefined;
    return symbol?.of === 'entry' && symbol.cell === cell;
  });

/** Words that the program stores numbers to: what is loaded from them can be followed. */
const stored = (steps: readonly PathStep[]): ReadonlySet<bigint> =>
  new Set(
    steps.flatMap(step => {
      const address = isStore(step) ? addressOf(step) : undefined;
      const value = numberOf(readCell(step.before, `r${operandOf(step, 'd')}`));
      return address === undefined || value === undefined ? [] : [address];
    }),
  );

function faultOf(
  step: PathStep,
  steps: readonly PathStep[],
  known: () => ReadonlySet<bigint>,
): Omit<Fault, 'at'> | undefined {
  const value = readCell(step.after, 'tpc');
  const number = numberOf(value);
  if (number !== undefined && number % 2n !== 0n)
    return { message: `${hex(number)} is odd: instructions are at even addresses` };
  if (number !== undefined && number >= deviceSpace)
    return { message: `${hex(number)} is no memory: nothing can be fetched there` };
  const symbol = symbolOf(value);
  if (symbol?.of === 'entry' && isGeneral(symbol.cell) && !steps.some(one => tests(one, symbol.cell)))
    return {
      message: `TPC becomes what the interrupted program had in ${upper(symbol.cell)}, which nothing has checked`,
    };
  if (symbol?.of !== 'loaded') return undefined;
  const loads = steps.filter(({ at }) => at === symbol.at).map(addressOf);
  return loads.every(address => address !== undefined && known().has(address))
    ? undefined
    : {
        message:
          'TPC is set from memory, where the program stores no address: it should be even and in memory',
        severity: 'information',
      };
}

const going = (...to: readonly string[]): string =>
  program(
    '#30',
    entry,
    lines(save, ...to, '        CPUSET  R1,TPC', ';       ^^^ v34-unchecked-return-address', restore),
  );

export const v34UncheckedReturnAddress = trapRule(
  {
    id: 'v34-unchecked-return-address',
    title: 'TPC is set to what may be no address of an instruction',
    severity: 'warning',
    explanation:
      'V34. RTT goes to whatever TPC holds. Instructions are at even addresses in memory; elsewhere the fetch is a bus trap, at the level of the interrupted program.',
    bad: [
      { title: 'The interrupted program chooses', source: going('        MOVE    R1,R5') },
      { title: 'An odd address', source: going('        LIL     R1,HANDLE+1') },
      {
        title: 'A word that nothing stores to',
        source: going('        LIL     R1,#10100', '        LOADS   R1,R1'),
      },
    ],
    good: [
      ...right,
      {
        title: 'A handler of the program, put where it is loaded from',
        source: `        USE     "hawk.h"
HANDLER =       #10100
.       =       #00
        LIL     PC,START
.       =       #10
        CPUSET  R1,TSV
        LIL     PC,BUSERR
.       =       #1000
BUSERR: LIL     R1,HANDLER
        LOADS   R1,R1
        CPUSET  R1,TPC
        RTT
START:  LIL     R1,HANDLER
        LEA     R3,MINE
        STORES  R3,R1
        LIL     PC,0
MINE:   LIL     PC,0
        END
`,
      },
      {
        title: 'The program chooses, and is checked',
        source: going(
          '        STORE   R5,R2,20',
          '        MOVE    R1,R5',
          '        BITTST  R1,0',
          '        BCS     HANDLE',
        ).replace(/;.*v34.*\n/, ''),
      },
    ],
  },
  context => {
    let words: ReadonlySet<bigint> | undefined;
    const known = (): ReadonlySet<bigint> => (words ??= stored(programSteps(context)));
    return handlersOf(context).flatMap(({ steps }) =>
      steps.flatMap(step => {
        const fault = writes(step, 'tpc') ? faultOf(step, steps, known) : undefined;
        return fault === undefined ? [] : [{ at: step.at, ...fault }];
      }),
    );
  },
);
