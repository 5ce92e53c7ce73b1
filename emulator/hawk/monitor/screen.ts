/** The output position, and what characters do to it. It lies in the monitor's memory. */
import { monitorMemory } from '../../../isa/hawk/monitor.ts';
import type { MemoryMap } from '../../core/memory-map.ts';
import type { HawkDevices } from '../board.ts';

const tabStop = 8;

export class Screen {
  readonly #map: MemoryMap;
  readonly #devices: HawkDevices;

  constructor(map: MemoryMap, devices: HawkDevices) {
    this.#map = map;
    this.#devices = devices;
  }

  get row(): number {
    return this.#word(0) % this.#devices.display.rows;
  }

  get column(): number {
    return this.#word(4) % (this.#devices.display.columns + 1);
  }

  /** Puts everything back to the start. */
  reset(): void {
    this.#devices.display.clear();
    this.#place(0, 0);
  }

  /** False when there is no such place on the screen. */
  moveTo(column: number, row: number): boolean {
    const { rows, columns } = this.#devices.display;
    if (row >= rows || column >= columns) return false;
    if (row !== this.row || column < this.column) this.#transmit('\n');
    this.#place(row, column);
    return true;
  }

  write(text: string): void {
    for (const character of text) this.put(character.charCodeAt(0));
  }

  /** One character, or what a control character does. */
  put(code: number): void {
    const { display } = this.#devices;
    if (code >= 32) {
      if (this.column >= display.columns) this.#newLine(0);
      display.put(this.row, this.column, code);
      this.#place(this.row, this.column + 1);
      this.#transmit(String.fromCharCode(code & 0x7f));
      return;
    }
    switch (code) {
      case 8:
        this.#place(this.row, Math.max(this.column - 1, 0));
        this.#transmit('\b');
        return;
      case 9: {
        const stop = Math.min(this.column - (this.column % tabStop) + tabStop, display.columns);
        this.#transmit(' '.repeat(stop - this.column));
        this.#place(this.row, stop);
        return;
      }
      case 10:
        this.#newLine(0);
        this.#transmit('\n');
        return;
      case 11:
        this.#newLine(this.column);
        this.#transmit('\n');
        return;
      case 12:
        this.reset();
        this.#transmit('\n');
        return;
      case 13:
        this.#place(this.row, 0);
        this.#transmit('\r');
        return;
    }
  }

  #newLine(column: number): void {
    const { display } = this.#devices;
    if (this.row + 1 < display.rows) {
      this.#place(this.row + 1, column);
      return;
    }
    display.scroll();
    this.#place(this.row, column);
  }

  #word(offset: number): number {
    const bytes = this.#map.peek(monitorMemory.display + offset, 4);
    return bytes === undefined ? 0 : new DataView(bytes.buffer).getUint32(0, true);
  }

  #place(row: number, column: number): void {
    const bytes = new Uint8Array(8);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, row, true);
    view.setUint32(4, column, true);
    this.#map.poke(monitorMemory.display, bytes);
  }

  #transmit(text: string): void {
    this.#devices.transmit(Uint8Array.from(text, character => character.charCodeAt(0)));
  }
}
