/** Exceptions that the module took by itself: its stack of entries and its log of slots, read by JavaScript. */
import { cellBytes, type MachineState } from '../../core/state.ts';
import { control, entryStack, entryStackBytes, noAddress, slotLog } from './layout.ts';

/** An exception that was taken by the interpreter. */
interface TakenHere {
  readonly exception: string;
  readonly argument: bigint;
  readonly time: number;
  readonly sequence: number;
  /** All cells as they were. */
  readonly cells: BigUint64Array;
}

export class EntryStack {
  readonly #state: MachineState;
  /** Names of exceptions by their numbers. */
  readonly #exceptions: readonly string[];
  /** Cells as they were, by the version of those that only JavaScript writes. */
  readonly #cold = new Map<number, BigUint64Array>();

  constructor(state: MachineState, exceptions: readonly string[]) {
    this.#state = state;
    this.#exceptions = exceptions;
    state.view.setBigUint64(slotLog.offset, noAddress, true);
  }

  /** Number of the last exception. */
  get sequence(): number {
    return this.#state.view.getUint32(control.sequence, true);
  }

  set sequence(value: number) {
    this.#state.view.setUint32(control.sequence, value, true);
  }

  /** Entries into slots since this was asked last. */
  *enteredSlots(): Generator<{ readonly address: bigint; readonly count: number }> {
    const { view } = this.#state;
    const count = view.getUint32(control.slots, true);
    for (let number = 1; number <= count; number++) {
      const at = slotLog.offset + number * slotLog.bytes;
      yield { address: view.getBigUint64(at, true), count: view.getUint32(at + 8, true) };
    }
    view.setUint32(control.slots, 0, true);
  }

  /** The exceptions that were taken here and not returned from, the first one first; they are forgotten here. */
  take(): readonly TakenHere[] {
    const { view } = this.#state;
    const depth = view.getUint32(control.depth, true);
    view.setUint32(control.depth, 0, true);
    return Array.from({ length: depth }, (_, number) => {
      const at = this.#entryAt(number);
      return {
        exception: this.#exceptions[view.getUint32(at + entryStack.key, true) >> 4]!,
        argument: BigInt(view.getUint32(at + entryStack.argument, true)),
        time: view.getFloat64(at + entryStack.time, true),
        sequence: view.getUint32(at + entryStack.sequence, true),
        cells: this.#cellsOf(at),
      };
    });
  }

  /** Cells that only JavaScript writes may change now: keeps them for the entries that have seen them. */
  beforeChange(): void {
    const { view, cells } = this.#state;
    const depth = view.getUint32(control.depth, true);
    const versions = Array.from({ length: depth }, (_, number) =>
      view.getUint32(this.#entryAt(number) + entryStack.cold, true),
    );
    for (const version of this.#cold.keys()) if (!versions.includes(version)) this.#cold.delete(version);
    const version = view.getUint32(control.cold, true);
    if (versions.at(-1) !== version) return;
    this.#cold.set(version, cells.slice());
    view.setUint32(control.cold, version + 1, true);
  }

  /** Gives entries their time; `end`: when nothing would be left. */
  giveTimes(end: number): void {
    const { view } = this.#state;
    for (let number = view.getUint32(control.depth, true) - 1; number >= 0; number--) {
      const at = this.#entryAt(number);
      if (view.getFloat64(at + entryStack.time, true) >= 0) return;
      view.setFloat64(at + entryStack.time, end - view.getUint32(at + entryStack.left, true), true);
    }
  }

  #entryAt(number: number): number {
    return entryStack.offset + number * entryStackBytes(this.#state.layout.hot * cellBytes);
  }

  /** All cells as they were at an entry. */
  #cellsOf(entry: number): BigUint64Array {
    const { view, layout, bytes, cells } = this.#state;
    const all = (this.#cold.get(view.getUint32(entry + entryStack.cold, true)) ?? cells).slice();
    const hot = entry + entryStack.cells;
    all.set(new BigUint64Array(bytes.slice(hot, hot + layout.hot * cellBytes).buffer));
    return all;
  }
}
