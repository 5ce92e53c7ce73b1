/** PSTATE: which cell holds which bit, and its composites (SPSR layout, NZCV, DAIF, CurrentEL). C5.2.18. */
import type { StateCell } from '../../isa/architecture.ts';
import type { StateLayout } from '../core/state.ts';

/** Cells that are a part of PSTATE, with the place of their lowest bit in an SPSR. */
export const statusBits: readonly {
  readonly cell: string;
  readonly low: number;
  readonly width: number;
}[] = [
  { cell: 'n', low: 31, width: 1 },
  { cell: 'z', low: 30, width: 1 },
  { cell: 'c', low: 29, width: 1 },
  { cell: 'v', low: 28, width: 1 },
  { cell: 'ss', low: 21, width: 1 },
  { cell: 'il', low: 20, width: 1 },
  { cell: 'd', low: 9, width: 1 },
  { cell: 'a', low: 8, width: 1 },
  { cell: 'i', low: 7, width: 1 },
  { cell: 'f', low: 6, width: 1 },
  { cell: 'el', low: 2, width: 2 },
  { cell: 'spsel', low: 0, width: 1 },
];

/** Cells of the exception model, for an architecture whose state table does not list them all. */
export const modelCells: readonly StateCell[] = [
  ...statusBits.map(({ cell, width }) => ({ name: cell, width })),
  { name: 'sp', width: 64 },
  { name: 'pc', width: 64 },
  ...[0, 1, 2, 3].map(level => ({ name: `sp_el${level}`, width: 64 })),
  /** The event register of WFE and SEV. */
  { name: 'event', width: 1 },
  /** The local exclusive monitor: what a load-exclusive marked. Its size is 0 while it is open. */
  { name: 'monitor_address', width: 64 },
  { name: 'monitor_size', width: 8 },
  /** Whether any interrupt input is asserted. */
  { name: 'interrupts', width: 1 },
];

/** Composite registers made of PSTATE cells. */
const composites: Readonly<Record<string, readonly string[]>> = {
  pstate: statusBits.map(({ cell }) => cell),
  nzcv: ['n', 'z', 'c', 'v'],
  daif: ['d', 'a', 'i', 'f'],
  currentel: ['el'],
  spsel: ['spsel'],
};

/** Whether this name is a composite of PSTATE cells. */
export const isComposite = (name: string): boolean => Object.hasOwn(composites, name);

function partsOf(name: string): typeof statusBits {
  const cells = composites[name] ?? [];
  return statusBits.filter(({ cell }) => cells.includes(cell));
}

/** Value of a composite, bits where an SPSR has them. The stack pointer select of EL0 is always 0. */
export function readComposite(cells: BigUint64Array, layout: StateLayout, name: string): bigint {
  let value = 0n;
  for (const { cell, low } of partsOf(name)) value |= cells[layout.indexes.get(cell)!]! << BigInt(low);
  return value;
}

/** Writes the cells of a composite. Switching of banks is the caller's. */
export function writeComposite(
  cells: BigUint64Array,
  layout: StateLayout,
  name: string,
  value: bigint,
): void {
  for (const { cell, low, width } of partsOf(name)) {
    cells[layout.indexes.get(cell)!] = (value >> BigInt(low)) & ((1n << BigInt(width)) - 1n);
  }
}
