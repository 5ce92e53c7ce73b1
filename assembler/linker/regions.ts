/** The memory regions of a script, as sections fill them (ld manual, 3.7). */
import { sectionFlags } from '../elf/format.ts';
import { isLoaded, type OutputSection, piecesIn } from './outputs.ts';
import type { LinkerScript, Region } from './script.ts';

export interface RegionState {
  readonly region: Region | undefined;
  readonly origin: bigint;
  readonly length: bigint;
  current: bigint;
  /** The last section in it, whose load address the next one follows. */
  last: OutputSection | undefined;
}

/** The regions of one pass. */
export class Regions {
  readonly #aliases: LinkerScript['aliases'];
  readonly #states = new Map<string, RegionState>();
  /** Memory as a whole, for what no region takes. */
  readonly usual: RegionState = {
    region: undefined,
    origin: 0n,
    length: 1n << 64n,
    current: 0n,
    last: undefined,
  };

  constructor(aliases: LinkerScript['aliases']) {
    this.#aliases = aliases;
  }

  open(region: Region, origin: bigint, length: bigint): void {
    this.#states.set(region.name, { region, origin, length, current: origin, last: undefined });
  }

  /** The region of a name or an alias. */
  named(name: string): RegionState | undefined {
    return this.#states.get(this.#aliases.get(name) ?? name);
  }

  /** The first region whose attributes take a section in, else the whole of memory. */
  accepting(output: OutputSection): RegionState {
    const letters = lettersOf(output);
    for (const state of this.#states.values())
      if (state.region !== undefined && accepts(state.region.attributes, letters)) return state;
    return this.usual;
  }

  /** Regions with more in them than they have room for, and by how many bytes. */
  overflowing(): readonly { readonly region: Region; readonly excess: bigint }[] {
    return [...this.#states.values()].flatMap(({ region, origin, length, current }) => {
      const excess = current - origin - length;
      return region !== undefined && excess > 0n ? [{ region, excess }] : [];
    });
  }
}

/** Attributes of a section as memory regions name them. */
function lettersOf(output: OutputSection): string {
  const placed = piecesIn(output);
  const has = (flag: number): boolean => placed.some(({ piece }) => (piece.flags & flag) !== 0);
  return `a${isLoaded(output) ? 'i' : ''}${has(sectionFlags.exec) ? 'x' : ''}${has(sectionFlags.write) ? 'w' : 'r'}`;
}

/** Whether one of a region's attributes fits, and none of those after `!` does. */
function accepts(attributes: string, letters: string): boolean {
  const [wanted = '', refused = ''] = attributes.toLowerCase().replaceAll('l', 'i').split('!');
  const hits = (of: string): boolean => [...letters].some(letter => of.includes(letter));
  return hits(wanted) && !hits(refused);
}
