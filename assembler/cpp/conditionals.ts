/** The `#if`s that are open in one file: which lines count and which are left out. */
import type { Origin } from '../program.ts';

interface Conditional {
  /** `skipped`: the surrounding text is left out; `waiting`: no branch was taken yet. */
  state: 'taken' | 'waiting' | 'done' | 'skipped';
  seenElse: boolean;
  readonly origin: Origin;
}

export class Conditionals {
  readonly #stack: Conditional[] = [];

  /** Lines here are left out. */
  get skipping(): boolean {
    const top = this.#stack[this.#stack.length - 1];
    return top !== undefined && top.state !== 'taken';
  }

  /** Where the conditions begin that are still open. */
  get open(): readonly Origin[] {
    return this.#stack.map(({ origin }) => origin);
  }

  /**
   * Obeys one directive; false when it is none of this family. `holds` is asked for the condition only where
   * it matters; `stray` is told what has no `#if` to belong to.
   */
  obey(name: string, origin: Origin, holds: () => boolean, stray: (message: string) => void): boolean {
    const top = this.#stack[this.#stack.length - 1];
    switch (name) {
      case 'if':
      case 'ifdef':
      case 'ifndef': {
        const state = this.skipping ? 'skipped' : holds() ? 'taken' : 'waiting';
        this.#stack.push({ state, seenElse: false, origin });
        return true;
      }
      case 'elif':
      case 'else':
        if (top === undefined || top.seenElse)
          stray(`#${name} ${top === undefined ? 'without #if' : 'after #else'}`);
        else {
          top.seenElse = name === 'else';
          if (top.state === 'taken') top.state = 'done';
          else if (top.state === 'waiting' && (name === 'else' || holds())) top.state = 'taken';
        }
        return true;
      case 'endif':
        if (this.#stack.pop() === undefined) stray('#endif without #if');
        return true;
    }
    return false;
  }
}
