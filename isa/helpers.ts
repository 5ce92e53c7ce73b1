/** The closed list of pure helper functions that semantics may `call`, with their one implementation. */
import type { Helper } from './vocabulary.ts';

/**
 * Cyclic redundancy check over the low `bytes` bytes of `data`, least significant bit first (Arm ARM, CRC32):
 * `polynomial` bit-reversed.
 */
function crc(polynomial: bigint, accumulator: bigint, data: bigint, bytes: bigint): bigint {
  const bits = 8n * bytes;
  // The accumulator lies over the lowest 32 bits of the data; what is above the data shifts down to the result.
  let rest = accumulator ^ BigInt.asUintN(Number(bits), data);
  for (let step = 0n; step < bits; step++) rest = rest & 1n ? (rest >> 1n) ^ polynomial : rest >> 1n;
  return rest;
}

const crcHelper = (polynomial: bigint, doc: string): Helper => ({
  arguments: ['i32', 'i64', 'i32'],
  result: 'i32',
  doc,
  apply: (accumulator = 0n, data = 0n, bytes = 0n) => crc(polynomial, accumulator, data, bytes),
});

/** Helpers by name. Arguments of both: accumulator, data, number of data bytes (1, 2, 4 or 8). */
export const helpers = {
  crc32: crcHelper(0xedb88320n, 'CRC-32 with the polynomial 0x04C11DB7 (ISO 3309)'),
  crc32c: crcHelper(0x82f63b78n, 'CRC-32C with the polynomial 0x1EDC6F41 (Castagnoli)'),
} satisfies Readonly<Record<string, Helper>>;
