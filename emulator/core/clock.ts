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

export class Clock {
  readonly #retired: () => number;
  /** What each alarm does, in the order in which they were made. */
  readonly #rings: (() => void)[] = [];
  /** Ticks that no instruction was retired in; when each alarm is due, and the first of them. */
  readonly state = { skipped: 0, due: [] as number[], next: Number.POSITIVE_INFINITY };

  /** `retired`: instructions retired so far. */
  constructor(retired: () => number) {
    this.#retired = retired;
  }

  /** Ticks since the start. */
  get ticks(): number {
    return this.#retired() + this.state.skipped;
  }

  /** Ticks until the next alarm. */
  get left(): number {
    return this.state.next - this.ticks;
  }

  /** A new alarm, not set. */
  alarm(ring: () => void): Alarm {
    const { due } = this.state;
    const number = this.#rings.push(ring) - 1;
    due.push(Number.POSITIVE_INFINITY);
    return {
      set: (tick = Number.POSITIVE_INFINITY) => {
        due[number] = tick;
        this.#findNext();
      },
    };
  }

  /** Rings what is due; false when nothing was. Cheap then. */
  poll(): boolean {
    if (this.ticks < this.state.next) return false;
    const { due } = this.state;
    while (this.ticks >= this.state.next) {
      const now = this.ticks;
      for (const [number, ring] of this.#rings.entries()) {
        if (due[number]! > now) continue;
        due[number] = Number.POSITIVE_INFINITY;
        ring();
      }
      this.#findNext();
    }
    return true;
  }

  /** Jumps to the next alarm and rings it; false when none is set. */
  skip(): boolean {
    const { state } = this;
    if (state.next === Number.POSITIVE_INFINITY) return false;
    state.skipped += Math.max(0, state.next - this.ticks);
    return this.poll();
  }

  #findNext(): void {
    this.state.next = Math.min(...this.state.due);
  }
}
