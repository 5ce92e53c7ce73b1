/** Boards with an AArch64 processor. */
import type { Board, BoardDevices, BoardSurroundings } from '../boards/board.ts';
import type { TimerName } from './system/timers.ts';

export interface A64BoardDevices extends BoardDevices {
  /** Takes the interrupt output of one of the processor's timers. */
  readonly timer: (timer: TimerName, asserted: boolean) => void;
}

export interface A64Board extends Board {
  readonly connect: (surroundings: BoardSurroundings) => A64BoardDevices;
  /** Highest exception level, at which it starts unless told otherwise. */
  readonly highestLevel: number;
  /**
   * Which instruction calls the firmware that the board pretends to have (PSCI), by the level at which the
   * program starts; absent where there is none.
   */
  readonly firmwareCall: Readonly<Record<number, 'hvc' | 'smc' | undefined>>;
}
