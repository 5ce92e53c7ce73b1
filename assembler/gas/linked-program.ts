/** A program of sources and objects that a linker script lays out. */

import { sectionFlags } from '../elf/format.ts';
import type { ElfObject } from '../elf/object.ts';
import { readObject } from '../elf/read-object.ts';
import type { Fragment } from '../image/fragment.ts';
import { exportedSymbols, scopeOf, statementsOf, symbolsOf } from '../link.ts';
import type { LinkPlace } from '../linker/addresses.ts';
import { type Linked, linkObjects } from '../linker/link.ts';
import { parseScript } from '../linker/parse.ts';
import type { LinkInput } from '../linker/pieces.ts';
import type { Origin, Program, ProgramSymbol, Section } from '../program.ts';
import { objectOf } from './object/object.ts';
import type { Job, Unit } from './unit.ts';

/** A main file: a source that has been read, or an object. */
interface Part {
  readonly input: LinkInput;
  readonly unit: Unit | undefined;
}

const startOf = (file: string): Origin => ({ span: { file, start: 0, end: 0 } });

const isObjectName = (file: string): boolean => /\.o$/i.test(file);

/** Whether the program is put together by the linker: a script says how, or some file is an object. */
export const needsLinker = ({ input }: Job): boolean =>
  input.linkerScript !== undefined || input.main.some(isObjectName);

/** Sections one after the other, for programs without a script. */
const usualScript = (loadAddress: bigint): string => `SECTIONS {
  . = 0x${loadAddress.toString(16)};
  .text : { *(.text .text.*) }
  .rodata : { *(.rodata .rodata.*) }
  .data : { *(.data .data.*) }
  .bss : { *(.bss .bss.* COMMON) }
  /DISCARD/ : { *(.note.* .comment .eh_frame) }
}`;

/** Reads the files with `read`, and links what they make. What has to be read first is asked for in the job. */
export function linkedProgram(job: Job, read: (file: string) => Unit): Program {
  const parts = job.input.main.flatMap(file => partOf(job, file, read) ?? []);
  const script = scriptOf(job);
  if (script === undefined) return { sections: [], symbols: [], externals: [], statements: [], entry: 0n };
  const { diagnostics } = job;
  const { script: parsed, problems } = parseScript(script.file, script.text);
  for (const { message, span } of problems) diagnostics.error('linker-script', message, { span });
  const linked = linkObjects(
    parsed,
    parts.map(({ input }) => input),
  );
  for (const { severity, message, span, place } of linked.problems) {
    const origin = span === undefined ? originOfPlace(parts, place) : { span };
    diagnostics.report(severity, span === undefined ? 'link' : 'linker-script', message, origin);
  }
  return programOf(job, parts, linked);
}

function partOf(
  { input, needs, diagnostics }: Job,
  file: string,
  read: (file: string) => Unit,
): Part | undefined {
  const names = namesOf(file);
  if (!isObjectName(file)) {
    const unit = read(file);
    return { unit, input: { name: file, names, object: objectOf(unit) } };
  }
  const bytes = input.binaries?.get(file);
  if (bytes === undefined) {
    const { span } = startOf(file);
    if (!input.missing.has(file)) needs.push({ name: file, how: 'binary', candidates: [file], span });
    return undefined;
  }
  const object: ElfObject | string = readObject(bytes);
  if (typeof object !== 'string') return { unit: undefined, input: { name: file, names, object } };
  diagnostics.error('bad-object', `${file} cannot be linked: ${object}`, startOf(file));
  return undefined;
}

/** Scripts name objects: `main.S` is `main.o` there. */
function namesOf(file: string): readonly string[] {
  const object = file.replace(/\.[^./\\]*$/, '.o');
  const base = object.replace(/^.*[/\\]/, '');
  return [...new Set([file, object, base])];
}

function scriptOf({ input, needs, diagnostics, filesUsed }: Job): { file: string; text: string } | undefined {
  const file = input.linkerScript;
  if (file === undefined) return { file: 'the usual layout', text: usualScript(input.loadAddress) };
  const text = input.files.get(file);
  if (text !== undefined) {
    filesUsed.add(file);
    return { file, text };
  }
  const origin = startOf(input.main[0] ?? file);
  if (input.missing.has(file)) diagnostics.error('missing-file', `there is no linker script ${file}`, origin);
  else needs.push({ name: file, how: 'include', candidates: [file], span: origin.span });
  return undefined;
}

/** What the author wrote that stands at a place of an object. */
function originOfPlace(parts: readonly Part[], place: LinkPlace | undefined): Origin {
  const part = parts.find(({ input }) => input === place?.input);
  const fragment = part && place && fragmentAt(part, place);
  return fragment?.origin ?? startOf(place?.input.name ?? '');
}

function fragmentAt({ unit }: Part, { index, offset }: LinkPlace): Fragment | undefined {
  const section = index === undefined ? undefined : unit?.sections.all[index];
  return unit?.fragments.find(
    fragment =>
      fragment.chunk.section === section &&
      fragment.offset <= offset &&
      offset < fragment.offset + fragment.size,
  );
}

function programOf({ input }: Job, parts: readonly Part[], linked: Linked): Program {
  const externals = linked.undefined.map(({ name, address, uses }) => {
    for (const use of uses) {
      const part = parts.find(one => one.input === use.input);
      const fragment = part && fragmentAt(part, use);
      if (fragment !== undefined) fragment.uncertain = true;
    }
    return { name, stub: address, uses: uses.map(use => originOfPlace(parts, use)) };
  });
  const units = parts.flatMap(({ unit }) => unit ?? []);
  for (const { unit, input: object } of parts)
    for (const [index, section] of (unit?.sections.all ?? []).entries())
      section.address = linked.addressOf(object, index) ?? 0n;
  const sections = linked.sections.filter(({ allocated }) => allocated);
  /** A label may stand behind the last byte. */
  const sectionAt = (place: bigint): string | undefined =>
    (
      sections.find(({ address, size }) => place >= address && place < address + size) ??
      sections.find(({ address, size }) => place === address + size)
    )?.name;
  const kept = units.flatMap(({ fragments }) => fragments.filter(isKept(parts, linked)));
  const statements = statementsOf(kept).map(statement => ({
    ...statement,
    section: sectionAt(statement.address) ?? statement.section,
  }));
  const scope = scopeOf(exportedSymbols(units), (symbol, origin) => ({
    problem: 'undefined',
    message: `${symbol.name} is not defined`,
    origin,
  }));
  const own = units
    .flatMap(unit => symbolsOf(unit, scope))
    .flatMap(symbol => {
      if (symbol.section === undefined) return [symbol];
      const section = sectionAt(symbol.value);
      // What was left out has no place.
      return section === undefined ? [] : [{ ...symbol, section }];
    });
  return {
    sections: sections.map(sectionOf),
    symbols: [...own, ...otherSymbols(input.linkerScript, parts, own, linked)],
    externals,
    statements,
    entry: linked.entry,
  };
}

/** Whether what a fragment made is in the image. */
function isKept(parts: readonly Part[], linked: Linked): (fragment: Fragment) => boolean {
  const kept = new Set(
    parts.flatMap(({ unit, input }) =>
      (unit?.sections.all ?? []).filter((_, index) => linked.addressOf(input, index) !== undefined),
    ),
  );
  return ({ chunk }) => kept.has(chunk.section);
}

/** Symbols of objects, and those that the script defines. */
function otherSymbols(
  script: string | undefined,
  parts: readonly Part[],
  own: readonly ProgramSymbol[],
  linked: Linked,
): readonly ProgramSymbol[] {
  const known = new Set(own.map(({ name }) => name));
  const file = parts.find(({ unit }) => unit === undefined)?.input.name ?? script ?? '';
  return linked.symbols.flatMap((symbol): ProgramSymbol[] => {
    const { name, value, section, binding, type } = symbol;
    if (known.has(name) || name.startsWith('$')) return [];
    return [
      {
        ...{ name, value, binding, origin: startOf(script ?? file) },
        ...(section !== undefined && { section }),
        ...((type === 'function' || type === 'object') && { type }),
        kind: section === undefined ? 'constant' : 'label',
      },
    ];
  });
}

function sectionOf({
  name,
  flags,
  alignment,
  address,
  loadAddress,
  bytes,
  loaded,
}: Linked['sections'][number]): Section {
  const has = (flag: number): boolean => (flags & flag) !== 0;
  return {
    ...{ name, address, bytes, alignment: Number(alignment) },
    flags: { alloc: true, write: has(sectionFlags.write), exec: has(sectionFlags.exec) },
    ...(loaded ? loadAddress !== address && { loadAddress } : { noBits: true }),
  };
}
