/** ELF executables of AArch64 as programs for a machine (System V ABI, chapters 4 and 5). */
import type { MachineOptions } from '../api.ts';

const magic = [0x7f, 0x45, 0x4c, 0x46];
const class64 = 2;
const littleEndian = 1;
const machineAArch64 = 183;
const loadSegment = 1;
const headerBytes = 64;
const programHeaderBytes = 56;

/** Most bytes that one segment may have, zeros at its end included. */
const longestSegment = 1n << 31n;

/** Whether these are the bytes of any ELF file. */
export const isElf = (bytes: Uint8Array): boolean => magic.every((byte, at) => bytes[at] === byte);

/** The loadable segments at their physical addresses and the entry; a sentence when it cannot be loaded. */
export function readElf(bytes: Uint8Array): Pick<MachineOptions, 'segments' | 'entry'> | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerBytes) return 'the ELF header is cut off';
  if (bytes[4] !== class64 || bytes[5] !== littleEndian) return 'it is not a little-endian 64-bit ELF file';
  if (view.getUint16(18, true) !== machineAArch64) return 'it is not an ELF file for AArch64';
  const table = view.getBigUint64(32, true);
  const count = view.getUint16(56, true);
  if (table + BigInt(count * programHeaderBytes) > BigInt(bytes.length))
    return 'its program headers are cut off';
  const segments: { address: bigint; bytes: Uint8Array }[] = [];
  for (let at = Number(table), left = count; left > 0; at += programHeaderBytes, left--) {
    if (view.getUint32(at, true) !== loadSegment) continue;
    const [offset, , address, inFile, inMemory] = [8, 16, 24, 32, 40].map(field =>
      view.getBigUint64(at + field, true),
    ) as [bigint, bigint, bigint, bigint, bigint];
    if (offset + inFile > BigInt(bytes.length)) return 'a segment is cut off';
    if (inMemory > longestSegment || inFile > inMemory) return 'the sizes of a segment make no sense';
    const content = new Uint8Array(Number(inMemory));
    content.set(bytes.subarray(Number(offset), Number(offset + inFile)));
    segments.push({ address, bytes: content });
  }
  return segments.length === 0
    ? 'it has no segment to load'
    : { segments, entry: view.getBigUint64(24, true) };
}
