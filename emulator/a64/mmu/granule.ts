/** Translation granules: the sizes of pages and tables, and how control registers name them (D5.2.2, D5.3). */

export interface Granule {
  /** Bits of an offset in a page, and in a table. */
  readonly bits: 12 | 14 | 16;
  /** First level at which a descriptor may be a block. */
  readonly firstBlockLevel: 1 | 2;
}

const granule4K: Granule = { bits: 12, firstBlockLevel: 1 };
const granule16K: Granule = { bits: 14, firstBlockLevel: 2 };
const granule64K: Granule = { bits: 16, firstBlockLevel: 2 };

/** By the encodings of TCR_ELx.TG0 and VTCR_EL2.TG0. The reserved one is taken as 4 KiB, as an implementation may. */
export const lowerGranules: readonly Granule[] = [granule4K, granule64K, granule16K, granule4K];

/** By the encodings of TCR_EL1.TG1. */
export const upperGranules: readonly Granule[] = [granule4K, granule16K, granule4K, granule64K];

/** Bits of input that a table of this granule resolves: a descriptor has 8 bytes. */
export const entriesBits = ({ bits }: Granule): number => bits - 3;

/** Lowest input bit that a level resolves. */
export const levelShift = (granule: Granule, level: number): number =>
  granule.bits + entriesBits(granule) * (3 - level);

/** Level at which a walk of stage 1 begins: the first that is needed for so many bits of input. */
export const firstLevel = (granule: Granule, inputBits: number): number =>
  4 - Math.ceil((inputBits - granule.bits) / entriesBits(granule));

/**
 * Level at which stage 2 begins, by VTCR_EL2.SL0; undefined where SL0 is reserved, or does not go with the size of
 * the input or of physical addresses (`AArch64.TranslationTableWalk`, the checks of stage 2).
 */
export function secondStageLevel(
  granule: Granule,
  select: number,
  inputBits: number,
  physicalBits: number,
): number | undefined {
  if (select === 3) return undefined;
  const level = (granule.bits === 12 ? 2 : 3) - select;
  const least = granule.bits === 14 ? 40 : 42;
  const lowest = granule.bits === 12 ? 0 : 1;
  if (level < lowest || (level === lowest && physicalBits <= least)) return undefined;
  if (inputBits > physicalBits) return undefined;
  // From two entries to sixteen tables in a row.
  const entries = inputBits - levelShift(granule, level);
  return entries < 1 || entries > entriesBits(granule) + 4 ? undefined : level;
}
