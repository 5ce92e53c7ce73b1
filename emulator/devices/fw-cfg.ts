/**
 * QEMU's firmware configuration device: numbered items and named files that firmware reads through a selector and
 * a data register, or has copied by DMA. Nothing can be written through it.
 */
import type { AccessSize, Device } from '../core/memory-map.ts';

const encoder = new TextEncoder();

/** Numbers of well-known items. */
// biome-ignore format: one line
export const fwCfgItems = {
  signature: 0x00, id: 0x01, ramSize: 0x03, noGraphics: 0x04, cpus: 0x05, bootMenu: 0x0e, mostCpus: 0x0f,
  directory: 0x19, firstFile: 0x20,
} as const;

/** Registers, and the words that DMA descriptors are made of. */
const offsets = { data: 0x00, selector: 0x08, dma: 0x10 } as const;
const dmaSignature = encoder.encode('QEMU CFG');
const dmaBits = { error: 1, read: 2, skip: 4, select: 8, write: 16 } as const;
const descriptorBytes = 16;

/** The interface has the traditional registers and DMA. */
const features = 3;

export interface FwCfgFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Physical memory as a device that copies by itself sees it. */
export interface DeviceMemory {
  /** Undefined where there is no memory. */
  read(address: number, length: number): Uint8Array | undefined;
  /** False where there is no memory. */
  write(address: number, bytes: Uint8Array): boolean;
}

export interface FwCfgOptions {
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly files: readonly FwCfgFile[];
  readonly memory: DeviceMemory;
  readonly log: (message: string) => void;
}

const little = (value: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => Math.floor(value / 2 ** (8 * at)) % 256);

/** The item that lists the files: number, then size, selector and name of each, big-endian. */
function directory(files: readonly FwCfgFile[]): Uint8Array {
  const entryBytes = 64;
  const result = new Uint8Array(4 + entryBytes * files.length);
  const view = new DataView(result.buffer);
  view.setUint32(0, files.length);
  for (const [at, { name, content }] of files.entries()) {
    const entry = 4 + entryBytes * at;
    view.setUint32(entry, content.length);
    view.setUint16(entry + 4, fwCfgItems.firstFile + at);
    result.set(encoder.encode(name).subarray(0, 55), entry + 8);
  }
  return result;
}

export function fwCfg({ cpus, memoryBytes, files, memory, log }: FwCfgOptions): Device {
  const items = new Map<number, Uint8Array>([
    [fwCfgItems.signature, encoder.encode('QEMU')],
    [fwCfgItems.id, little(features, 4)],
    [fwCfgItems.ramSize, little(memoryBytes, 8)],
    [fwCfgItems.noGraphics, little(1, 2)],
    [fwCfgItems.cpus, little(cpus, 2)],
    [fwCfgItems.bootMenu, little(0, 2)],
    [fwCfgItems.mostCpus, little(cpus, 2)],
    [fwCfgItems.directory, directory(files)],
    ...files.map(({ content }, at) => [fwCfgItems.firstFile + at, content] as const),
  ]);
  const state = { selected: 0, position: 0, dmaHigh: 0 };

  function select(item: number): void {
    state.selected = item;
    state.position = 0;
    if (!items.has(item)) log(`fw_cfg: there is no item 0x${item.toString(16)}: reads as zeros`);
  }

  /** The next bytes of the selected item; zeros behind its end. */
  function take(length: number): Uint8Array {
    const result = new Uint8Array(length);
    const item = items.get(state.selected);
    if (item) result.set(item.subarray(state.position, state.position + length));
    state.position = Math.min(state.position + length, item?.length ?? 0);
    return result;
  }

  /** Copies in pieces: a guest may ask for four gibibytes. */
  function copy(address: number, length: number): boolean {
    const piece = 65_536;
    for (let at = 0; at < length; at += piece) {
      if (!memory.write(address + at, take(Math.min(piece, length - at)))) return false;
    }
    return true;
  }

  function transfer(control: number, length: number, address: number): boolean {
    if (control & dmaBits.select) select(control >>> 16);
    if (control & dmaBits.read) return copy(address, length);
    if (control & dmaBits.write) return false;
    if (control & dmaBits.skip) {
      state.position = Math.min(state.position + length, items.get(state.selected)?.length ?? 0);
    }
    return true;
  }

  /** Carries out the descriptor at an address and answers in its first word. */
  function dma(address: number): void {
    const descriptor = memory.read(address, descriptorBytes);
    if (!descriptor) {
      log('fw_cfg: the DMA descriptor lies outside memory: ignored');
      return;
    }
    const view = new DataView(descriptor.buffer, descriptor.byteOffset);
    const target = view.getBigUint64(8);
    const reachable = target <= BigInt(Number.MAX_SAFE_INTEGER);
    const done = reachable && transfer(view.getUint32(0), view.getUint32(4), Number(target));
    const answer = new Uint8Array(4);
    new DataView(answer.buffer).setUint32(0, done ? 0 : dmaBits.error);
    memory.write(address, answer);
  }

  const bigEndian = (bytes: Uint8Array): bigint =>
    bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);

  /** A register of the guest's byte order whose bytes stand in the order of a file. */
  const inOrder = (bytes: Uint8Array): bigint => bigEndian(bytes.toReversed());

  const swapped = (value: bigint, size: AccessSize): bigint =>
    bigEndian(Uint8Array.from({ length: size }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn)));

  return {
    read: (offset, size) => {
      if (offset < offsets.selector) return inOrder(take(size));
      const from = offset - offsets.dma;
      return from >= 0 ? inOrder(dmaSignature.subarray(from, from + size)) : 0n;
    },
    write: (offset, size, value) => {
      const number = Number(swapped(value, size) & 0xffff_ffffn);
      if (offset === offsets.selector && size === 2) select(number);
      else if (offset === offsets.dma && size === 8) {
        const address = swapped(value, 8);
        if (address <= BigInt(Number.MAX_SAFE_INTEGER)) dma(Number(address));
      } else if (offset === offsets.dma && size === 4) state.dmaHigh = number;
      else if (offset === offsets.dma + 4 && size === 4) dma(state.dmaHigh * 2 ** 32 + number);
      else log(`fw_cfg: a write of ${size} bytes at offset 0x${offset.toString(16)} means nothing: ignored`);
    },
    state,
  };
}
