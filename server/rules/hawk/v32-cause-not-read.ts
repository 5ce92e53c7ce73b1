/** A handler does not look at what it is about. */
import type { PathStep } from '../../../vectors/paths.ts';
import { readCell } from '../../../vectors/state.ts';
import { entryCellOf, numberOf, symbolOf } from '../../../vectors/values.ts';
import type { RuleContext } from '../rule.ts';
import { entry, keep, lines, program, restore, restoreKept, right, save, skip } from './examples.ts';
import { formedAddress, isCall, monitorRoutineOf } from './routines.ts';
import {
  getsSpecial,
  type Handler,
  handlersOf,
  isStore,
  storesInterrupted,
  trapRule,
  vectorEnd,
} from './trap.ts';

const bus = 1;
const instruction = 2;

const numberRoutines: readonly string[] = ['PUTHEX', 'PUTDEC', 'PUTDECU'];

/** Everything that the handler does is in the program, or in the monitor. */
const isSeen = (context: RuleContext, { steps, lost }: Handler): boolean =>
  lost.length === 0 &&
  steps.every(step => {
    const target = isCall(step) ? numberOf(formedAddress(step)) : 0n;
    return (
      target !== undefined &&
      (context.code.sectionAt(target) !== undefined || !isCall(step) || !!monitorRoutineOf(context, step))
    );
  });

/** Does it write a number, or try the instruction again after it has changed memory? */
function needsAddress(context: RuleContext, { steps, resumes }: Handler): boolean {
  const reports = steps.some(step => numberRoutines.includes(monitorRoutineOf(context, step) ?? ''));
  const repairs = steps.some(step => step.at >= vectorEnd && isStore(step) && !storesInterrupted(step));
  const retries = resumes.some(({ before }) => entryCellOf(readCell(before, 'tpc')) === 'tpc');
  return reports || (repairs && retries);
}

/** Does it give a register a value of its own making, as an emulator of instructions does? */
const emulates = ({ architecture }: RuleContext, { resumes }: Handler): boolean =>
  resumes.some(({ before }) =>
    architecture.context.general.some(cell => {
      const value = readCell(before, cell);
      const isMade = numberOf(value) !== undefined || symbolOf(value)?.of === 'made';
      return isMade && value.is === 'sum' && value.via !== undefined;
    }),
  );

function readsInstruction(step: PathStep): boolean {
  const pointer = symbolOf(formedAddress(step));
  const isLoad = step.found.effects.accesses.some(({ kind }) => kind === 'load');
  return isLoad && pointer?.of === 'entry' && pointer.cell === 'tpc';
}

export const v32CauseNotRead = trapRule(
  {
    id: 'v32-cause-not-read',
    title: 'A handler does not look at what it is about',
    severity: 'information',
    explanation:
      'V32. TMA is the address of a bus trap: a handler that reports the address or makes it good needs it. A handler that does the work of an instruction has to read it, at TPC, to know which one it was.',
    bad: [
      {
        title: 'Tries again with other memory, whatever the address was',
        source: program(
          '#10',
          entry.replace('R2,TSV', 'R2,TSV\n;       ^^^ v32-cause-not-read'),
          lines(save, keep, '        LIL     R1,#10400', '        STORES  R0,R1', restoreKept),
        ),
      },
      {
        title: 'A result for any instruction',
        source: program(
          '#20',
          entry.replace('R2,TSV', 'R2,TSV\n;       ^^^ v32-cause-not-read'),
          lines(
            save,
            '        STORE   R3,R2,12',
            '        LIS     R3,42',
            '        STORE   R3,R2,12',
            '        LOAD    R3,R2,12',
            skip,
            restore,
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'A result for the instruction that was read',
        source: program(
          '#20',
          entry,
          lines(
            save,
            '        STORE   R3,R2,12',
            '        CPUGET  R1,TPC',
            '        LOADS   R3,R1',
            '        STORE   R3,R2,12',
            '        LOAD    R3,R2,12',
            skip,
            restore,
          ),
        ),
      },
    ],
  },
  context =>
    handlersOf(context)
      .filter(handler => isSeen(context, handler))
      .flatMap(handler => {
        const { entry, steps } = handler;
        const at = entry.address;
        if (entry.index === bus && needsAddress(context, handler))
          return steps.some(step => getsSpecial(step, 'tma'))
            ? []
            : [{ at, message: 'This handler never reads TMA, the address of the bus trap' }];
        if (entry.index === instruction && emulates(context, handler))
          return steps.some(readsInstruction)
            ? []
            : [{ at, message: 'This handler never reads the instruction that trapped, which is at TPC' }];
        return [];
      }),
);
