/** What a call of a handler does that is not in the program: it is known by name only. */
import type { Target } from '../targets/target.ts';

export class StubPolicy {
  readonly #returns: Map<string, bigint>;
  readonly #unresolved: 'stop' | 'return';

  constructor(returns: ReadonlyMap<string, bigint>, unresolved: 'stop' | 'return') {
    this.#returns = new Map(returns);
    this.#unresolved = unresolved;
  }

  /** Without a stop: its value is given, or everything unresolved returns. */
  goesOn(name: string): boolean {
    return this.#returns.has(name) || this.#unresolved === 'return';
  }

  valueOf(name: string): bigint | undefined {
    return this.#returns.get(name);
  }

  /** From now on calls of `name` give back `value` without a stop; undefined forgets that. */
  set(name: string, value: bigint | undefined): void {
    if (value === undefined) this.#returns.delete(name);
    else this.#returns.set(name, value);
  }

  /** Returns to the caller with this value, or the one that is set, or the result register as it is. */
  answer(target: Target, name: string, value = this.#returns.get(name)): void {
    target.returnFromStub(value);
  }
}
