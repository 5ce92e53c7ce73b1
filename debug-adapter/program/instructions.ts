/** Where instructions begin, also before an address, and where they are of different lengths. */
import type { Target } from '../targets/target.ts';

/**
 * Addresses of `count` instructions, from the one `offset` instructions away from the instruction at `from`. What is
 * no instruction counts as one of the shortest length; addresses may lie outside of the address space.
 */
export function instructionAddresses(target: Target, from: bigint, offset: number, count: number): bigint[] {
  const { alignment, rows } = target.architecture.instructions;
  const shortest = BigInt(alignment);
  const start = from - (((from % shortest) + shortest) % shortest);
  const longest = BigInt(Math.max(alignment, ...rows.map(row => row.length)));
  if (longest === shortest)
    return Array.from({ length: count }, (_, i) => start + BigInt(offset + i) * shortest);
  const end = 1n << BigInt(target.architecture.addressBits);
  const after = (address: bigint): bigint => {
    const instruction = address >= 0n && address < end ? target.instructionAt(address) : undefined;
    return address + BigInt(instruction?.length ?? alignment);
  };
  const addresses = offset < 0 ? before(start, -offset, shortest, longest, after).slice(0, count) : [];
  let next = start;
  for (let skipped = 0; skipped < offset; skipped++) next = after(next);
  for (; addresses.length < count; next = after(next)) addresses.push(next);
  return addresses;
}

/** The `count` instructions before an address, from far enough that reading forward falls in step with it. */
function before(
  address: bigint,
  count: number,
  shortest: bigint,
  longest: bigint,
  after: (address: bigint) => bigint,
): bigint[] {
  const first = address - longest * BigInt(count);
  for (let start = first; start < first + longest; start += shortest) {
    const found: bigint[] = [];
    let at = start;
    for (; at < address; at = after(at)) found.push(at);
    if (at === address) return found.slice(-count);
  }
  return Array.from({ length: count }, (_, i) => address - shortest * BigInt(count - i));
}
