/**
 * The architecture description: the only way in which the upper rooms know a machine. A further machine is
 * one more object of this type (see `architectures.ts`).
 */
import type { FeatureTable } from './features.ts';
import type { InstructionSet } from './instruction.ts';

/** One entry of the machine-state table: the emulator gives each an offset in its memory. */
export interface StateCell {
  /** Lower case, as in the manual: `x0`, `sp`, `pc`, `n`, `el`, `elr_el2`. */
  readonly name: string;
  /** Width in bits, 1 to 64; occupies 8 bytes. */
  readonly width: number;
  /** Value after reset; 0 when absent. */
  readonly reset?: bigint;
}

/** A bit field of a register, for decoding in views, hovers and conditions. */
export interface BitField {
  readonly name: string;
  /** Highest and lowest bit, inclusive. */
  readonly high: number;
  readonly low: number;
  readonly doc: string;
  /** Meaning of values, where they have names. */
  readonly values?: Readonly<Record<number, string>>;
}

/** A register as the user sees it. */
export interface RegisterDescription {
  /** Lower case name as written in assembly, also the state cell that holds it. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly width: number;
  /** Group in views: `General`, `Status`, `Exception EL2` … */
  readonly group: string;
  readonly doc: string;
  readonly fields: readonly BitField[];
  /** Lowest exception level (or 0) that may access it; general registers 0. */
  readonly level: number;
  readonly access: 'read-write' | 'read-only' | 'write-only';
  /** Section of the manual. */
  readonly section: string;
  /** The version or extension that brings it, where there are such: `VHE`. */
  readonly feature?: string;
  /** Name by encoding, which every assembler takes: `s3_4_c4_c0_1`. Absent for what is no system register. */
  readonly generic?: string;
}

/** A kind of exception that can be caught, with its exception filter. */
export interface ExceptionFilterDescription {
  /** Filter id in DAP: `a64-sync-lower64`. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Which event it listens to. */
  readonly event: 'entry' | 'return' | 'hazard';
  /** Entry filters: predicate over the event's condition variables, in the condition language (`kind == 0 && source == 2`). */
  readonly predicate: string;
  /** Hazard filters: the name of the hazard that the emulator reports. */
  readonly hazard?: string;
  readonly enabledByDefault: boolean;
}

/** A name usable in conditions, hover and completion. */
export interface ConditionVariable {
  readonly name: string;
  readonly doc: string;
  /** Fields that may follow after a dot: `esr.ec`. */
  readonly fields?: readonly BitField[];
  /** What of an exception entry or return it stands for; absent when it is not theirs (`hits`, a syndrome's field). */
  readonly says?: EventValue;
}

/**
 * Values of exception entries and returns, as conditions may ask for them. `interruptedLevel` is the level of the
 * interrupted code: from which an exception is taken, and to which it returns.
 */
export type EventValue =
  | 'kind'
  | 'source'
  | 'offset'
  | 'fromLevel'
  | 'toLevel'
  | 'interruptedLevel'
  | 'returnAddress'
  | 'savedStatus'
  | 'syndrome'
  | 'faultAddress';

/** One entry of a vector table. */
export interface SlotDescription {
  readonly index: number;
  /** Bytes from the table's base. */
  readonly offset: number;
  /** Long name: `Synchronous, lower EL using AArch64`. */
  readonly name: string;
  /** Short name used in symbols and lists: `sync lower64`. */
  readonly short: string;
  /** Event kind and source numbers, as used by macros and conditions (`kind` 0 sync … `source` 0…3). */
  readonly kind: number;
  readonly source: number;
}

/** The shape of a vector table. */
export interface VectorTableShape {
  /** Required alignment of the base in bytes. */
  readonly alignment: number;
  /** Bytes of one slot. */
  readonly slotSize: number;
  readonly slots: readonly SlotDescription[];
  /** Registers that hold a table's base, with the exception level they belong to. */
  readonly baseRegisters: readonly { readonly name: string; readonly level: number }[];
  /** Where the table lies on a machine that has only one place for it. */
  readonly base?: bigint;
  /** Section of the manual. */
  readonly section: string;
}

/** What matters to saving and restoring the interrupted context. */
export interface ContextDescription {
  /** General registers of the interrupted code that a handler must give back: `x0` … `x30`. */
  readonly general: readonly string[];
  /** Registers that a call may change (AAPCS64 caller-saved, with the link register). */
  readonly callerSaved: readonly string[];
  /** The stack pointer in use, and its banked names by level. */
  readonly stackPointer: string;
  /** Towards which addresses the stack grows; down when absent. */
  readonly stackGrows?: 'up';
  /**
   * The cell that selects which stack pointer is in use, its value when an exception is taken, and the names of
   * the stack pointers by selection. Absent where there is only one.
   */
  readonly stackSelection?: {
    readonly cell: string;
    readonly atEntry: bigint;
    readonly banks: readonly string[];
  };
  /** Per level: return address, saved status, syndrome, fault address and the other registers that describe an exception. */
  readonly levels: readonly {
    readonly level: number;
    readonly returnAddress: string;
    readonly savedStatus: string;
    readonly syndrome?: string;
    readonly faultAddress?: string;
    readonly others: readonly string[];
  }[];
  /** Registers that are part of an interrupted context without being general: `sp_el0` … */
  readonly special: readonly string[];
  /** Registers that a handler may use as a scratch place for an interrupted value. */
  readonly scratch: readonly string[];
  /** Name of the register through which each level's status is decoded (`spsr_el2` → its fields). */
  readonly statusFields: readonly BitField[];
  /**
   * Bits of a saved status that the machine does not save itself: a handler must give them back as it does the
   * general registers. Absent: the machine saves the whole status.
   */
  readonly statusKeptByHandler?: bigint;
}

/** An interrupt input of the machine. */
export interface InterruptLineDescription {
  /** As in launch configurations and console commands: `irq`. */
  readonly name: string;
  readonly label: string;
  /** Kind, and where it tells lines apart the source, of the exception that it causes. */
  readonly kind: number;
  readonly source?: number;
}

/** A syndrome in words. */
export interface DecodedSyndrome {
  /** Exception class name: `HVC instruction execution in AArch64 state`. */
  readonly title: string;
  /** Short name used for filters and traces: `hvc`. */
  readonly short: string;
  /** The whole in a few words: `HVC #0`, `data abort: translation fault, level 1, read`. */
  readonly summary: string;
  readonly fields: readonly { readonly name: string; readonly value: bigint; readonly meaning: string }[];
}

/** What a command of the Debug Console does: the debug adapter knows how, the architecture how it is called. */
export type ConsoleAction =
  /** Goes on. */
  | 'continue'
  /** Executes one instruction, into calls. */
  | 'step'
  /** Executes one instruction, calls run through. */
  | 'next'
  /** Goes on until the current instruction is reached again. */
  | 'iterate'
  /** Goes on to an address, which becomes the mark; without an address to the mark. */
  | 'run-to'
  | 'mark-forward'
  | 'mark-back'
  /** Shows memory at an address, or again where it was shown last. */
  | 'memory'
  | 'memory-forward'
  | 'memory-back'
  /** Shows memory as instructions instead of numbers, and back. */
  | 'memory-toggle'
  /** Shows the screen of the machine. */
  | 'screen'
  /** Types characters on the guest's console, without a newline. */
  | 'type'
  | 'end';

/** A command by the name that users of the machine's own debugger know. */
export interface ConsoleCommandDescription {
  readonly name: string;
  /** What may follow the name: `ADDRESS`. Addresses are expressions, or hexadecimal numbers that begin with a digit or `#`. */
  readonly operand?: string;
  readonly doc: string;
  readonly does: ConsoleAction;
}

/** One architecture, complete. */
export interface Architecture {
  /** `a64` */
  readonly id: string;
  readonly label: string;
  /** Assembly dialect that its sources are written in: `gas`. */
  readonly dialect: string;
  /** Language ids of documents that are its sources, whatever their files are called. */
  readonly languages: readonly string[];
  /** Ends of the names of files that are its sources or objects: `.S`. */
  readonly fileSuffixes: readonly string[];
  readonly addressBits: number;
  /** Where the first section of a program lies when nothing says otherwise. */
  readonly loadAddress: bigint;
  readonly instructions: InstructionSet;
  /** Mnemonics of other machines that are written by habit, with what there is instead, in words. */
  readonly foreignMnemonics?: ReadonlyMap<string, string>;
  /** Versions and extensions; absent where every processor is the same. */
  readonly features?: FeatureTable;
  /** Machine state that is not a register visible to the user by this name too (banks, PSTATE bits). */
  readonly state: readonly StateCell[];
  /** All registers, general and system. */
  readonly registers: readonly RegisterDescription[];
  readonly register: (name: string) => RegisterDescription | undefined;
  readonly vectorTable: VectorTableShape;
  readonly context: ContextDescription;
  readonly exceptionFilters: readonly ExceptionFilterDescription[];
  readonly conditionVariables: readonly ConditionVariable[];
  readonly interruptLines: readonly InterruptLineDescription[];
  /** Commands of the Debug Console that only this machine has. */
  readonly consoleCommands: readonly ConsoleCommandDescription[];
  /** What users may write, for hints: conditions of entry and return filters, expressions, an assignment. */
  readonly examples: {
    readonly entryCondition: string;
    readonly returnCondition: string;
    readonly expressions: readonly string[];
    readonly assignment: string;
  };
  /** Source text for bits that are no instruction: `.inst 0x00000000`. */
  readonly writeBits: (bits: number, length: number) => string;
  /** Decodes a syndrome register's value; absent on a machine that has no such register. */
  readonly decodeSyndrome?: (value: bigint) => DecodedSyndrome;
  /** Decodes a saved or current status register: `EL1h, DAIF masked, nZCv`. */
  readonly describeStatus: (value: bigint) => string;
  /** How an exception level is called: `EL1`. */
  readonly levelName: (level: number) => string;
  /** Names of the registers in which a caller passes arguments and gets its result (`x0`…). */
  readonly callConvention: {
    readonly arguments: readonly string[];
    readonly result: string;
    readonly link: string;
  };
}
