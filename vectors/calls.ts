/** Whether a call comes back: only when every way through the callee ends at the instruction after the call. */
import type { Code, CodeInstruction } from './code.ts';
import { executeInstruction } from './evaluate.ts';
import { copyState, entryState, type State, writeCell } from './state.ts';
import { anything, numberOf, symbolValue } from './values.ts';
import { type Visits, visit } from './visits.ts';

/** Instructions executed for one call, at most. */
const stepLimit = 1000;

interface Path {
  readonly at: bigint;
  readonly state: State;
}

/**
 * Whether the call is seen to come back. A callee that returns somewhere else (through a link register that it
 * loaded from another stack) does not; one that is not understood, or too long, may not. Functions outside the
 * program that the callee calls are taken to return.
 */
export function callComesBack(code: Code, call: CodeInstruction): boolean {
  const home = call.instruction.address + BigInt(call.instruction.length);
  const entered = enter(code, call);
  if (entered === undefined) return false;
  const work: Path[] = [entered];
  const visits: Visits = new Map();
  let comesBack = false;
  let steps = 0;
  for (let path = work.pop(); path !== undefined; path = work.pop()) {
    if (path.at === home) {
      comesBack = true;
      continue;
    }
    const state = visit(visits, path.at, path.state);
    if (state === undefined) continue;
    const next = ++steps > stepLimit ? undefined : advance(code, { at: path.at, state });
    if (next === undefined) return false;
    work.push(...next);
  }
  return comesBack;
}

/** The start of the callee, with nothing known but what the call itself leaves. */
function enter(code: Code, call: CodeInstruction): Path | undefined {
  const { target } = call.effects;
  if (target === undefined || call.semantics === undefined || call.statement?.uncertain) return undefined;
  if (code.sectionAt(target) === undefined) return undefined;
  const { state } = executeInstruction(entryState(new Set(), code.wordBytes), call, code);
  return { at: target, state };
}

/** Where a path goes on after one instruction; undefined when that cannot be told. */
function advance(code: Code, { at, state: before }: Path): readonly Path[] | undefined {
  const found = code.instructionAt(at);
  const kind = found?.statement?.kind;
  if (found?.semantics === undefined || code.gapAt(at) || kind === 'data' || kind === 'literal-pool')
    return undefined;
  const { control, writes } = found.effects;
  if (control.includes('exception') || control.includes('exception-return')) return undefined;
  const { state, outcome } = executeInstruction(before, found, code);
  const uncertain = found.statement?.uncertain === true;
  if (uncertain) for (const cell of writes) writeCell(state, cell, anything, at);
  const next: Path = { at: at + BigInt(found.instruction.length), state };
  const target = outcome.branch && !uncertain ? numberOf(outcome.branch.target) : undefined;
  const known = target !== undefined && code.sectionAt(target) !== undefined;
  if (control.includes('call')) {
    if (known) return [{ at: target, state }];
    for (const cell of code.architecture.context.callerSaved)
      writeCell(state, cell, symbolValue({ of: 'call', at, name: cell }), at);
    return [next];
  }
  if (outcome.branch === undefined) return [next];
  if (!known) return undefined;
  return outcome.next ? [{ at: target, state: copyState(state) }, next] : [{ at: target, state }];
}
