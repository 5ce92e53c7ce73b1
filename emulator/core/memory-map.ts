/** The physical address space: memory, devices, and places that have a name but nothing behind it. */
import { Pages, type PageTable } from './pages.ts';
import type { PlainState } from './plain-state.ts';
import type { MachineState } from './state.ts';
import { guestOffset, pageBytes } from './state.ts';

/** Bytes of one access. */
export type AccessSize = 1 | 2 | 4 | 8;

/**
 * A device's registers. Offsets are from the region's start; values are unsigned and of the access's size.
 * `secure`: the access is made in the Secure state of a processor that has one.
 */
export interface Device {
  read(offset: number, size: AccessSize, secure: boolean): bigint;
  write(offset: number, size: AccessSize, value: bigint, secure: boolean): void;
  /** A byte as a debugger sees it, without side effects; absent where a device shows nothing. */
  peek?(offset: number): number;
  /** Everything that makes a difference later: the device keeps it here, and nowhere else. */
  readonly state: PlainState;
}

/** A device in front of memory: writes go to it, and reads while it does not show the memory. */
export interface MemoryDevice extends Device {
  /** Whether reads and fetches see the memory. */
  readonly isMemory: boolean;
}

/** A part of the physical address space of a board. */
export interface RegionDescription {
  /**
   * `ram`: memory. `rom`: memory whose writes by the guest are ignored. `flash`: memory behind a `MemoryDevice`.
   * `device`: a device by its name. `absent`: a device of the real board that is not modelled, which reads as
   * zero, ignores writes, and says so once.
   */
  readonly what: 'ram' | 'rom' | 'flash' | 'device' | 'absent';
  readonly name: string;
  readonly start: number;
  readonly bytes: number;
  /** Only Secure accesses find it. */
  readonly secure?: boolean;
}

/** Kinds of regions that hold bytes. */
const memoryKinds: ReadonlySet<RegionDescription['what']> = new Set(['ram', 'rom', 'flash']);

/** Whether a region holds bytes that a program can be loaded to. */
export const holdsMemory = ({ what }: RegionDescription): boolean => memoryKinds.has(what);

interface MemoryRegion {
  readonly what: 'memory';
  readonly readOnly: boolean;
  /** What stands in front of the memory. */
  readonly front: MemoryDevice | undefined;
  readonly secure: boolean;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Added to a physical address to find its byte in the machine's memory. */
  readonly shift: number;
}

interface DeviceRegion {
  readonly what: 'device';
  readonly secure: boolean;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Undefined for a device that is not modelled. */
  readonly device: Device | undefined;
}

type Region = MemoryRegion | DeviceRegion;

/** The first address of the page around an address. */
const pageOf = (address: number): number => address - (address % pageBytes);

const within = (region: Region, address: number, size: number, secure: boolean): boolean =>
  address >= region.start && address + size <= region.end && (secure || !region.secure);

/** Bytes of guest memory that these regions need. */
export const guestBytesOf = (regions: readonly RegionDescription[]): number =>
  regions.filter(holdsMemory).reduce((sum, { bytes }) => sum + bytes, 0);

/** Physical memory and devices. Addresses are plain numbers: the address space has fewer than 53 bits. */
export class MemoryMap {
  readonly #state: MachineState;
  readonly #pages: Pages;
  readonly #regions: readonly Region[];
  /** Whether there is anything that only Secure accesses find. */
  readonly hasSecureRegions: boolean;
  readonly #log: (message: string) => void;
  /** The region found last: most accesses stay in one. */
  #recent: Region | undefined;
  /** One byte a page of guest memory: 1 written since the last snapshot, 2 holds cached instructions. */
  readonly #pageFlags: Uint8Array;
  /** Called with physical address and length when something in a page that holds cached instructions is written. */
  onCodeWrite: (address: number, length: number) => void = () => {};
  /** Called when no page may be written directly any more that `writablePage` gave before. */
  onWriteProtect: () => void = () => {};
  /** Called when no page may be read directly any more that `readablePage` gave before. */
  onRemap: () => void = () => {};

  constructor(
    state: MachineState,
    regions: readonly RegionDescription[],
    devices: ReadonlyMap<string, Device>,
    log: (message: string) => void,
  ) {
    this.#state = state;
    this.#pages = new Pages(state.bytes);
    this.#log = log;
    this.#pageFlags = new Uint8Array(Math.ceil(state.bytes.length / pageBytes));
    this.hasSecureRegions = regions.some(({ secure }) => secure === true);
    let next = guestOffset;
    this.#regions = regions.map((region): Region => {
      const { what, name, start, secure = false } = region;
      const end = start + region.bytes;
      const device = devices.get(name);
      if (!holdsMemory(region)) return { what: 'device', secure, name, start, end, device };
      const shift = next - start;
      next += region.bytes;
      const front = what === 'flash' && device && 'isMemory' in device ? (device as MemoryDevice) : undefined;
      return { what: 'memory', readOnly: what === 'rom', front, secure, name, start, end, shift };
    });
  }

  #find(address: number, size: number, secure: boolean): Region | undefined {
    const recent = this.#recent;
    if (recent && within(recent, address, size, secure)) return recent;
    const found = this.#regions.find(region => within(region, address, size, secure));
    if (found) this.#recent = found;
    return found;
  }

  /** Whether anything answers at this address. */
  exists(address: number, secure = true): boolean {
    return this.#find(address, 1, secure) !== undefined;
  }

  /** Whether memory (and not a device) answers at this address. */
  isMemory(address: number): boolean {
    return this.#find(address, 1, true)?.what === 'memory';
  }

  /** A guest's read; undefined when nothing answers (an external abort). */
  read(address: number, size: AccessSize, secure = true): bigint | undefined {
    const region = this.#find(address, size, secure);
    if (!region) return undefined;
    if (region.what === 'memory') {
      const { front } = region;
      if (front && !front.isMemory) return front.read(address - region.start, size, secure);
      return this.#load(address + region.shift, size);
    }
    if (region.device) return region.device.read(address - region.start, size, secure);
    this.#log(`${region.name} is not modelled: reads as zero, writes are ignored`);
    return 0n;
  }

  /** A guest's write; false when nothing answers. */
  write(address: number, size: AccessSize, value: bigint, secure = true): boolean {
    const region = this.#find(address, size, secure);
    if (!region) return false;
    if (region.what === 'memory') {
      const { front } = region;
      if (front) {
        const { isMemory } = front;
        front.write(address - region.start, size, value, secure);
        if (front.isMemory !== isMemory) this.onRemap();
      } else if (region.readOnly) {
        this.#log(`${region.name} is read-only: writes are ignored`);
      } else {
        this.#beforeWrite(address, address + region.shift, size);
        this.#store(address + region.shift, size, value);
      }
    } else if (region.device) {
      region.device.write(address - region.start, size, value, secure);
    } else {
      this.#log(`${region.name} is not modelled: reads as zero, writes are ignored`);
    }
    return true;
  }

  /** A part of an instruction at an address: undefined where there is no memory. */
  fetch(address: number, size: 2 | 4): number | undefined {
    const region = this.#find(address, size, true);
    if (region?.what !== 'memory' || region.front?.isMemory === false) return undefined;
    const { view } = this.#state;
    return size === 4
      ? view.getUint32(address + region.shift, true)
      : view.getUint16(address + region.shift, true);
  }

  /** Reads memory, or a device that can be looked at, without side effects; undefined where there is neither. */
  peek(address: number, length: number): Uint8Array | undefined {
    const region = this.#find(address, length, true);
    if (region?.what === 'device') {
      const { device, start } = region;
      if (!device?.peek) return undefined;
      return Uint8Array.from({ length }, (_, at) => device.peek!(address - start + at));
    }
    if (!region) return undefined;
    return this.#state.bytes.slice(address + region.shift, address + region.shift + length);
  }

  /** Writes memory, also read-only memory, as a debugger or loader does; false where there is none. */
  poke(address: number, bytes: Uint8Array): boolean {
    const region = this.#find(address, bytes.length, true);
    if (region?.what !== 'memory') return false;
    if (bytes.length > 0) this.#beforeWrite(address, address + region.shift, bytes.length);
    this.#state.bytes.set(bytes, address + region.shift);
    return true;
  }

  /**
   * Offset in the machine's memory of the page around a physical address, if reading there is nothing but
   * reading memory. Holds until `onRemap`.
   */
  readablePage(address: number, secure = true): number | undefined {
    const region = this.#memoryPage(address, secure);
    return region?.front?.isMemory === false ? undefined : region && pageOf(address) + region.shift;
  }

  /**
   * The same for writing: nobody needs to be told of a write there. The page counts as written from now on.
   * Holds until `onWriteProtect`.
   */
  writablePage(address: number, secure = true): number | undefined {
    const region = this.#memoryPage(address, secure);
    if (!region || region.front || region.readOnly) return undefined;
    const offset = pageOf(address) + region.shift;
    if (this.#pageFlags[offset / pageBytes]! & 2) return undefined;
    this.#beforeWrite(pageOf(address), offset, pageBytes);
    return offset;
  }

  #memoryPage(address: number, secure: boolean): MemoryRegion | undefined {
    const region = this.#find(pageOf(address), pageBytes, secure);
    return region?.what === 'memory' ? region : undefined;
  }

  /** From now on, a write to this page calls `onCodeWrite`. */
  watchCode(address: number): void {
    const region = this.#find(address, 1, true);
    if (region?.what !== 'memory') return;
    const page = Math.floor((address + region.shift) / pageBytes);
    const flags = this.#pageFlags[page]!;
    this.#pageFlags[page] = flags | 2;
    if ((flags & 2) === 0) this.onWriteProtect();
  }

  /** Pages of guest memory that were ever written, as numbers of the machine's memory, ascending. */
  writtenPages(): readonly number[] {
    return this.#pages.used();
  }

  /** What memory holds now. Nothing is copied before it is written. */
  snapshot(): PageTable {
    this.#protect();
    return this.#pages.snapshot();
  }

  /** Gives memory its contents of then back. */
  restore(table: PageTable): void {
    this.#protect();
    this.#pages.restore(table, page => {
      if (this.#pageFlags[page]! & 2) this.onCodeWrite(this.#physicalOf(page * pageBytes), pageBytes);
    });
    this.onRemap();
  }

  /** From now on, the first write to each page is noticed again. */
  #protect(): void {
    for (const page of this.#pages.written) this.#pageFlags[page]! &= ~1;
    this.onWriteProtect();
  }

  /** Physical address of an offset in the machine's memory. */
  #physicalOf(offset: number): number {
    for (const region of this.#regions) {
      if (region.what !== 'memory') continue;
      const address = offset - region.shift;
      if (address >= region.start && address < region.end) return address;
    }
    throw new Error(`no memory at offset ${offset}`);
  }

  #beforeWrite(address: number, offset: number, length: number): void {
    let code = false;
    const last = Math.floor((offset + length - 1) / pageBytes);
    for (let page = Math.floor(offset / pageBytes); page <= last; page++) {
      const flags = this.#pageFlags[page]!;
      code ||= (flags & 2) !== 0;
      if ((flags & 1) !== 0) continue;
      this.#pages.beforeWrite(page);
      this.#pageFlags[page] = flags | 1;
    }
    if (code) this.onCodeWrite(address, length);
  }

  #load(offset: number, size: AccessSize): bigint {
    const view = this.#state.view;
    if (size === 8) return view.getBigUint64(offset, true);
    if (size === 4) return BigInt(view.getUint32(offset, true));
    return BigInt(size === 2 ? view.getUint16(offset, true) : view.getUint8(offset));
  }

  #store(offset: number, size: AccessSize, value: bigint): void {
    const view = this.#state.view;
    if (size === 8) view.setBigUint64(offset, value, true);
    else if (size === 4) view.setUint32(offset, Number(value & 0xffff_ffffn), true);
    else if (size === 2) view.setUint16(offset, Number(value & 0xffffn), true);
    else view.setUint8(offset, Number(value & 0xffn));
  }
}
