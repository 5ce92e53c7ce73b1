/**
 * What the machine needs of a processor: its exception model. Everything else (running, events, observers,
 * inputs, hashing) is the same for all and lives in `execution.ts` and `guest-machine.ts`.
 */
import type { Instruction } from '../../isa/instruction.ts';
import type { ExceptionEntry, ExceptionReturn, Hazard, StopEvent, TracedAccess } from '../api.ts';
import type { DirectAccess } from '../engines/direct.ts';
import type { EngineHost, Faulted } from '../engines/host.ts';
import type { PlainState } from './plain-state.ts';
import type { MachineState } from './state.ts';

/** An exception that was taken, as its event will tell it. */
export type TakenException = Omit<ExceptionEntry, 'event' | 'time' | 'sequence' | 'interrupted'>;

/** A return from an exception that was made. */
export type MadeReturn = Omit<ExceptionReturn, 'event' | 'time' | 'entry' | 'address' | 'illegal'> & {
  /** Why the return is illegal, in words; absent when it is legal. */
  readonly illegal?: string;
};

export type Exit = Extract<StopEvent, { readonly event: 'exit' }>;

/** The machine's memory and devices as an engine sees them, with a record of accesses while somebody traces. */
export interface TracingHost<Request> extends EngineHost<Request> {
  trace: TracedAccess[] | undefined;
}

/** What an exception that semantics raised comes to. */
export type Raised<Request> =
  /** It is taken. `completed`: the instruction counts as executed, because the exception returns after it. */
  | { readonly does: 'take'; readonly request: Request; readonly completed: boolean }
  /** The machine itself has answered it: the next instruction follows. */
  | { readonly does: 'next' };

/** What became of an instruction besides its own effects. */
export interface SideEvents {
  readonly returned: MadeReturn | undefined;
  readonly hazards: readonly Hazard[];
}

/** Looks for things that are legal for the machine and almost certainly a mistake of the program. */
export interface HazardWatch {
  /** Whether `beforeFetch` has anything to find. */
  readonly watchesFetch: boolean;
  beforeFetch(time: bigint, address: bigint): Hazard | undefined;
  /** Whether `beforeFetch` may find something at an address. */
  watches(address: bigint): boolean;
  /** After an entry; the program counter is at the slot. */
  ofEntry(entry: ExceptionEntry): readonly Hazard[];
  /** After instructions that took no exception. */
  completed(): void;
}

/** A processor with its memory. `Request` describes an exception before it is taken; others only pass it on. */
export interface ProcessorModel<Request> {
  readonly state: MachineState;
  readonly host: TracingHost<Request>;
  /** Pages for an engine that does without the host where it can. */
  readonly direct: DirectAccess;
  readonly hazards: HazardWatch;
  readonly pc: bigint;
  readonly level: number;
  /** How the guest ended, once it has. */
  readonly exit: Exit | undefined;
  /** Waiting for an interrupt or for input. */
  readonly waiting: boolean;

  /** Goes on at an address, as a branch does. */
  jump(address: bigint): void;
  /** Ends a wait for which there is no reason any more; false when there is nothing to end. */
  wake(): boolean;
  /** The exception that is due before the next instruction, if any. Changes nothing when there is none. */
  interrupt(): Request | undefined;
  /**
   * The instruction at the program counter, or the exception that is taken in its place: its fetch fails, or its
   * bits are no instruction. Undefined when the processor waits from now on.
   */
  next(): Instruction | Faulted<Request> | undefined;
  raise(exception: string, args: readonly bigint[]): Raised<Request>;
  /** The exception that an instruction without semantics takes. */
  unsupported(instruction: Instruction): Request;
  /** Changes the state as the exception does. */
  take(request: Request): TakenException;
  /** What happened inside the instruction that was just executed; asked once. */
  sideEvents(): SideEvents;
  /** Whether a return answers an entry: the innermost entry of which this is true is over. */
  answers(entry: ExceptionEntry, made: MadeReturn): boolean;

  /** Value of a register or cell under any of its names, without side effects; undefined when there is none. */
  read(name: string): bigint | undefined;
  /** False when there is no such register or it cannot be written. */
  write(name: string, value: bigint): boolean;
  /** False when there is no such line. */
  setInterrupt(line: string, asserted: boolean): boolean;
  /** The instruction at an address as the current level sees it. */
  instructionAt(address: bigint): Instruction | undefined;
  /** Physical address behind an address as the current level sees it; undefined where nothing is mapped. */
  locate(address: bigint): number | undefined;
  /** Brings the cells up to date before they are copied or hashed as a whole. */
  settle(): void;
  /** What makes a difference later besides cells, memory and devices. */
  readonly otherState: PlainState;
  /** What is cached and may be stale, as a translation lookaside buffer may: makes a difference, too, but is no state. */
  readonly caches: PlainState;
}
