/** One AArch64 processing element: typed access to its cells, and the questions the pseudo-code asks of it. */
import type { MachineState } from '../core/state.ts';
import { readComposite, writeComposite } from './pstate.ts';

/** An exception level. */
export type Level = 0 | 1 | 2 | 3;

/** Bits of registers that decide routing, traps and translation, by register and field name (D13.2). */
// biome-ignore format: one row per register
export const controlBits = {
  sctlr: { M: 0, A: 1, SA: 3, SA0: 4, UMA: 9, DZE: 14, UCT: 15, nTWI: 16, nTWE: 18, WXN: 19, EE: 25, UCI: 26 },
  hcr_el2: {
    VM: 0, PTW: 2, FMO: 3, IMO: 4, AMO: 5, VF: 6, VI: 7, VSE: 8, DC: 12, TWI: 13, TWE: 14, TID0: 15, TID1: 16,
    TID2: 17, TID3: 18, TSC: 19, TIDCP: 20, TACR: 21, TSW: 22, TPC: 23, TPU: 24, TTLB: 25, TVM: 26, TGE: 27,
    TDZ: 28, HCD: 29, TRVM: 30, RW: 31, CD: 32, ID: 33, E2H: 34,
  },
  scr_el3: { NS: 0, IRQ: 1, FIQ: 2, EA: 3, SMD: 7, HCE: 8, SIF: 9, RW: 10, ST: 11, TWI: 12, TWE: 13 },
  mdcr_el2: { TDE: 8, TDA: 9, TDOSA: 10, TDRA: 11, TPM: 6, TPMCR: 5 },
  mdcr_el3: { TPM: 6, TDA: 9, TDOSA: 10 },
  cptr_el2: { TFP: 10, TCPAC: 31 },
  cptr_el3: { TFP: 10, TCPAC: 31 },
  cntkctl_el1: { EL0PCTEN: 0, EL0VCTEN: 1, EL0VTEN: 8, EL0PTEN: 9 },
  cnthctl_el2: { EL1PCTEN: 0, EL1PCEN: 1 },
  pmuserenr_el0: { EN: 0 },
} as const;

export class Cpu {
  readonly state: MachineState;
  /** Highest implemented exception level; every level below is implemented too. */
  readonly highestLevel: Level;
  readonly #cells: BigUint64Array;
  /** The low words of the cells, for small values: word `2 * index`. */
  readonly #words: Uint32Array;
  readonly #el: number;
  readonly #spsel: number;
  readonly #sp: number;
  readonly #pc: number;
  readonly #il: number;
  readonly #x0: number;
  readonly #banks: readonly number[];
  readonly #hcr: number;
  readonly #sctlr: readonly number[];
  readonly #scr: number;
  readonly #event: number;
  readonly #monitor: { readonly address: number; readonly size: number };

  constructor(state: MachineState, highestLevel: Level) {
    this.state = state;
    this.highestLevel = highestLevel;
    this.#cells = state.cells;
    this.#words = new Uint32Array(state.memory.buffer, 0, 2 * state.cells.length);
    this.#el = state.index('el');
    this.#spsel = state.index('spsel');
    this.#sp = state.index('sp');
    this.#pc = state.index('pc');
    this.#il = state.index('il');
    this.#x0 = state.index('x0');
    this.#banks = [0, 1, 2, 3].map(level => state.index(`sp_el${level}`));
    this.#hcr = state.index('hcr_el2');
    this.#sctlr = [1, 1, 2, 3].map(level => state.index(`sctlr_el${level}`));
    this.#scr = state.index('scr_el3');
    this.#event = state.index('event');
    this.#monitor = { address: state.index('monitor_address'), size: state.index('monitor_size') };
  }

  get level(): Level {
    return this.#words[2 * this.#el] as Level;
  }

  get pc(): bigint {
    return this.#cells[this.#pc]!;
  }

  set pc(value: bigint) {
    this.#cells[this.#pc] = value;
  }

  /** Whether the program counter is a multiple of 4. */
  get pcAligned(): boolean {
    return (this.#words[2 * this.#pc]! & 3) === 0;
  }

  get sp(): bigint {
    return this.#cells[this.#sp]!;
  }

  /** General register 0 to 30; 31 is the zero register. */
  x(number: number): bigint {
    return number === 31 ? 0n : this.#cells[this.#x0 + number]!;
  }

  setX(number: number, value: bigint): void {
    if (number !== 31) this.#cells[this.#x0 + number] = value;
  }

  /** The event register of WFE and SEV. */
  get event(): boolean {
    return this.#words[2 * this.#event] === 1;
  }

  set event(value: boolean) {
    this.#cells[this.#event] = value ? 1n : 0n;
  }

  /** Marks an address for the exclusive monitor. */
  monitor(address: bigint, size: number): void {
    this.#cells[this.#monitor.address] = address;
    this.#cells[this.#monitor.size] = BigInt(size);
  }

  /** The exclusive monitor marks nothing any more. */
  clearMonitor(): void {
    this.monitor(0n, 0);
  }

  /** Whether the exclusive monitor marks just this. */
  isMonitored(address: bigint, size: number): boolean {
    return this.#words[2 * this.#monitor.size] === size && this.#cells[this.#monitor.address] === address;
  }

  /** Value of a register that has a cell. */
  register(name: string): bigint {
    return this.state.get(name);
  }

  setRegister(name: string, value: bigint): void {
    this.state.set(name, value);
  }

  /** Whether a bit of a register is 1. */
  bit(register: string, bit: number): boolean {
    return this.#bitAt(this.state.index(register), bit);
  }

  hcr(bit: keyof typeof controlBits.hcr_el2): boolean {
    return this.#bitAt(this.#hcr, controlBits.hcr_el2[bit]);
  }

  scr(bit: keyof typeof controlBits.scr_el3): boolean {
    return this.#bitAt(this.#scr, controlBits.scr_el3[bit]);
  }

  #bitAt(index: number, bit: number): boolean {
    return ((this.#words[2 * index + (bit >> 5)]! >>> (bit & 31)) & 1) === 1;
  }

  /** PSTATE.IL: the next instruction takes an Illegal Execution state exception. */
  get illegalState(): boolean {
    return this.#words[2 * this.#il] === 1;
  }

  /** A bit of the SCTLR of a level; EL0 is controlled by SCTLR_EL1. */
  sctlr(bit: keyof typeof controlBits.sctlr, level: Level = this.level): boolean {
    return this.#bitAt(this.#sctlr[level]!, controlBits.sctlr[bit]);
  }

  implements(level: Level): boolean {
    return level <= this.highestLevel;
  }

  /** Secure state of EL0 and EL1 (`IsSecureBelowEL3`). */
  get secureBelowEl3(): boolean {
    return this.implements(3) && !this.scr('NS');
  }

  /** Secure state of a level: EL3 is always Secure. Without EL3, nothing is. */
  secure(level: Level): boolean {
    return this.implements(3) && (level === 3 || !this.scr('NS'));
  }

  /** `EL2Enabled`: EL2 exists and is used in the current security state. Armv8.0 has no Secure EL2. */
  get el2Enabled(): boolean {
    return this.implements(2) && !this.secureBelowEl3;
  }

  /** `ELUsingAArch32`: whether a level is configured to use AArch32. The highest level uses AArch64. */
  usesAArch32(level: Level): boolean {
    if (level >= this.highestLevel) return false;
    const belowEl3 = this.implements(3) && !this.scr('RW');
    if (level === 2) return belowEl3;
    return belowEl3 || (this.el2Enabled && !this.hcr('RW'));
  }

  /** PSTATE as a saved program status register holds it. */
  get status(): bigint {
    return readComposite(this.#cells, this.state.layout, 'pstate');
  }

  /** Writes PSTATE from an SPSR value, switching the stack pointer's bank. */
  set status(value: bigint) {
    this.#leaveBank();
    writeComposite(this.#cells, this.state.layout, 'pstate', value);
    this.#enterBank();
  }

  /** Changes the level and the stack pointer select, switching banks. */
  select(level: Level, stackPointerSelect: 0 | 1): void {
    this.#leaveBank();
    this.#cells[this.#el] = BigInt(level);
    this.#cells[this.#spsel] = BigInt(stackPointerSelect);
    this.#enterBank();
  }

  /** PSTATE.SP */
  get stackPointerSelect(): number {
    return this.#words[2 * this.#spsel]!;
  }

  /** The level whose stack pointer `sp` is: 0 while SPSel is 0. */
  get stackPointerBank(): Level {
    return this.stackPointerSelect === 0 ? 0 : this.level;
  }

  /** Brings the bank cell of the stack pointer in use up to date, so that the table is complete. */
  syncStackPointer(): void {
    this.#leaveBank();
  }

  /** After the bank cell of the stack pointer in use was written. */
  reloadStackPointer(): void {
    this.#enterBank();
  }

  #leaveBank(): void {
    this.#cells[this.#banks[this.stackPointerBank]!] = this.#cells[this.#sp]!;
  }

  #enterBank(): void {
    this.#cells[this.#sp] = this.#cells[this.#banks[this.stackPointerBank]!]!;
  }
}
