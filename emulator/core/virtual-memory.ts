/** Memory behind virtual addresses, as somebody sees it who looks at a machine or changes it from outside. */
import type { MemoryMap } from './memory-map.ts';
import { pageBytes } from './state.ts';

export interface VirtualMemory {
  readonly map: MemoryMap;
  readonly addressBits: number;
  /** Physical address behind an address; undefined where nothing is mapped. */
  readonly locate: (address: bigint) => number | undefined;
}

/** The parts of a range that lie in one page each; undefined for a page that is not mapped. */
function* partsOf(
  { addressBits, locate }: VirtualMemory,
  address: bigint,
  length: number,
): Generator<{ physical: number; length: number } | undefined> {
  for (let at = 0; at < length; ) {
    const each = BigInt.asUintN(addressBits, address + BigInt(at));
    const part = Math.min(length - at, pageBytes - Number(each % BigInt(pageBytes)));
    const physical = locate(each);
    yield physical === undefined ? undefined : { physical, length: part };
    at += part;
  }
}

/** Without side effects; undefined where nothing is mapped. */
export function readVirtual(memory: VirtualMemory, address: bigint, length: number): Uint8Array | undefined {
  const result = new Uint8Array(length);
  let at = 0;
  for (const part of partsOf(memory, address, length)) {
    const bytes = part && memory.map.peek(part.physical, part.length);
    if (!bytes) return undefined;
    result.set(bytes, at);
    at += part.length;
  }
  return result;
}

/** All of it or, where not all of it is memory, nothing: false then. */
export function writeVirtual(memory: VirtualMemory, address: bigint, bytes: Uint8Array): boolean {
  const parts = [...partsOf(memory, address, bytes.length)];
  if (!parts.every(part => part && memory.map.isMemory(part.physical))) return false;
  let at = 0;
  for (const part of parts) {
    if (part) memory.map.poke(part.physical, bytes.subarray(at, (at += part.length)));
  }
  return true;
}
