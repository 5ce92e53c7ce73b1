/**
 * Arm PL011 UART (DDI 0183): output goes to the console at once, so the transmit FIFO is always empty; input
 * waits in a receive FIFO without limit.
 */
import type { Device } from '../core/memory-map.ts';
import { readWords } from './registers.ts';

const dataRegister = 0x00;
const flagRegister = 0x18;
const rawInterruptStatus = 0x3c;
const maskedInterruptStatus = 0x40;
const interruptClear = 0x44;
const interruptMask = 0x38;

const flags = { receiveEmpty: 1 << 4, transmitEmpty: 1 << 7 };
const interrupts = { receive: 1 << 4, transmit: 1 << 5 };

/** Registers that only hold what is written: offset → value after reset. */
const plainRegisters: readonly (readonly [offset: number, reset: number])[] = [
  [0x04, 0] /* RSR/ECR */,
  [0x20, 0] /* ILPR */,
  [0x24, 0] /* IBRD */,
  [0x28, 0] /* FBRD */,
  [0x2c, 0] /* LCR_H */,
  [0x30, 0x300] /* CR */,
  [0x34, 0x12] /* IFLS */,
  [interruptMask, 0],
  [0x48, 0] /* DMACR */,
];

/** UARTPeriphID0–3 and UARTPCellID0–3, from offset 0xfe0. */
const identification = [0x11, 0x10, 0x14, 0x00, 0x0d, 0xf0, 0x05, 0xb1];

export interface Pl011 extends Device {
  /** Bytes that arrive on the line. */
  receive(bytes: Uint8Array): void;
}

export interface Pl011Options {
  /** Takes what is transmitted, one byte a call. */
  readonly transmit: (byte: number) => void;
  /** Drives the interrupt output. */
  readonly interrupt: (asserted: boolean) => void;
  readonly log: (message: string) => void;
}

export function pl011({ transmit, interrupt, log }: Pl011Options): Pl011 {
  const state = { registers: new Map(plainRegisters), received: [] as number[], raised: 0 };
  const { registers, received } = state;

  const rawStatus = (): number => state.raised | (received.length > 0 ? interrupts.receive : 0);
  const maskedStatus = (): number => rawStatus() & registers.get(interruptMask)!;

  function unlessUnknown(offset: number): number | undefined {
    const value = registers.get(offset);
    if (value === undefined) log(`PL011: no register at offset 0x${offset.toString(16)}`);
    return value;
  }

  function read(offset: number): number {
    if (offset >= 0xfe0) return identification[(offset - 0xfe0) >> 2] ?? 0;
    switch (offset) {
      case dataRegister:
        return received.shift() ?? 0;
      case flagRegister:
        return flags.transmitEmpty | (received.length === 0 ? flags.receiveEmpty : 0);
      case rawInterruptStatus:
        return rawStatus();
      case maskedInterruptStatus:
        return maskedStatus();
      default:
        return unlessUnknown(offset) ?? 0;
    }
  }

  function write(offset: number, value: number): void {
    if (offset === dataRegister) {
      state.raised |= interrupts.transmit;
      transmit(value & 0xff);
    } else if (offset === interruptClear) {
      state.raised &= ~value;
    } else if (unlessUnknown(offset) !== undefined) {
      registers.set(offset, value & 0xffff);
    }
  }

  return {
    read: (offset, size) => {
      const value = readWords(offset, size, read);
      interrupt(maskedStatus() !== 0);
      return value;
    },
    write: (offset, _size, value) => {
      write(offset & ~3, Number(value & 0xffff_ffffn));
      interrupt(maskedStatus() !== 0);
    },
    receive: (bytes: Uint8Array) => {
      received.push(...bytes);
      interrupt(maskedStatus() !== 0);
    },
    state,
  };
}
