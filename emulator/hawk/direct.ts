/** Pages of memory as the interpreter may use them by itself, and what every instruction counts. */
import type { Instruction } from '../../isa/instruction.ts';
import type { Expression, Semantics } from '../../isa/semantics.ts';
import { add, and, cell, extend, get, i32, ne, nextAddress, set, sub } from '../../isa/semantics.ts';
import type { DecodeCache } from '../core/decode-cache.ts';
import type { MemoryMap } from '../core/memory-map.ts';
import type { DirectAccess, DirectPage } from '../engines/direct.ts';
import type { Cpu } from './cpu.ts';
import type { Memory } from './memory.ts';

const wordOf = (address: Expression): Expression => and(address, i32(-4));
const address: Expression = { op: 'address', type: 'i32', next: false };
const lastHalfword = sub({ ...nextAddress, type: 'i32' } as Expression, i32(2));
const cycles = cell('cyc', 'i32');
const fetched = cell('fetched_word', 'i32');
const one = (condition: Expression): Expression => extend(false, 1, 'i32', condition);

/** `Cpu.countFetch`, and `Cpu.countReference` for each access. */
export const counting = (accesses: number): Semantics => [
  set(
    cycles,
    add(
      add(get(cycles), one(ne(get(fetched), wordOf(address)))),
      add(one(ne(wordOf(lastHalfword), wordOf(address))), i32(accesses)),
    ),
  ),
  set(fetched, wordOf(lastHalfword)),
];

export class Direct implements DirectAccess {
  readonly #cpu: Cpu;
  readonly #map: MemoryMap;
  readonly #memory: Memory;
  readonly #code: DecodeCache;
  readonly stopsAt: (address: bigint) => boolean;

  /** `stopsAt`: where the monitor or the end of the program is. */
  constructor(
    { cpu, map, memory, code }: { cpu: Cpu; map: MemoryMap; memory: Memory; code: DecodeCache },
    stopsAt: (address: bigint) => boolean,
  ) {
    this.#cpu = cpu;
    this.#map = map;
    this.#memory = memory;
    this.#code = code;
    this.stopsAt = stopsAt;
  }

  /** There is no translation. */
  context(): number {
    return 0;
  }

  privilege(): number {
    return this.#cpu.level;
  }

  fetchPage(page: bigint): number | undefined {
    const physical = Number(page);
    return this.#memory.holdsCode(physical) && this.#map.readablePage(physical) !== undefined
      ? physical
      : undefined;
  }

  /** While LOADL watches a word, all stores are looked at. */
  dataPage(page: bigint, purpose: 'load' | 'store'): DirectPage | undefined {
    const physical = Number(page);
    if (purpose === 'store' && this.#cpu.watched !== undefined) return undefined;
    const offset = purpose === 'load' ? this.#map.readablePage(physical) : this.#map.writablePage(physical);
    return offset === undefined ? undefined : { offset, unaligned: false };
  }

  decoded(physical: number, virtual: bigint): Instruction | undefined {
    return this.#code.at(physical, virtual)?.instruction;
  }

  onWriteProtect(drop: () => void): void {
    this.#map.onWriteProtect = drop;
    this.#cpu.onWatch = drop;
  }

  onRemap(drop: () => void): void {
    this.#map.onRemap = drop;
  }

  /** Nothing is permitted in advance. */
  onControlWrite(): void {}

  onCodeWrite(drop: (physical: number, length: number) => void): void {
    this.#code.onForget = drop;
  }
}
