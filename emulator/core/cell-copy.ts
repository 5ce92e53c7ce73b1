/** A copy of all state cells, seen as a map from names: made at every exception entry, so it must be cheap. */
import type { StateSnapshot } from '../api.ts';
import type { MachineState, StateLayout } from './state.ts';

class CellCopy implements ReadonlyMap<string, bigint> {
  readonly #layout: StateLayout;
  readonly #cells: BigUint64Array;

  constructor(layout: StateLayout, cells: BigUint64Array) {
    this.#layout = layout;
    this.#cells = cells;
  }

  get size(): number {
    return this.#layout.cells.length;
  }

  get(name: string): bigint | undefined {
    const index = this.#layout.indexes.get(name);
    return index === undefined ? undefined : this.#cells[index];
  }

  has(name: string): boolean {
    return this.#layout.indexes.has(name);
  }

  keys(): MapIterator<string> {
    return this.#layout.indexes.keys();
  }

  *values(): MapIterator<bigint> {
    yield* this.#cells;
  }

  *entries(): MapIterator<[string, bigint]> {
    for (const [name, index] of this.#layout.indexes) yield [name, this.#cells[index]!];
  }

  [Symbol.iterator](): MapIterator<[string, bigint]> {
    return this.entries();
  }

  forEach(callback: (value: bigint, name: string, map: ReadonlyMap<string, bigint>) => void): void {
    for (const [name, value] of this.entries()) callback(value, name, this);
  }
}

/** The cells as they are now. */
export const cellsOf = (state: MachineState): StateSnapshot =>
  new CellCopy(state.layout, state.cells.slice());
