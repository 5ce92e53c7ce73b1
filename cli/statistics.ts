/** What `--stats` prints about a run. */
import { hex } from '../debug-adapter/exceptions/describe.ts';
import type { Target } from '../debug-adapter/targets/target.ts';

export class Statistics {
  readonly #target: Target;
  readonly #begin = performance.now();
  readonly #exceptions = new Map<string, number>();
  /** By the address of a slot: which one it is. */
  readonly #slots = new Map<bigint, string>();

  /** Counts from now on. */
  constructor(target: Target) {
    this.#target = target;
    target.onEvent(event => {
      if (event.event !== 'exceptionEntry') return;
      this.#exceptions.set(event.cause, (this.#exceptions.get(event.cause) ?? 0) + 1);
      const address = event.vectorBase + BigInt(event.offset);
      if (this.#slots.has(address)) return;
      const { slots } = target.architecture.vectorTable;
      const slot = slots.find(({ offset }) => offset === event.offset)?.short ?? hex(event.offset);
      this.#slots.set(address, `${slot} of the table at ${hex(event.vectorBase)}`);
    });
  }

  #slotLines(): readonly string[] {
    return [...this.#target.slotEntries]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([address, count]) => `  ${count} ${this.#slots.get(address) ?? hex(address)}`);
  }

  /** Lines for standard error. */
  text(): string {
    const seconds = (performance.now() - this.#begin) / 1000;
    const instructions = Number(this.#target.time);
    const speed = instructions / 1e6 / Math.max(seconds, 1e-6);
    const taken = [...this.#exceptions].sort(([, a], [, b]) => b - a);
    const total = taken.reduce((sum, [, count]) => sum + count, 0);
    return [
      `${instructions} instructions in ${seconds.toFixed(2)} s (${speed.toFixed(1)} million a second)`,
      `${total} exceptions${taken.map(([cause, count]) => `\n  ${count} ${cause}`).join('')}`,
      ...(total === 0 ? [] : ['slots entered', ...this.#slotLines()]),
      '',
    ].join('\n');
  }
}
