/**
 * The keyboard: a data and a status register. Keys that were typed wait at the terminal until the program has
 * read the one before, so that none is lost.
 */
import type { Device } from '../../core/memory-map.ts';

const dataRegister = 0;
const statusRegister = 4;
const bits = { ready: 1, error: 0x40, interruptEnable: 0x80 } as const;

export interface Keyboard extends Device {
  /** Characters that were typed. */
  receive(bytes: Uint8Array): void;
  /** A character is there to be read. */
  readonly ready: boolean;
  /** Takes the character that is there, as a read of the data register does. */
  take(): number;
  /** Characters that are there, ready or waiting. */
  readonly waiting: readonly number[];
}

/** A keyboard; `request` is told whether it asks for its interrupt: a key is ready, and interrupts are enabled. */
export function keyboard(request: (asserted: boolean) => void): Keyboard {
  const state = { waiting: [] as number[], last: 0, kept: 0 };
  const { waiting } = state;

  const changed = (): void => request(waiting.length > 0 && (state.kept & bits.interruptEnable) !== 0);

  function take(): number {
    state.last = waiting.shift() ?? state.last;
    changed();
    return state.last;
  }

  const status = (): number => state.kept | (waiting.length > 0 ? bits.ready : 0);

  return {
    get ready() {
      return waiting.length > 0;
    },
    waiting,
    take,
    receive: bytes => {
      waiting.push(...bytes);
      changed();
    },
    read: offset => {
      if (offset === dataRegister) return BigInt(take());
      if (offset !== statusRegister) return 0n;
      return BigInt(status());
    },
    peek: offset => {
      const value =
        offset < statusRegister ? (waiting[0] ?? state.last) : offset < statusRegister + 4 ? status() : 0;
      return offset % 4 === 0 ? value : 0;
    },
    write: (offset, _size, value) => {
      if (offset !== statusRegister) return;
      state.kept = Number(value) & (bits.error | bits.interruptEnable);
      changed();
    },
    state,
  };
}
