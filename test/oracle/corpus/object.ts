/** Allocated sections of an object, and which of their bits a linker fills in. */
import { sectionFlags } from '../../../assembler/elf/format.ts';
import type { ElfObject, ObjectRelocation } from '../../../assembler/elf/object.ts';
import { lettersOf } from '../../../assembler/elf/section-kinds.ts';

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

/** The allocated sections that are not empty, those of one name put together as a linker does. */
export function allocatedSections(object: ElfObject): ReadonlyMap<string, ObjectSection> {
  const sections = new Map<string, ObjectSection>();
  for (const { name, flags, size, alignment, bytes, relocations } of object.sections) {
    if ((flags & sectionFlags.alloc) === 0 || size === 0) continue;
    const own: ObjectSection = {
      name,
      flags: lettersOf(flags).replace(/[^awx]/g, ''),
      alignment,
      bytes: bytes.length === size ? Buffer.from(bytes) : Buffer.alloc(size),
      fields: relocations.map(fieldOf),
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

function fieldOf({ offset, type }: ObjectRelocation): Field {
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
