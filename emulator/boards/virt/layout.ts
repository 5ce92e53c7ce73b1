/** Addresses and interrupt numbers of QEMU's `virt` board (version 7.2). */
import type { RegionDescription } from '../../core/memory-map.ts';
import { transportBytes } from '../../devices/virtio-mmio.ts';

export const mebibyte = 1024 * 1024;

export const ramStart = 0x4000_0000;

interface Place {
  readonly start: number;
  readonly bytes: number;
}

/** Where the parts lie. `bytes` is what answers; device trees tell of whole 64 KiB for the interrupt controller. */
export const places = {
  flash0: { start: 0x0000_0000, bytes: 64 * mebibyte },
  flash1: { start: 0x0400_0000, bytes: 64 * mebibyte },
  distributor: { start: 0x0800_0000, bytes: 0x1000 },
  cpuInterface: { start: 0x0801_0000, bytes: 0x2000 },
  messages: { start: 0x0802_0000, bytes: 0x1000 },
  hypervisorInterface: { start: 0x0803_0000, bytes: 0x1000 },
  virtualCpuInterface: { start: 0x0804_0000, bytes: 0x2000 },
  uart0: { start: 0x0900_0000, bytes: 0x1000 },
  rtc: { start: 0x0901_0000, bytes: 0x1000 },
  fwCfg: { start: 0x0902_0000, bytes: 0x18 },
  gpio: { start: 0x0903_0000, bytes: 0x1000 },
  secureUart: { start: 0x0904_0000, bytes: 0x1000 },
  secureGpio: { start: 0x090b_0000, bytes: 0x1000 },
  virtio: { start: 0x0a00_0000, bytes: 32 * transportBytes },
  platformBus: { start: 0x0c00_0000, bytes: 32 * mebibyte },
  secureRam: { start: 0x0e00_0000, bytes: 16 * mebibyte },
  pciMemory: { start: 0x1000_0000, bytes: 0x2eff_0000 },
  pciPorts: { start: 0x3eff_0000, bytes: 0x1_0000 },
  pciConfiguration: { start: 0x40_1000_0000, bytes: 256 * mebibyte },
  pciHighMemory: { start: 0x80_0000_0000, bytes: 0x80_0000_0000 },
} as const satisfies Readonly<Record<string, Place>>;

/** Shared interrupts, counted from 0 as device trees do. */
export const sharedInterrupts = {
  uart0: 1,
  rtc: 2,
  pci: 3,
  gpio: 7,
  secureUart: 8,
  virtio: 16,
  messages: 48,
} as const;

/** Number of interrupts that messages can raise. */
export const messageInterrupts = 64;

/** Interrupts of one processor, counted from 0. */
export const privateInterrupts = {
  performanceMonitors: 7,
  maintenance: 9,
  hypervisorTimer: 10,
  virtualTimer: 11,
  secureTimer: 13,
  physicalTimer: 14,
} as const;

/** Numbers that the interrupt controller knows these by. */
export const firstPrivate = 16;
export const firstShared = 32;

/** All interrupts of the controller. */
export const interruptCount = 288;

export type VirtPlace = keyof typeof places;

/** What is in the memory map only with EL3, and then for Secure accesses alone. */
const secureOnly: ReadonlySet<VirtPlace> = new Set(['secureUart', 'secureGpio', 'secureRam']);

/** What is there with EL2 only. */
const virtualization: ReadonlySet<VirtPlace> = new Set(['hypervisorInterface', 'virtualCpuInterface']);

const kinds: Readonly<Partial<Record<VirtPlace, 'ram' | 'flash'>>> = {
  flash0: 'flash',
  flash1: 'flash',
  secureRam: 'ram',
};

/** The memory map for an amount of RAM, by the highest exception level. */
export function virtRegions(memoryBytes: number, level: number): readonly RegionDescription[] {
  const names = (Object.keys(places) as VirtPlace[]).filter(
    name =>
      name !== 'platformBus' &&
      (level === 3 || !secureOnly.has(name)) &&
      (level >= 2 || !virtualization.has(name)),
  );
  return [
    { what: 'ram', name: 'RAM', start: ramStart, bytes: memoryBytes },
    ...names.map((name): RegionDescription => {
      // With EL3, the first flash belongs to its firmware.
      const secure = level === 3 && (secureOnly.has(name) || name === 'flash0');
      return { what: kinds[name] ?? 'device', name, ...places[name], ...(secure ? { secure } : {}) };
    }),
  ];
}
