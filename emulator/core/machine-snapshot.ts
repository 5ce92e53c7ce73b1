/** What a machine keeps of a moment, and what that costs. */
import type { ExceptionEntry, Snapshot } from '../api.ts';
import { type PageTable, pagesBetween } from './pages.ts';
import type { PlainValue } from './plain-state.ts';
import { pageBytes } from './state.ts';

export interface MachineSnapshot extends Snapshot {
  readonly cells: BigUint64Array;
  readonly pages: PageTable;
  /** Copy of the state of all parts. */
  readonly parts: PlainValue;
  readonly entries: readonly ExceptionEntry[];
}

/** Bytes that only the earlier of two snapshots that follow each other holds: see `Machine.bytesBetween`. */
export function bytesBetween(earlier: MachineSnapshot, later: MachineSnapshot): number {
  const shared = new Set(later.entries);
  const entries = earlier.entries.filter(entry => !shared.has(entry)).length;
  return pagesBetween(earlier.pages, later.pages) * pageBytes + entries * earlier.cells.byteLength;
}
