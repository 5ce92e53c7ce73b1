/** The display: rows and columns of characters that lie in memory, a byte each. It has no cursor. */
import type { Device } from '../../core/memory-map.ts';

const rowsRegister = 0;
const columnsRegister = 4;
const text = 0x100;

export interface Display extends Device {
  readonly rows: number;
  readonly columns: number;
  /** Puts a character at a place on the screen. */
  put(row: number, column: number, character: number): void;
  /** Moves everything up by a row and clears the last one. */
  scroll(): void;
  clear(): void;
  /** What is on the screen, a line each, without blanks at the end. */
  lines(): readonly string[];
}

export function display(rows: number, columns: number): Display {
  const blank = 32;
  const cells = new Uint8Array(rows * columns).fill(blank);
  const view = new DataView(cells.buffer);
  const peek = (offset: number): number => {
    const register = offset & ~3;
    if (register === rowsRegister || register === columnsRegister) {
      const size = register === rowsRegister ? rows : columns;
      return (size >>> (8 * (offset & 3))) & 0xff;
    }
    return cells[offset - text] ?? 0xff;
  };
  const visible = (code: number): number => (code < blank ? code + 64 : code);

  return {
    rows,
    columns,
    peek,
    read: offset => [3, 2, 1, 0].reduce((word, at) => (word << 8n) | BigInt(peek((offset & ~3) + at)), 0n),
    write: (offset, _size, value) => {
      const at = offset - text;
      if (at >= 0 && at + 4 <= cells.length) view.setUint32(at, Number(value) & 0x7f7f_7f7f, true);
    },
    put: (row, column, character) => {
      cells[row * columns + column] = character & 0x7f;
    },
    scroll: () => {
      cells.copyWithin(0, columns);
      cells.fill(blank, (rows - 1) * columns);
    },
    clear: () => {
      cells.fill(blank);
    },
    lines: () =>
      Array.from({ length: rows }, (_, row) =>
        String.fromCharCode(...cells.subarray(row * columns, (row + 1) * columns).map(visible)).trimEnd(),
      ),
    state: cells,
  };
}
