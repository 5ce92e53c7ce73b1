/** Decoded instructions by physical page. A write to a word forgets that word. */
import type { Instruction, InstructionSet } from '../../isa/instruction.ts';
import type { MemoryMap } from './memory-map.ts';
import { pageBytes } from './state.ts';

/** A word of memory as an instruction. */
export interface DecodedWord {
  readonly bits: number;
  /** Virtual address that it was decoded for: operands hold absolute targets. */
  readonly address: bigint;
  /** Undefined when the bits are unallocated. */
  readonly instruction: Instruction | undefined;
}

const wordsPerPage = pageBytes / 4;

/** Cache of one machine; its instructions have 4 bytes. */
export class DecodeCache {
  readonly #instructions: InstructionSet;
  readonly #map: MemoryMap;
  readonly #pages = new Map<number, (DecodedWord | undefined)[]>();

  constructor(instructions: InstructionSet, map: MemoryMap) {
    this.#instructions = instructions;
    this.#map = map;
    map.onCodeWrite = (address, length) => this.#forget(address, length);
  }

  /** The instruction at a physical address, seen at a virtual one; undefined where there is no memory. */
  at(physical: number, address: bigint): DecodedWord | undefined {
    const page = Math.floor(physical / pageBytes);
    const word = (physical % pageBytes) >> 2;
    let words = this.#pages.get(page);
    const known = words?.[word];
    if (known?.address === address) return known;
    const bits = this.#map.fetch(physical);
    if (bits === undefined) return undefined;
    const decoded = { bits, address, instruction: this.#instructions.decode(bits, address) };
    if (!words) {
      words = new Array(wordsPerPage).fill(undefined);
      this.#pages.set(page, words);
      this.#map.watchCode(physical);
    }
    words[word] = decoded;
    return decoded;
  }

  #forget(address: number, length: number): void {
    for (let at = address - (address % 4); at < address + length; at += 4) {
      const words = this.#pages.get(Math.floor(at / pageBytes));
      if (words) words[(at % pageBytes) >> 2] = undefined;
    }
  }
}
