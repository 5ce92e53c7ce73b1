/** The Hawk processor: typed access to its cells. */
import type { StateCell } from '../../isa/architecture.ts';
import { levelMask, userLevel } from '../../isa/hawk/status.ts';
import type { MachineState } from '../core/state.ts';

export class Cpu {
  readonly state: MachineState;
  readonly #cells: BigUint64Array;
  readonly #pc: number;
  readonly #psw: number;
  readonly #cyc: number;
  readonly #r1: number;
  readonly #fetched: number;
  /** What is no register. */
  readonly local = {
    /** The word address that LOADL watches, until a store to it. */
    watched: undefined as number | undefined,
  };
  /** Called when a word is watched from now on. */
  onWatch: () => void = () => {};

  constructor(state: MachineState) {
    this.state = state;
    this.#cells = state.cells;
    this.#pc = state.index('pc');
    this.#psw = state.index('psw');
    this.#cyc = state.index('cyc');
    this.#r1 = state.index('r1');
    this.#fetched = state.index('fetched_word');
  }

  get pc(): bigint {
    return this.#cells[this.#pc]!;
  }

  set pc(address: bigint) {
    this.#cells[this.#pc] = BigInt.asUintN(32, address);
  }

  get status(): bigint {
    return this.#cells[this.#psw]!;
  }

  /** 0 privileged with interrupts off … 15 user. */
  get level(): number {
    return Number(this.status >> 28n);
  }

  get oldLevel(): number {
    return Number((this.status >> 24n) & 15n);
  }

  setLevels(level: number, oldLevel: number): void {
    this.#cells[this.#psw] = (this.status & ~levelMask) | (BigInt(level) << 28n) | (BigInt(oldLevel) << 24n);
  }

  get privileged(): boolean {
    return this.level !== userLevel;
  }

  /** General register 1 to 15, unsigned. */
  r(number: number): number {
    return Number(this.#cells[this.#r1 + number - 1]!);
  }

  setR(number: number, value: number): void {
    this.#cells[this.#r1 + number - 1] = BigInt(value >>> 0);
  }

  register(name: string): bigint {
    return this.state.get(name);
  }

  setRegister(name: string, value: bigint): void {
    this.state.set(name, value);
  }

  /** A memory reference: what CYC counts. */
  countReference(): void {
    this.#cells[this.#cyc] = BigInt.asUintN(32, this.#cells[this.#cyc]! + 1n);
  }

  /** The instruction at these bytes was fetched: a word that was fetched just before is not fetched again. */
  countFetch(address: number, length: number): void {
    for (let word = address & ~3; word < address + length; word += 4) {
      if (BigInt(word) !== this.#cells[this.#fetched]) this.countReference();
      this.#cells[this.#fetched] = BigInt(word);
    }
  }

  get watched(): number | undefined {
    return this.local.watched;
  }

  /** Watches a word, or none any more. */
  watch(address: number | undefined): void {
    this.local.watched = address;
    if (address !== undefined) this.onWatch();
  }
}

/** Cells besides the registers: the address of the word that was fetched last, at first of none. */
export const hawkModelCells: readonly StateCell[] = [
  { name: 'fetched_word', width: 32, reset: 0xffff_ffffn },
];
