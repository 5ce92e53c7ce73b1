/** Links objects into a program: every byte at its address. */
import type { Diagnostics } from '../diagnostics.ts';
import type { AssembleInput, Origin, Program, ProgramSymbol, Section, Statement } from '../program.ts';
import { codeOf, messageOf } from './errors.ts';
import type { Item, ObjectModule } from './object.ts';
import { memoryUnit, type Places, placeModules } from './places.ts';
import { type Base, boundsOf, fitsIn, type Value } from './value.ts';

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
  /** Where it begins in a source. */
  readonly origin: Origin;
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
  { loadAddress, limits }: Pick<AssembleInput, 'loadAddress' | 'limits'>,
  diagnostics: Diagnostics,
): Linked {
  const places = placeModules(modules, loadAddress, diagnostics);
  const placed = modules.flatMap(module => module.items.map(item => placeItem(item, places)));
  const areas = areasOf(modules, places, placed, limits.bytes, diagnostics);
  reportOverlaps(areas.all, diagnostics);
  for (const one of placed) writeItem(one, findArea(areas, one.item.base, one.address), places, diagnostics);
  const start = startOf(modules, places, diagnostics);
  const program: Program = {
    sections: areas.all.map(({ name, address, bytes, flags }) => ({
      name,
      flags,
      alignment: 4,
      address: BigInt(address),
      bytes,
    })),
    symbols: [...modules.flatMap(module => symbolsOf(module, places, areas)), ...monitorSymbols(places)],
    externals: [...places.stubs.values()].map(({ name, address, uses }) => ({
      name,
      stub: BigInt(address),
      uses: [...uses],
    })),
    statements: placed.map(one => statementOf(one, findArea(areas, one.item.base, one.address))),
    entry: BigInt(entryOf(areas.all, start)),
  };
  return { program, start };
}

function placeItem(item: Item, places: Places): Placed {
  const { base, offset, units } = item;
  const place = base && places.resolve(base, item.origin);
  const uncertain =
    item.uncertain ||
    place?.uncertain === true ||
    units.some(unit => unit.base !== undefined && places.resolve(unit.base, unit.origin).uncertain);
  return { item, address: ((place?.address ?? 0) + offset) >>> 0, uncertain };
}

/** Bytes that lie over each other: the later file's win when the program is loaded. */
function reportOverlaps(areas: readonly Area[], diagnostics: Diagnostics): void {
  for (const [index, area] of areas.entries()) {
    const before = areas[index - 1];
    if (before === undefined || area.address >= endOf(before)) continue;
    const message = `${area.name} at ${hex(area.address)} lies over ${before.name} at ${hex(before.address)}`;
    const related = [{ span: before.origin.span, message: `${before.name} begins here` }];
    diagnostics.report('warning', 'overlap', message, area.origin, related);
  }
}

/** Everything that holds bytes. */
interface Areas {
  /** By address. */
  readonly all: readonly Area[];
  /** What lies at fixed places: runs without gaps, by address. */
  readonly runs: readonly Area[];
  readonly byBase: ReadonlyMap<Base, Area>;
}

/** Runs at fixed places, each file's own section, common blocks; what is more than `limit` bytes is left out. */
function areasOf(
  modules: readonly ObjectModule[],
  places: Places,
  placed: readonly Placed[],
  limit: number,
  diagnostics: Diagnostics,
): Areas {
  let total = 0;
  const made = (
    name: string,
    address: number,
    size: number,
    flags: Area['flags'],
    origin: Origin | undefined,
  ): Area | undefined => {
    if (size === 0) return undefined;
    const place = origin ?? { span: { file: name, start: 0, end: 0 } };
    if (total + size <= limit) {
      total += size;
      return { name, address, bytes: new Uint8Array(size), flags, origin: place };
    }
    const message = `the image would be larger than ${limit} bytes; ${name} is left out`;
    diagnostics.once('error', 'limit', name, message, place);
    return undefined;
  };
  const runs = runsOf(placed.filter(isFixed)).flatMap(({ start, end, origin }) => {
    const flags = { ...codeFlags, write: start >= memoryUnit };
    return made(hex(start), start, end - start, flags, origin) ?? [];
  });
  const byBase = new Map<Base, Area>();
  const own = modules.flatMap(({ file, relocatable, size, items }) => {
    const address = places.resolve(relocatable).address;
    const area = made(file, address, size, codeFlags, items[0]?.origin);
    if (area !== undefined) byBase.set(relocatable, area);
    return area ?? [];
  });
  const origins = new Map(
    modules.flatMap(({ commons }) => commons.map(({ name, origin }) => [name, origin])),
  );
  const blocks = new Map(
    places.commons.flatMap(({ name, address, size }) => {
      const area = made(name, address, size, dataFlags, origins.get(name));
      return area === undefined ? [] : [[name, area] as const];
    }),
  );
  for (const { base, name } of modules.flatMap(({ commons }) => commons)) {
    const block = blocks.get(name);
    if (block !== undefined) byBase.set(base, block);
  }
  const all = [...runs, ...own, ...blocks.values()].sort((a, b) => a.address - b.address);
  return { all, runs, byBase };
}

const isFixed = ({ item }: Placed): boolean =>
  item.units.length > 0 && (item.base === undefined || item.base.kind === 'external');

interface Run {
  readonly start: number;
  end: number;
  readonly origin: Origin;
}

function runsOf(placed: readonly Placed[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { item, address } of [...placed].sort((a, b) => a.address - b.address)) {
    const last = runs.at(-1);
    const end = Math.min(address + item.size, 2 ** 32);
    if (last !== undefined && address <= last.end) last.end = Math.max(last.end, end);
    else runs.push({ start: address, end, origin: item.origin });
  }
  return runs;
}

/** The area of a base; at a fixed place, the run that holds the address or ends there. */
function findArea({ runs, byBase }: Areas, base: Base | undefined, address: number): Area | undefined {
  if (base !== undefined && base.kind !== 'external') return byBase.get(base);
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle]!.address <= address) low = middle + 1;
    else high = middle;
  }
  const run = runs[low - 1];
  return run !== undefined && address <= run.address + run.bytes.length ? run : undefined;
}

const endOf = (area: Area | undefined): number => (area === undefined ? 0 : area.address + area.bytes.length);

function writeItem(
  { item, address }: Placed,
  area: Area | undefined,
  places: Places,
  diagnostics: Diagnostics,
): void {
  let at = address;
  if (item.base?.kind === 'common' && address + item.size > endOf(area)) {
    const message = messageOf('value out of bounds', `this lies outside of ${item.base.name}`);
    diagnostics.error(codeOf('value out of bounds'), message, item.origin);
  }
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

const monitorSymbols = ({ monitor }: Places): readonly ProgramSymbol[] =>
  monitor.map(({ name, address, origin }) => ({
    name,
    value: BigInt(address),
    origin,
    binding: 'global',
    kind: 'label',
  }));

function symbolsOf(module: ObjectModule, places: Places, areas: Areas): readonly ProgramSymbol[] {
  const own = module.symbols.map(({ name, value, kind, exported, origin }): ProgramSymbol => {
    const address = addressOf(value, places);
    const section = kind === 'label' ? findArea(areas, value.base, address)?.name : undefined;
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
