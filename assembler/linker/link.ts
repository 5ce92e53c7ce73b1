/** Links objects into an image, as a script says. */
import { type Binding, sectionFlags, sectionTypes } from '../elf/format.ts';
import type { ObjectSymbol } from '../elf/object.ts';
import { relocationOfType } from '../elf/relocations.ts';
import { writeLittleEndian } from '../image/encode.ts';
import type { Span } from '../program.ts';
import { Addresses, type LinkPlace, symbolSource, type UndefinedSymbol } from './addresses.ts';
import { type Layout, layOutScript } from './layout.ts';
import { isInMemory, isLoaded, type OutputSection, outputsOf, piecesIn } from './outputs.ts';
import { type LinkInput, type Piece, piecesOf } from './pieces.ts';
import { relocate, relocatedValue } from './relocate.ts';
import { resolveSymbols } from './resolve.ts';
import type { LinkerScript } from './script.ts';
import { absolute, type ScriptValue } from './values.ts';

export interface LinkedSection {
  readonly name: string;
  /** Where it lies when the program runs … */
  readonly address: bigint;
  /** … and where its bytes are put at first. */
  readonly loadAddress: bigint;
  readonly alignment: bigint;
  readonly size: bigint;
  /** Of the sections that went into it. */
  readonly flags: number;
  readonly type: number;
  readonly allocated: boolean;
  /** Its bytes are in the image; zeros otherwise. */
  readonly loaded: boolean;
  readonly bytes: Uint8Array;
}

export interface LinkedSymbol {
  readonly name: string;
  /** The absolute address. */
  readonly value: bigint;
  readonly size: bigint;
  readonly binding: Binding;
  readonly type: ObjectSymbol['type'];
  readonly visibility: ObjectSymbol['visibility'];
  /** Name of the output section; absent for numbers. */
  readonly section?: string;
}

export interface LinkProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** In the script, or … */
  readonly span?: Span;
  /** … in an object. */
  readonly place?: LinkPlace;
}

export interface Linked {
  readonly sections: readonly LinkedSection[];
  readonly symbols: readonly LinkedSymbol[];
  readonly entry: bigint;
  readonly problems: readonly LinkProblem[];
  /** Names that nothing defines; at addresses behind everything else. */
  readonly undefined: readonly UndefinedSymbol[];
  /** Address of a section of an object; undefined when it is not in the image. */
  readonly addressOf: (input: LinkInput, index: number) => bigint | undefined;
}

/** Puts the objects together. Never throws on any script or object. */
export function linkObjects(script: LinkerScript, inputs: readonly LinkInput[]): Linked {
  const given = piecesOf(inputs);
  const resolution = resolveSymbols(inputs, given);
  const outputs = outputsOf(script, [...given, ...resolution.commons]);
  const layout = layOutScript(script, outputs, symbolSource(script, given, resolution));
  const sections = outputs.sections.filter(output => piecesIn(output).length > 0 || output.size > 0n);
  const addresses = new Addresses(given, resolution, layout, endOf(sections));
  const problems: LinkProblem[] = [
    ...layout.problems.map(({ message, span }) => ({ severity: 'error' as const, message, span })),
    ...resolution.problems.map(({ message, input }) => ({
      ...{ severity: 'error' as const, message },
      place: { input, section: '', index: undefined, offset: 0 },
    })),
  ];
  const contents = new Map(sections.map(output => [output, contentOf(output, layout)]));
  for (const output of sections)
    for (const { piece, offset } of piecesIn(output))
      relocatePiece(
        piece,
        output.address + offset,
        Number(offset),
        contents.get(output)!,
        addresses,
        problems,
      );
  const symbols = linkedSymbols(inputs, addresses, layout);
  const linked = sections.map(output => linkedSection(output, contents.get(output)!));
  return {
    sections: linked,
    symbols,
    entry: entryOf(script, symbols, linked, problems),
    problems,
    undefined: addresses.undefined,
    addressOf: (input, index) => addresses.ofSection(input, index),
  };
}

const endOf = (sections: readonly OutputSection[]): bigint =>
  sections.reduce((end, { address, size }) => (address + size > end ? address + size : end), 0n);

/** Bytes of an output section before relocation. */
function contentOf(output: OutputSection, { stretches }: Layout): Uint8Array {
  const bytes = new Uint8Array(Number(output.size));
  for (const { offset, size, content } of stretches.get(output) ?? []) {
    const start = Number(offset);
    if ('value' in content) writeLittleEndian(bytes, start, content.value, Number(size));
    else for (let at = 0; at < size; at++) bytes[start + at] = content.pattern[at % content.pattern.length]!;
  }
  for (const { piece, offset } of piecesIn(output)) bytes.set(piece.bytes, Number(offset));
  return bytes;
}

/** `nop`: a call of a weak symbol that nothing defines does nothing. */
const noOperation = 0xd503_201f;

function relocatePiece(
  piece: Piece,
  address: bigint,
  start: number,
  bytes: Uint8Array,
  addresses: Addresses,
  problems: LinkProblem[],
): void {
  const { input, index, name: section } = piece;
  for (const { offset, type, symbol: number, addend } of piece.relocations) {
    const relocation = relocationOfType(type);
    const place: LinkPlace = { input, section, index, offset };
    const fail = (message: string): void => void problems.push({ severity: 'error', message, place });
    if (relocation === undefined) {
      fail(`relocations of type ${type} are not known`);
      continue;
    }
    if (relocation.value === 'none') continue;
    if (relocation.value === 'got' || relocation.value === 'tls') {
      const what = relocation.value === 'got' ? 'a table of global offsets' : 'thread-local storage';
      fail(`R_AARCH64_${relocation.name} needs ${what}, which images of ventry do not have`);
      continue;
    }
    const symbol = number === undefined ? undefined : input.object.symbols[number];
    const target = symbol === undefined ? { value: 0n } : targetOf(symbol, place, addresses, fail);
    if (target === undefined) continue;
    const from = address + BigInt(offset);
    const at = start + offset;
    if (at + 4 > bytes.length && relocation.field !== 'data16') {
      fail('this relocation is outside of its section');
      continue;
    }
    if ('absent' in target && relocation.field === 'imm26') {
      writeLittleEndian(bytes, at, BigInt(noOperation), 4);
      continue;
    }
    // A weak symbol that nothing defines is 0, and in distances this place itself.
    const isDistance = relocation.value !== 'S+A' && !relocation.field.startsWith('data');
    const base = 'absent' in target && isDistance ? from : target.value;
    const value = relocatedValue(relocation, BigInt.asUintN(64, base + addend), from);
    const problem = relocate(relocation, value, bytes, at);
    if (problem !== undefined && !('stub' in target)) {
      const name = symbol === undefined ? 'the value' : describe(symbol);
      fail(`${name} cannot be filled in here (R_AARCH64_${relocation.name}): ${problem}`);
    }
  }
}

const describe = ({ name, type }: ObjectSymbol): string => (type === 'section' ? `a place in ${name}` : name);

type Target =
  | { readonly value: bigint }
  | { readonly value: bigint; readonly absent: true }
  | { readonly value: bigint; readonly stub: true };

function targetOf(
  symbol: ObjectSymbol,
  place: LinkPlace,
  addresses: Addresses,
  fail: (message: string) => void,
): Target | undefined {
  const { name, binding } = symbol;
  const found = binding === 'local' ? addresses.ofDefinition(place.input, symbol) : addresses.ofName(name);
  if (found !== undefined) return found;
  if (typeof symbol.section === 'number') {
    // Descriptions of what was left out say nothing.
    if (/^\.(?:debug|eh_frame)/.test(place.section)) return { value: 0n };
    fail(`${describe(symbol)} is in a section that is left out`);
    return undefined;
  }
  if (binding === 'weak') return { value: 0n, absent: true };
  return { value: addresses.stub(name, place), stub: true };
}

function linkedSection(output: OutputSection, bytes: Uint8Array): LinkedSection {
  const { name, address, loadAddress, alignment, size } = output;
  const placed = piecesIn(output);
  const flags =
    placed.reduce(
      (all, { piece }) => all | piece.flags,
      placed.length === 0 ? sectionFlags.alloc + sectionFlags.write : 0,
    ) >>> 0;
  const loaded = isLoaded(output);
  const type =
    loaded || !isInMemory(output) ? (placed[0]?.piece.type ?? sectionTypes.progbits) : sectionTypes.nobits;
  return {
    ...{ name, address, loadAddress, alignment, size, flags, loaded, bytes },
    type: loaded && type === sectionTypes.nobits ? sectionTypes.progbits : type,
    allocated: isInMemory(output),
  };
}

function linkedSymbols(
  inputs: readonly LinkInput[],
  addresses: Addresses,
  { symbols: own }: Layout,
): readonly LinkedSymbol[] {
  const made: LinkedSymbol[] = [];
  const seen = new Set<string>();
  for (const [name, value] of own) {
    seen.add(name);
    made.push(ownSymbol(name, value));
  }
  for (const input of inputs)
    for (const symbol of input.object.symbols) {
      const { name, binding, type, visibility, size } = symbol;
      if (name === '' || type === 'section' || type === 'file' || symbol.section === 'undefined') continue;
      if (binding !== 'local' && seen.has(name)) continue;
      const place = binding === 'local' ? addresses.ofDefinition(input, symbol) : addresses.ofName(name);
      if (place === undefined) continue;
      if (binding !== 'local') seen.add(name);
      made.push({ name, size, binding, type, visibility, ...place });
    }
  return made;
}

const ownSymbol = (name: string, value: ScriptValue & { readonly hidden: boolean }): LinkedSymbol => ({
  ...{ name, value: absolute(value), size: 0n, binding: value.hidden ? 'local' : 'global', type: 'none' },
  visibility: value.hidden ? 'hidden' : 'default',
  ...(value.kind === 'relative' && { section: value.section.name }),
});

/** What `ENTRY` names, else `_start`, else the beginning of the first code. */
function entryOf(
  { entry }: LinkerScript,
  symbols: readonly LinkedSymbol[],
  sections: readonly LinkedSection[],
  problems: LinkProblem[],
): bigint {
  const named = symbols.find(({ name, binding }) => name === entry?.name && binding !== 'local');
  const start = named ?? symbols.find(({ name }) => name === '_start');
  const code = sections.find(({ flags, loaded }) => loaded && (flags & sectionFlags.exec) !== 0);
  const address = start?.value ?? code?.address ?? 0n;
  if (entry !== undefined && named === undefined) {
    const message = `the entry ${entry.name} is defined nowhere; 0x${address.toString(16)} is taken`;
    problems.push({ severity: 'warning', message, span: entry.span });
  }
  return address;
}
