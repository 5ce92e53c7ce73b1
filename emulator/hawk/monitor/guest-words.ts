/** Memory as a routine of the monitor sees it: with the program's own faults. */
import type { Cpu } from '../cpu.ts';
import type { Memory } from '../memory.ts';
import { busTrap, type TrapRequest } from '../traps.ts';

/** A routine met a trap. Thrown and caught inside the monitor only. */
export class GuestFault {
  readonly request: TrapRequest;
  constructor(request: TrapRequest) {
    this.request = request;
  }
}

/** Words that one call may touch: a string in the devices' addresses has no end. */
const mostReferences = 2 ** 21;

export class GuestWords {
  readonly #cpu: Cpu;
  readonly #memory: Memory;
  #left = 0;

  constructor(cpu: Cpu, memory: Memory) {
    this.#cpu = cpu;
    this.#memory = memory;
  }

  /** A call begins. */
  begin(): void {
    this.#left = mostReferences;
  }

  word(address: number): number {
    if (this.#left-- === 0)
      throw new GuestFault(busTrap(this.#cpu, address, 'The monitor finds no end of the string'));
    const value = this.#memory.load((address & ~3) >>> 0);
    if (typeof value !== 'bigint') throw new GuestFault(value.fault);
    return Number(value);
  }

  setWord(address: number, value: number): void {
    const fault = this.#memory.store((address & ~3) >>> 0, BigInt(value >>> 0));
    if (fault) throw new GuestFault(fault.fault);
  }

  byte(address: number): number {
    return (this.word(address) >>> (8 * (address & 3))) & 0xff;
  }

  setByte(address: number, value: number): void {
    const shift = 8 * (address & 3);
    this.setWord(address, (this.word(address) & ~(0xff << shift)) | ((value & 0xff) << shift));
  }

  /** Number of characters before the zero byte. A string without one ends where memory does, in a trap. */
  length(address: number): number {
    let length = 0;
    while (this.byte(address + length) !== 0) length++;
    return length;
  }

  text(address: number): string {
    const characters = Array.from({ length: this.length(address) }, (_, at) => this.byte(address + at));
    return characters.map(code => String.fromCharCode(code)).join('');
  }
}
