/** States in which addresses have been reached, so that following paths comes to an end. */
import { copyState, joinStates, type State, sameState } from './state.ts';

/** States kept apart at one address, at most. */
const statesPerAddress = 6;

export type Visits = Map<bigint, State[]>;

/**
 * The state to go on with from an address; undefined when the same is already being followed from there. Joins
 * states when there are too many.
 */
export function visit(visits: Visits, at: bigint, state: State): State | undefined {
  const states = visits.get(at);
  if (states === undefined) {
    visits.set(at, [copyState(state)]);
    return state;
  }
  if (states.some(known => sameState(known, state))) return undefined;
  if (states.length < statesPerAddress) {
    states.push(copyState(state));
    return state;
  }
  const last = states.length - 1;
  const joined = joinStates(states[last]!, state);
  if (sameState(joined, states[last]!)) return undefined;
  states[last] = copyState(joined);
  return joined;
}
