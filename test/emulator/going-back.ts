/** Runs a machine with snapshots on the way, goes back and forth between them, and compares. */
import { expect } from 'vitest';
import type { Machine, Snapshot, StopEvent } from '../../emulator/api.ts';

/** Text of everything that an event says. */
const told = (event: object): string =>
  JSON.stringify(event, (name, value) =>
    typeof value === 'bigint' ? `${value}` : name === 'interrupted' ? [...value].join() : value,
  );

interface Checkpoint {
  readonly snapshot: Snapshot;
  readonly hash: string;
  /** Events that had happened. */
  readonly events: number;
}

/** Goes on to a moment of the recorded run, through stubs too. */
export function runUntil(machine: Machine, moment: number): StopEvent {
  for (;;) {
    const event = machine.run({ budget: 1e6, until: moment, stop: {} });
    if (event.event !== 'stub' || machine.moment >= moment || !machine.repeatStub()) return event;
  }
}

/**
 * `act` is called before each of `legs` runs of `length` instructions, where it may send input. Then the machine
 * goes back to every checkpoint and from there on to another one: states and events have to be the same.
 */
export function checkGoingBack(
  machine: Machine,
  legs: number,
  length: number,
  act: (leg: number) => void = () => {},
): void {
  const events: string[] = [];
  machine.onEvent(event => events.push(told(event)));
  const checkpoints: Checkpoint[] = [];
  for (let leg = 0; leg <= legs; leg++) {
    act(leg);
    checkpoints.push({
      snapshot: machine.snapshot(),
      hash: machine.stateHash(),
      events: events.length,
    });
    if (leg < legs) machine.run({ budget: length, stop: {} });
  }
  const { end } = machine;
  const recorded = events.slice();
  for (const number of checkpoints.keys()) {
    const from = checkpoints[(number * 5 + 3) % checkpoints.length]!;
    machine.restore(from.snapshot);
    expect(machine.moment).toBe(from.snapshot.moment);
    expect(machine.stateHash()).toBe(from.hash);
    const { moment } = checkpoints[(number * 7 + 1) % checkpoints.length]!.snapshot;
    if (moment < from.snapshot.moment) continue;
    // All input of a moment is repeated.
    const to = checkpoints.findLast(({ snapshot }) => snapshot.moment === moment)!;
    events.length = 0;
    runUntil(machine, moment);
    expect(machine.moment).toBe(moment);
    expect(events).toEqual(recorded.slice(from.events, to.events));
    expect(machine.stateHash()).toBe(to.hash);
  }
  expect(machine.end).toBe(end);
}
