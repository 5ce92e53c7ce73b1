/** Marked ranges: places that mean something to whoever launched the machine. */
import type { MarkedRange } from '../api.ts';

/** The first range of a kind that holds an address. */
export const rangeAt = (
  ranges: readonly MarkedRange[],
  what: MarkedRange['what'],
  address: bigint,
): MarkedRange | undefined =>
  ranges.find(range => range.what === what && address >= range.start && address < range.end);

/** The first range of a kind that these bytes touch. */
export const rangeTouched = (
  ranges: readonly MarkedRange[],
  what: MarkedRange['what'],
  address: bigint,
  size: number,
): MarkedRange | undefined =>
  ranges.find(range => range.what === what && address + BigInt(size) > range.start && address < range.end);
