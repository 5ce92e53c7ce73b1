/** Arm PL061 GPIO (DDI 0190): eight pins to which nothing is connected, so that inputs read as 0. */
import type { Device } from '../core/memory-map.ts';
import { type DeviceRegister, identificationRegisters, plainRegister, registerDevice } from './registers.ts';

const directionOffset = 0x400;

/** Registers that only hold what is written. */
const plain: readonly (readonly [offset: number, name: string])[] = [
  [directionOffset, 'GPIODIR'],
  [0x404, 'GPIOIS'],
  [0x408, 'GPIOIBE'],
  [0x40c, 'GPIOIEV'],
  [0x410, 'GPIOIE'],
  [0x420, 'GPIOAFSEL'],
];

export function pl061(log: (message: string) => void): Device {
  const state = { driven: 0, held: new Map<number, number>() };

  /** Address bits 9:2 say which pins an access of GPIODATA means. */
  const data = Array.from({ length: 256 }, (_, pins): DeviceRegister => {
    const outputs = (): number => pins & (state.held.get(directionOffset) ?? 0);
    return {
      offset: 4 * pins,
      name: 'GPIODATA',
      read: () => state.driven & pins,
      write: value => {
        state.driven = (state.driven & ~outputs()) | (value & outputs());
      },
    };
  });
  const registers: readonly DeviceRegister[] = [
    ...data,
    ...plain.map(([offset, name]) => plainRegister(offset, name, 0xff, state.held)),
    { offset: 0x414, name: 'GPIORIS' },
    { offset: 0x418, name: 'GPIOMIS' },
    { offset: 0x41c, name: 'GPIOIC' },
    ...identificationRegisters([0x61, 0x10, 0x04, 0x00]),
  ];
  return registerDevice({ name: 'PL061', registers, state, log });
}
