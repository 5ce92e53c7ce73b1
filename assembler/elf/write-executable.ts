/** Programs as ELF executables: a segment for each section, at its load address. */
import type { Program, ProgramSymbol, Section } from '../program.ts';
import { ByteWriter, StringTable } from './bytes.ts';
import { fileTypes, recordSizes, sectionFlags, sectionTypes, segmentFlags, segmentTypes } from './format.ts';
import type { ObjectSymbol } from './object.ts';
import { type FileSection, stringSection, symbolSection, writeFile, writeSymbols } from './write-object.ts';

/** The bytes of an executable that loaders, emulators and debuggers take. */
export function writeExecutable({ sections: all, symbols, entry }: Program): Uint8Array {
  const sections = all.filter(({ flags, bytes }) => flags.alloc && bytes.length > 0);
  const headers = new ByteWriter();
  let offset = recordSizes.header + sections.length * recordSizes.programHeader;
  const placed = sections.map(section => {
    // Offsets in the file and addresses agree in a page, so that the file can be mapped.
    const alignment = BigInt(Math.max(section.alignment, 8));
    offset += Number((((section.address - BigInt(offset)) % alignment) + alignment) % alignment);
    const { address, loadAddress = address, bytes, flags, noBits } = section;
    const inFile = noBits ? 0 : bytes.length;
    const permissions =
      segmentFlags.read + (flags.write ? segmentFlags.write : 0) + (flags.exec ? segmentFlags.exec : 0);
    headers.u32(segmentTypes.load, permissions).u64(offset, address, loadAddress, inFile, bytes.length);
    headers.u64(alignment);
    const place = offset;
    offset += inFile;
    return fileSection(section, place);
  });
  const names = new StringTable();
  const listed = symbols.toSorted((a, b) => Number(a.binding !== 'local') - Number(b.binding !== 'local'));
  const indexOf = new Map(sections.map(({ name }, index) => [name, index + 1]));
  const records = writeSymbols(
    listed.map(symbolOf),
    ({ section }) => (typeof section === 'number' ? section : 0xfff1),
    names,
  );
  const locals = listed.filter(({ binding }) => binding === 'local').length;
  return writeFile({
    type: fileTypes.executable,
    entry,
    programHeaders: { count: sections.length, bytes: headers.written },
    sections: [...placed, symbolSection(records, placed.length + 2, locals), stringSection('.strtab', names)],
  });

  function symbolOf({ name, value, binding, type, section }: ProgramSymbol): ObjectSymbol {
    const index = section === undefined ? undefined : indexOf.get(section);
    return {
      ...{ name, value: BigInt.asUintN(64, value), size: 0n, binding, visibility: 'default' },
      type: type ?? 'none',
      section: index ?? 'absolute',
    };
  }
}

function fileSection(
  { name, flags, alignment, address, bytes, noBits }: Section,
  offset: number,
): FileSection {
  return {
    ...{ name, address, alignment, offset, size: bytes.length, entrySize: 0 },
    ...(noBits
      ? { type: sectionTypes.nobits, bytes: new Uint8Array(0) }
      : { type: sectionTypes.progbits, bytes }),
    flags: sectionFlags.alloc + (flags.write ? sectionFlags.write : 0) + (flags.exec ? sectionFlags.exec : 0),
  };
}
