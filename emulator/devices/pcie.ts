/**
 * A PCI Express root with nothing behind it but its own host bridge: the configuration space (ECAM), and windows
 * to which no device answers, which reads as all ones.
 */
import type { AccessSize, Device } from '../core/memory-map.ts';
import { readWords } from './registers.ts';

const configurationBytes = 0x1000;

/** QEMU's generic host bridge, function 0 of device 0 on bus 0: words of its configuration header. */
const hostBridge: ReadonlyMap<number, number> = new Map([
  [0x00, 0x0008_1b36] /* vendor and device */,
  [0x08, 0x0600_0000] /* class: host bridge */,
  [0x2c, 0x1100_1af4] /* subsystem */,
]);
const commandOffset = 0x04;

/** I/O, memory, master, parity and SERR enables, interrupt disable. */
const commandMask = 0x0547;

const allOnes = (size: AccessSize): bigint => (1n << BigInt(8 * size)) - 1n;

/** Where no device answers. */
export const emptyWindow = (): Device => ({
  read: (_offset, size) => allOnes(size),
  write: () => {},
  state: {},
});

/** The configuration space. */
export function configurationSpace(): Device {
  const state = { command: 0 };
  return {
    read: (offset, size) =>
      offset < configurationBytes
        ? readWords(offset, size, word =>
            word === commandOffset ? state.command : (hostBridge.get(word) ?? 0),
          )
        : allOnes(size),
    write: (offset, _size, value) => {
      if (offset === commandOffset) state.command = Number(value & 0xffffn) & commandMask;
    },
    state,
  };
}
