/** All paths from an entry to its exits, with what is known before and after each instruction. */
import type { Code, CodeInstruction } from './code.ts';
import { executeInstruction } from './evaluate.ts';
import { copyState, entryState, type State, writeCell } from './state.ts';
import { numberOf, symbolValue } from './values.ts';
import { type Visits, visit } from './visits.ts';

/** Instructions executed for one entry, at most. */
const stepLimit = 20_000;

/** Cells and words of memory that all steps of one entry know, at most. */
const knowledgeLimit = 300_000;

export interface PathStep {
  readonly at: bigint;
  readonly found: CodeInstruction;
  readonly before: State;
  readonly after: State;
}

export interface EntryPaths {
  /** In the order in which they were executed; an address stands once for each state that reached it. */
  readonly steps: readonly PathStep[];
  /** Steps that return from the exception. */
  readonly returns: readonly PathStep[];
  /** Addresses that were reached and hold no code that is understood. */
  readonly lost: readonly bigint[];
  /** Every path was followed to its end. */
  readonly complete: boolean;
}

function knownIn({ cells, memory }: State): number {
  let count = cells.size;
  for (const fields of memory.values()) count += fields.size;
  return count;
}

/** What becomes of calls of code that is in the program. */
export type CallsAre =
  | 'followed'
  /** Taken to keep to the calling convention, as those of code that is not seen. */
  | 'passed-over';

/** Follows all paths from an address. */
export function pathsFrom(code: Code, start: bigint, calls: CallsAre = 'followed'): EntryPaths {
  const { context } = code.architecture;
  const steps: PathStep[] = [];
  const returns: PathStep[] = [];
  const lost: bigint[] = [];
  const visits: Visits = new Map();
  const initial = entryState(new Set(context.general), code.wordBytes);
  const work: { readonly at: bigint; readonly state: State }[] = [{ at: start, state: initial }];
  let complete = true;
  let knowledge = 0;
  for (let path = work.pop(); path !== undefined; path = work.pop()) {
    if (steps.length >= stepLimit || knowledge > knowledgeLimit)
      return { steps, returns, lost, complete: false };
    const state = visit(visits, path.at, path.state);
    if (state === undefined) continue;
    const found = code.instructionAt(path.at);
    if (found?.semantics === undefined || found.statement?.kind !== 'instruction') {
      lost.push(path.at);
      complete = false;
      continue;
    }
    const before = copyState(state);
    const { state: after, outcome } = executeInstruction(state, found, code);
    const step = { at: path.at, found, before, after: copyState(after) };
    steps.push(step);
    knowledge += knownIn(before) + knownIn(after);
    const { control } = found.effects;
    if (control.includes('exception-return')) {
      returns.push(step);
      continue;
    }
    const next = path.at + BigInt(found.instruction.length);
    const target = outcome.branch && numberOf(outcome.branch.target);
    const isPassedOver = calls === 'passed-over' && outcome.branch?.how === 'call';
    const isKnown = target !== undefined && code.sectionAt(target) !== undefined;
    if (isKnown && !isPassedOver) work.push({ at: target, state: outcome.next ? copyState(after) : after });
    else if (outcome.branch !== undefined) {
      complete = false;
      if (outcome.branch.how === 'call') {
        for (const cell of context.callerSaved)
          writeCell(after, cell, symbolValue({ of: 'call', at: path.at, name: cell }), path.at);
        work.push({ at: next, state: after });
        continue;
      }
    }
    if (outcome.next) work.push({ at: next, state: after });
  }
  return { steps, returns, lost, complete };
}
