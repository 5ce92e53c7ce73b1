/** Where the parts of a program lie, and what names of other files stand for. */
import { monitorData, monitorMemory, monitorRoutines } from '../../isa/hawk/monitor.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { Origin } from '../program.ts';
import { codeOf, messageOf } from './errors.ts';
import { type ObjectModule, type ObjectSymbol, roundToWord } from './object.ts';
import type { Base } from './value.ts';

/** Writable memory begins at a multiple of this. */
export const memoryUnit = 0x1_0000;

/** Bytes kept for each name that is defined nowhere. */
const stubSize = 16;

/** A resolved base. */
interface Place {
  readonly address: number;
  /** It stands in for something that is not there. */
  readonly uncertain: boolean;
}

export interface PlacedBlock {
  readonly name: string;
  readonly address: number;
  readonly size: number;
}

/** A routine or datum of the monitor that the program names. */
export interface MonitorName {
  readonly name: string;
  readonly address: number;
  readonly origin: Origin;
}

export interface Stub {
  readonly name: string;
  readonly address: number;
  readonly uses: Set<Origin>;
}

export interface Places {
  readonly commons: readonly PlacedBlock[];
  readonly monitor: readonly MonitorName[];
  readonly stubs: ReadonlyMap<string, Stub>;
  /** The address that a base stands for; `origin` is remembered as a use of a name that is defined nowhere. */
  readonly resolve: (base: Base, origin?: Origin) => Place;
}

const roundUp = (address: number, unit: number): number => Math.ceil(address / unit) * unit;

/** Lays the files out one after the other, then all common blocks in writable memory. */
export function placeModules(
  modules: readonly ObjectModule[],
  loadAddress: bigint,
  diagnostics: Diagnostics,
): Places {
  const code = new Map<Base, number>();
  let end = roundToWord(Number(BigInt.asUintN(32, loadAddress)));
  for (const { relocatable, size } of modules) {
    code.set(relocatable, end);
    end += roundToWord(size);
  }
  const exported = exportsOf(modules, diagnostics);
  const { commons, free } = placeCommons(modules, firstCommon(end, exported));
  const monitor = monitorNames(modules, free).filter(({ name }) => !exported.has(name) && !commons.has(name));
  const fixed = new Map(monitor.map(({ name, address }) => [name, address]));
  const stubs = new Map<string, Stub>();

  function stubOf(name: string, origin: Origin | undefined): Place {
    let stub = stubs.get(name);
    if (stub === undefined) {
      stub = { name, address: roundUp(free, stubSize) + stubSize * stubs.size, uses: new Set() };
      stubs.set(name, stub);
    }
    if (origin !== undefined) stub.uses.add(origin);
    return { address: stub.address, uncertain: true };
  }

  /** Files that export each other's names in a circle give nothing. */
  function resolve(base: Base, origin: Origin | undefined, depth: number): Place {
    if (depth > modules.length) return { address: 0, uncertain: true };
    const { kind, name } = base;
    if (kind === 'relocatable') return certain(code.get(base)!);
    if (kind === 'registers') return certain(0);
    const symbol = kind === 'external' ? exported.get(name) : undefined;
    if (symbol === undefined) {
      const address = commons.get(name)?.address ?? fixed.get(name);
      return address === undefined ? stubOf(name, origin) : certain(address);
    }
    const { base: next, offset } = symbol.value;
    if (next === undefined) return certain(offset);
    const place = resolve(next, origin, depth + 1);
    return { address: place.address + offset, uncertain: place.uncertain };
  }

  return {
    commons: [...commons.values()],
    monitor,
    stubs,
    resolve: (base, origin) => resolve(base, origin, 0),
  };
}

const certain = (address: number): Place => ({ address, uncertain: false });

/** Common blocks follow the monitor's memory, unless the program brings a monitor of its own. */
function firstCommon(codeEnd: number, exported: ReadonlyMap<string, ObjectSymbol>): number {
  const hasMonitor = monitorData.some(({ name }) => exported.has(name));
  return Math.max(hasMonitor ? memoryUnit : monitorMemory.unused, roundUp(codeEnd, memoryUnit));
}

/** The first size of a name counts. `free` is the first address after all blocks. */
function placeCommons(
  modules: readonly ObjectModule[],
  from: number,
): { readonly commons: ReadonlyMap<string, PlacedBlock>; readonly free: number } {
  const commons = new Map<string, PlacedBlock>();
  let free = from;
  for (const { name, size } of modules.flatMap(module => module.commons)) {
    if (commons.has(name)) continue;
    commons.set(name, { name, address: free, size });
    free += size;
  }
  return { commons, free };
}

/** What the files' external names are in the monitor, and the linker's own symbol. */
function monitorNames(modules: readonly ObjectModule[], free: number): readonly MonitorName[] {
  const known = new Map<string, number>([
    ...[...monitorRoutines, ...monitorData].map(({ name, address }) => [name, address] as const),
    [freeSymbol, free],
  ]);
  const found = new Map<string, MonitorName>();
  for (const { base, origin } of modules.flatMap(({ externals }) => externals)) {
    const { name } = base;
    const address = known.get(name);
    if (address !== undefined && !found.has(name)) found.set(name, { name, address, origin });
  }
  return [...found.values()];
}

/** The linker's own symbol: the first free address after all common blocks. */
const freeSymbol = 'UNUSED';

/** What files give to each other; the first of several definitions counts. */
function exportsOf(
  modules: readonly ObjectModule[],
  diagnostics: Diagnostics,
): ReadonlyMap<string, ObjectSymbol> {
  const exported = new Map<string, ObjectSymbol>();
  for (const symbol of modules.flatMap(({ symbols }) => symbols)) {
    if (!symbol.exported) continue;
    const other = exported.get(symbol.name);
    if (other === undefined) exported.set(symbol.name, symbol);
    else {
      const error = 'multiple label definition';
      const message = messageOf(error, `${symbol.name} is exported by another file too`);
      const related = [{ span: other.origin.span, message: 'the other definition' }];
      diagnostics.error(codeOf(error), message, symbol.origin, related);
    }
  }
  return exported;
}
