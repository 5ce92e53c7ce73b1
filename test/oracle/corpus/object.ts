/** What a relocatable ELF file for AArch64 says about its allocated sections. */

/** Bits of a section that the linker fills in. */
export interface Field {
  readonly offset: number;
  /** Bytes of the place that it touches, and which bits of them. */
  readonly size: number;
  readonly mask: bigint;
}

export interface ObjectSection {
  readonly name: string;
  /** `a`, `w`, `x` as they are set. */
  readonly flags: string;
  readonly alignment: number;
  /** Zeros for a section without bytes of its own. */
  readonly bytes: Buffer;
  readonly fields: readonly Field[];
}

const allocated = 2n;
const noBits = 8;
const relocations = 4;

/** Reads the allocated sections that are not empty, those of one name put together as a linker does. */
export function readObject(file: Buffer): ReadonlyMap<string, ObjectSection> {
  const headers = sectionHeaders(file);
  const names = headers[file.readUInt16LE(0x3e)]!;
  const nameOf = (at: number): string =>
    file.toString('latin1', names.offset + at, file.indexOf(0, names.offset + at));
  const fields = new Map<number, Field[]>();
  for (const { type, info, offset, size } of headers) {
    if (type !== relocations) continue;
    for (let at = offset; at < offset + size; at += 24)
      fields.set(info, [...(fields.get(info) ?? []), fieldOf(file, at)]);
  }
  const sections = new Map<string, ObjectSection>();
  for (const [index, header] of headers.entries()) {
    const { offset, size, alignment, type, flags } = header;
    if ((flags & allocated) === 0n || size === 0) continue;
    const name = nameOf(header.name);
    const bytes = type === noBits ? Buffer.alloc(size) : file.subarray(offset, offset + size);
    const own: ObjectSection = {
      name,
      flags: `a${flags & 1n ? 'w' : ''}${flags & 4n ? 'x' : ''}`,
      alignment,
      bytes,
      fields: fields.get(index) ?? [],
    };
    const before = sections.get(name);
    sections.set(name, before === undefined ? own : joined(before, own));
  }
  return sections;
}

function joined(a: ObjectSection, b: ObjectSection): ObjectSection {
  const start = Math.ceil(a.bytes.length / b.alignment) * b.alignment;
  return {
    ...a,
    alignment: Math.max(a.alignment, b.alignment),
    bytes: Buffer.concat([a.bytes, Buffer.alloc(start - a.bytes.length), b.bytes]),
    fields: [...a.fields, ...b.fields.map(field => ({ ...field, offset: field.offset + start }))],
  };
}

interface Header {
  readonly name: number;
  readonly type: number;
  readonly flags: bigint;
  readonly offset: number;
  readonly size: number;
  readonly info: number;
  readonly alignment: number;
}

function sectionHeaders(file: Buffer): readonly Header[] {
  const start = Number(file.readBigUInt64LE(0x28));
  return Array.from({ length: file.readUInt16LE(0x3c) }, (_, index) => {
    const at = start + index * 64;
    return {
      name: file.readUInt32LE(at),
      type: file.readUInt32LE(at + 4),
      flags: file.readBigUInt64LE(at + 8),
      offset: Number(file.readBigUInt64LE(at + 24)),
      size: Number(file.readBigUInt64LE(at + 32)),
      info: file.readUInt32LE(at + 44),
      alignment: Number(file.readBigUInt64LE(at + 48)) || 1,
    };
  });
}

/** Relocations of data by number: bytes that they fill. ELF for the Arm 64-bit Architecture, 5.7.3. */
const dataSizes: Readonly<Record<number, number>> = { 257: 8, 258: 4, 259: 2, 260: 8, 261: 4, 262: 2 };

/** Bits of an instruction that a relocation fills, by the last number of a range. Ibid., 5.7.4 and after. */
const instructionMasks: readonly (readonly [last: number, mask: bigint])[] = [
  [262, 0n],
  [272, 0x401fffe0n], // MOVW: a signed one also chooses between MOVZ and MOVN.
  [273, 0x00ffffe0n], // LD_PREL_LO19
  [276, 0x60ffffe0n], // ADR_PREL_LO21, ADR_PREL_PG_HI21
  [278, 0x003ffc00n], // ADD_ABS_LO12_NC, LDST8
  [279, 0x0007ffe0n], // TSTBR14
  [280, 0x00ffffe0n], // CONDBR19
  [283, 0x03ffffffn], // JUMP26, CALL26
  [0xffff, 0x003ffc00n], // LDST16 … and what goes through the GOT
];

function fieldOf(file: Buffer, at: number): Field {
  const offset = Number(file.readBigUInt64LE(at));
  const type = file.readUInt32LE(at + 8);
  const size = dataSizes[type];
  if (size !== undefined) return { offset, size, mask: (1n << BigInt(size * 8)) - 1n };
  const mask = type === 0 ? 0n : instructionMasks.find(([last]) => type <= last)![1];
  return { offset, size: 4, mask };
}

/** The bytes with all fields that the linker fills in set to zero. */
export function withoutFields(bytes: Uint8Array, fields: readonly Field[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const { offset, size, mask } of fields)
    for (let index = 0; index < size && offset + index < copy.length; index++)
      copy[offset + index]! &= ~Number((mask >> BigInt(8 * index)) & 0xffn);
  return copy;
}
