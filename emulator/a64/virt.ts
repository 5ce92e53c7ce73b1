/** QEMU's `virt` board with one AArch64 processor. */

import type { MachineOptions } from '../api.ts';
import { virtDevices } from '../boards/virt/hardware.ts';
import { mebibyte, privateInterrupts, virtRegions } from '../boards/virt/layout.ts';
import type { A64Board } from './board.ts';
import type { TimerName } from './system/timers.ts';

const highestLevel = 3;

const levelOf = ({ entryLevel }: MachineOptions): number => entryLevel ?? highestLevel;

const timerInterrupts: Readonly<
  Record<TimerName, (typeof privateInterrupts)[keyof typeof privateInterrupts]>
> = {
  cntp: privateInterrupts.physicalTimer,
  cntv: privateInterrupts.virtualTimer,
  cnthp: privateInterrupts.hypervisorTimer,
  cntps: privateInterrupts.secureTimer,
};

export const virt: A64Board = {
  id: 'virt',
  label: 'QEMU virt: RAM at 0x40000000, PL011 at 0x09000000, GICv2 at 0x08000000',
  memoryBytes: 128 * mebibyte,
  maximumMemoryBytes: 2048 * mebibyte,
  regions: (memoryBytes, options) => virtRegions(memoryBytes, levelOf(options)),
  connect: surroundings => {
    const devices = virtDevices(surroundings, levelOf(surroundings.options));
    return {
      ...devices,
      timer: (timer, asserted) => devices.privateInterrupt(timerInterrupts[timer], asserted),
    };
  },
  highestLevel,
  firmwareCall: { 1: 'hvc', 2: 'smc' },
};
