/** Boards with an AArch64 processor. */
import type { Board } from '../boards/board.ts';

export interface A64Board extends Board {
  /** Highest exception level, at which it starts unless told otherwise. */
  readonly highestLevel: number;
  /**
   * Which instruction calls the firmware that the board pretends to have (PSCI), by the level at which the
   * program starts; absent where there is none.
   */
  readonly firmwareCall: Readonly<Record<number, 'hvc' | 'smc' | undefined>>;
}
