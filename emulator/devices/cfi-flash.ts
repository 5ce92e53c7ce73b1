/**
 * Parallel NOR flash with the Intel command set (JEDEC CFI, command set 1): a bank 32 bits wide of two 16-bit
 * chips, as on board `virt`. In read-array mode it is memory, from which programs run; commands and everything
 * that is read in other modes come here.
 */
import type { AccessSize, Device } from '../core/memory-map.ts';
import { readWords } from './registers.ts';

/** The memory behind a flash. Offsets are from its start. */
export interface FlashStorage {
  read(offset: number, length: number): Uint8Array;
  write(offset: number, bytes: Uint8Array): void;
}

/** Bytes of an erase block of both chips. */
export const flashBlockBytes = 256 * 1024;

const chips = 2;

/** Status register: the write state machine is ready. The rest tells of errors, which do not happen here. */
const ready = 0x80;

const eraseCommand = 0x20;
const resumeCommand = 0xd0;
const arrayCommand = 0xff;

/** Numbers of manufacturer and device. */
const identification = [0x89, 0x18];

/** The CFI query table of one chip, from word 0x10. */
const queryTable = (bytes: number): readonly number[] => [
  ...[...'QRY'].map(letter => letter.charCodeAt(0)),
  ...[0x01, 0x00, 0x31, 0x00] /* command set 1, its extended table at 0x31 */,
  ...[0, 0, 0, 0] /* no alternate command set */,
  ...[0x45, 0x55, 0x00, 0x00] /* voltages */,
  ...[0x07, 0x07, 0x0a, 0x00] /* typical time-outs */,
  ...[0x04, 0x04, 0x04, 0x00] /* maximal time-outs, as factors */,
  31 - Math.clz32(bytes / chips) /* size of the chip as a power of two */,
  ...[0x02, 0x00] /* 8 and 16 bits wide */,
  ...[0x0b, 0x00] /* 2,048 bytes in the write buffer */,
  1 /* one erase region: number of blocks less one, then 256ths of their size */,
  ...[bytes / flashBlockBytes - 1, flashBlockBytes / chips / 256].flatMap(value => [
    value & 0xff,
    value >> 8,
  ]),
  ...[...'PRI10'].map(letter => letter.charCodeAt(0)),
  ...[0, 0, 0, 0, 0, 0, 0, 0, 0],
  1 /* one protection register */,
];

const firstQueryWord = 0x10;

/** What the next write means. */
type Expecting = 'command' | 'data' | 'confirmation' | 'count' | 'buffer';

/** What reads give. */
type Mode = 'array' | 'status' | 'identification' | 'query';

/** What a command leads to. */
const commands: ReadonlyMap<number, readonly [Mode, Expecting]> = new Map([
  [0x00, ['array', 'command']],
  [0x10, ['status', 'data']] /* program a word */,
  [eraseCommand, ['status', 'confirmation']],
  [0x40, ['status', 'data']] /* program a word */,
  [0x50, ['array', 'command']] /* clear status */,
  [0x60, ['status', 'confirmation']] /* lock and unlock blocks: none is ever locked */,
  [0x70, ['status', 'command']],
  [0x90, ['identification', 'command']],
  [0x98, ['query', 'command']],
  [0xe8, ['status', 'count']] /* program a buffer */,
  [0xf0, ['array', 'command']] /* reset, as another command set has it */,
  [arrayCommand, ['array', 'command']],
]);

export interface FlashOptions {
  readonly name: string;
  /** Bytes of the bank. */
  readonly bytes: number;
  readonly storage: FlashStorage;
  readonly log: (message: string) => void;
}

export interface CfiFlash extends Device {
  /** Whether reads and fetches see the memory. */
  readonly isMemory: boolean;
}

export function cfiFlash({ name, bytes, storage, log }: FlashOptions): CfiFlash {
  const query = queryTable(bytes);
  const state = {
    mode: 'array' as Mode,
    expecting: 'command' as Expecting,
    /** Words that the write buffer still takes. */
    left: 0,
    erasing: false,
  };

  /** One chip's answer on both halves of the bank. */
  const onBothChips = (value: number): number => (value << 16) | value;

  function word(offset: number): number {
    const index = offset >> 2;
    switch (state.mode) {
      case 'identification':
        return onBothChips(identification[index & 0xff] ?? 0);
      case 'query':
        return onBothChips(query[index - firstQueryWord] ?? 0);
      default:
        return onBothChips(ready);
    }
  }

  /** Flash cells can only be cleared; erasing sets them. */
  function program(offset: number, size: AccessSize, value: bigint): void {
    const data = storage.read(offset, size);
    for (let at = 0; at < size; at++) data[at]! &= Number((value >> BigInt(8 * at)) & 0xffn);
    storage.write(offset, data);
  }

  const erase = (offset: number): void =>
    storage.write(offset - (offset % flashBlockBytes), new Uint8Array(flashBlockBytes).fill(0xff));

  function enter(next: Mode, nowExpecting: Expecting): void {
    state.mode = next;
    state.expecting = nowExpecting;
  }

  function command(value: number): void {
    const leadsTo = commands.get(value);
    if (!leadsTo) log(`${name}: no command 0x${value.toString(16)}: back to reading the array`);
    state.erasing = value === eraseCommand;
    enter(...(leadsTo ?? (['array', 'command'] as const)));
  }

  /** The second write of a command. */
  function confirm(offset: number, value: number): void {
    if (state.erasing && value === resumeCommand) erase(offset);
    enter(value === arrayCommand ? 'array' : 'status', 'command');
  }

  function write(offset: number, size: AccessSize, value: bigint): void {
    const code = Number(value & 0xffn);
    switch (state.expecting) {
      case 'command':
        command(code);
        break;
      case 'data':
        program(offset, size, value);
        enter('status', 'command');
        break;
      case 'count':
        state.left = Number(value & 0xffffn) + 1;
        enter('status', 'buffer');
        break;
      case 'buffer':
        program(offset, size, value);
        state.left--;
        if (state.left === 0) enter('status', 'confirmation');
        break;
      case 'confirmation':
        confirm(offset, code);
        break;
    }
  }

  return {
    get isMemory() {
      return state.mode === 'array';
    },
    read: (offset, size) => readWords(offset, size, word),
    write,
    state,
  };
}
