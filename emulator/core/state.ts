/**
 * Machine state in one `WebAssembly.Memory`: a table of cells at its start, then what engines keep there at fixed
 * places, guest memory, and room for what an engine prepares.
 *
 * Offsets are the same for every engine. Each cell takes 8 bytes whatever its width, little-endian. Cell
 * `zero` always holds 0 and `sink` is never read, so that an engine can treat the zero register as an
 * ordinary cell: reads go to `zero`, writes to `sink`.
 */
import type { Architecture, StateCell } from '../../isa/architecture.ts';

/** Bytes of one cell. */
export const cellBytes = 8;

/** Bytes of a page of guest memory, the grain of write tracking and of the instruction cache. */
export const pageBytes = 4096;

const wasmPageBytes = 65_536;

/** Where an engine's own data begins, and how many bytes it may take there. The same in every machine. */
export const engineOffset = wasmPageBytes;
export const engineBytes = 2 * wasmPageBytes;

/** Where guest memory begins. */
export const guestOffset = engineOffset + engineBytes;

/** Where each cell lies. */
export interface StateLayout {
  /** Name → index of the cell; its byte offset is `index * cellBytes`. */
  readonly indexes: ReadonlyMap<string, number>;
  /** Mask of the bits that each cell holds, by index. */
  readonly masks: readonly bigint[];
  readonly cells: readonly StateCell[];
  /** Index of the cell that reads as zero, and of the one that swallows writes. */
  readonly zero: number;
  readonly sink: number;
  /** Cells before this index are those that an engine may write by itself; all others change in JavaScript only. */
  readonly hot: number;
}

const maskOf = (width: number): bigint => (1n << BigInt(width)) - 1n;

/**
 * The table of an architecture: `zero`, `sink`, the state cells in their order, then what the exception model
 * needs besides (`extra`) and does not find among them. Those that are `hot` come before the others.
 */
export function layoutOf(
  architecture: Architecture,
  extra: readonly StateCell[] = [],
  isHot: (name: string) => boolean = () => true,
): StateLayout {
  const cells: StateCell[] = [
    { name: 'zero', width: 64 },
    { name: 'sink', width: 64 },
  ];
  const indexes = new Map<string, number>([
    ['zero', 0],
    ['sink', 1],
  ]);
  const add = (wanted: boolean): void => {
    for (const cell of [...architecture.state, ...extra]) {
      if (indexes.has(cell.name) || isHot(cell.name) !== wanted) continue;
      indexes.set(cell.name, cells.length);
      cells.push(cell);
    }
  };
  add(true);
  const hot = cells.length;
  add(false);
  if (cells.length * cellBytes > engineOffset) throw new Error('too many state cells');
  return {
    indexes,
    masks: cells.map(cell => maskOf(cell.width)),
    cells,
    zero: 0,
    sink: 1,
    hot,
  };
}

/** The state of one machine and its memory. */
export class MachineState {
  readonly layout: StateLayout;
  readonly memory: WebAssembly.Memory;
  /** All cells by index. */
  readonly cells: BigUint64Array;
  /** Where an engine's room behind guest memory begins, and how much there is. */
  readonly room: { readonly offset: number; readonly bytes: number };
  /** The whole memory, cells and guest memory. */
  readonly bytes: Uint8Array;
  readonly view: DataView;

  /** `guestBytes` and `roomBytes` are rounded up to 64 KiB. */
  constructor(layout: StateLayout, guestBytes: number, roomBytes = 0) {
    const room = Math.ceil(guestBytes / wasmPageBytes) + guestOffset / wasmPageBytes;
    const pages = room + Math.ceil(roomBytes / wasmPageBytes);
    this.layout = layout;
    this.room = { offset: room * wasmPageBytes, bytes: (pages - room) * wasmPageBytes };
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.cells = new BigUint64Array(this.memory.buffer, 0, layout.cells.length);
    this.bytes = new Uint8Array(this.memory.buffer);
    this.view = new DataView(this.memory.buffer);
    for (const [index, cell] of layout.cells.entries()) this.cells[index] = cell.reset ?? 0n;
  }

  /** Index of a cell; throws when there is none, which is a bug of ours. */
  index(name: string): number {
    const index = this.layout.indexes.get(name);
    if (index === undefined) throw new Error(`no state cell ${name}`);
    return index;
  }

  /** Value of a cell by name, unsigned. */
  get(name: string): bigint {
    return this.cells[this.index(name)]!;
  }

  /** Writes a cell by name; bits above its width are dropped. */
  set(name: string, value: bigint): void {
    const index = this.index(name);
    this.cells[index] = value & this.layout.masks[index]!;
  }
}
