/** Boards as data: what lies where, and how the machine starts. */
import type { RegionDescription } from '../core/memory-map.ts';

/** A kind of device that a board may have, and its name in the memory map. */
export interface BoardDevice {
  readonly name: string;
  readonly kind: 'pl011';
}

export interface Board {
  /** As in a launch configuration: `virt`. */
  readonly id: string;
  readonly label: string;
  /** Bytes of RAM when nothing else is asked for. */
  readonly memoryBytes: number;
  /** Most bytes of RAM that fit. */
  readonly maximumMemoryBytes: number;
  /** The memory map for an amount of RAM. */
  readonly regions: (memoryBytes: number) => readonly RegionDescription[];
  readonly devices: readonly BoardDevice[];
  /** Highest exception level, at which it starts unless told otherwise. */
  readonly highestLevel: number;
  /**
   * Which instruction calls the firmware that the board pretends to have (PSCI), by the level at which the
   * program starts; absent where there is none.
   */
  readonly firmwareCall: Readonly<Record<number, 'hvc' | 'smc' | undefined>>;
}
