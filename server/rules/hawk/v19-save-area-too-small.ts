/** A store goes beyond the save area. */
import type { PathStep } from '../../../vectors/paths.ts';
import { readCell } from '../../../vectors/state.ts';
import { numberOf } from '../../../vectors/values.ts';
import type { RuleContext } from '../rule.ts';
import { entry, lines, program, restore, save, skip } from './examples.ts';
import { addressOf, handlersOf, isStore, operandOf, trapRule } from './trap.ts';

/** The block that a store's base register points into, when what it stores lies behind the block's end. */
function overrun(
  { code }: RuleContext,
  step: PathStep,
): { readonly name: string; readonly size: number; readonly needed: number } | undefined {
  const address = isStore(step) ? addressOf(step) : undefined;
  const base = numberOf(readCell(step.before, `r${operandOf(step, 'x')}`));
  if (address === undefined || base === undefined) return undefined;
  const block = code.sectionAt(base);
  if (block === undefined || !block.flags.write || block.flags.exec) return undefined;
  const needed = Number(address - block.address) + code.wordBytes;
  return needed > block.bytes.length && address >= base
    ? { name: block.name, size: block.bytes.length, needed }
    : undefined;
}

const withBlock = (size: string, source: string): string =>
  source.replace('SAVE    =       #10000', `        COMMON  SAVE,${size}`);

const third = '        STORE   R3,R2,12';

export const v19SaveAreaTooSmall = trapRule(
  {
    id: 'v19-save-area-too-small',
    title: 'A store goes beyond the save area',
    severity: 'warning',
    explanation:
      'V19. COMMON reserves as many bytes as it says. What is stored behind them changes the next block, or the stack, which begins where the blocks end.',
    bad: [
      {
        title: 'Three words for four',
        source: withBlock(
          '3<<2',
          program(
            '#10',
            entry,
            lines(
              save,
              third,
              ';       ^^^ v19-save-area-too-small',
              skip,
              '        LOAD    R3,R2,12',
              restore,
            ),
          ),
        ),
      },
      {
        title: 'Already the entry needs two',
        source: withBlock(
          '4',
          program(
            '#20',
            entry.replace('R1,R2,4', 'R1,R2,4\n;       ^^^ v19-save-area-too-small'),
            lines(save, skip, restore),
          ),
        ),
      },
    ],
    good: [
      {
        title: 'Four words for four',
        source: withBlock(
          '4<<2',
          program('#10', entry, lines(save, third, skip, '        LOAD    R3,R2,12', restore)),
        ),
      },
      {
        title: 'An area whose size nobody knows',
        source: program('#10', entry, lines(save, third, skip, '        LOAD    R3,R2,12', restore)),
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(({ steps }) =>
      steps.flatMap(step => {
        const found = overrun(context, step);
        if (found === undefined) return [];
        const { name, size, needed } = found;
        return [{ at: step.at, message: `${name} has ${size} bytes; this store needs ${needed}` }];
      }),
    ),
);
