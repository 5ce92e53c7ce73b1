/** The devices of board `virt`, connected to its interrupt controller. */

import type { Device } from '../../core/memory-map.ts';
import { type CfiFlash, cfiFlash } from '../../devices/cfi-flash.ts';
import { fwCfg } from '../../devices/fw-cfg.ts';
import { gicv2 } from '../../devices/gicv2/gicv2.ts';
import { gicv2m } from '../../devices/gicv2/gicv2m.ts';
import { configurationSpace, emptyWindow } from '../../devices/pcie.ts';
import { pl011 } from '../../devices/pl011.ts';
import { pl031 } from '../../devices/pl031.ts';
import { pl061 } from '../../devices/pl061.ts';
import { emptyTransports } from '../../devices/virtio-mmio.ts';
import type { BoardDevices, BoardSurroundings } from '../board.ts';
import {
  firstPrivate,
  firstShared,
  interruptCount,
  messageInterrupts,
  places,
  privateInterrupts,
  sharedInterrupts,
  type VirtPlace,
} from './layout.ts';

export interface VirtDevices extends BoardDevices {
  /** Changes the level of an interrupt of the processor itself, counted from 0. */
  readonly privateInterrupt: (
    number: (typeof privateInterrupts)[keyof typeof privateInterrupts],
    asserted: boolean,
  ) => void;
}

const cpus = 1;

/** `level`: highest exception level; with EL3, the interrupt controller has the Security Extensions. */
export function virtDevices(surroundings: BoardSurroundings, level: number): VirtDevices {
  const { clock, log, memory, memoryBytes, transmit, interrupt } = surroundings;
  const controller = gicv2({
    cpus,
    interrupts: interruptCount,
    security: level === 3,
    current: () => 0,
    maintenance: firstPrivate + privateInterrupts.maintenance,
    output: (_cpu, signals) => {
      for (const [name, asserted] of Object.entries(signals)) interrupt(name, asserted);
    },
    log,
  });
  /** The line of a shared interrupt. */
  const line =
    (number: number) =>
    (asserted: boolean): void =>
      controller.setLine(firstShared + number, asserted);
  const flash = (name: 'flash0' | 'flash1'): CfiFlash => {
    const { start, bytes } = places[name];
    const storage = {
      read: (offset: number, length: number) => memory.read(start + offset, length) ?? new Uint8Array(length),
      write: (offset: number, content: Uint8Array) => {
        memory.write(start + offset, content);
      },
    };
    return cfiFlash({ name, bytes, storage, log });
  };
  const uart = pl011({
    transmit: byte => transmit(Uint8Array.of(byte)),
    interrupt: line(sharedInterrupts.uart0),
    log,
  });
  const secureUart = pl011({ transmit: () => {}, interrupt: line(sharedInterrupts.secureUart), log });
  const first = firstShared + sharedInterrupts.messages;

  const devices: Readonly<Partial<Record<VirtPlace, Device>>> = {
    flash0: flash('flash0'),
    flash1: flash('flash1'),
    distributor: controller.distributor,
    cpuInterface: controller.cpuInterface,
    hypervisorInterface: controller.hypervisorInterface,
    virtualCpuInterface: controller.virtualCpuInterface,
    messages: gicv2m({
      first,
      count: messageInterrupts,
      pulse: id => {
        controller.setLine(id, true);
        controller.setLine(id, false);
      },
      log,
    }),
    uart0: uart,
    rtc: pl031({ clock, interrupt: line(sharedInterrupts.rtc), log }),
    fwCfg: fwCfg({ cpus, memoryBytes, files: [], memory, log }),
    gpio: pl061(log),
    secureUart,
    secureGpio: pl061(log),
    virtio: emptyTransports(),
    pciMemory: emptyWindow(),
    pciPorts: emptyWindow(),
    pciConfiguration: configurationSpace(),
    pciHighMemory: emptyWindow(),
  };
  return {
    devices: new Map(Object.entries(devices)),
    receive: bytes => uart.receive(bytes),
    privateInterrupt: (number, asserted) => controller.setLine(firstPrivate + number, asserted),
  };
}
