/** The address space as instructions see it: read-only memory, memory, a hole, and devices (emulator manual). */
import type { MemoryMap } from '../core/memory-map.ts';
import type { Faulted } from '../engines/host.ts';
import type { HawkBoard } from './board.ts';
import type { Cpu } from './cpu.ts';
import { busTrap, type TrapRequest } from './traps.ts';

/** Where devices begin. Nothing traps from here on. */
export const deviceSpace = 0xff00_0000;

/** What a load reads where no device answers. */
const nothing = 0xaaaa_aaaan;

export class Memory {
  readonly #cpu: Cpu;
  readonly #map: MemoryMap;
  readonly #romEnd: number;
  /** First address after memory. */
  readonly end: number;

  constructor(cpu: Cpu, map: MemoryMap, board: HawkBoard, ramBytes: number) {
    this.#cpu = cpu;
    this.#map = map;
    this.#romEnd = board.romBytes;
    this.end = board.romBytes + ramBytes;
  }

  /** The word at a word address. */
  load(address: number): bigint | Faulted<TrapRequest> {
    if (address >= this.end && address < deviceSpace)
      return { fault: busTrap(this.#cpu, address, 'Nothing answers at the address of the load') };
    this.#cpu.countReference();
    return this.#map.read(address, 4) ?? nothing;
  }

  /** Stores a word; the reason why not is a trap. */
  store(address: number, value: bigint): Faulted<TrapRequest> | undefined {
    if (address < this.#romEnd)
      return { fault: busTrap(this.#cpu, address, 'The store is to read-only memory') };
    if (address >= this.end && address < deviceSpace)
      return { fault: busTrap(this.#cpu, address, 'Nothing answers at the address of the store') };
    this.#cpu.countReference();
    if (this.#cpu.watched === address) this.#cpu.watch(undefined);
    this.#map.write(address, 4, value);
    return undefined;
  }

  /** Whether an instruction may be fetched from here. */
  holdsCode(address: number): boolean {
    return address < this.end;
  }
}
