/** The generated interpreter at work on one machine: prepares records, fills look-aside buffers, runs slices. */
import type { Instruction, InstructionRow, InstructionSet } from '../../../isa/instruction.ts';
import { cellBytes, type MachineState, pageBytes } from '../../core/state.ts';
import type { DirectAccess } from '../direct.ts';
import type { FastPaths } from './fast-paths.ts';
import {
  exits,
  generateInterpreter,
  type InterpreterDescription,
  type Plan,
  pageEndAddress,
} from './generate.ts';
import {
  armed,
  bankOffset,
  control,
  entryBytes,
  entryFlags,
  entryStack,
  entryStackBytes,
  entryTarget,
  invalidTag,
  slotLog,
  type TlbName,
  tlbBanks,
  tlbEntries,
  tlbs,
  unalignedFlag,
} from './layout.ts';
import { Preparation } from './prepare.ts';
import { handlers, type RecordPageShape, recordBytes } from './record.ts';
import { helperImports } from './routines.ts';
import type { Variants } from './specialise.ts';

/** An interpreter that any machine of its architecture can run. */
export interface CompiledInterpreter {
  readonly instructions: InstructionSet;
  readonly module: WebAssembly.Module;
  readonly plans: ReadonlyMap<InstructionRow, Variants<Plan>>;
  readonly shape: RecordPageShape;
  readonly fastPaths: FastPaths | undefined;
  /** Where the records of handlers that need a permission have it. */
  readonly permissions: ReadonlyMap<number, number>;
}

/** Takes some tens of milliseconds: make one for all machines. */
export function compileInterpreter(description: InterpreterDescription): CompiledInterpreter {
  const { instructions, fastPaths } = description;
  const { module, plans, shape } = generateInterpreter(description);
  const permissions = new Map<number, number>();
  const collect = (variants: Variants<Plan>): void => {
    if ('question' in variants) {
      collect(variants.yes);
      collect(variants.no);
      return;
    }
    const { handler, slots } = variants.leaf;
    const slot = slots.find(({ holds }) => holds === 'permission');
    if (slot) permissions.set(handler, slot.at);
  };
  for (const variants of plans.values()) collect(variants);
  return { instructions, module: new WebAssembly.Module(module), plans, shape, fastPaths, permissions };
}

/** Room behind guest memory for records. It takes memory only as far as it is used. */
export const recordRoomBytes = 64 * 1024 * 1024;

/** Instructions of one call: V8 replaces a function's code by better code only when it is called again. */
const sliceLimit = 1_000_000;

/** Instructions that are prepared at once. */
const mostAhead = 32;

/** Records for a page of memory as it is seen at one virtual address. */
interface RecordPage {
  readonly physical: number;
  readonly address: bigint;
  /** Offset of the first record in the machine's memory. */
  readonly offset: number;
}

/** What a run did. */
export interface Progress {
  readonly done: number;
  /** Where to go on. */
  readonly address: bigint;
  /** The last instruction took an exception, and nothing was executed since. */
  readonly entered: boolean;
}

/** An exception that was taken by the interpreter. */
export interface TakenHere {
  readonly exception: string;
  readonly argument: bigint;
  readonly time: number;
  readonly sequence: number;
  /** All cells as they were. */
  readonly cells: BigUint64Array;
}

type Loop = (record: number, left: number, bank: number) => number;

/** No slot has an address like this. */
const noSlot = 1n;

const pageMask = BigInt(pageBytes - 1);

export class Interpreter {
  readonly #compiled: CompiledInterpreter;
  readonly #state: MachineState;
  readonly #direct: DirectAccess;
  readonly #stopsAt: (address: bigint) => boolean;
  readonly #preparation: Preparation;
  readonly #run: Loop;
  /** Pages of records in the order of their places, and by the physical address of their page. */
  readonly #pages: RecordPage[] = [];
  readonly #byPhysical = new Map<number, RecordPage[]>();
  /** Start of the bank in use. */
  #bank = 0;
  /** Cells as they were, by the version of those that only JavaScript writes. */
  readonly #cold = new Map<number, BigUint64Array>();
  /** The record in front of which it stopped. */
  #stopped: number | undefined;

  /** `stopsAt`: addresses whose instructions are never executed here. */
  constructor(
    compiled: CompiledInterpreter,
    state: MachineState,
    direct: DirectAccess,
    stopsAt: (address: bigint) => boolean,
  ) {
    this.#compiled = compiled;
    this.#state = state;
    this.#direct = direct;
    this.#stopsAt = stopsAt;
    const { instructions, module } = compiled;
    this.#preparation = new Preparation(state, compiled);
    const instance = new WebAssembly.Instance(module, {
      host: {
        memory: state.memory,
        ...helperImports(instructions.vocabulary),
        find: store => this.#find(store === 1 ? 'store' : 'load'),
      },
    });
    this.#run = instance.exports.run!;
    state.view.setUint32(control.room, state.room.offset, true);
    this.#flush(['load', 'store', 'fetch']);
    state.view.setBigUint64(slotLog.offset, noSlot, true);
    this.#permitNothing();
    direct.onControlWrite(() => this.#permitNothing());
    direct.onWriteProtect(() => this.#flush(['store']));
    direct.onRemap(() => {
      this.#flush(['load', 'store', 'fetch']);
      this.#permitNothing();
    });
    direct.onCodeWrite((physical, length) => this.#forget(physical, length));
  }

  /**
   * Executes at most `most` instructions from `address`, and says how many it did and where to go on. It ends
   * early in front of an instruction that is not for it. `time`: instructions retired before, and what the clock
   * shows then. `changesLevel`: whether exceptions and returns may go unheard.
   */
  run(
    address: bigint,
    most: number,
    time: { readonly retired: number; readonly ticks: number },
    changesLevel: boolean,
  ): Progress {
    const { view, cells, layout } = this.#state;
    this.#stopped = undefined;
    let done = 0;
    let at = address;
    let entered = false;
    view.setUint32(control.changesLevel, changesLevel ? 1 : 0, true);
    while (done < most) {
      const context = this.#direct.context();
      if (context === undefined) break;
      this.#bank = bankOffset(context);
      const record = this.#recordAt(at);
      if (record === undefined || !this.#isReady(record)) break;
      const slice = Math.min(most - done, sliceLimit);
      view.setInt32(control.leftAtEntry, slice, true);
      view.setBigUint64(control.ticks, BigInt(time.ticks + done + slice), true);
      const exit = this.#run(record, slice, this.#bank);
      const left = view.getInt32(control.left, true);
      entered = view.getInt32(control.leftAtEntry, true) === left && left < slice;
      this.#timeEntries(time.retired + done + slice);
      done += slice - left;
      const stopped = view.getUint32(control.record, true);
      at = exit === exits.atAddress ? view.getBigUint64(control.address, true) : this.#addressOf(stopped);
      if (exit === exits.atRecord && this.#handlerAt(stopped) !== handlers.unknown) {
        this.#stopped = stopped;
        break;
      }
    }
    // Nobody is to see what was written there.
    cells[layout.sink] = 0n;
    return { done, address: at, entered };
  }

  // Exceptions and returns

  /** Number of the last exception. */
  get sequence(): number {
    return this.#state.view.getUint32(control.sequence, true);
  }

  set sequence(value: number) {
    this.#state.view.setUint32(control.sequence, value, true);
  }

  /** Entries into slots since this was asked last. */
  *enteredSlots(): Generator<{ readonly address: bigint; readonly count: number }> {
    const { view } = this.#state;
    const count = view.getUint32(control.slots, true);
    for (let number = 1; number <= count; number++) {
      const at = slotLog.offset + number * slotLog.bytes;
      yield { address: view.getBigUint64(at, true), count: view.getUint32(at + 8, true) };
    }
    view.setUint32(control.slots, 0, true);
  }

  /** The exceptions that were taken here and not returned from, the first one first; they are forgotten here. */
  takeEntries(): readonly TakenHere[] {
    const { view } = this.#state;
    const names = Object.keys(this.#compiled.fastPaths?.entries ?? {});
    const depth = view.getUint32(control.depth, true);
    view.setUint32(control.depth, 0, true);
    return Array.from({ length: depth }, (_, number) => {
      const at = this.#entryAt(number);
      return {
        exception: names[view.getUint32(at + entryStack.key, true) >> 4]!,
        argument: BigInt(view.getUint32(at + entryStack.argument, true)),
        time: view.getFloat64(at + entryStack.time, true),
        sequence: view.getUint32(at + entryStack.sequence, true),
        cells: this.#cellsOf(at),
      };
    });
  }

  #entryAt(number: number): number {
    return entryStack.offset + number * entryStackBytes(this.#state.layout.hot * cellBytes);
  }

  /** All cells as they were at an entry. */
  #cellsOf(entry: number): BigUint64Array {
    const { view, layout, bytes, cells } = this.#state;
    const all = (this.#cold.get(view.getUint32(entry + entryStack.cold, true)) ?? cells).slice();
    const hot = entry + entryStack.cells;
    all.set(new BigUint64Array(bytes.slice(hot, hot + layout.hot * cellBytes).buffer));
    return all;
  }

  /** Cells that only JavaScript writes may change now: keeps them for the entries that have seen them. */
  beforeChange(): void {
    const { view, cells } = this.#state;
    const depth = view.getUint32(control.depth, true);
    const versions = Array.from({ length: depth }, (_, number) =>
      view.getUint32(this.#entryAt(number) + entryStack.cold, true),
    );
    for (const version of this.#cold.keys()) if (!versions.includes(version)) this.#cold.delete(version);
    const version = view.getUint32(control.cold, true);
    if (versions.at(-1) !== version) return;
    this.#cold.set(version, cells.slice());
    view.setUint32(control.cold, version + 1, true);
  }

  /** Gives entries their time; `end`: when nothing would be left. */
  #timeEntries(end: number): void {
    const { view } = this.#state;
    for (let number = view.getUint32(control.depth, true) - 1; number >= 0; number--) {
      const at = this.#entryAt(number);
      if (view.getFloat64(at + entryStack.time, true) >= 0) return;
      view.setFloat64(at + entryStack.time, end - view.getUint32(at + entryStack.left, true), true);
    }
  }

  /** From now on, until a control register is written, this exception may be taken here. */
  allowEntry(exception: string, from: number, to: number, target: bigint): void {
    const number = Object.keys(this.#compiled.fastPaths?.entries ?? {}).indexOf(exception);
    if (number < 0) return;
    const { view } = this.#state;
    const slot = Number((target >> BigInt(armed.addressBits)) % BigInt(armed.entries));
    view.setBigUint64(armed.offset + slot * armed.bytes, target, true);
    view.setUint32(armed.offset + slot * armed.bytes + 8, (number << 4) | (from << 2) | to, true);
  }

  /** The same for a return. */
  allowReturn(from: number, to: number): void {
    const { view } = this.#state;
    const allowed = view.getUint32(control.returns, true) | (1 << ((from << 2) | to));
    view.setUint32(control.returns, allowed, true);
  }

  /** The instruction in front of which it stopped has been executed without an exception. */
  permit(address: bigint): void {
    const record = this.#stopped;
    if (record === undefined || this.#addressOf(record) !== address) return;
    const { view } = this.#state;
    const offset = this.#compiled.permissions.get(this.#handlerAt(record));
    if (offset === undefined) return;
    const privilege = 1 << this.#direct.privilege();
    const generation = view.getUint32(control.generation, true);
    const known = view.getUint32(record + offset, true) === generation;
    view.setUint32(record + offset, generation, true);
    const before = known ? view.getUint32(record + offset + 4, true) : 0;
    view.setUint32(record + offset + 4, before | privilege, true);
  }

  #permitNothing(): void {
    const { view } = this.#state;
    this.#stopped = undefined;
    view.setUint32(control.generation, view.getUint32(control.generation, true) + 1, true);
    view.setUint32(control.returns, 0, true);
    for (let slot = 0; slot < armed.entries; slot++)
      view.setBigUint64(armed.offset + slot * armed.bytes, noSlot, true);
  }

  /** Forgets what was prepared for an address: whether it is a stop has changed. */
  stopsChanged(address: bigint): void {
    for (const page of this.#pages)
      if (page.address === (address & ~pageMask)) this.#clear(page, Number(address & pageMask), 1);
  }

  // Records

  #handlerAt(record: number): number {
    return this.#state.view.getUint16(record, true);
  }

  /** Whether there is something to execute at a record; prepares it when nobody did. */
  #isReady(record: number): boolean {
    if (this.#handlerAt(record) === handlers.unknown) this.#prepare(record);
    return this.#handlerAt(record) !== handlers.leave;
  }

  #pageOf(record: number): RecordPage {
    const { room } = this.#state;
    return this.#pages[Math.floor((record - room.offset) / this.#compiled.shape.bytes)]!;
  }

  #addressOf(record: number): bigint {
    const page = this.#pageOf(record);
    return page.address + BigInt(((record - page.offset) / recordBytes) * this.#compiled.shape.unit);
  }

  /** The record of an address; undefined where instructions cannot be fetched from memory. */
  #recordAt(address: bigint): number | undefined {
    const { unit } = this.#compiled.shape;
    const offset = Number(address & pageMask);
    if (offset % unit !== 0) return undefined;
    const tag = address & ~pageMask;
    const { view } = this.#state;
    const entry = this.#entryOf('fetch', address);
    if (view.getBigUint64(entry, true) !== tag) {
      const physical = this.#direct.fetchPage(tag);
      if (physical === undefined) return undefined;
      const page = this.#recordPage(physical, tag);
      view.setBigUint64(entry, tag, true);
      view.setUint32(entry + entryTarget, page.offset, true);
    }
    return view.getUint32(entry + entryTarget, true) + (offset / unit) * recordBytes;
  }

  #recordPage(physical: number, address: bigint): RecordPage {
    let known = this.#byPhysical.get(physical);
    const found = known?.find(page => page.address === address);
    if (found) return found;
    const { room, bytes, view } = this.#state;
    const { shape } = this.#compiled;
    if ((this.#pages.length + 1) * shape.bytes > room.bytes) {
      this.#forgetAll();
      known = undefined;
    }
    const offset = room.offset + this.#pages.length * shape.bytes;
    const page = { physical, address, offset };
    this.#pages.push(page);
    if (known) known.push(page);
    else this.#byPhysical.set(physical, [page]);
    const { records } = shape;
    bytes.fill(0, offset, offset + records * recordBytes);
    for (let end = 0; end < shape.ends; end++) {
      const record = offset + (records + end) * recordBytes;
      view.setUint16(record, handlers.pageEnd, true);
      const next = BigInt.asUintN(64, address + BigInt(pageBytes + end * shape.unit));
      view.setBigUint64(record + pageEndAddress, next, true);
    }
    return page;
  }

  #forgetAll(): void {
    this.#pages.length = 0;
    this.#byPhysical.clear();
    this.#flush(['fetch']);
  }

  /** Physical memory that holds prepared instructions was written. */
  #forget(physical: number, length: number): void {
    this.#permitNothing();
    for (let at = physical; at < physical + length; ) {
      const offset = at % pageBytes;
      const part = Math.min(physical + length - at, pageBytes - offset);
      for (const page of this.#byPhysical.get(at - offset) ?? []) this.#clear(page, offset, part);
      at += part;
    }
  }

  #clear(page: RecordPage, offset: number, length: number): void {
    const { unit } = this.#compiled.shape;
    const { view } = this.#state;
    for (let at = offset - (offset % unit); at < offset + length; at += unit)
      view.setUint16(page.offset + (at / unit) * recordBytes, handlers.unknown, true);
  }

  /** Prepares the instruction of a record and some after it. */
  #prepare(first: number): void {
    const { unit } = this.#compiled.shape;
    const page = this.#pageOf(first);
    let offset = ((first - page.offset) / recordBytes) * unit;
    for (let count = 0; count < mostAhead && offset < pageBytes; count++) {
      const record = page.offset + (offset / unit) * recordBytes;
      if (this.#handlerAt(record) !== handlers.unknown) return;
      const address = page.address + BigInt(offset);
      const instruction = this.#direct.decoded(page.physical + offset, address);
      this.#write(record, page, address, instruction);
      if (!instruction) return;
      offset += instruction.length;
    }
  }

  #write(record: number, page: RecordPage, address: bigint, instruction: Instruction | undefined): void {
    const { plans, shape } = this.#compiled;
    const { view } = this.#state;
    const variants = instruction && !this.#stopsAt(address) ? plans.get(instruction.row) : undefined;
    if (!variants) {
      view.setUint16(record, handlers.leave, true);
      return;
    }
    const { handler, slots } = this.#preparation.formOf(variants, instruction!);
    const recordOf = (target: bigint): number =>
      page.offset + (Number(target & pageMask) / shape.unit) * recordBytes;
    this.#preparation.fill(slots, instruction!, record, recordOf);
    view.setUint16(record, handler, true);
  }

  // Look-aside buffers

  #entryOf(tlb: TlbName, address: bigint): number {
    const number = Number((address / BigInt(pageBytes)) % BigInt(tlbEntries));
    return this.#bank + tlbs[tlb] + number * entryBytes;
  }

  /** The byte in the machine's memory for the access that the module asks about; 0 when it is not for it. */
  #find(tlb: 'load' | 'store'): number {
    const { view } = this.#state;
    this.#bank = view.getUint32(control.bank, true);
    const address = view.getBigUint64(control.address, true);
    const tag = address & ~pageMask;
    const page = this.#direct.dataPage(tag, tlb);
    if (!page) return 0;
    const entry = this.#entryOf(tlb, address);
    view.setBigUint64(entry, tag, true);
    view.setInt32(entry + entryTarget, (page.offset - Number(BigInt.asUintN(32, tag))) | 0, true);
    view.setUint32(entry + entryFlags, page.unaligned ? unalignedFlag : 0, true);
    return page.offset + Number(address & pageMask);
  }

  #flush(names: readonly TlbName[]): void {
    const { view } = this.#state;
    for (let context = 0; context < tlbBanks; context++) {
      for (const name of names) {
        const first = bankOffset(context) + tlbs[name];
        for (let entry = 0; entry < tlbEntries; entry++)
          view.setBigUint64(first + entry * entryBytes, invalidTag, true);
      }
    }
  }
}
