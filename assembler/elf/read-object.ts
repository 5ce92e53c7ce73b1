/** Relocatable ELF files as objects. */
import {
  bindings,
  comdatGroup,
  fileTypes,
  machineAArch64,
  magic,
  recordSizes,
  type SymbolType,
  sectionTypes,
  specialSections,
  symbolTypes,
  uniqueBinding,
  visibilities,
} from './format.ts';
import type { ElfObject, ObjectRelocation, ObjectSection, ObjectSymbol } from './object.ts';

interface Header {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
  readonly alignment: number;
  readonly entrySize: number;
}

/** Whether these are the bytes of any ELF file. */
export const isElf = (bytes: Uint8Array): boolean => magic.every((byte, at) => bytes[at] === byte);

/** Whether an ELF file is an object, which has no addresses yet. */
export const isRelocatable = (bytes: Uint8Array): boolean =>
  isElf(bytes) && bytes[16] === fileTypes.relocatable && bytes[17] === 0;

/** The object in a file; a sentence when it is no relocatable one for AArch64, or damaged. */
export function readObject(bytes: Uint8Array): ElfObject | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isElf(bytes)) return 'it is not an ELF file';
  if (bytes.length < recordSizes.header) return 'the ELF header is cut off';
  if (bytes[4] !== 2 || bytes[5] !== 1) return 'it is not a little-endian 64-bit ELF file';
  if (view.getUint16(18, true) !== machineAArch64) return 'it is not an ELF file for AArch64';
  if (view.getUint16(16, true) !== fileTypes.relocatable) return 'it is not a relocatable ELF file';
  try {
    const object = new Reading(bytes, view).object();
    const odd = object.sections.find(
      ({ size, alignment }) => size > largestSection || !isPowerOfTwo(alignment),
    );
    return odd === undefined
      ? object
      : `its section ${odd.name} has a size or an alignment that makes no sense`;
  } catch (error) {
    // Offsets of a damaged file that lead outside of it.
    if (error instanceof RangeError) return 'its tables are cut off';
    throw error;
  }
}

/** Bytes that a section can have here. */
const largestSection = 2 ** 31;

const isPowerOfTwo = (value: number): boolean =>
  value <= largestSection && Number.isInteger(Math.log2(value));

class Reading {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #headers: readonly Header[];
  /** Index of a header → index of a section of the object. */
  readonly #sections = new Map<number, number>();

  constructor(bytes: Uint8Array, view: DataView) {
    this.#bytes = bytes;
    this.#view = view;
    this.#headers = this.#readHeaders();
  }

  object(): ElfObject {
    const kept = this.#headers.flatMap((header, index) => (isContent(header) ? [index] : []));
    for (const [at, index] of kept.entries()) this.#sections.set(index, at);
    const groups = this.#groups();
    const relocations = new Map<number, ObjectRelocation[]>();
    for (const header of this.#headers)
      if (header.type === sectionTypes.rela) relocations.set(header.info, this.#relocations(header));
    const sections = kept.map((index): ObjectSection => {
      const header = this.#headers[index]!;
      const { name, type, flags, alignment, entrySize, size, link } = header;
      const linkedTo = this.#sections.get(link);
      const group = groups.get(index);
      return {
        ...{ name, type, flags, alignment, entrySize, size },
        bytes: type === sectionTypes.nobits ? new Uint8Array(0) : this.#content(header),
        relocations: relocations.get(index) ?? [],
        ...(linkedTo !== undefined && { linkedTo }),
        ...(group && { group }),
      };
    });
    return { sections, symbols: this.#symbols() };
  }

  #readHeaders(): readonly Header[] {
    const view = this.#view;
    const table = Number(view.getBigUint64(40, true));
    const count = view.getUint16(60, true);
    const names = view.getUint16(62, true);
    const raw = Array.from({ length: count }, (_, index) => {
      const at = table + index * recordSizes.sectionHeader;
      const word = (offset: number): number => view.getUint32(at + offset, true);
      const long = (offset: number): number => Number(view.getBigUint64(at + offset, true));
      return {
        ...{ nameAt: word(0), type: word(4), flags: long(8), offset: long(24), size: long(32) },
        ...{ link: word(40), info: word(44), alignment: Math.max(1, long(48)), entrySize: long(56) },
      };
    });
    const strings = raw[names]?.offset ?? 0;
    return raw.map(({ nameAt, ...header }) => ({ ...header, name: this.#text(strings + nameAt) }));
  }

  #text(at: number): string {
    const end = this.#bytes.indexOf(0, at);
    if (at > this.#bytes.length || end < 0) throw new RangeError('text');
    return new TextDecoder().decode(this.#bytes.subarray(at, end));
  }

  #content({ offset, size }: Header): Uint8Array {
    if (offset + size > this.#bytes.length) throw new RangeError('content');
    return this.#bytes.slice(offset, offset + size);
  }

  /** Index of a header → the group that it is in. */
  #groups(): ReadonlyMap<number, NonNullable<ObjectSection['group']>> {
    const groups = new Map<number, NonNullable<ObjectSection['group']>>();
    for (const header of this.#headers) {
      if (header.type !== sectionTypes.group) continue;
      const symbols = this.#headers[header.link];
      if (symbols === undefined) continue;
      const name = this.#symbol(symbols, header.info).name;
      const comdat = (this.#view.getUint32(header.offset, true) & comdatGroup) !== 0;
      for (let at = 4; at < header.size; at += 4)
        groups.set(this.#view.getUint32(header.offset + at, true), { name, comdat });
    }
    return groups;
  }

  #relocations({ offset, size }: Header): ObjectRelocation[] {
    const found: ObjectRelocation[] = [];
    for (let at = offset; at < offset + size; at += recordSizes.relocation) {
      const info = this.#view.getBigUint64(at + 8, true);
      const symbol = Number(info >> 32n) - 1;
      found.push({
        offset: Number(this.#view.getBigUint64(at, true)),
        type: Number(info & 0xffff_ffffn),
        ...(symbol >= 0 && { symbol }),
        addend: this.#view.getBigInt64(at + 16, true),
      });
    }
    return found;
  }

  #symbols(): readonly ObjectSymbol[] {
    const table = this.#headers.find(({ type }) => type === sectionTypes.symtab);
    if (table === undefined) return [];
    const count = Math.floor(table.size / recordSizes.symbol);
    return Array.from({ length: Math.max(0, count - 1) }, (_, index) => this.#symbol(table, index + 1));
  }

  #symbol(table: Header, index: number): ObjectSymbol {
    const view = this.#view;
    const at = table.offset + index * recordSizes.symbol;
    const info = view.getUint8(at + 4);
    const place = view.getUint16(at + 6, true);
    const type =
      (Object.keys(symbolTypes) as SymbolType[]).find(key => symbolTypes[key] === (info & 15)) ?? 'none';
    const names = this.#headers[table.link]?.offset ?? 0;
    const unique = info >> 4 === uniqueBinding;
    return {
      name:
        type === 'section'
          ? (this.#headers[place]?.name ?? '')
          : this.#text(names + view.getUint32(at, true)),
      value: view.getBigUint64(at + 8, true),
      size: view.getBigUint64(at + 16, true),
      binding: unique ? 'global' : (bindings[info >> 4] ?? 'global'),
      type,
      visibility: visibilities[view.getUint8(at + 5) & 3]!,
      section: this.#place(place),
      ...(unique && { unique }),
    };
  }

  #place(index: number): ObjectSymbol['section'] {
    if (index === specialSections.undefined) return 'undefined';
    if (index === specialSections.common) return 'common';
    if (this.#headers[index]?.type === sectionTypes.group) return 'group';
    return this.#sections.get(index) ?? 'absolute';
  }
}

/** Sections that the assembler made, not those that describe them. */
function isContent({ type }: Header): boolean {
  const { symtab, strtab, rela, group } = sectionTypes;
  return type !== 0 && type !== symtab && type !== strtab && type !== rela && type !== group;
}
