/** Boards as data: what lies where, and which devices are there. */
import type { Device, RegionDescription } from '../core/memory-map.ts';

/** The devices of one machine. */
export interface BoardDevices {
  /** By their names in the memory map. */
  readonly devices: ReadonlyMap<string, Device>;
  /** Takes console input to the device that receives it. */
  readonly receive: (bytes: Uint8Array) => void;
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
  /** Makes the devices; `transmit` takes their console output. */
  readonly connect: (transmit: (bytes: Uint8Array) => void) => BoardDevices;
}
