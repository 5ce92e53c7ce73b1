/** Programs as the bytes that lie in memory. */
import type { Program } from '../assembler/program.ts';
import { UsageError } from './options.ts';

/** Most bytes between the first and the last section: more is a mistake in the addresses. */
const imageLimit = 1n << 30n;

/** The image from the lowest address of an allocated section to the highest, gaps filled with zeros. */
export function imageOf(program: Program): { readonly address: bigint; readonly bytes: Uint8Array } {
  const sections = program.sections
    .filter(({ flags, bytes, noBits }) => flags.alloc && bytes.length > 0 && !noBits)
    .map(({ address, loadAddress = address, bytes }) => ({ address: loadAddress, bytes }))
    .toSorted((a, b) => (a.address < b.address ? -1 : 1));
  const address = sections[0]?.address ?? 0n;
  const end = sections.reduce((last, section) => {
    const own = section.address + BigInt(section.bytes.length);
    return own > last ? own : last;
  }, address);
  const length = end - address;
  if (length > imageLimit) throw new UsageError(`the sections are 0x${length.toString(16)} bytes apart`);
  const bytes = new Uint8Array(Number(length));
  for (const section of sections) bytes.set(section.bytes, Number(section.address - address));
  return { address, bytes };
}
