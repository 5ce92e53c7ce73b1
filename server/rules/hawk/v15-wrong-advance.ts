/** TPC is advanced by another length than that of the instruction. */
import type { PathStep } from '../../../vectors/paths.ts';
import { readCell } from '../../../vectors/state.ts';
import { symbolOf } from '../../../vectors/values.ts';
import { entry, lines, program, restore, right, save, skip } from './examples.ts';
import { type Fault, firstInterrupt, type Handler, handlersOf, isRow, trapRule, writes } from './trap.ts';

const privilege = 3;
const coprocessor = 5;

/** What is wrong with going on so many bytes after TPC. */
function wrong({ entry: { index } }: Handler, by: bigint): string | undefined {
  if (by === 0n) return undefined;
  if (index >= firstInterrupt)
    return 'TPC of an interrupt is the next instruction: it would never be executed';
  if (by % 2n !== 0n) return 'Instructions are 2 or 4 bytes long: this is no address of one';
  if (by === 2n) return undefined;
  if (index === privilege) return 'CPUGET and CPUSET are 2 bytes long: this skips an instruction after them';
  if (index === coprocessor) return 'COGET and COSET are 2 bytes long: this skips an instruction after them';
  return undefined;
}

/** The instruction before, when it adds 4 for an instruction of 2 bytes. */
function fixOf({ entry: { index }, steps }: Handler, { at }: PathStep): Pick<Fault, 'fix'> {
  const adding = steps.find(
    step => step.at + BigInt(step.found.instruction.length) === at && isRow(step, 'lea', 'leacc', 'addsi'),
  );
  if (adding === undefined || (index !== privilege && index !== coprocessor)) return {};
  const rewrite = (text: string): string | undefined =>
    /,4$/.test(text) ? text.replace(/4$/, '2') : undefined;
  return { fix: { title: 'Add 2, the length of the instruction', rewrite, at: adding.at } };
}

const bad = (vector: string, by: number): string =>
  program(
    vector,
    entry,
    lines(save, skip.replace('R1,R1,2', `R1,R1,${by}`), ';       ^^^ v15-wrong-advance', restore),
  );

export const v15WrongAdvance = trapRule(
  {
    id: 'v15-wrong-advance',
    title: 'TPC is advanced by another length than that of the instruction',
    severity: 'warning',
    explanation:
      'V15. TPC of a trap is the instruction that trapped. CPUGET, CPUSET, COGET and COSET have 2 bytes, memory references with a displacement 4. TPC of an interrupt is the instruction to go on with, and needs no change.',
    bad: [
      { title: 'CPUGET and CPUSET have two bytes', source: bad('#30', 4) },
      {
        title: 'An interrupted instruction is skipped',
        source: program(
          '#F0',
          entry,
          lines(
            save,
            '        LIW     R1,#FF100000',
            '        LOADS   R1,R1',
            skip,
            ';       ^^^ v15-wrong-advance',
            restore,
          ),
        ),
      },
      { title: 'An odd address', source: bad('#10', 1) },
    ],
    good: [
      ...right,
      {
        title: 'A STORE with a displacement has four bytes',
        source: program('#10', entry, lines(save, skip.replace('R1,R1,2', 'R1,R1,4'), restore)),
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(handler =>
      handler.steps.flatMap(step => {
        const value = readCell(step.after, 'tpc');
        const symbol = symbolOf(value);
        if (!writes(step, 'tpc') || value.is !== 'sum') return [];
        const message =
          symbol?.of === 'entry' && symbol.cell === 'tpc'
            ? wrong(handler, BigInt.asIntN(32, value.offset))
            : undefined;
        return message === undefined ? [] : [{ at: step.at, message, ...fixOf(handler, step) }];
      }),
    ),
);
