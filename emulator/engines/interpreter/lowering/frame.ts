/** What the handlers of one module share: where they may go, what they may call, and the machine they are for. */
import type { Vocabulary } from '../../../../isa/vocabulary.ts';
import type { StateLayout } from '../../../core/state.ts';
import type { FastPaths } from '../fast-paths.ts';
import type { Code, Label, Local } from '../wasm/code.ts';
import type { WasmType } from '../wasm/opcodes.ts';

/** Functions of the module that handlers call, by their numbers. */
export interface Routines {
  /** Finds memory for an access that the buffer does not have: (address, size, bank) → offset, or 0. */
  readonly miss: { readonly load: number; readonly store: number };
  readonly unary: Readonly<Record<'rbit' | 'rev' | 'rev16' | 'rev32', number>>;
  readonly binary: Readonly<Record<'umulh' | 'smulh', number>>;
  readonly divide: Readonly<Record<'udiv' | 'sdiv', { readonly i32: number; readonly i64: number }>>;
  /** (left, key, target, argument, address of the instruction) → whether the exception may be taken here. */
  readonly enter: number;
  /** (from, to) → whether the return may be made here. */
  readonly leave: number;
  /** The vocabulary's helpers by name. */
  readonly helpers: ReadonlyMap<string, number>;
}

/** Where a handler may go, and the locals that it shares with the others. */
export interface Frame {
  readonly code: Code;
  readonly record: Local;
  /** Bank of the translation look-aside buffers in use. */
  readonly bank: Local;
  /** The address to jump to (i64), and the record (i32), for the labels below. */
  readonly target: Local;
  readonly next: Local;
  /** JavaScript executes this instruction, which has done nothing yet. */
  readonly leave: Label;
  /** On to the next record. */
  readonly after: Label;
  /** On to the record `next`. */
  readonly taken: Label;
  /** On to the address `target`. */
  readonly jump: Label;
  /** Puts on the stack what is left after the instructions before this one. */
  readonly counted: () => void;
  /** A temporary local, which handlers share: the `number`th of its type. */
  readonly temporary: (type: WasmType, number: number) => Local;
}

/** The machine that handlers are written for. */
export interface Target {
  readonly vocabulary: Vocabulary;
  readonly layout: StateLayout;
  readonly routines: Routines;
  /** Operations that do nothing on this machine. */
  readonly idle: ReadonlySet<string>;
  readonly fastPaths: FastPaths | undefined;
}
