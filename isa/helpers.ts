/** The closed list of pure helper functions that semantics may `call`, with their one implementation. */
import type { Helper } from './vocabulary.ts';

/**
 * Cyclic redundancy checks over the low bytes of data, least significant bit first (Arm ARM, CRC32); `polynomial`
 * is bit-reversed.
 */
function crcHelper(polynomial: number, doc: string): Helper {
  /** What eight steps make of each value of the lowest byte. */
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
    return rest;
  });
  return {
    arguments: ['i32', 'i64', 'i32'],
    result: 'i32',
    doc,
    apply: (accumulator = 0n, data = 0n, bytes = 0n) => {
      const low = Number(BigInt.asUintN(32, data));
      const high = Number(data >> 32n);
      let rest = Number(accumulator);
      for (let byte = 0; byte < Number(bytes); byte++) {
        const next = (byte < 4 ? low : high) >>> (8 * (byte & 3));
        rest = (rest >>> 8) ^ table[(rest ^ next) & 0xff]!;
      }
      return BigInt(rest >>> 0);
    },
  };
}

/** Helpers by name. Arguments of both: accumulator, data, number of data bytes (1, 2, 4 or 8). */
export const helpers = {
  crc32: crcHelper(0xedb88320, 'CRC-32 with the polynomial 0x04C11DB7 (ISO 3309)'),
  crc32c: crcHelper(0x82f63b78, 'CRC-32C with the polynomial 0x1EDC6F41 (Castagnoli)'),
} satisfies Readonly<Record<string, Helper>>;
