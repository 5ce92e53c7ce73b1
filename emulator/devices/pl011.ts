/**
 * Arm PL011 UART (DDI 0183): output goes to the console at once, so the transmit FIFO is always empty; input
 * waits in a receive FIFO without limit. Its interrupt output is not connected: there is no interrupt
 * controller yet.
 */
import type { AccessSize, Device } from '../core/memory-map.ts';

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

/** A PL011 that transmits to `transmit`, one byte a call. */
export function pl011(transmit: (byte: number) => void): Pl011 {
  const registers = new Map(plainRegisters);
  const received: number[] = [];
  let raised = 0;

  const rawStatus = (): number => raised | (received.length > 0 ? interrupts.receive : 0);

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
        return rawStatus() & registers.get(interruptMask)!;
      default:
        return registers.get(offset) ?? 0;
    }
  }

  function write(offset: number, value: number): void {
    if (offset === dataRegister) {
      raised |= interrupts.transmit;
      transmit(value & 0xff);
    } else if (offset === interruptClear) {
      raised &= ~value;
    } else if (registers.has(offset)) {
      registers.set(offset, value & 0xffff);
    }
  }

  return {
    read: (offset: number, size: AccessSize) =>
      BigInt(read(offset & ~3) >>> (8 * (offset & 3))) & ((1n << BigInt(8 * size)) - 1n),
    write: (offset: number, _size: AccessSize, value: bigint) =>
      write(offset & ~3, Number(value & 0xffff_ffffn)),
    receive: (bytes: Uint8Array) => {
      received.push(...bytes);
    },
    state: () => [...registers.values(), ...received, raised],
  };
}
