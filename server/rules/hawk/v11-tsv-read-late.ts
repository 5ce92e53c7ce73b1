/** TSV is read after something may have written it. */
import type { PathStep } from '../../../vectors/paths.ts';
import { fieldHolding, readCell, stillHeld } from '../../../vectors/state.ts';
import { entryCellOf, numberOf, symbolOf } from '../../../vectors/values.ts';
import type { RuleContext } from '../rule.ts';
import { entry, keep, lines, program, restore, restoreKept, right, save, skip } from './examples.ts';
import { formedAddress, monitorRoutineOf } from './routines.ts';
import { getsSpecial, type Handler, handlersOf, levelSet, trapRule, upper } from './trap.ts';

interface Risk {
  readonly step: PathStep;
  readonly why: string;
  readonly proved: boolean;
}

/** What of a step may let another handler write TSV. */
function riskOf(context: RuleContext, { entry }: Handler, step: PathStep): Risk | undefined {
  const level = levelSet(step);
  if (level !== undefined && (level & 7) > 0)
    return { step, why: 'the level was raised, and an interrupt writes TSV', proved: true };
  const routine = monitorRoutineOf(context, step);
  if (routine !== undefined) return { step, why: `${routine} was called`, proved: false };
  if (step.found.effects.accesses.length === 0) return undefined;
  const address = formedAddress(step);
  if (numberOf(address) !== undefined) return undefined;
  const pointer = symbolOf(address);
  // What was fetched can be read.
  if (pointer?.of === 'entry' && pointer.cell === 'tpc' && entry.index !== 1) return undefined;
  // As long as TPC can be lost, that is the fault.
  if (fieldHolding(step.before, 'tpc') === undefined) return undefined;
  return pointer?.of === 'entry' || pointer?.of === 'loaded'
    ? { step, why: 'an access to an address that is not known may have trapped', proved: false }
    : undefined;
}

/** The register that is in TSV at a step, as the entry put it there. */
function inTsv({ before }: PathStep): string | undefined {
  const held = entryCellOf(readCell(before, 'tsv'));
  return held !== 'tsv' && held !== undefined && stillHeld(before, held) ? held : undefined;
}

/** Where TSV is read after a step, if nothing wrote it in between. */
const readAfter = ({ pathsOf }: RuleContext, { at, found }: PathStep): PathStep | undefined =>
  pathsOf(at + BigInt(found.instruction.length)).steps.find(
    step => getsSpecial(step, 'tsv') && entryCellOf(readCell(step.before, 'tsv')) === 'tsv',
  );

export const v11TsvReadLate = trapRule(
  {
    id: 'v11-tsv-read-late',
    title: 'TSV is read after something may have written it',
    severity: 'error',
    explanation:
      'V11. There is one TSV. A trap or an interrupt inside the handler puts another register there: read it before the level is raised, before a call, and before an access that may trap.',
    bad: [
      {
        title: 'The level is raised before R2 is read',
        source: program(
          '#A0',
          entry,
          lines(
            save,
            '        LIW     R1,#10000000',
            '        CPUSET  R1,PSW',
            restore.replace('R2,TSV', 'R2,TSV\n;       ^^^ v11-tsv-read-late'),
          ),
        ),
      },
      {
        title: 'A word through a pointer of the interrupted program',
        source: program(
          '#30',
          entry,
          lines(
            save,
            '        CPUGET  R1,TPC',
            '        STORE   R1,R2,8',
            '        LOADS   R1,R5',
            '        STORE   R1,R2,12',
            '        LOAD    R1,R2,8',
            '        LEA     R1,R1,2',
            '        CPUSET  R1,TPC',
            restore.replace('R2,TSV', 'R2,TSV\n;       ^^^ v11-tsv-read-late'),
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'R2 is taken out of TSV before the level is raised',
        source: program(
          '#A0',
          entry,
          lines(save, keep, '        LIW     R1,#10000000', '        CPUSET  R1,PSW', restoreKept),
        ),
      },
      {
        title: 'The instruction that trapped can be read',
        source: program(
          '#20',
          entry,
          lines(save, '        CPUGET  R1,TPC', '        LOADS   R1,R1', skip, restore),
        ),
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(handler =>
      handler.steps.flatMap(step => {
        const held = inTsv(step);
        const risk = held === undefined ? undefined : riskOf(context, handler, step);
        const reading = risk && readAfter(context, risk.step);
        if (held === undefined || reading === undefined) return [];
        const message = `${upper(held)} may be in TSV no more: ${risk!.why}`;
        return [{ at: reading.at, message, ...(!risk!.proved && { severity: 'warning' as const }) }];
      }),
    ),
);
