/** Open IF blocks. */
import type { Origin } from '../program.ts';

interface Conditional {
  /** Assembling; no condition was true so far; one was, or the block lies in a part that is left out. */
  state: 'taking' | 'seeking' | 'done';
  inElse: boolean;
  readonly origin: Origin;
}

export class Conditionals {
  readonly #open: Conditional[] = [];

  get depth(): number {
    return this.#open.length;
  }

  /** Whether lines are assembled here. */
  get active(): boolean {
    const innermost = this.#open.at(-1);
    return innermost === undefined || innermost.state === 'taking';
  }

  /** Whether ELSEIF of the innermost block asks for its condition. */
  get seeking(): boolean {
    return this.#open.at(-1)?.state === 'seeking';
  }

  open(condition: boolean, origin: Origin): void {
    this.#open.push({ state: condition ? 'taking' : 'seeking', inElse: false, origin });
  }

  /** Opens a block in a part that is left out. */
  openLeftOut(origin: Origin): void {
    this.#open.push({ state: 'done', inElse: false, origin });
  }

  /** ELSEIF, or ELSE when its condition is always true; false when there is no place for one. */
  otherwise(condition: boolean, isElse: boolean, above: number): boolean {
    const innermost = this.#open.at(-1);
    if (innermost === undefined || this.depth <= above || innermost.inElse) return false;
    innermost.inElse = isElse;
    innermost.state = innermost.state === 'seeking' ? (condition ? 'taking' : 'seeking') : 'done';
    return true;
  }

  /** ENDIF; false when no block above `above` is open. */
  close(above: number): boolean {
    if (this.depth <= above) return false;
    this.#open.pop();
    return true;
  }

  /** Closes blocks down to a depth, and gives where they began. */
  dropTo(depth: number): readonly Origin[] {
    return this.#open.splice(depth).map(({ origin }) => origin);
  }
}
