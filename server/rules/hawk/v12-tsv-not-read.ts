/** The register in TSV is not given back. */
import { fieldHolding, readCell } from '../../../vectors/state.ts';
import { entryCellOf } from '../../../vectors/values.ts';
import { entry, lines, linked, program, restore, right, save, shortEntry, skip } from './examples.ts';
import { handlersOf, precededBy, trapRule, upper, writes } from './trap.ts';

export const v12TsvNotRead = trapRule(
  {
    id: 'v12-tsv-not-read',
    title: 'The register in TSV is not given back',
    severity: 'error',
    explanation:
      'V12. RTT restores TPC and the level and nothing else: the program goes on with the handler’s value in the register that the entry put into TSV. Read it with CPUGET before RTT.',
    bad: [
      {
        title: 'R2 stays in TSV',
        source: program(
          '#10',
          entry.replace('R2,TSV', 'R2,TSV\n;       ^^^ v12-tsv-not-read'),
          lines(save, skip, restore.replace('        CPUGET  R2,TSV\n', '')),
        ),
      },
      {
        title: 'The handler returns with its own R1',
        source: linked(
          '#90',
          shortEntry.replace('R1,TSV', 'R1,TSV\n;       ^^^ v12-tsv-not-read'),
          lines('HANDLE: LIL     R1,SAVE', '        STORES  R0,R1', '        RTT'),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'Read last',
        source: linked(
          '#90',
          shortEntry,
          lines('HANDLE: LIL     R1,SAVE', '        STORES  R0,R1', '        CPUGET  R1,TSV', '        RTT'),
        ),
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(({ steps, resumes }) =>
      resumes.flatMap(({ at, before }) => {
        const held = entryCellOf(readCell(before, 'tsv'));
        if (held === undefined || held === 'tsv' || fieldHolding(before, held) !== undefined) return [];
        if (entryCellOf(readCell(before, held)) === held) return [];
        const saving = steps.find(step => writes(step, 'tsv'));
        if (saving === undefined) return [];
        const line = `CPUGET  ${upper(held)},TSV`;
        return [
          {
            at: saving.at,
            message: `${upper(held)} is left in TSV: the handler returns without it`,
            fix: { title: `Read ${upper(held)} from TSV before RTT`, rewrite: precededBy(line), at },
          },
        ];
      }),
    ),
);
