/** The generated interpreter at work on one machine: prepares records, fills look-aside buffers, runs slices. */
import type { Instruction, InstructionRow, InstructionSet } from '../../../isa/instruction.ts';
import { type MachineState, pageBytes } from '../../core/state.ts';
import type { DirectAccess } from '../direct.ts';
import {
  exits,
  generateInterpreter,
  type InterpreterDescription,
  type Plan,
  pageEndAddress,
} from './generate.ts';
import {
  bankOffset,
  control,
  entryBytes,
  entryFlags,
  entryTarget,
  invalidTag,
  type TlbName,
  tlbBanks,
  tlbEntries,
  tlbs,
  unalignedFlag,
} from './layout.ts';
import { Preparation } from './prepare.ts';
import { handlers, type RecordPageShape, recordBytes } from './record.ts';
import type { Variants } from './specialise.ts';

/** An interpreter that any machine of its architecture can run. */
export interface CompiledInterpreter {
  readonly instructions: InstructionSet;
  readonly module: WebAssembly.Module;
  readonly plans: ReadonlyMap<InstructionRow, Variants<Plan>>;
  readonly shape: RecordPageShape;
}

/** Takes some tens of milliseconds: make one for all machines. */
export function compileInterpreter(description: InterpreterDescription): CompiledInterpreter {
  const { module, plans, shape } = generateInterpreter(description);
  return { instructions: description.instructions, module: new WebAssembly.Module(module), plans, shape };
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

type Loop = (record: number, left: number, bank: number) => number;

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
    const { instructions, module, shape } = compiled;
    this.#preparation = new Preparation(instructions.vocabulary, state.layout, state.view, shape.unit);
    const instance = new WebAssembly.Instance(module, {
      host: { memory: state.memory, find: store => this.#find(store === 1 ? 'store' : 'load') },
    });
    this.#run = instance.exports.run!;
    state.view.setUint32(control.room, state.room.offset, true);
    this.#flush(['load', 'store', 'fetch']);
    direct.onWriteProtect(() => this.#flush(['store']));
    direct.onRemap(() => this.#flush(['load', 'store', 'fetch']));
    direct.onCodeWrite((physical, length) => this.#forget(physical, length));
  }

  /**
   * Executes at most `most` instructions from `address`, and says how many it did and where to go on. It ends
   * early in front of an instruction that is not for it.
   */
  run(address: bigint, most: number): { readonly done: number; readonly address: bigint } {
    const context = this.#direct.context();
    let done = 0;
    let at = address;
    if (context === undefined) return { done, address };
    this.#bank = bankOffset(context);
    const { view, cells, layout } = this.#state;
    while (done < most) {
      const record = this.#recordAt(at);
      if (record === undefined || !this.#isReady(record)) break;
      const slice = Math.min(most - done, sliceLimit);
      const exit = this.#run(record, slice, this.#bank);
      done += slice - view.getInt32(control.left, true);
      at =
        exit === exits.atAddress
          ? view.getBigUint64(control.address, true)
          : this.#addressOf(view.getUint32(control.record, true));
      const unprepared = this.#handlerAt(view.getUint32(control.record, true)) === handlers.unknown;
      if (exit === exits.atRecord && !unprepared) break;
    }
    // Nobody is to see what was written there.
    cells[layout.sink] = 0n;
    return { done, address: at };
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
