/** `.if` … `.endif` as they nest. */
import type { Origin } from '../program.ts';

interface Level {
  readonly origin: Origin;
  /** All levels around are assembled. */
  readonly reachable: boolean;
  /** A branch of this level has been taken. */
  taken: boolean;
  active: boolean;
  elseSeen: boolean;
}

export class Conditionals {
  readonly #levels: Level[] = [];

  /** Statements are assembled here. */
  get active(): boolean {
    return this.#levels.at(-1)?.active ?? true;
  }

  get depth(): number {
    return this.#levels.length;
  }

  /** Whether the condition of an `.elseif` here matters. */
  get undecided(): boolean {
    const level = this.#levels.at(-1);
    return level?.reachable === true && !level.taken;
  }

  open(condition: boolean, origin: Origin): void {
    const reachable = this.active;
    const active = reachable && condition;
    this.#levels.push({ origin, reachable, taken: active, active, elseSeen: false });
  }

  /** `.else`, or `.elseif` with its condition. Gives what is wrong with it. */
  otherwise(condition: boolean, last: boolean): string | undefined {
    const level = this.#levels.at(-1);
    if (level === undefined) return 'without an .if before it';
    if (level.elseSeen) return 'after .else';
    level.active = level.reachable && !level.taken && condition;
    level.taken ||= level.active;
    level.elseSeen = last;
    return undefined;
  }

  close(): boolean {
    return this.#levels.pop() !== undefined;
  }

  /** Drops levels opened since there were `depth`; gives their places, outermost first. */
  dropTo(depth: number): readonly Origin[] {
    return this.#levels.splice(depth).map(level => level.origin);
  }
}
