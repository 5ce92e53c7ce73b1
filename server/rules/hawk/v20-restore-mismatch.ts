/** A register comes back from the wrong place, or not at all. */
import { type Field, fieldHolding, readCell } from '../../../vectors/state.ts';
import { entryCellOf, symbolOf } from '../../../vectors/values.ts';
import type { RuleContext } from '../rule.ts';
import { entry, lines, linked, program, restore, right, save, skip } from './examples.ts';
import { handlersOf, trapRule, upper } from './trap.ts';

/** What was saved to ROM does not come back: that is another rule's. */
const isConstant = ({ code }: RuleContext, { place: { base, offset } }: Field): boolean =>
  base === '' && code.constantAt(offset, code.wordBytes) !== undefined;

export const v20RestoreMismatch = trapRule(
  {
    id: 'v20-restore-mismatch',
    title: 'A register comes back from the wrong place, or not at all',
    severity: 'warning',
    explanation:
      'V20. RTT restores no register. Each one that was saved has to be loaded from where it was saved, or the interrupted program goes on with another value in it.',
    bad: [
      {
        title: 'R1 is not loaded again',
        source: program(
          '#10',
          entry.replace('R1,R2,4', 'R1,R2,4\n;       ^^^ v20-restore-mismatch'),
          lines(save, skip, restore.replace('        LOAD    R1,R2,4\n', '')),
        ),
      },
      {
        title: 'R3 and R4 are exchanged',
        source: linked(
          '#A0',
          entry,
          lines(
            save,
            '        STORE   R3,R2,12',
            '        STORE   R4,R2,16',
            '        CLR     R3',
            '        CLR     R4',
            '        LOAD    R3,R2,16',
            ';       ^^^ v20-restore-mismatch',
            '        LOAD    R4,R2,12',
            ';       ^^^ v20-restore-mismatch',
            restore,
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'In another order, each from its own place',
        source: linked(
          '#A0',
          entry,
          lines(
            save,
            '        STORE   R3,R2,16',
            '        STORE   R4,R2,12',
            '        CLR     R3',
            '        CLR     R4',
            '        LOAD    R3,R2,16',
            '        LOAD    R4,R2,12',
            restore,
          ),
        ),
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(({ resumes }) =>
      resumes.flatMap(({ before }) =>
        context.architecture.context.general.flatMap(cell => {
          const value = readCell(before, cell);
          const holds = entryCellOf(value);
          if (value.is !== 'sum' || holds === cell || before.losses.has(cell)) return [];
          if (symbolOf(value)?.of === 'loaded') return [];
          const saved = fieldHolding(before, cell);
          if (value.via !== undefined && context.architecture.context.general.includes(holds ?? ''))
            return [{ at: value.via.at, message: `${upper(cell)} gets the saved ${upper(holds!)}` }];
          return saved === undefined || isConstant(context, saved)
            ? []
            : [{ at: saved.at, message: `${upper(cell)} is saved here and never restored` }];
        }),
      ),
    ),
);
