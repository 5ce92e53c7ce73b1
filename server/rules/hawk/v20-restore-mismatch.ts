/** A register comes back from the wrong place, or not at all. */
import { fieldHolding, readCell } from '../../../vectors/state.ts';
import { entryCellOf, symbolOf } from '../../../vectors/values.ts';
import { entry, lines, program, restore, right, save, skip } from './examples.ts';
import { handlersOf, trapRule, upper } from './trap.ts';

export const v20RestoreMismatch = trapRule(
  {
    id: 'v20-restore-mismatch',
    title: 'A register comes back from the wrong place, or not at all',
    severity: 'warning',
    explanation: 'V20. Every register that was saved has to be loaded from where it was saved.',
    bad: [
      {
        title: 'R1 is not loaded again',
        source: program(
          '#10',
          entry.replace('R1,R2,4', 'R1,R2,4\n;       ^^^ v20-restore-mismatch'),
          lines(save, skip, restore.replace('        LOAD    R1,R2,4\n', '')),
        ),
      },
    ],
    good: right,
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
          return saved === undefined
            ? []
            : [{ at: saved.at, message: `${upper(cell)} is saved here and never restored` }];
        }),
      ),
    ),
);
