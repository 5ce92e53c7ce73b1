/**
 * The monitor as a service of the board: its routines lie at the monitor's addresses, and do their work when
 * execution arrives there. What lies in memory is only how they end: `JUMPS R1`, or `RTT` for the trap handlers,
 * so that calls and returns are seen like all others. Bytes of the program come first: where it has some of its
 * own, there is no routine.
 */
import { type MonitorRoutineName, monitorMemory, monitorRoutines } from '../../../isa/hawk/monitor.ts';
import type { ImageSegment, MachineOptions } from '../../api.ts';
import type { MemoryMap } from '../../core/memory-map.ts';
import type { Faulted } from '../../engines/host.ts';
import type { HawkDevices } from '../board.ts';
import type { Cpu } from '../cpu.ts';
import type { Memory } from '../memory.ts';
import type { TrapRequest } from '../traps.ts';
import { arithmetic } from './arithmetic.ts';
import { GuestFault, GuestWords } from './guest-words.ts';
import { heap } from './heap.ts';
import { input, waitsFor } from './input.ts';
import { output } from './output.ts';
import type { Routine, RoutineContext } from './routine.ts';
import { Screen } from './screen.ts';
import { strings } from './strings.ts';
import { trapHandlers } from './trap-handlers.ts';

/** What the monitor works with. */
export interface MonitorParts {
  readonly cpu: Cpu;
  readonly map: MemoryMap;
  readonly memory: Memory;
  readonly devices: HawkDevices;
}

/** `JUMPS R1` and `RTT`. */
const returnToCaller = Uint8Array.of(0xf0, 0xb1);
const returnFromTrap = Uint8Array.of(0x10, 0x11);

const routines: Readonly<Record<Exclude<MonitorRoutineName, 'EXIT'>, Routine>> = {
  ...output,
  ...input,
  ...arithmetic,
  ...heap,
  ...strings,
};

export class Monitor {
  readonly #context: RoutineContext;
  /** Routines and trap handlers by address. */
  readonly #at = new Map<number, Routine>();
  readonly state = {
    /** Address of the routine that waited last. */
    waitsIn: undefined as number | undefined,
    /** The message with which a program was ended, once it was. */
    fatal: undefined as string | undefined,
  };

  constructor({ cpu, map, memory, devices }: MonitorParts, { segments }: MachineOptions) {
    const words = new GuestWords(cpu, memory);
    this.#context = {
      cpu,
      words,
      keyboard: devices.keyboard,
      screen: new Screen(map, devices),
      heapEnd: memory.end - 4,
      end: message => {
        this.state.fatal = message;
      },
    };
    const isFree = (address: number, bytes: number): boolean =>
      segments.every(
        segment =>
          BigInt(address + bytes) <= segment.address ||
          BigInt(address) >= segment.address + BigInt(segment.bytes.length),
      );
    for (const { name, address } of monitorRoutines) {
      if (name === 'EXIT' || !isFree(address, 2)) continue;
      this.#install(map, address, routines[name], returnToCaller);
    }
    for (const { address, handle } of trapHandlers)
      if (isFree(address, 16)) this.#install(map, address, handle, returnFromTrap);
    const { rows, columns } = devices.display;
    map.poke(monitorMemory.screenSize, littleEndian([rows, columns]));
    map.poke(monitorMemory.random, littleEndian([1]));
    cpu.setR(2, firstFree(segments, memory));
  }

  #install(map: MemoryMap, address: number, routine: Routine, code: Uint8Array): void {
    map.poke(address, code);
    this.#at.set(address, routine);
  }

  /** Whether a routine or trap handler begins at an address. */
  isRoutine(address: number): boolean {
    return this.#at.has(address);
  }

  /** Does what the routine at an address does, if there is one. It may wait for a key, or trap instead. */
  call(address: number): 'waits' | Faulted<TrapRequest> | undefined {
    const routine = this.#at.get(address);
    if (routine === undefined) return undefined;
    if (waitsFor(routine, this.#context)) {
      this.state.waitsIn = address;
      return 'waits';
    }
    this.#context.words.begin();
    try {
      routine(this.#context);
    } catch (problem) {
      if (!(problem instanceof GuestFault)) throw problem;
      return { fault: problem.request };
    }
    return undefined;
  }

  /** Whether the routine that waited last would still wait. */
  stillWaits(): boolean {
    const { waitsIn } = this.state;
    const routine = waitsIn === undefined ? undefined : this.#at.get(waitsIn);
    return routine !== undefined && waitsFor(routine, this.#context);
  }
}

/** The first word of memory behind everything that was loaded there: where the stack begins. */
function firstFree(segments: readonly ImageSegment[], memory: Memory): number {
  const ends = segments
    .map(({ address, bytes }) => Number(address) + bytes.length)
    .filter(end => end > monitorMemory.unused && end < memory.end);
  return Math.ceil(Math.max(monitorMemory.unused, ...ends) / 4) * 4;
}

function littleEndian(words: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * words.length);
  const view = new DataView(bytes.buffer);
  for (const [index, word] of words.entries()) view.setUint32(4 * index, word, true);
  return bytes;
}
