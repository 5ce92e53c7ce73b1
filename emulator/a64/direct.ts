/** Pages of memory as the interpreter may use them by itself: ordinary memory, little-endian, without surprises. */
import type { Instruction } from '../../isa/instruction.ts';
import type { DecodeCache } from '../core/decode-cache.ts';
import type { MemoryMap } from '../core/memory-map.ts';
import { pageBytes } from '../core/state.ts';
import type { DirectAccess, DirectPage } from '../engines/direct.ts';
import type { Cpu } from './cpu.ts';
import { isFault } from './mmu/fault.ts';
import type { Mmu } from './mmu/mmu.ts';

export class Direct implements DirectAccess {
  readonly #cpu: Cpu;
  readonly #mmu: Mmu;
  readonly #map: MemoryMap;
  readonly #code: DecodeCache;
  /** Called when a register was written that decides what is permitted. */
  controlWritten: () => void = () => {};
  readonly #watchesStores: (address: bigint, size: number) => boolean;

  /** `watchesStores`: whether somebody wants to know of stores to these bytes. */
  constructor(
    { cpu, mmu, map, code }: { cpu: Cpu; mmu: Mmu; map: MemoryMap; code: DecodeCache },
    watchesStores: (address: bigint, size: number) => boolean,
  ) {
    this.#cpu = cpu;
    this.#mmu = mmu;
    this.#map = map;
    this.#code = code;
    this.#watchesStores = watchesStores;
  }

  /** Translations differ between levels; an Illegal Execution state exception is in front of every instruction. */
  context(): number | undefined {
    return this.#cpu.illegalState ? undefined : this.#cpu.level;
  }

  /** `fastPaths.privilege` */
  privilege(): number {
    return (this.#cpu.level << 1) | this.#cpu.stackPointerSelect;
  }

  fetchPage(address: bigint): number | undefined {
    const translated = this.#mmu.translate(address, { level: this.#cpu.level, purpose: 'fetch' });
    if (isFault(translated)) return undefined;
    const { physical, secure } = translated;
    return this.#map.readablePage(physical, secure) === undefined ? undefined : physical;
  }

  dataPage(address: bigint, purpose: 'load' | 'store'): DirectPage | undefined {
    const cpu = this.#cpu;
    const { level } = cpu;
    if (level === 0 ? cpu.bit('sctlr_el1', 24) : cpu.sctlr('EE')) return undefined;
    const translated = this.#mmu.translate(address, { level, purpose });
    if (isFault(translated)) return undefined;
    // An atomic access uses the page for its load, too.
    if (purpose === 'store' && isFault(this.#mmu.translate(address, { level, purpose: 'load' })))
      return undefined;
    if (purpose === 'store' && this.#watchesStores(address, pageBytes)) return undefined;
    const { physical, secure, device } = translated;
    const offset =
      purpose === 'load'
        ? this.#map.readablePage(physical, secure)
        : this.#map.writablePage(physical, secure);
    return offset === undefined ? undefined : { offset, unaligned: !device && !cpu.sctlr('A') };
  }

  decoded(physical: number, address: bigint): Instruction | undefined {
    return this.#code.at(physical, address)?.instruction;
  }

  onWriteProtect(drop: () => void): void {
    this.#map.onWriteProtect = drop;
  }

  onRemap(drop: () => void): void {
    this.#map.onRemap = drop;
    this.#mmu.onInvalidate = drop;
  }

  onControlWrite(drop: () => void): void {
    this.controlWritten = drop;
  }

  onCodeWrite(drop: (physical: number, length: number) => void): void {
    this.#code.onForget = drop;
  }
}
