/** Boards as data: what lies where, and which devices are there. */
import type { MachineOptions } from '../api.ts';
import type { Clock } from '../core/clock.ts';
import type { Device, RegionDescription } from '../core/memory-map.ts';

/** Physical memory as devices see it that copy by themselves; usable once the machine is made. */
export interface BoardMemory {
  /** Undefined where there is no memory. */
  read(address: number, length: number): Uint8Array | undefined;
  /** False where there is no memory. Read-only memory is written, too. */
  write(address: number, bytes: Uint8Array): boolean;
}

/** What a board's devices are connected to. */
export interface BoardSurroundings {
  readonly options: MachineOptions;
  readonly memoryBytes: number;
  readonly clock: Clock;
  readonly memory: BoardMemory;
  /** Takes console output. */
  readonly transmit: (bytes: Uint8Array) => void;
  /** Drives an interrupt input of the processor. */
  readonly interrupt: (line: string, asserted: boolean) => void;
  /** Tells the user once. */
  readonly log: (message: string) => void;
}

/** The devices of one machine. */
export interface BoardDevices {
  /** By their names in the memory map. */
  readonly devices: ReadonlyMap<string, Device>;
  /** Takes console input to the device that receives it. */
  readonly receive: (bytes: Uint8Array) => void;
  /** Lines of text on the board's screen; absent where it has none. */
  readonly screen?: () => readonly string[];
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
  readonly regions: (memoryBytes: number, options: MachineOptions) => readonly RegionDescription[];
  /** Makes the devices. */
  readonly connect: (surroundings: BoardSurroundings) => BoardDevices;
}
