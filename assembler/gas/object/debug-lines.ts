/** `.debug_line` and the description of the unit that it belongs to, as `as -g` makes them (DWARF 5, 3.1.1 and 6.2). */
import { ByteWriter, StringTable } from '../../elf/bytes.ts';
import { relocationNamed } from '../../elf/relocations.ts';
import type { Fragment } from '../../image/fragment.ts';
import type { InputSection } from '../../image/section.ts';
import { outermost } from '../../text.ts';
import type { Location } from '../line-table.ts';
import type { Unit } from '../unit.ts';
import type { PendingRelocation } from './relocate.ts';

const codeAlignment = 4;
const lineBase = -5;
const lineRange = 14;
const opcodeBase = 13;
/** Operands of the standard opcodes 1 to 12. */
const operandCounts = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];

const abs32 = relocationNamed('ABS32')!.type;
const abs64 = relocationNamed('ABS64')!.type;

interface Row extends Location {
  readonly offset: number;
}

interface SourceFile {
  readonly name: string;
  readonly folder: number;
}

export interface DebugLines {
  readonly folders: readonly string[];
  readonly files: readonly SourceFile[];
  /** Rows of each section with code, in order of addresses. */
  readonly sequences: ReadonlyMap<InputSection, readonly Row[]>;
}

export interface DebugSection {
  readonly bytes: Uint8Array;
  readonly relocations: readonly PendingRelocation[];
}

const isInstruction = ({ content, statement }: Fragment): boolean =>
  content.is === 'encoded' || content.is === 'instruction' || statement?.kind === 'instruction';

/** The lines of a unit: those that `.loc` gives, else of every instruction its own. `directory`: where all began. */
export const debugLinesOf = (unit: Unit, directory: string): DebugLines =>
  unit.lines.rows.length > 0 ? locatedLines(unit, directory) : sourceLines(unit, directory);

function locatedLines({ lines, file }: Unit, directory: string): DebugLines {
  const folders = [directory];
  const folderOf = (folder: string | undefined): number => {
    if (folder === undefined) return 0;
    const known = folders.indexOf(folder);
    return known >= 0 ? known : folders.push(folder) - 1;
  };
  const count = Math.max(0, ...lines.files.keys());
  const files = Array.from({ length: count + 1 }, (_, number): SourceFile => {
    const given = lines.files.get(number) ?? lines.files.get(1);
    return { name: given?.name ?? file, folder: folderOf(given?.folder) };
  });
  const sequences = new Map<InputSection, Row[]>();
  for (const { fragment, location } of lines.rows)
    push(sequences, fragment, { ...location, offset: fragment.offset });
  return { folders, files, sequences: sorted(sequences) };
}

/** The line in a file where a statement stands; of what macros make, that of the call. */
function sourceLines(unit: Unit, directory: string): DebugLines {
  const numbers = new Map<string, number>([[unit.file, 0]]);
  const starts = new Map<string, readonly number[]>();
  const sequences = new Map<InputSection, Row[]>();
  for (const fragment of unit.fragments) {
    if (!isInstruction(fragment)) continue;
    const { file, start } = outermost(fragment.origin).span;
    const number = numbers.get(file) ?? numbers.size;
    numbers.set(file, number);
    let lines = starts.get(file);
    if (lines === undefined) starts.set(file, (lines = lineStarts(unit.job.input.files.get(file) ?? '')));
    push(sequences, fragment, {
      ...plain,
      file: number,
      line: lineAt(lines, start),
      offset: fragment.offset,
    });
  }
  const files = [...numbers.keys()].map(name => ({ name, folder: 0 }));
  return { folders: [directory], files, sequences: sorted(sequences) };
}

const plain = {
  ...{ column: 0, isStatement: true, discriminator: 0 },
  ...{ basicBlock: false, prologueEnd: false, epilogueBegin: false },
};

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Number of the line that holds a character, from 1. */
function lineAt(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle;
  }
  return low + 1;
}

function push(sequences: Map<InputSection, Row[]>, { chunk }: Fragment, row: Row): void {
  const rows = sequences.get(chunk.section);
  if (rows === undefined) sequences.set(chunk.section, [row]);
  else rows.push(row);
}

/** Subsections are written after each other, but stand in order of their numbers. */
const sorted = (sequences: ReadonlyMap<InputSection, readonly Row[]>): DebugLines['sequences'] =>
  new Map([...sequences].map(([section, rows]) => [section, rows.toSorted((a, b) => a.offset - b.offset)]));

/** The bytes of `.debug_line`. */
export function lineSection({ folders, files, sequences }: DebugLines): DebugSection {
  const bytes = new ByteWriter().u32(0).u16(5).u8(8, 0).u32(0);
  bytes.u8(codeAlignment, 1, 1, lineBase & 0xff, lineRange, opcodeBase, ...operandCounts);
  // Folders are texts, files a text and the number of a folder.
  bytes.u8(1, contentPath, formString).uleb(folders.length);
  for (const folder of folders) bytes.text(folder);
  bytes.u8(2, contentPath, formString, contentFolder, formUdata).uleb(files.length);
  for (const { name, folder } of files) bytes.text(name).uleb(folder);
  bytes.set32(8, bytes.length - 12);
  const relocations: PendingRelocation[] = [];
  for (const [section, rows] of sequences) {
    bytes.u8(0, 9, 2);
    relocations.push({ offset: bytes.length, type: abs64, section, addend: BigInt(rows[0]!.offset) });
    bytes.u64(0);
    writeRows(bytes, rows, section.size);
  }
  bytes.set32(0, bytes.length - 4);
  return { bytes: bytes.written, relocations };
}

const contentPath = 1;
const contentFolder = 2;
const formString = 0x08;
const formUdata = 0x0f;

function writeRows(bytes: ByteWriter, rows: readonly Row[], end: number): void {
  let address = rows[0]!.offset;
  let last = { file: 1, line: 1, column: 0, isStatement: true };
  for (const row of rows) {
    if (row.file !== last.file) bytes.u8(4).uleb(row.file);
    if (row.column !== last.column) bytes.u8(5).uleb(row.column);
    if (row.discriminator !== 0) bytes.u8(0, 1 + ulebLength(row.discriminator), 4).uleb(row.discriminator);
    if (row.isStatement !== last.isStatement) bytes.u8(6);
    if (row.basicBlock) bytes.u8(7);
    if (row.prologueEnd) bytes.u8(10);
    if (row.epilogueBegin) bytes.u8(11);
    writeStep(bytes, row.line - last.line, (row.offset - address) / codeAlignment);
    address = row.offset;
    last = row;
  }
  bytes
    .u8(2)
    .uleb((end - address) / codeAlignment)
    .u8(0, 1, 1);
}

const ulebLength = (value: number): number => new ByteWriter().uleb(value).length;

/** Advances line and address and makes a row: by one special opcode where that is enough. */
function writeStep(bytes: ByteWriter, lines: number, instructions: number): void {
  const near = lines >= lineBase && lines < lineBase + lineRange;
  if (!near) bytes.u8(3).sleb(lines);
  const line = near ? lines - lineBase : -lineBase;
  const special = line + lineRange * instructions + opcodeBase;
  if (special <= 255) bytes.u8(special);
  else
    bytes
      .u8(2)
      .uleb(instructions)
      .u8(line + opcodeBase);
}

/** Names of the sections that describe the unit, besides `.debug_line`. */
export type UnitSections = Readonly<
  Record<'.debug_info' | '.debug_abbrev' | '.debug_str' | '.debug_aranges' | '.debug_rnglists', DebugSection>
>;

/** DWARF's number for assembly, whichever machine's (`DW_LANG_Mips_Assembler`). */
const assembly = 0x8001;

/** One compilation unit with its name, folder and code, so that debuggers find `.debug_line`. */
export function unitSections(
  { folders, files, sequences }: DebugLines,
  sectionNamed: (name: string) => InputSection,
): UnitSections {
  const strings = new StringTable();
  const abbreviations = new ByteWriter();
  const at = (name: string): InputSection => sectionNamed(name);
  // One kind of entry, without children: lines, code, name, folder, producer, language.
  abbreviations.uleb(1).uleb(0x11).u8(0);
  for (const [attribute, form] of [
    [0x10, 0x17],
    [0x55, 0x17],
    [0x03, 0x0e],
    [0x1b, 0x0e],
    [0x25, 0x0e],
    [0x13, 0x05],
  ] as const)
    abbreviations.uleb(attribute).uleb(form);
  abbreviations.u8(0, 0, 0);
  const relocations: PendingRelocation[] = [];
  const info = new ByteWriter().u32(0).u16(5).u8(1, 8);
  const reference = (section: string, addend: number): void => {
    relocations.push({ offset: info.length, type: abs32, section: at(section), addend: BigInt(addend) });
    info.u32(0);
  };
  reference('.debug_abbrev', 0);
  info.uleb(1);
  reference('.debug_line', 0);
  reference('.debug_rnglists', rangesHeader);
  for (const text of [files[0]?.name ?? '', folders[0] ?? '', 'ventry'])
    reference('.debug_str', strings.offset(text));
  info.u16(assembly);
  info.set32(0, info.length - 4);
  return {
    '.debug_info': { bytes: info.written, relocations },
    '.debug_abbrev': { bytes: abbreviations.written, relocations: [] },
    '.debug_aranges': addressRanges(sequences, at('.debug_info')),
    '.debug_rnglists': rangeLists(sequences),
    '.debug_str': { bytes: strings.bytes, relocations: [] },
  };
}

/** Bytes before the first list in `.debug_rnglists`. */
const rangesHeader = 12;

/** The whole of every section with code: start and length of each. */
function rangeLists(sequences: DebugLines['sequences']): DebugSection {
  const bytes = new ByteWriter().u32(0).u16(5).u8(8, 0).u32(0);
  const relocations: PendingRelocation[] = [];
  for (const section of sequences.keys()) {
    bytes.u8(7);
    relocations.push({ offset: bytes.length, type: abs64, section, addend: 0n });
    bytes.u64(0).uleb(section.size);
  }
  bytes.u8(0);
  bytes.set32(0, bytes.length - 4);
  return { bytes: bytes.written, relocations };
}

/** The same for looking up an address. */
function addressRanges(sequences: DebugLines['sequences'], info: InputSection): DebugSection {
  const bytes = new ByteWriter().u32(0).u16(2);
  const relocations: PendingRelocation[] = [{ offset: bytes.length, type: abs32, section: info, addend: 0n }];
  bytes.u32(0).u8(8, 0).align(16);
  for (const section of sequences.keys()) {
    relocations.push({ offset: bytes.length, type: abs64, section, addend: 0n });
    bytes.u64(0, section.size);
  }
  bytes.u64(0, 0);
  bytes.set32(0, bytes.length - 4);
  return { bytes: bytes.written, relocations };
}
