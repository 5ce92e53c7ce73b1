/** Where the parts of a program lie, and what names of other files stand for. */
import type { Diagnostics } from '../diagnostics.ts';
import type { Origin } from '../program.ts';
import { codeOf, messageOf } from './errors.ts';
import { monitorCommons, monitorData, monitorRoutines } from './headers/monitor.ts';
import { type ObjectModule, type ObjectSymbol, roundToWord } from './object.ts';
import type { Base, Value } from './value.ts';

/** Where programs begin on the standard board: the monitor lies below. */
const standardCodeAddress = 0x1000;

/** LIL reaches this far, so code lies below; a greater load address is that of another machine. */
const codeLimit = 0x100_0000n;

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
  readonly uses: Origin[];
}

export interface Places {
  /** Address of each file's relocatable section. */
  readonly code: ReadonlyMap<ObjectModule, number>;
  readonly commons: readonly PlacedBlock[];
  readonly monitor: readonly MonitorName[];
  readonly stubs: ReadonlyMap<string, Stub>;
  /** The address that a base stands for; `origin` is remembered as a use of a name that is defined nowhere. */
  readonly resolve: (base: Base, origin?: Origin) => Place;
}

const codeAddress = (loadAddress: bigint): number =>
  loadAddress > 0n && loadAddress < codeLimit ? roundToWord(Number(loadAddress)) : standardCodeAddress;

const roundUp = (address: number, unit: number): number => Math.ceil(address / unit) * unit;

/** Lays the files out one after the other, then all common blocks in writable memory. */
export function placeModules(
  modules: readonly ObjectModule[],
  loadAddress: bigint,
  diagnostics: Diagnostics,
): Places {
  const code = new Map<ObjectModule, number>();
  const owners = new Map<Base, ObjectModule>();
  let end = codeAddress(loadAddress);
  for (const module of modules) {
    code.set(module, end);
    owners.set(module.relocatable, module);
    end += roundToWord(module.size);
  }
  const exported = exportsOf(modules, diagnostics);
  const own = new Set(modules.flatMap(({ commons }) => commons.map(({ name }) => name)));
  const wanted = new Map<string, Origin>();
  for (const { base, origin } of modules.flatMap(({ externals }) => externals))
    if (!exported.has(base.name) && !own.has(base.name) && !wanted.has(base.name))
      wanted.set(base.name, origin);

  const commons = new Map<string, PlacedBlock>();
  let free = Math.max(memoryUnit, roundUp(end, memoryUnit));
  const addBlock = (name: string, size: number): void => {
    if (commons.has(name)) return;
    commons.set(name, { name, address: free, size });
    free += size;
  };
  const known = (name: string): boolean =>
    Object.hasOwn(monitorRoutines, name) || Object.hasOwn(monitorData, name);
  if ([...wanted.keys()].some(name => known(name) || name === freeSymbol))
    for (const [name, size] of Object.entries(monitorCommons)) addBlock(name, size);
  for (const { name, size } of modules.flatMap(module => module.commons)) addBlock(name, size);

  const monitor: MonitorName[] = [];
  for (const [name, origin] of wanted) {
    const [block, offset] = monitorData[name] ?? [];
    const address = block === undefined ? monitorRoutines[name] : commons.get(block)!.address + offset!;
    if (address !== undefined && known(name)) monitor.push({ name, address, origin });
  }
  if (wanted.has(freeSymbol))
    monitor.push({ name: freeSymbol, address: free, origin: wanted.get(freeSymbol)! });

  const stubs = new Map<string, Stub>();
  const fixed = new Map(monitor.map(({ name, address }) => [name, address]));

  function external(name: string, origin: Origin | undefined, depth: number): Place {
    const symbol = exported.get(name);
    if (symbol !== undefined) return placeOf(symbol.value, origin, depth + 1);
    const address = commons.get(name)?.address ?? fixed.get(name);
    if (address !== undefined) return { address, uncertain: false };
    let stub = stubs.get(name);
    if (stub === undefined) {
      stub = { name, address: roundUp(free, stubSize) + stubSize * stubs.size, uses: [] };
      stubs.set(name, stub);
    }
    if (origin !== undefined && !stub.uses.includes(origin)) stub.uses.push(origin);
    return { address: stub.address, uncertain: true };
  }

  function placeOf({ base, offset }: Value, origin: Origin | undefined, depth: number): Place {
    if (base === undefined) return { address: offset, uncertain: false };
    const { address, uncertain } = resolve(base, origin, depth);
    return { address: address + offset, uncertain };
  }

  /** Files that export each other's names in a circle give nothing. */
  function resolve(base: Base, origin?: Origin, depth = 0): Place {
    if (depth > modules.length) return { address: 0, uncertain: true };
    if (base.kind === 'relocatable') return { address: code.get(owners.get(base)!)!, uncertain: false };
    if (base.kind === 'common') return { address: commons.get(base.name)?.address ?? 0, uncertain: false };
    if (base.kind === 'external') return external(base.name, origin, depth);
    return { address: 0, uncertain: false };
  }

  return {
    code,
    commons: [...commons.values()],
    monitor,
    stubs,
    resolve: (base, origin) => resolve(base, origin),
  };
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
