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
  /** `offset` is added to the seconds since the start: what was loaded. */
  const state = { offset: startOfTime, load: 0, match: 0, mask: 0, raised: 0 };

  const seconds = (): number => Math.floor(clock.ticks / ticksPerSecond);
  const count = (): number => (seconds() + state.offset) % range;
  const output = (): void => interrupt((state.raised & state.mask) !== 0);
  const alarm = clock.alarm(() => {
    state.raised = 1;
    output();
  });
  const setAlarm = (): void => {
    const left = (state.match - count() + range) % range;
    alarm.set((seconds() + left) * ticksPerSecond);
  };

  const registers: readonly DeviceRegister[] = [
    { offset: 0x00, name: 'RTCDR', read: count },
    {
      offset: 0x04,
      name: 'RTCMR',
      read: () => state.match,
      write: value => {
        state.match = value;
        setAlarm();
      },
    },
    {
      offset: 0x08,
      name: 'RTCLR',
      read: () => state.load,
      write: value => {
        state.load = value;
        state.offset = (value - (seconds() % range) + range) % range;
        setAlarm();
      },
    },
    // Once started, it cannot be stopped.
    { offset: 0x0c, name: 'RTCCR', read: () => 1, write: () => {} },
    {
      offset: 0x10,
      name: 'RTCIMSC',
      read: () => state.mask,
      write: value => {
        state.mask = value & 1;
        output();
      },
    },
    { offset: 0x14, name: 'RTCRIS', read: () => state.raised },
    { offset: 0x18, name: 'RTCMIS', read: () => state.raised & state.mask },
    {
      offset: 0x1c,
      name: 'RTCICR',
      write: value => {
        state.raised &= ~value;
        output();
      },
    },
    ...identificationRegisters([0x31, 0x10, 0x14, 0x00]),
  ];
  return registerDevice({ name: 'PL031', registers, state, log });
}
