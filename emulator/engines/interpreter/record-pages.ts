/** Records by the pages of the instructions that they stand for: made, found, prepared and forgotten. */
import type { Instruction } from '../../../isa/instruction.ts';
import { type MachineState, pageBytes } from '../../core/state.ts';
import type { DirectAccess } from '../direct.ts';
import type { CompiledInterpreter } from './compiled.ts';
import { pageEndAddress } from './generate.ts';
import { control } from './layout.ts';
import type { LookAsideBuffers } from './look-aside.ts';
import { Preparation } from './prepare.ts';
import { handlers, recordBytes } from './record.ts';

/** Room behind guest memory for records. It takes memory only as far as it is used. */
export const recordRoomBytes = 64 * 1024 * 1024;

/** Instructions that are prepared at once. */
const mostAhead = 32;

const pageMask = BigInt(pageBytes - 1);

/** Records for a page of memory as it is seen at one virtual address. */
interface RecordPage {
  readonly physical: number;
  readonly address: bigint;
  /** Offset of the first record in the machine's memory. */
  readonly offset: number;
}

export class RecordPages {
  readonly #compiled: CompiledInterpreter;
  readonly #state: MachineState;
  readonly #direct: DirectAccess;
  readonly #buffers: LookAsideBuffers;
  readonly #stopsAt: (address: bigint) => boolean;
  readonly #preparation: Preparation;
  /** Pages of records in the order of their places, and by the physical address of their page. */
  readonly #pages: RecordPage[] = [];
  readonly #byPhysical = new Map<number, RecordPage[]>();

  /** `stopsAt`: addresses whose instructions are never executed here. */
  constructor(
    compiled: CompiledInterpreter,
    state: MachineState,
    direct: DirectAccess,
    buffers: LookAsideBuffers,
    stopsAt: (address: bigint) => boolean,
  ) {
    this.#compiled = compiled;
    this.#state = state;
    this.#direct = direct;
    this.#buffers = buffers;
    this.#stopsAt = stopsAt;
    this.#preparation = new Preparation(state, compiled);
    state.view.setUint32(control.room, state.room.offset, true);
  }

  /** The record of an address; undefined where instructions cannot be fetched from memory. */
  at(address: bigint): number | undefined {
    const { unit } = this.#compiled.shape;
    const offset = Number(address & pageMask);
    if (offset % unit !== 0) return undefined;
    const tag = address & ~pageMask;
    const first = this.#buffers.fetch(tag, () => {
      const physical = this.#direct.fetchPage(tag);
      return physical === undefined ? undefined : this.#recordPage(physical, tag).offset;
    });
    return first === undefined ? undefined : first + (offset / unit) * recordBytes;
  }

  /** The handler of a record. */
  handlerAt(record: number): number {
    return this.#state.view.getUint16(record, true);
  }

  /** Whether there is something to execute at a record; prepares it when nobody did. */
  isReady(record: number): boolean {
    if (this.handlerAt(record) === handlers.unknown) this.#prepare(record);
    return this.handlerAt(record) !== handlers.leave;
  }

  /** The address of the instruction that a record stands for. */
  addressOf(record: number): bigint {
    const page = this.#pageOf(record);
    return page.address + BigInt(((record - page.offset) / recordBytes) * this.#compiled.shape.unit);
  }

  /** Forgets what was prepared for an address: whether it is a stop has changed. */
  stopsChanged(address: bigint): void {
    for (const page of this.#pages)
      if (page.address === (address & ~pageMask)) this.#clear(page, Number(address & pageMask), 1);
  }

  /** Physical memory that holds prepared instructions was written. */
  forget(physical: number, length: number): void {
    for (let at = physical; at < physical + length; ) {
      const offset = at % pageBytes;
      const part = Math.min(physical + length - at, pageBytes - offset);
      for (const page of this.#byPhysical.get(at - offset) ?? []) this.#clear(page, offset, part);
      at += part;
    }
  }

  #pageOf(record: number): RecordPage {
    const { room } = this.#state;
    return this.#pages[Math.floor((record - room.offset) / this.#compiled.shape.bytes)]!;
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
    this.#buffers.flush(['fetch']);
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
      if (this.handlerAt(record) !== handlers.unknown) return;
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
}
