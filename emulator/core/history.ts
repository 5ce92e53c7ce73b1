/**
 * The recorded past of a machine: snapshots, farther apart the farther they are from here, and ways back, which restore
 * the nearest snapshot and repeat the run from there. Ways are generators, so that whoever goes one can do other
 * things in between, or give it up: the machine is at a moment of its past at any time.
 */
import type { Machine, RunOptions, Snapshot, StopConditions, StopEvent } from '../api.ts';

/** Somebody who follows the run and has to be taken back with it. */
export interface Companion<Saved = unknown> {
  save(): Saved;
  restore(saved: Saved): void;
}

export interface HistoryOptions {
  /** Memory for snapshots, about. */
  readonly megabytes: number;
}

/** A way through the past. At its end it gives the event that it has looked for, if it has found one. */
export type Way = Generator<void, StopEvent | undefined>;

interface Kept {
  readonly snapshot: Snapshot;
  readonly companions: readonly unknown[];
  /** Its own bytes, and those that it keeps of what changed before the next one. */
  bytes: number;
}

/** Allowance for what companions keep, and for parts of tables. */
const allowance = 65_536;

/** More snapshots make the way back no shorter, but each of them slower. */
const mostKept = 200;

/** Moments that are not worth a snapshot to begin at. */
const nearest = 256;

/** Slices between two snapshots while the machine runs. */
const slicesApart = 5;

export class History {
  readonly #machine: Machine;
  readonly #limit: number;
  readonly #companions: Companion[] = [];
  /** In order of time. The first one is the start of the run, and stays. */
  readonly #kept: Kept[] = [];
  /** Steps of about a hundredth of a second: what a way takes at once. */
  slice = 10_000;
  #isTravelling = false;

  constructor(machine: Machine, { megabytes }: HistoryOptions) {
    this.#machine = machine;
    this.#limit = megabytes * 2 ** 20;
  }

  /** Takes somebody along from now on. To be called before the machine runs. */
  accompany<Saved>(companion: Companion<Saved>): void {
    this.#companions.push(companion as Companion);
  }

  /** Whether a way is being gone: what happens has happened before. */
  get isTravelling(): boolean {
    return this.#isTravelling;
  }

  /** Whether the machine is where its run began. */
  get atStart(): boolean {
    const [first] = this.#kept;
    return first === undefined || this.#machine.moment <= first.snapshot.moment;
  }

  /** Moments and bytes of the snapshots, for whoever wants to know what they cost. */
  get snapshots(): readonly { readonly moment: number; readonly bytes: number }[] {
    return this.#kept.map(({ snapshot: { moment }, bytes }) => ({ moment, bytes }));
  }

  /** Runs the machine, and keeps a snapshot when the last one is far enough: nearer, when there is an event. */
  run(options: RunOptions): StopEvent {
    if (this.#kept.length === 0) this.keep();
    this.#forgetVoid();
    const event = this.#machine.run(options);
    // Those who count visits of breakpoints have counted this one, and would count it again from here.
    if (event.event === 'breakpoint') return event;
    const far = event.event === 'limit' ? this.slice * slicesApart : this.slice;
    if (this.#distance() >= far) this.keep();
    return event;
  }

  /** Keeps the present moment. */
  keep(): void {
    const { moment } = this.#machine;
    const at = this.#kept.findLastIndex(({ snapshot }) => snapshot.moment <= moment) + 1;
    if (this.#kept[at - 1]?.snapshot.moment === moment) return;
    const companions = this.#companions.map(companion => companion.save());
    this.#kept.splice(at, 0, { snapshot: this.#machine.snapshot(), companions, bytes: 0 });
    this.#weigh(at - 1);
    this.#weigh(at);
    this.#drop();
  }

  /** To a moment of the recorded run. `stop` is asked on the way, for those who count. */
  *goTo(moment: number, stop: StopConditions = {}): Way {
    yield* this.#travel(this.#wayTo(moment, stop));
    return undefined;
  }

  /** To the first moment with so many retired instructions, or the end of the recorded run. */
  *goToTime(time: bigint, stop: StopConditions = {}): Way {
    yield* this.#travel(this.#wayToTime(time, stop));
    return undefined;
  }

  /** A step back, over nothing. At the start it stays there. */
  stepBack(stop: StopConditions = {}): Way {
    return this.goTo(this.#machine.moment - 1, stop);
  }

  /** To the last event before now that stops; to the start when there is none. */
  *goBack(stop: StopConditions): Way {
    return yield* this.#travel(this.#wayBack(stop));
  }

  *#travel(way: Way): Way {
    this.#forgetVoid();
    this.#isTravelling = true;
    try {
      return yield* way;
    } finally {
      this.#isTravelling = false;
    }
  }

  *#wayTo(moment: number, stop: StopConditions): Way {
    const machine = this.#machine;
    const from = this.#lastBefore(moment + 1);
    if (from === undefined) return undefined;
    const isBetween = from.snapshot.moment <= machine.moment && machine.moment <= moment;
    if (!isBetween) this.#restore(from);
    // A far way is gone once: the next one back begins nearer to where it goes.
    const apart = Math.max(nearest, Math.ceil((moment - machine.moment) / 16));
    if (moment - apart > machine.moment) {
      yield* this.#repeat(moment - apart, stop);
      this.keep();
    }
    return yield* this.#repeat(moment, stop);
  }

  *#wayToTime(time: bigint, stop: StopConditions): Way {
    const machine = this.#machine;
    const from = this.#kept.findLast(({ snapshot }) => snapshot.time < time) ?? this.#kept[0];
    if (from === undefined) return undefined;
    const isBetween = from.snapshot.moment <= machine.moment && machine.time < time;
    if (!isBetween) this.#restore(from);
    while (machine.time < time && machine.moment < machine.end) {
      const { moment } = machine;
      // Every step retires one instruction at most.
      yield* this.#repeat(Math.min(moment + Number(time - machine.time), machine.end), stop);
      if (machine.moment === moment) break;
    }
    return undefined;
  }

  *#wayBack(stop: StopConditions): Way {
    const machine = this.#machine;
    const present = machine.moment;
    let end = present;
    for (let from = this.#lastBefore(end); from !== undefined; from = this.#lastBefore(end)) {
      this.#restore(from);
      let found: { readonly moment: number; readonly event: StopEvent } | undefined;
      yield* this.#repeat(end, stop, event => {
        if (machine.moment < present) found = { moment: machine.moment, event };
      });
      if (found !== undefined) return (yield* this.#wayTo(found.moment, stop)) ?? found.event;
      end = from.snapshot.moment;
    }
    const [first] = this.#kept;
    if (first !== undefined) this.#restore(first);
    return undefined;
  }

  /**
   * Goes on to a moment as recorded. `tell` is told of everything that stops on the way; the event that stops at
   * the very end is given back.
   */
  *#repeat(end: number, stop: StopConditions, tell: (event: StopEvent) => void = () => {}): Way {
    const machine = this.#machine;
    let last: StopEvent = machine.run({ budget: 0, stop: {} });
    while (machine.moment < end) {
      const { moment } = machine;
      last = machine.run({
        budget: this.slice,
        until: end,
        stop,
        skipFirstBreakpoint: last.event === 'breakpoint',
      });
      if (last.event !== 'limit') tell(last);
      if (last.event === 'stub' && machine.moment < end) machine.repeatStub();
      const isStuck = machine.moment === moment && last.event !== 'breakpoint';
      if (isStuck) break;
      yield;
    }
    return last.event === 'limit' ? undefined : last;
  }

  #lastBefore(moment: number): Kept | undefined {
    return this.#kept.findLast(({ snapshot }) => snapshot.moment < moment);
  }

  /** Moments since the last snapshot before now. */
  #distance(): number {
    const { moment } = this.#machine;
    const last = this.#lastBefore(moment + 1);
    return last === undefined ? Number.POSITIVE_INFINITY : moment - last.snapshot.moment;
  }

  #restore({ snapshot, companions }: Kept): void {
    this.#machine.restore(snapshot);
    for (const [at, companion] of this.#companions.entries()) companion.restore(companions[at]);
  }

  /** Other input has come in the past: what was kept of the future is void. */
  #forgetVoid(): void {
    const { end } = this.#machine;
    while ((this.#kept.at(-1)?.snapshot.moment ?? 0) > end) this.#kept.pop();
    this.#weigh(this.#kept.length - 1);
  }

  #weigh(at: number): void {
    const [here, next] = [this.#kept[at], this.#kept[at + 1]];
    if (here === undefined) return;
    const changed = next === undefined ? 0 : this.#machine.bytesBetween(here.snapshot, next.snapshot);
    here.bytes = allowance + here.snapshot.bytes + changed;
  }

  /** Drops what costs most for what it is worth until the rest fits. */
  #drop(): void {
    let bytes = this.#kept.reduce((sum, each) => sum + each.bytes, 0);
    while (bytes > this.#limit || this.#kept.length > mostKept) {
      const at = this.#leastWorth();
      if (at === undefined) return;
      const before = this.#kept[at - 1]!;
      bytes -= this.#kept[at]!.bytes + before.bytes;
      this.#kept.splice(at, 1);
      this.#weigh(at - 1);
      bytes += before.bytes;
    }
  }

  /**
   * Worth is the way that it saves, against how far that is from here: the farther, the less often one goes there.
   * The first, the last and the one that was kept right now stay.
   */
  #leastWorth(): number | undefined {
    const { moment } = this.#machine;
    let least: number | undefined;
    let leastWorth = Number.POSITIVE_INFINITY;
    for (let at = 1; at < this.#kept.length - 1; at++) {
      const [before, here, after] = this.#kept.slice(at - 1, at + 2) as [Kept, Kept, Kept];
      if (here.snapshot.moment === moment) continue;
      const [from, to] = [before.snapshot.moment, after.snapshot.moment];
      const distance = Math.max(Math.abs(moment - from), Math.abs(moment - to));
      const worth = (to - from) / distance / here.bytes;
      if (worth < leastWorth) [least, leastWorth] = [at, worth];
    }
    return least;
  }
}
