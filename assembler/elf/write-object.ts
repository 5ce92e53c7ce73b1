/** Relocatable objects as ELF files. */
import { ByteWriter, StringTable } from './bytes.ts';
import {
  bindings,
  comdatGroup,
  fileTypes,
  machineAArch64,
  magic,
  recordSizes,
  sectionFlags,
  sectionTypes,
  specialSections,
  symbolTypes,
  uniqueBinding,
  visibilities,
} from './format.ts';
import type { ElfObject, ObjectSection, ObjectSymbol } from './object.ts';

/** A section of the file with everything that its header says. */
export interface FileSection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address?: bigint;
  readonly bytes: Uint8Array;
  /** Where it differs from the number of bytes: in memory only. */
  readonly size?: number;
  readonly link?: number;
  readonly info?: number;
  readonly alignment: number;
  readonly entrySize: number;
  /** Place in the file, when it is settled already. */
  readonly offset?: number;
}

/** The bytes of a relocatable ELF file: groups, sections with their relocations, symbols, names. */
export function writeObject(object: ElfObject): Uint8Array {
  const groups = groupsOf(object);
  // Indices of headers: none, groups, each section with its relocations behind it, the symbols and their names.
  let next = 1 + groups.length;
  const indices = object.sections.map(section => {
    const index = next;
    next += section.relocations.length > 0 ? 2 : 1;
    return index;
  });
  const symbolTable = next;
  const strings = new StringTable();
  const sections: FileSection[] = [];
  for (const { name, comdat, members } of groups) {
    const signature = object.symbols.findIndex(symbol => symbol.name === name);
    const bytes = new ByteWriter().u32(comdat ? comdatGroup : 0);
    for (const member of members) {
      bytes.u32(indices[member]!);
      if (object.sections[member]!.relocations.length > 0) bytes.u32(indices[member]! + 1);
    }
    sections.push({
      ...{
        name: '.group',
        type: sectionTypes.group,
        flags: 0,
        bytes: bytes.written,
        alignment: 4,
        entrySize: 4,
      },
      ...{ link: symbolTable, info: signature + 1 },
    });
  }
  for (const [at, section] of object.sections.entries()) {
    const { linkedTo } = section;
    sections.push({ ...section, ...(linkedTo !== undefined && { link: indices[linkedTo]! }) });
    if (section.relocations.length > 0) sections.push(relocationsOf(section, indices[at]!, symbolTable));
  }
  const headerOf = new Map(groups.map(({ name }, index) => [name, 1 + index]));
  const sectionOf = ({ name, section }: ObjectSymbol): number => {
    if (typeof section === 'number') return indices[section]!;
    return section === 'group' ? headerOf.get(name)! : specialSections[section];
  };
  const symbols = writeSymbols(object.symbols, sectionOf, strings);
  const locals = object.symbols.filter(({ binding }) => binding === 'local').length;
  sections.push(symbolSection(symbols, symbolTable + 1, locals), stringSection('.strtab', strings));
  return writeFile({ type: fileTypes.relocatable, entry: 0n, sections });
}

/** The header of the symbol table. */
export const symbolSection = (bytes: Uint8Array, names: number, locals: number): FileSection => ({
  ...{ name: '.symtab', type: sectionTypes.symtab, flags: 0, alignment: 8, entrySize: recordSizes.symbol },
  ...{ bytes, link: names, info: locals + 1 },
});

export const stringSection = (name: string, strings: StringTable): FileSection => ({
  ...{ name, type: sectionTypes.strtab, flags: 0, alignment: 1, entrySize: 0 },
  bytes: strings.bytes,
});

function groupsOf({ sections }: ElfObject) {
  const groups = new Map<string, { name: string; comdat: boolean; members: number[] }>();
  for (const [index, { group }] of sections.entries()) {
    if (group === undefined) continue;
    const known = groups.get(group.name);
    if (known === undefined) groups.set(group.name, { ...group, members: [index] });
    else known.members.push(index);
  }
  return [...groups.values()];
}

function relocationsOf(section: ObjectSection, index: number, symbolTable: number): FileSection {
  const writer = new ByteWriter();
  for (const { offset, type, symbol, addend } of section.relocations)
    writer.u64(offset, ((symbol === undefined ? 0n : BigInt(symbol + 1)) << 32n) | BigInt(type), addend);
  return {
    ...{
      name: `.rela${section.name}`,
      type: sectionTypes.rela,
      alignment: 8,
      entrySize: recordSizes.relocation,
    },
    ...{ flags: sectionFlags.info | (section.flags & sectionFlags.group) },
    ...{ bytes: writer.written, link: symbolTable, info: index },
  };
}

/** The records of the symbols, the empty one first; their names go into `strings`. */
export function writeSymbols(
  symbols: readonly ObjectSymbol[],
  sectionOf: (symbol: ObjectSymbol) => number,
  strings: StringTable,
): Uint8Array {
  const writer = new ByteWriter().bytes(new Uint8Array(recordSizes.symbol));
  for (const symbol of symbols) {
    const { name, value, size, binding, type, visibility, unique } = symbol;
    const bind = unique ? uniqueBinding : bindings.indexOf(binding);
    writer.u32(type === 'section' ? 0 : strings.offset(name));
    writer.u8((bind << 4) | symbolTypes[type], visibilities.indexOf(visibility));
    writer.u16(sectionOf(symbol)).u64(value, size);
  }
  return writer.written;
}

export interface ElfFile {
  readonly type: number;
  readonly entry: bigint;
  /** Without the empty first one and the names, which are added. */
  readonly sections: readonly FileSection[];
  /** Written behind the header; its size is known before, so that sections can be placed. */
  readonly programHeaders?: { readonly count: number; readonly bytes: Uint8Array };
}

/** Puts headers and sections together. */
export function writeFile({ type, entry, sections: given, programHeaders }: ElfFile): Uint8Array {
  const names = new StringTable();
  const offsets = [...given.map(({ name }) => names.offset(name)), names.offset('.shstrtab')];
  const sections = [...given, stringSection('.shstrtab', names)];
  const { header, programHeader, sectionHeader } = recordSizes;
  const writer = new ByteWriter().bytes(new Uint8Array(header));
  if (programHeaders !== undefined) writer.bytes(programHeaders.bytes);
  const places = sections.map(({ bytes, alignment, offset }) => {
    if (offset === undefined) writer.align(alignment);
    else writer.bytes(new Uint8Array(Math.max(0, offset - writer.length)));
    const place = writer.length;
    writer.bytes(bytes);
    return place;
  });
  const table = writer.align(8).length;
  writer.bytes(new Uint8Array(sectionHeader));
  for (const [at, section] of sections.entries()) {
    const {
      flags,
      address = 0n,
      bytes,
      size = bytes.length,
      link = 0,
      info = 0,
      alignment,
      entrySize,
    } = section;
    writer.u32(offsets[at]!, section.type).u64(flags, address, places[at]!, size);
    writer.u32(link, info).u64(alignment, entrySize);
  }
  const head = new ByteWriter().u8(...magic, 2, 1, 1).bytes(new Uint8Array(9));
  head
    .u16(type, machineAArch64)
    .u32(1)
    .u64(entry, programHeaders === undefined ? 0 : header, table)
    .u32(0);
  head.u16(header, programHeaders === undefined ? 0 : programHeader, programHeaders?.count ?? 0);
  head.u16(sectionHeader, sections.length + 1, sections.length);
  const file = writer.written;
  file.set(head.written);
  return file;
}
