/** Where the sections and the names of objects are, before the image is laid out and after it. */
import type { ObjectSymbol } from '../elf/object.ts';
import type { Layout, SymbolSource } from './layout.ts';
import type { OutputSection } from './outputs.ts';
import type { LinkInput, Piece } from './pieces.ts';
import type { Resolution } from './resolve.ts';
import type { LinkerScript } from './script.ts';
import { absolute } from './values.ts';

/** A place in an object. */
export interface LinkPlace {
  readonly input: LinkInput;
  readonly section: string;
  readonly index: number | undefined;
  readonly offset: number;
}

/** A name that nothing defines. */
export interface UndefinedSymbol {
  readonly name: string;
  readonly uses: readonly LinkPlace[];
  /** What stands in for it. */
  readonly address: bigint;
}

/** Bytes that each name takes that nothing defines. */
const stubSize = 16n;

/** What names of objects mean to a script that is being laid out. */
export function symbolSource(
  script: LinkerScript,
  pieces: readonly Piece[],
  resolution: Resolution,
): SymbolSource {
  const { definitions, used, roomOf } = resolution;
  const byPlace = new Map<LinkInput, Map<number, Piece>>();
  for (const piece of pieces)
    if (piece.index !== undefined) mapIn(byPlace, piece.input).set(piece.index, piece);
  const referenced = new Set([...used, ...script.externals, ...(script.entry ? [script.entry.name] : [])]);
  return {
    isUsed: name => referenced.has(name),
    isDefined: name => definitions.has(name),
    value: (name, addressOf) => {
      const found = definitions.get(name);
      if (found === undefined) return undefined;
      const { input, symbol } = found;
      if (symbol.section === 'absolute') return { kind: 'absolute', value: symbol.value };
      const room = symbol.section === 'common';
      const piece = room ? roomOf.get(name) : byPlace.get(input)?.get(symbol.section as number);
      const place = piece && addressOf(piece);
      return place && { ...place, value: place.value + (room ? 0n : symbol.value) };
    },
  };
}

/** Addresses of everything once it is laid out. */
export class Addresses {
  readonly #sections = new Map<LinkInput, Map<number, bigint>>();
  readonly #outputs = new Map<LinkInput, Map<number, OutputSection>>();
  readonly #rooms = new Map<string, bigint>();
  readonly #resolution: Resolution;
  readonly #layout: Layout;
  readonly #undefined = new Map<string, { address: bigint; uses: LinkPlace[] }>();
  readonly #firstStub: bigint;

  constructor(pieces: readonly Piece[], resolution: Resolution, layout: Layout, end: bigint) {
    this.#resolution = resolution;
    this.#layout = layout;
    this.#firstStub = end + ((stubSize - (end % stubSize)) % stubSize);
    for (const piece of pieces) {
      const place = layout.placeOf.get(piece);
      if (place === undefined || piece.index === undefined) continue;
      const address = place.output.address + place.placed.offset;
      mapIn(this.#sections, piece.input).set(piece.index, address);
      mapIn(this.#outputs, piece.input).set(piece.index, place.output);
    }
    for (const [name, piece] of resolution.roomOf) {
      const place = layout.placeOf.get(piece);
      if (place !== undefined) this.#rooms.set(name, place.output.address + place.placed.offset);
    }
  }

  /** The names that were asked for and that nothing defines. */
  get undefined(): readonly UndefinedSymbol[] {
    return [...this.#undefined].map(([name, { address, uses }]) => ({ name, address, uses }));
  }

  /** The address of a section of an object; undefined when it is left out. */
  ofSection(input: LinkInput, index: number): bigint | undefined {
    return this.#sections.get(input)?.get(index);
  }

  /** What a name means to objects; undefined when nothing defines it. */
  ofName(name: string): { readonly value: bigint; readonly section?: string } | undefined {
    const own = this.#layout.symbols.get(name);
    if (own !== undefined)
      return { value: absolute(own), ...(own.kind === 'relative' && { section: own.section.name }) };
    const found = this.#resolution.definitions.get(name);
    return found && this.ofDefinition(found.input, found.symbol);
  }

  /** What a symbol of an object means in the image; undefined when it is in nothing that is there. */
  ofDefinition(
    input: LinkInput,
    { name, section, value }: ObjectSymbol,
  ): { readonly value: bigint; readonly section?: string } | undefined {
    if (section === 'absolute') return { value };
    if (section === 'undefined' || section === 'group') return undefined;
    const base = section === 'common' ? this.#rooms.get(name) : this.ofSection(input, section);
    if (base === undefined) return undefined;
    if (section === 'common') return { value: base };
    const output = this.#outputs.get(input)?.get(section);
    return { value: base + value, ...(output && { section: output.name }) };
  }

  /** The address that stands in for a name that nothing defines. */
  stub(name: string, use: LinkPlace): bigint {
    let found = this.#undefined.get(name);
    if (found === undefined) {
      found = { address: this.#firstStub + stubSize * BigInt(this.#undefined.size), uses: [] };
      this.#undefined.set(name, found);
    }
    found.uses.push(use);
    return found.address;
  }
}

function mapIn<Value>(maps: Map<LinkInput, Map<number, Value>>, input: LinkInput): Map<number, Value> {
  let map = maps.get(input);
  if (map === undefined) maps.set(input, (map = new Map()));
  return map;
}
