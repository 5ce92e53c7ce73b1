/**
 * The system counter of a machine and what is due at which tick. Time follows from the program alone: one tick
 * for every retired instruction, and jumps where the processor waits for the next alarm.
 */

/** Ticks a second, as firmware of board `virt` has it in CNTFRQ_EL0. */
export const ticksPerSecond = 62_500_000;

/** Something that happens once at a tick, set anew by its owner each time. */
export interface Alarm {
  /** Sets the tick, or takes the alarm back. A tick in the past is due at once. */
  set(tick: number | undefined): void;
}

interface SetAlarm {
  tick: number;
  readonly ring: () => void;
}

export class Clock {
  readonly #retired: () => number;
  readonly #alarms: SetAlarm[] = [];
  #skipped = 0;
  #next = Number.POSITIVE_INFINITY;

  /** `retired`: instructions retired so far. */
  constructor(retired: () => number) {
    this.#retired = retired;
  }

  /** Ticks since the start. */
  get ticks(): number {
    return this.#retired() + this.#skipped;
  }

  /** A new alarm, not set. */
  alarm(ring: () => void): Alarm {
    const alarm = { tick: Number.POSITIVE_INFINITY, ring };
    this.#alarms.push(alarm);
    return {
      set: (tick = Number.POSITIVE_INFINITY) => {
        alarm.tick = tick;
        this.#findNext();
      },
    };
  }

  /** Rings what is due. Cheap while nothing is. */
  poll(): void {
    while (this.ticks >= this.#next) {
      for (const alarm of this.#alarms.filter(({ tick }) => tick <= this.ticks)) {
        alarm.tick = Number.POSITIVE_INFINITY;
        alarm.ring();
      }
      this.#findNext();
    }
  }

  /** Jumps to the next alarm and rings it; false when none is set. */
  skip(): boolean {
    if (this.#next === Number.POSITIVE_INFINITY) return false;
    this.#skipped += Math.max(0, this.#next - this.ticks);
    this.poll();
    return true;
  }

  /** What makes a difference later; alarms follow from the state of their owners. */
  state(): readonly number[] {
    return [this.#skipped];
  }

  #findNext(): void {
    this.#next = Math.min(...this.#alarms.map(({ tick }) => tick));
  }
}
