/** Bitmask immediates of logical instructions (DecodeBitMasks in the manual): a rotated run of ones, repeated. */
import type { Fields } from '../instruction.ts';

const ones = (width: number): bigint => (1n << BigInt(width)) - 1n;

const rotateRight = (value: bigint, by: number, width: number): bigint =>
  ((value >> BigInt(by)) | (value << BigInt(width - by))) & ones(width);

/** The mask that N:immr:imms stand for at a register width; undefined when reserved. */
export function decodeBitmask(fields: Fields, width: 32 | 64): bigint | undefined {
  const { N, immr, imms } = fields as { N: number; immr: number; imms: number };
  const length = 31 - Math.clz32((N << 6) | (~imms & 0x3f));
  if (length < 1 || (width === 32 && N === 1)) return undefined;
  const levels = (1 << length) - 1;
  const run = imms & levels;
  if (run === levels) return undefined;
  const size = 1 << length;
  let mask = rotateRight(ones(run + 1), immr & levels, size);
  for (let filled = size; filled < width; filled *= 2) mask |= mask << BigInt(filled);
  return mask;
}

/** N:immr:imms of a mask of `width` bits; undefined when it is no repeated run of ones. */
export function encodeBitmask(mask: bigint, width: 32 | 64): Fields | undefined {
  if (mask === 0n || mask === ones(width)) return undefined;
  let size: number = width;
  while (size > 2) {
    const half = size / 2;
    if ((mask & ones(half)) !== ((mask >> BigInt(half)) & ones(half))) break;
    size = half;
  }
  const element = mask & ones(size);
  const run = element.toString(2).replaceAll('0', '').length;
  for (let immr = 0; immr < size; immr++) {
    if (rotateRight(ones(run), immr, size) !== element) continue;
    return { N: size === 64 ? 1 : 0, immr, imms: (~(size * 2 - 1) & 0x3f) | (run - 1) };
  }
  return undefined;
}
