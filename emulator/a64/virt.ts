/** QEMU's `virt` board: its memory map, with one PL011 and RAM modelled. */
import { pl011 } from '../devices/pl011.ts';
import type { A64Board } from './board.ts';

const mebibyte = 1024 * 1024;
const ramStart = 0x4000_0000;

export const virt: A64Board = {
  id: 'virt',
  label: 'QEMU virt: RAM at 0x40000000, PL011 at 0x09000000',
  memoryBytes: 128 * mebibyte,
  maximumMemoryBytes: 2048 * mebibyte,
  regions: memoryBytes => [
    { what: 'ram', name: 'RAM', start: ramStart, bytes: memoryBytes },
    { what: 'rom', name: 'flash 0', start: 0x0000_0000, bytes: 64 * mebibyte },
    { what: 'rom', name: 'flash 1', start: 0x0400_0000, bytes: 64 * mebibyte },
    { what: 'absent', name: 'GICv2 distributor', start: 0x0800_0000, bytes: 0x1_0000 },
    { what: 'absent', name: 'GICv2 CPU interface', start: 0x0801_0000, bytes: 0x1_0000 },
    { what: 'absent', name: 'GICv2m', start: 0x0802_0000, bytes: 0x1000 },
    { what: 'absent', name: 'GICv2 hypervisor interface', start: 0x0803_0000, bytes: 0x1_0000 },
    { what: 'absent', name: 'GICv2 virtual CPU interface', start: 0x0804_0000, bytes: 0x1_0000 },
    { what: 'device', name: 'uart0', start: 0x0900_0000, bytes: 0x1000 },
    { what: 'absent', name: 'PL031 real-time clock', start: 0x0901_0000, bytes: 0x1000 },
    { what: 'absent', name: 'fw_cfg', start: 0x0902_0000, bytes: 0x18 },
    { what: 'absent', name: 'PL061 GPIO', start: 0x0903_0000, bytes: 0x1000 },
    { what: 'absent', name: 'virtio-mmio', start: 0x0a00_0000, bytes: 0x4000 },
  ],
  connect: transmit => {
    const uart = pl011(byte => transmit(Uint8Array.of(byte)));
    return { devices: new Map([['uart0', uart]]), receive: bytes => uart.receive(bytes) };
  },
  highestLevel: 3,
  firmwareCall: { 1: 'hvc', 2: 'smc' },
};
