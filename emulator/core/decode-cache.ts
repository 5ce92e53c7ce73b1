/** Decoded instructions by physical page. A write to an instruction forgets it. */
import type { Instruction, InstructionSet } from '../../isa/instruction.ts';
import type { MemoryMap } from './memory-map.ts';
import { pageBytes } from './state.ts';

/** The bits at an address as an instruction. */
export interface DecodedWord {
  /** As many bits as the longest instruction has, zeros where memory ends. */
  readonly bits: number;
  /** Virtual address that it was decoded for: operands hold absolute targets. */
  readonly address: bigint;
  /** Undefined when the bits are unallocated. */
  readonly instruction: Instruction | undefined;
}

/** What an instruction set must know to be fetched and decoded. */
export type Decoder = Pick<InstructionSet, 'rows' | 'alignment' | 'decode'>;

/** Cache of one machine; it fetches in units of the instructions' alignment. */
export class DecodeCache {
  readonly #instructions: Decoder;
  readonly #map: MemoryMap;
  readonly #unit: 2 | 4;
  readonly #longest: number;
  readonly #pages = new Map<number, (DecodedWord | undefined)[]>();
  /** Called with physical address and length when instructions were written over. */
  onForget: (address: number, length: number) => void = () => {};

  constructor(instructions: Decoder, map: MemoryMap) {
    this.#instructions = instructions;
    this.#map = map;
    this.#unit = instructions.alignment === 2 ? 2 : 4;
    this.#longest = Math.max(...instructions.rows.map(row => row.length));
    map.onCodeWrite = (address, length) => this.#forget(address, length);
  }

  /** The instruction at a physical address, seen at a virtual one; undefined where memory does not hold all of it. */
  at(physical: number, address: bigint): DecodedWord | undefined {
    const page = Math.floor(physical / pageBytes);
    const slot = (physical % pageBytes) / this.#unit;
    let slots = this.#pages.get(page);
    const known = slots?.[slot];
    if (known?.address === address) return known;
    const decoded = this.#decode(physical, address);
    if (!decoded) return undefined;
    if (!slots) {
      slots = new Array(pageBytes / this.#unit).fill(undefined);
      this.#pages.set(page, slots);
      this.#map.watchCode(physical);
    }
    slots[slot] = decoded;
    // An instruction may end in the next page.
    if (this.#longest > this.#unit) this.#map.watchCode(physical + this.#longest - this.#unit);
    return decoded;
  }

  #decode(physical: number, address: bigint): DecodedWord | undefined {
    let bits = 0;
    let fetched = 0;
    while (fetched < this.#longest) {
      const part = this.#map.fetch(physical + fetched, this.#unit);
      if (part === undefined) break;
      bits = (bits | (part << (8 * fetched))) >>> 0;
      fetched += this.#unit;
    }
    const instruction = this.#instructions.decode(bits, address);
    const needed = instruction?.length ?? this.#unit;
    return needed > fetched ? undefined : { bits, address, instruction };
  }

  #forget(address: number, length: number): void {
    const first = address - (address % this.#unit) - (this.#longest - this.#unit);
    for (let at = Math.max(first, 0); at < address + length; at += this.#unit) {
      const slots = this.#pages.get(Math.floor(at / pageBytes));
      if (slots) slots[(at % pageBytes) / this.#unit] = undefined;
    }
    this.onForget(Math.max(first, 0), address + length - Math.max(first, 0));
  }
}
