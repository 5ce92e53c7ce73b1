/** Memory attributes of translations, as PAR_EL1 shows them (D5.5, `CombineS1S2Desc`, `PAREncodeShareability`). */

/** Attributes of one memory location. */
export interface MemoryAttributes {
  /** Type and cacheability in the encoding of MAIR_ELx. */
  readonly type: number;
  /** 0 non-shareable, 2 outer shareable, 3 inner shareable. */
  readonly shareability: number;
}

const outerShareable = 2;
const innerShareable = 3;

/** Device-nGnRnE. */
export const deviceMemory: MemoryAttributes = { type: 0, shareability: outerShareable };

/** What HCR_EL2.DC makes of addresses while stage 1 is off: Normal write-back, non-shareable. */
export const defaultCacheable: MemoryAttributes = { type: 0xff, shareability: 0 };

export const isDevice = ({ type }: MemoryAttributes): boolean => type >> 4 === 0;

const nonCacheable = 0x44;

/** MemAttr of a stage 2 descriptor in the encoding of MAIR: two bits of cacheability each, hints that allocate. */
export function stage2Type(memoryAttributes: number): number {
  const outer = memoryAttributes >> 2;
  if (outer === 0) return (memoryAttributes & 3) << 2;
  const part = (bits: number): number => (bits === 1 ? 4 : bits === 0 ? 0 : (bits << 2) | 3);
  return (part(outer) << 4) | part(memoryAttributes & 3);
}

/** Inner or outer cacheability of both stages, with the allocation hints of the first. */
function combineCacheability(first: number, second: number): number {
  if (first === 4 || second === 4) return 4;
  const writeThrough = first >> 2 === 0 || first >> 2 === 2;
  if (writeThrough) return first;
  return second >> 2 === 2 ? 8 | (first & 3) : first;
}

/** The attributes of an address that both stages translate: the stricter of each. */
export function combine(first: MemoryAttributes, second: MemoryAttributes): MemoryAttributes {
  const shareabilities = [first.shareability, second.shareability];
  const shareability = shareabilities.includes(outerShareable)
    ? outerShareable
    : shareabilities.includes(innerShareable)
      ? innerShareable
      : 0;
  if (isDevice(first) || isDevice(second)) {
    const types = [first, second].filter(isDevice).map(({ type }) => type);
    return { type: Math.min(...types), shareability: outerShareable };
  }
  const type =
    (combineCacheability(first.type >> 4, second.type >> 4) << 4) |
    combineCacheability(first.type & 15, second.type & 15);
  return { type, shareability };
}

/** PAR_EL1.SH: Device and Non-cacheable memory is always outer shareable. */
export const reportedShareability = (attributes: MemoryAttributes): number =>
  isDevice(attributes) || attributes.type === nonCacheable ? outerShareable : attributes.shareability;
