/** Links objects into a program: every byte at its address. */
import type { Diagnostics } from '../diagnostics.ts';
import type { Program, ProgramSymbol, Section, Statement } from '../program.ts';
import { codeOf, messageOf } from './errors.ts';
import type { Item, ObjectModule } from './object.ts';
import { memoryUnit, type Places, placeModules } from './places.ts';
import { boundsOf, fitsIn, type Value } from './value.ts';

/** A statement at its address. */
interface Placed {
  readonly item: Item;
  readonly address: number;
  readonly uncertain: boolean;
}

/** A section that is being filled. */
interface Area {
  readonly name: string;
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly flags: Section['flags'];
}

const codeFlags = { alloc: true, write: false, exec: true } as const;
const dataFlags = { alloc: true, write: true, exec: false } as const;

const hex = (address: number): string => `#${address.toString(16).toUpperCase().padStart(4, '0')}`;

export interface Linked {
  readonly program: Program;
  /** The start address, or that of MAIN: where a load file says that the program begins. */
  readonly start: number | undefined;
}

/** Lays out, resolves names, and lists what the files made. */
export function linkModules(
  modules: readonly ObjectModule[],
  loadAddress: bigint,
  diagnostics: Diagnostics,
): Linked {
  const places = placeModules(modules, loadAddress, diagnostics);
  const placed = modules.flatMap(module => module.items.map(item => placeItem(item, places)));
  const areas = areasOf(modules, places, placed);
  const find = areaFinder(areas);
  for (const one of placed) writeItem(one, find(one.address), places, diagnostics);
  const symbols = modules.flatMap(module => symbolsOf(module, places, find));
  const monitor = places.monitor.map(
    ({ name, address, origin }): ProgramSymbol => ({
      name,
      value: BigInt(address),
      origin,
      binding: 'global',
      kind: 'label',
    }),
  );
  const start = startOf(modules, places, diagnostics);
  const program: Program = {
    sections: areas.map(({ address, ...area }) => ({ ...area, address: BigInt(address), alignment: 4 })),
    symbols: [...symbols, ...monitor],
    externals: [...places.stubs.values()].map(({ name, address, uses }) => ({
      name,
      stub: BigInt(address),
      uses,
    })),
    statements: placed.map(one => statementOf(one, find(one.address))),
    entry: BigInt(entryOf(areas, start)),
  };
  return { program, start };
}

function placeItem(item: Item, places: Places): Placed {
  const { base, offset } = item;
  if (base === undefined) return { item, address: offset >>> 0, uncertain: item.uncertain };
  const { address, uncertain } = places.resolve(base, item.origin);
  return { item, address: (address + offset) >>> 0, uncertain: item.uncertain || uncertain };
}

/** Sections by address: what lies at fixed places in runs without gaps, each file's own section, common blocks. */
function areasOf(
  modules: readonly ObjectModule[],
  places: Places,
  placed: readonly Placed[],
): readonly Area[] {
  const areas: Area[] = runsOf(placed.filter(isFixed)).map(({ start, end }) => ({
    name: hex(start),
    address: start,
    bytes: new Uint8Array(end - start),
    flags: { ...codeFlags, write: start >= memoryUnit },
  }));
  for (const module of modules) {
    const address = places.code.get(module)!;
    if (module.size > 0)
      areas.push({ name: module.file, address, bytes: new Uint8Array(module.size), flags: codeFlags });
  }
  for (const { name, address, size } of places.commons)
    if (size > 0) areas.push({ name, address, bytes: new Uint8Array(size), flags: dataFlags });
  return areas.sort((a, b) => a.address - b.address);
}

const isFixed = ({ item }: Placed): boolean =>
  item.units.length > 0 && (item.base === undefined || item.base.kind === 'external');

interface Run {
  readonly start: number;
  end: number;
}

function runsOf(placed: readonly Placed[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { item, address } of [...placed].sort((a, b) => a.address - b.address)) {
    const last = runs.at(-1);
    const end = Math.min(address + item.size, 2 ** 32);
    if (last !== undefined && address <= last.end) last.end = Math.max(last.end, end);
    else runs.push({ start: address, end });
  }
  return runs;
}

/** Finds the area that holds an address, or that ends there; later ones of the same address come first. */
function areaFinder(areas: readonly Area[]): (address: number) => Area | undefined {
  return address => {
    let low = 0;
    let high = areas.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (areas[middle]!.address <= address) low = middle + 1;
      else high = middle;
    }
    for (let index = low - 1; index >= 0 && index >= low - 2; index--) {
      const area = areas[index]!;
      if (address < area.address + area.bytes.length) return area;
    }
    const before = areas[low - 1];
    return before !== undefined && address === before.address + before.bytes.length ? before : undefined;
  };
}

function writeItem(
  { item, address }: Placed,
  area: Area | undefined,
  places: Places,
  diagnostics: Diagnostics,
): void {
  let at = address;
  for (const { size, base, offset, origin = item.origin } of item.units) {
    const value = base === undefined ? offset : (places.resolve(base, origin).address + offset) | 0;
    if (base !== undefined && !fitsIn(value, size)) {
      const detail = `${hex(value >>> 0)} is not ${boundsOf(size).join(' to ')}`;
      diagnostics.error(codeOf('value out of bounds'), messageOf('value out of bounds', detail), origin);
    }
    for (let index = 0; index < size; index++) {
      const position = at + index - (area?.address ?? 0);
      if (area !== undefined && position < area.bytes.length) area.bytes[position] = value >> (8 * index);
    }
    at += size;
  }
}

function statementOf({ item, address, uncertain }: Placed, area: Area | undefined): Statement {
  const { kind, name, alignment } = item.statement;
  return {
    kind,
    name,
    origin: item.origin,
    section: area?.name ?? '',
    address: BigInt(address),
    size: item.size,
    uncertain,
    ...(alignment !== undefined && { alignment }),
  };
}

function addressOf({ base, offset }: Value, places: Places): number {
  return (base === undefined ? offset : places.resolve(base).address + offset) >>> 0;
}

function symbolsOf(
  module: ObjectModule,
  places: Places,
  find: (address: number) => Area | undefined,
): readonly ProgramSymbol[] {
  const own = module.symbols.map(({ name, value, kind, exported, origin }): ProgramSymbol => {
    const address = addressOf(value, places);
    const section = kind === 'label' ? find(address)?.name : undefined;
    return {
      name,
      value: BigInt(kind === 'label' || value.base !== undefined ? address : value.offset),
      origin,
      binding: exported ? 'global' : 'local',
      kind,
      ...(section !== undefined && { section }),
    };
  });
  const blocks = module.commons.map(
    ({ name, base, origin }): ProgramSymbol => ({
      name,
      value: BigInt(places.resolve(base).address),
      section: name,
      origin,
      binding: 'global',
      type: 'object',
      kind: 'label',
    }),
  );
  return [...own, ...blocks];
}

/** The address that S gives, once in all files; or that of MAIN. */
function startOf(
  modules: readonly ObjectModule[],
  places: Places,
  diagnostics: Diagnostics,
): number | undefined {
  const [start, ...more] = modules.flatMap(module => module.start ?? []);
  for (const { origin } of more)
    diagnostics.error(codeOf('multiple start directives'), 'multiple start directives', origin);
  if (start !== undefined) return addressOf(start.value, places);
  const main = modules
    .flatMap(({ symbols }) => symbols)
    .find(({ name, exported }) => exported && name === 'MAIN');
  return main && addressOf(main.value, places);
}

/** The machine starts at 0; without code there, where the monitor would go. */
function entryOf(areas: readonly Area[], start: number | undefined): number {
  const first = areas.find(({ flags }) => flags.exec);
  return first?.address === 0 ? 0 : (start ?? first?.address ?? 0);
}
