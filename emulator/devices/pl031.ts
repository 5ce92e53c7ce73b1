/**
 * Arm PL031 real-time clock (DDI 0224): seconds of a 32-bit counter, and an alarm. It counts the machine's own
 * time from a fixed date, so that runs repeat.
 */
import { type Clock, ticksPerSecond } from '../core/clock.ts';
import type { Device } from '../core/memory-map.ts';
import { type DeviceRegister, identificationRegisters, registerDevice } from './registers.ts';

/** 2026-01-01T00:00:00Z in seconds of Unix time. */
export const startOfTime = 1_767_225_600;

const range = 2 ** 32;

export interface Pl031Options {
  readonly clock: Clock;
  /** Drives the interrupt output. */
  readonly interrupt: (asserted: boolean) => void;
  readonly log: (message: string) => void;
}

export function pl031({ clock, interrupt, log }: Pl031Options): Device {
  /** Added to the seconds since the start: what was loaded. */
  let offset = startOfTime;
  let load = 0;
  let match = 0;
  let mask = 0;
  let raised = 0;

  const seconds = (): number => Math.floor(clock.ticks / ticksPerSecond);
  const count = (): number => (seconds() + offset) % range;
  const output = (): void => interrupt((raised & mask) !== 0);
  const alarm = clock.alarm(() => {
    raised = 1;
    output();
  });
  const setAlarm = (): void => {
    const left = (match - count() + range) % range;
    alarm.set((seconds() + left) * ticksPerSecond);
  };

  const registers: readonly DeviceRegister[] = [
    { offset: 0x00, name: 'RTCDR', read: count },
    {
      offset: 0x04,
      name: 'RTCMR',
      read: () => match,
      write: value => {
        match = value;
        setAlarm();
      },
    },
    {
      offset: 0x08,
      name: 'RTCLR',
      read: () => load,
      write: value => {
        load = value;
        offset = (value - (seconds() % range) + range) % range;
        setAlarm();
      },
    },
    // Once started, it cannot be stopped.
    { offset: 0x0c, name: 'RTCCR', read: () => 1, write: () => {} },
    {
      offset: 0x10,
      name: 'RTCIMSC',
      read: () => mask,
      write: value => {
        mask = value & 1;
        output();
      },
    },
    { offset: 0x14, name: 'RTCRIS', read: () => raised },
    { offset: 0x18, name: 'RTCMIS', read: () => raised & mask },
    {
      offset: 0x1c,
      name: 'RTCICR',
      write: value => {
        raised &= ~value;
        output();
      },
    },
    ...identificationRegisters([0x31, 0x10, 0x14, 0x00]),
  ];
  return registerDevice({ name: 'PL031', registers, state: () => [offset, load, match, mask, raised], log });
}
