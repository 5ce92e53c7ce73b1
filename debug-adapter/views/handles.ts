/** Numbers that stand for things in the protocol while the program is stopped. */
export class Handles<T> {
  readonly #things: T[] = [];

  /** Always above 0. */
  add(thing: T): number {
    return this.#things.push(thing);
  }

  get(handle: number): T | undefined {
    return this.#things[handle - 1];
  }

  /** Everything given out is void. */
  clear(): void {
    this.#things.length = 0;
  }
}
