/**
 * What a debugger sees of the emulator. The emulator knows nothing of source text: it takes bytes, an entry
 * and opaque ranges, and reports architectural events.
 */
import type { Architecture, DecodedSyndrome } from '../isa/architecture.ts';
import type { Instruction } from '../isa/instruction.ts';

export interface ImageSegment {
  readonly address: bigint;
  readonly bytes: Uint8Array;
}

/** A range that means something to the debugger: reported in events and hazards, never interpreted. */
export interface MarkedRange {
  readonly name: string;
  readonly what: 'table' | 'stack' | 'padding';
  readonly start: bigint;
  /** Exclusive. */
  readonly end: bigint;
}

export type EngineName = 'interpreter' | 'evaluator';

export interface MachineOptions {
  readonly architecture: Architecture;
  /** Board id, see `boards/`. */
  readonly board: string;
  readonly segments: readonly ImageSegment[];
  readonly entry: bigint;
  /** The processor, of those that the board may have (`cortex-a57`, `max`); its usual one when absent. */
  readonly cpu?: string;
  /** Exception level at entry; the board's highest when absent. */
  readonly entryLevel?: number;
  /** Registers at entry by name. */
  readonly registers?: Readonly<Record<string, bigint>>;
  /** RAM in bytes. */
  readonly memoryBytes?: number;
  readonly ranges?: readonly MarkedRange[];
  /**
   * What executes instructions: the generated interpreter, or the evaluator that it is compared with. When absent,
   * the interpreter takes over as soon as it is worth the time that it takes to make it.
   */
  readonly engine?: EngineName;
  /** Addresses at which the machine stops with a `stub` event instead of executing. */
  readonly stubs?: readonly { readonly address: bigint; readonly name: string }[];
  /** Interrupts to request, in order of time. */
  readonly interrupts?: readonly PlannedInterrupt[];
  /** Receives the guest's console output. What was received once is not sent again when it is repeated. */
  readonly console?: (bytes: Uint8Array) => void;
  /** Receives one line per thing that is not modelled, once each. */
  readonly log?: (message: string) => void;
}

/** The interrupted state, recorded at every exception entry: every general register, all state cells by name. */
export type StateSnapshot = ReadonlyMap<string, bigint>;

export interface ExceptionEntry {
  readonly event: 'exceptionEntry';
  /** Instructions retired before it, the machine's time. */
  readonly time: bigint;
  /** Number of the entry in this run, from 1. */
  readonly sequence: number;
  /** Cause in short (`hvc`, `data-abort`, `irq`, `undefined` …). */
  readonly cause: string;
  /** 0 synchronous, 1 IRQ, 2 FIQ, 3 SError; and the source row 0–3 of the table. */
  readonly kind: number;
  readonly source: number;
  readonly fromLevel: number;
  readonly toLevel: number;
  readonly vectorBase: bigint;
  /** Bytes from the base. */
  readonly offset: number;
  readonly syndrome?: bigint;
  readonly decoded?: DecodedSyndrome;
  readonly faultAddress?: bigint;
  readonly intermediateAddress?: bigint;
  /** Where the exception's handler returns to unless it chooses otherwise, as the machine saves it. */
  readonly returnAddress: bigint;
  /** Status of the interrupted code, as the machine saves it. */
  readonly savedStatus: bigint;
  /** Why this level and slot, one reason a line (`Interrupt 7 is requested, and level 7 enables it`). */
  readonly routing: readonly string[];
  /** State just before the exception was taken. */
  readonly interrupted: StateSnapshot;
}

export interface ExceptionReturn {
  readonly event: 'exceptionReturn';
  readonly time: bigint;
  /** Sequence of the entry that it answers, when the machine's stack of entries knows. */
  readonly entry?: number;
  readonly address: bigint;
  readonly fromLevel: number;
  readonly toLevel: number;
  /** The status used asked for an impossible state. */
  readonly illegal: boolean;
  readonly returnAddress: bigint;
  readonly status: bigint;
}

/** Something that is legal for the machine and almost certainly a mistake of the program. */
export interface Hazard {
  readonly event: 'hazard';
  readonly time: bigint;
  readonly hazard:
    | 'recursive-exception' /* the slot's own fetch faults, or an entry before one handler instruction ran */
    | 'vbar-unset'
    | 'illegal-return'
    | 'stack-alignment'
    | 'padding-executed'
    | 'empty-slot'
    | 'stack-into-table'
    | 'nested-trap' /* a handler traps before it has saved where the first trap came from */;
  readonly message: string;
  readonly address: bigint;
}

export type StopEvent =
  | ExceptionEntry
  | ExceptionReturn
  | Hazard
  | { readonly event: 'breakpoint'; readonly address: bigint }
  | { readonly event: 'stub'; readonly address: bigint; readonly name: string }
  /** The guest ended the run: PSCI SYSTEM_OFF (0), semihosting exit (its code). */
  | { readonly event: 'exit'; readonly code: number; readonly how: string }
  /** Waiting for an interrupt, and nothing is there that could wake it. */
  | { readonly event: 'idle'; readonly address: bigint }
  /** The instruction budget of `run` is used up. */
  | { readonly event: 'limit' };

/** One memory access that an instruction made. */
export interface TracedAccess {
  readonly kind: 'load' | 'store';
  readonly address: bigint;
  readonly size: number;
  readonly value: bigint;
}

/** One executed instruction, reported to `onInstruction` after it is done. */
export interface TracedInstruction {
  readonly time: bigint;
  readonly instruction: Instruction;
  readonly accesses: readonly TracedAccess[];
  /** Set when it ended in an exception instead. */
  readonly faulted: boolean;
}

/** Which events end a `run`. Predicates run inside the machine, before anything else happens. */
export interface StopConditions {
  readonly onEntry?: (entry: ExceptionEntry) => boolean;
  readonly onReturn?: (ret: ExceptionReturn) => boolean;
  readonly onHazard?: (hazard: Hazard) => boolean;
  readonly breakpoints?: ReadonlySet<bigint>;
  /** Called for a breakpoint address; false goes on. */
  readonly onBreakpoint?: (address: bigint) => boolean;
}

export interface RunOptions {
  /** Instructions at most; the call returns `limit` then. */
  readonly budget: number;
  readonly stop: StopConditions;
  /** Do not stop at a breakpoint on the very first instruction. */
  readonly skipFirstBreakpoint?: boolean;
  /** The moment to stop at, with `limit`, at the latest. */
  readonly until?: number;
}

/** An interrupt input by its name in the architecture's description. */
export type InterruptLine = string;

/** Something that came from outside of the machine. */
export type Input =
  | { readonly what: 'interrupt'; readonly line: InterruptLine; readonly asserted: boolean }
  /** An interrupt that is lowered again when it has been taken. */
  | { readonly what: 'request'; readonly line: InterruptLine }
  | { readonly what: 'console'; readonly bytes: Uint8Array }
  | { readonly what: 'register'; readonly name: string; readonly value: bigint }
  | { readonly what: 'memory'; readonly address: bigint; readonly bytes: Uint8Array }
  | { readonly what: 'stub'; readonly result: bigint | undefined };

/** Input with the moment and the time at which it took effect. */
export interface LoggedInput {
  readonly moment: number;
  readonly time: bigint;
  readonly input: Input;
}

/** An interrupt that is requested without anybody's input, until it is taken. */
export interface PlannedInterrupt {
  /** Instructions retired before. */
  readonly at: bigint;
  readonly line: InterruptLine;
}

/** The complete state of a machine at one moment. Only the machine that made it can read it. */
export interface Snapshot {
  readonly moment: number;
  readonly time: bigint;
  /** Inputs of the log that had taken effect. */
  readonly inputs: number;
  /** Bytes that it takes besides memory, about. */
  readonly bytes: number;
}

/** A machine: one architecture on one board with one program. */
export interface Machine {
  readonly architecture: Architecture;
  /** Runs until an event that stops, or the budget is used up. Never throws on what a guest does. */
  run(options: RunOptions): StopEvent;
  /** Retired instructions. */
  readonly time: bigint;
  /**
   * Number of steps so far: instructions, exceptions that were taken instead of one, alarms. It tells moments
   * apart that have the same time, and a machine with the same inputs has the same state at the same moment.
   */
  readonly moment: number;
  /** The last moment of the recorded run: later than `moment` after going back. */
  readonly end: number;
  /** All input so far. What lies after `moment` is repeated when the machine gets there, until other input comes. */
  readonly inputs: readonly LoggedInput[];
  /** The state now. Memory is copied only as far as it is written afterwards. */
  snapshot(): Snapshot;
  /** Goes back or forward to a snapshot of this machine's recorded run. */
  restore(snapshot: Snapshot): void;
  /** Bytes that the earlier of two snapshots holds besides its own because something changed until the later one. */
  bytesBetween(earlier: Snapshot, later: Snapshot): number;
  /** Repeats the recorded answer of the stub at the program counter; false when none was recorded. */
  repeatStub(): boolean;
  /** How often each slot of a vector table has been entered since the start, by its address. */
  readonly slotEntries: ReadonlyMap<bigint, number>;
  /** Level of the exception stack: entries taken and not returned from, innermost last. */
  readonly entries: readonly ExceptionEntry[];
  /** Reads any state cell or register by name (`x0`, `sp`, `pc`, `psw`); undefined when there is none. */
  read(name: string): bigint | undefined;
  /** False when there is no such register or it cannot be written. */
  write(name: string, value: bigint): boolean;
  readonly pc: bigint;
  /** Current exception level. */
  readonly level: number;
  /** Reads memory as the current level sees it, without side effects; undefined where nothing is mapped. */
  readMemory(address: bigint, length: number): Uint8Array | undefined;
  writeMemory(address: bigint, bytes: Uint8Array): boolean;
  /** The instruction at a virtual address, as the current level sees it. */
  instructionAt(address: bigint): Instruction | undefined;
  /** Raises or lowers an interrupt input, now. Logged with the time. False when there is no such input. */
  setInterrupt(line: InterruptLine, asserted: boolean): boolean;
  /** Raises an interrupt input until it has been taken. False when there is no such input. */
  requestInterrupt(line: InterruptLine): boolean;
  /** Guest console input. */
  consoleInput(bytes: Uint8Array): void;
  /** Lines of text on the machine's screen; undefined when it has none. */
  screen(): readonly string[] | undefined;
  /** Answers a stub: sets the result register and returns to the caller. */
  returnFromStub(result?: bigint): void;
  /** Observes every instruction until undone. Slower while on. */
  onInstruction(observer: (traced: TracedInstruction) => void): () => void;
  /** Observes all input, also when it is repeated. */
  onInput(observer: (input: Input) => void): () => void;
  /** Observes every entry and return, stopping or not. */
  onEvent(observer: (event: ExceptionEntry | ExceptionReturn | Hazard) => void): () => void;
  /** Hash of the complete state, for determinism tests. */
  stateHash(): string;
}
