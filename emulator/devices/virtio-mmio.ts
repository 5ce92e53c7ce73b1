/**
 * virtio-mmio transports with no device behind them (Virtio 1.1, 4.2.2): a driver reads the magic value, the
 * version and device 0, and goes on.
 */
import type { Device } from '../core/memory-map.ts';
import { readWords } from './registers.ts';

/** Bytes from one transport to the next. */
export const transportBytes = 0x200;

/** `virt`, version 1 (legacy), no device, vendor `QEMU`: from offset 0. */
const identification = [0x7472_6976, 1, 0, 0x554d_4551];

/** A row of empty transports. */
export const emptyTransports = (): Device => ({
  read: (offset, size) => readWords(offset % transportBytes, size, word => identification[word >> 2] ?? 0),
  write: () => {},
  state: {},
});
