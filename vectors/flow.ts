/** Control flow over decoded instructions: how the code that starts at an address ends. */
import { callComesBack } from './calls.ts';
import type { Code } from './code.ts';
import { isContent } from './starts.ts';

/** Instructions that one walk looks at, at most. */
const walkLimit = 2048;

/** Why a path is not followed further. */
export type PathEnd =
  | 'returns'
  | 'branches' /* out of the range */
  | 'computed' /* to a target that is not known */
  | 'traps'
  | 'data'
  | 'unknown';

/** Running out of the range's end, from one instruction to the next, or after a call into the padding before it. */
export interface RunningOn {
  /** Last instruction before the end. */
  readonly from: bigint;
  /** No call, trap or doubtful condition lies on the path. */
  readonly proved: boolean;
  readonly after: 'call' | 'trap' | 'code';
}

export interface Walk {
  readonly ends: ReadonlySet<PathEnd>;
  readonly runningOn: readonly RunningOn[];
  /** Addresses of the instructions reached. */
  readonly reached: ReadonlySet<bigint>;
  /** Direct targets of branches and calls out of the range. */
  readonly targets: ReadonlySet<bigint>;
}

interface Step {
  readonly at: bigint;
  readonly from: bigint;
  /** The weakest thing on the path so far. */
  readonly after: RunningOn['after'];
  /** The last instruction that is not padding was a conditional branch, not taken. */
  readonly conditional: boolean;
}

/**
 * Follows all paths from `start`. With a `range`, branches out of it end a path, and running out of its end
 * is reported; without one, branches are followed anywhere in the program.
 */
export function walkCode(
  code: Code,
  start: bigint,
  range?: { readonly start: bigint; readonly end: bigint },
): Walk {
  const ends = new Set<PathEnd>();
  const runningOn: RunningOn[] = [];
  const reached = new Set<bigint>();
  const targets = new Set<bigint>();
  const seen = new Set<string>();
  const work: Step[] = [{ at: start, from: start, after: 'code', conditional: false }];
  let conditionals = 0;

  const follow = (step: Step): void => {
    const { at } = step;
    if (range !== undefined && at >= range.end) {
      const proved = step.after === 'code' && !(step.conditional && conditionals > 1);
      runningOn.push({ from: step.from, proved, after: step.after });
      return;
    }
    const key = `${at}:${step.after}:${step.conditional}`;
    if (seen.has(key)) return;
    seen.add(key);
    const found = code.instructionAt(at);
    const kind = found?.statement?.kind;
    const padding = found?.statement !== undefined && !isContent(found.statement);
    if (code.gapAt(at) || seen.size > walkLimit) ends.add('unknown');
    else if (range !== undefined && padding && step.after === 'call')
      runningOn.push({ from: step.from, proved: false, after: 'call' });
    else if (kind === 'data' || kind === 'literal-pool') ends.add('data');
    else if (found === undefined) ends.add('unknown');
    else pursue(step, found);
  };

  const pursue = (step: Step, found: NonNullable<ReturnType<Code['instructionAt']>>): void => {
    const { at } = step;
    const { effects, instruction, statement } = found;
    const { control, target } = effects;
    const isNew = !reached.has(at);
    reached.add(at);
    const next = at + BigInt(instruction.length);
    const branches = control.includes('jump');
    const conditional = branches && control.includes('next');
    if (conditional && isNew) conditionals++;
    let { after } = step;
    if (control.includes('call')) {
      if (target !== undefined) targets.add(target);
      // Only running out of a range asks for it.
      if (range !== undefined && !callComesBack(code, found)) after = 'call';
    }
    if (control.includes('exception')) {
      ends.add('traps');
      after = 'trap';
    }
    if (control.includes('return') || control.includes('exception-return')) ends.add('returns');
    if (branches) {
      if (target === undefined || statement?.uncertain) ends.add('computed');
      else if (
        range === undefined
          ? code.sectionAt(target) === undefined
          : target < range.start || target >= range.end
      ) {
        targets.add(target);
        ends.add('branches');
      } else work.push({ at: target, from: at, after, conditional: false });
    }
    const goesOn = (['next', 'call', 'wait'] as const).some(how => control.includes(how));
    if (!goesOn) return;
    const padding = statement === undefined || !isContent(statement);
    const idle = padding || (effects.writes.length === 0 && effects.accesses.length === 0 && !branches);
    work.push({
      at: next,
      from: padding ? step.from : at,
      after,
      conditional: conditional || (idle && step.conditional),
    });
  };

  for (let step = work.pop(); step !== undefined; step = work.pop()) follow(step);
  return { ends, runningOn, reached, targets };
}
