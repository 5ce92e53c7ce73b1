/** A step back: to where the statement or instruction before this one began, calls and exceptions passed over. */
import type { StopConditions } from '../../emulator/api.ts';
import type { History, Way } from '../../emulator/core/history.ts';
import { sameStatement } from '../program/positions.ts';
import type { StepContext } from './steps.ts';
import type { View } from './view.ts';

/** Where the run was at a moment. */
interface Place {
  readonly moment: number;
  readonly time: bigint;
  readonly pc: bigint;
  /** Exceptions that were not returned from. */
  readonly exceptions: number;
  /** Calls less returns since the first place that is looked at. */
  readonly calls: number;
}

/** Moments that are looked at first; when they are too few, eight times as many. */
const firstReach = 64;

const placeOf = ({ target, exceptions }: StepContext, calls: number): Place => ({
  moment: target.moment,
  time: target.time,
  pc: target.pc,
  exceptions: exceptions.active.length,
  calls,
});

/** Calls less returns that the instruction at a place makes, if it is executed. */
function callsOf({ target }: StepContext): number {
  const instruction = target.instructionAt(target.pc);
  const control = instruction && target.architecture.instructions.effects(instruction).control;
  if (control?.includes('call')) return 1;
  return control?.includes('return') ? -1 : 0;
}

/** `view`: the macro level at which a statement is one step; absent for instructions. */
export function* stepBack(
  context: StepContext,
  history: History,
  view: View | undefined,
  stop: StopConditions,
): Way {
  const { target } = context;
  const { moment } = target;
  for (let reach = firstReach; ; reach *= 8) {
    const first = Math.max(moment - reach, 0);
    yield* history.goTo(first, stop);
    const past: Place[] = [];
    let calls = 0;
    while (target.moment < moment) {
      const place = placeOf(context, calls);
      const made = callsOf(context);
      past.push(place);
      yield* history.goTo(target.moment + 1, stop);
      if (target.time > place.time && context.exceptions.active.length === place.exceptions) calls += made;
    }
    const found = placeBefore(placeOf(context, calls), past, view, context);
    if (found === undefined && first > 0) continue;
    return yield* history.goTo(found?.moment ?? 0, stop);
  }
}

/** Where the step back ends, if it is among these places. */
function placeBefore(
  here: Place,
  past: readonly Place[],
  view: View | undefined,
  { map }: StepContext,
): Place | undefined {
  // Places inside of what is passed over do not count.
  const places = past.filter(
    ({ exceptions, calls }) =>
      exceptions < here.exceptions || (exceptions === here.exceptions && calls <= here.calls),
  );
  const at = places.findLastIndex(
    ({ pc, time, exceptions }) => pc !== here.pc || time !== here.time || exceptions !== here.exceptions,
  );
  const place = places[at];
  if (place === undefined || view === undefined || place.exceptions < here.exceptions) return place;
  const levels = map.levelsAt(place.pc);
  if (levels.length <= view.depth + 1) return place;
  const isBefore = ({ pc, exceptions }: Place): boolean =>
    exceptions < place.exceptions || !sameStatement(map.levelsAt(pc), levels, view.depth);
  const before = places.slice(0, at).findLastIndex(isBefore);
  const isWhole = before >= 0 || past[0]?.moment === 0;
  return isWhole ? places[before + 1] : undefined;
}
