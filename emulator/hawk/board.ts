/** Boards with a Hawk: 64 KiB of read-only memory, memory behind it, a keyboard and a display. */
import type { Board, BoardDevices, BoardSurroundings } from '../boards/board.ts';
import type { Device } from '../core/memory-map.ts';
import { type Display, display } from './devices/display.ts';
import { type Keyboard, keyboard } from './devices/keyboard.ts';

export interface HawkDevices extends BoardDevices {
  readonly keyboard: Keyboard;
  readonly display: Display;
  /** Console output. */
  readonly transmit: (bytes: Uint8Array) => void;
}

export interface HawkBoard extends Board {
  readonly connect: (surroundings: BoardSurroundings) => HawkDevices;
  /** Bytes of read-only memory, from address 0. */
  readonly romBytes: number;
  /** The monitor's routines are in read-only memory, wherever a program has nothing of its own. */
  readonly monitor: boolean;
}

const romBytes = 0x1_0000;
const rows = 24;
const columns = 80;

/** The keyboard's interrupt. */
const keyboardLine = 'irq7';

function connect({ transmit, interrupt }: BoardSurroundings): HawkDevices {
  const keys = keyboard(asserted => interrupt(keyboardLine, asserted));
  const screen = display(rows, columns);
  return {
    devices: new Map<string, Device>([
      ['keyboard', keys],
      ['display', screen],
    ]),
    receive: bytes => keys.receive(bytes),
    screen: () => screen.lines(),
    keyboard: keys,
    display: screen,
    transmit,
  };
}

const board = (id: string, label: string, monitor: boolean): HawkBoard => ({
  id,
  label,
  memoryBytes: 0x1_0000,
  maximumMemoryBytes: 0x100_0000,
  regions: memoryBytes => [
    { what: 'rom', name: 'ROM', start: 0, bytes: romBytes },
    { what: 'ram', name: 'RAM', start: romBytes, bytes: memoryBytes },
    { what: 'device', name: 'display', start: 0xff00_0000, bytes: 0x10_0000 },
    { what: 'device', name: 'keyboard', start: 0xff10_0000, bytes: 0x10 },
  ],
  connect,
  romBytes,
  monitor,
});

export const hawkBoards: readonly HawkBoard[] = [
  board('hawk', 'Hawk with its monitor: ROM at 0, RAM at #10000', true),
  board('hawk-bare', 'Hawk without a monitor: ROM at 0, RAM at #10000', false),
];
