/** What `--stats` prints about a run. */
import type { Target } from '../debug-adapter/targets/target.ts';

export class Statistics {
  readonly #target: Target;
  readonly #begin = performance.now();
  readonly #exceptions = new Map<string, number>();

  /** Counts from now on. */
  constructor(target: Target) {
    this.#target = target;
    target.onEvent(event => {
      if (event.event !== 'exceptionEntry') return;
      this.#exceptions.set(event.cause, (this.#exceptions.get(event.cause) ?? 0) + 1);
    });
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
      '',
    ].join('\n');
  }
}
