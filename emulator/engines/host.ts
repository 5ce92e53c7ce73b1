/** What an engine needs of the machine around it, and what it tells the machine. */
import type { CellName, Instruction } from '../../isa/instruction.ts';

/** How a memory access is made: the form's `AccessKind` with its operands put in. */
export interface Access {
  readonly acquire?: boolean;
  readonly release?: boolean;
  /** Load: opens the exclusive monitor. Store: asks it, and is not made (status 1) when it is not held. */
  readonly exclusive?: boolean;
  readonly unprivileged?: boolean;
  /** The base is the stack pointer: its alignment is checked before the access. */
  readonly stackAligned?: boolean;
  /** A multiple of this many bytes is asked for whatever the control register says. */
  readonly alignment?: number;
  /** What counts as aligned where misalignment faults, when it is not the access's size. */
  readonly naturalAlignment?: number;
  /** One half of an atomic read-modify-write: a load needs the permission to write, too. */
  readonly atomic?: boolean;
  /** Access fields of an abort's syndrome; absent when it has none (ISS.ISV 0). */
  readonly syndrome?: { readonly register: number; readonly signed: boolean; readonly wide: boolean };
}

/** An exception is taken instead: `fault` is the machine's own description, which engines only pass on. */
export interface Faulted<F> {
  readonly fault: F;
}

/** A system operation moved the program counter itself (`eret`). */
export interface Jump {
  readonly jump: bigint;
}

/**
 * The machine as an engine sees it. Nothing here throws on what a guest does: whatever takes an exception
 * answers `Faulted` and has changed nothing.
 */
export interface EngineHost<F> {
  /** Value of a cell, unsigned. */
  read(cell: CellName): bigint;
  /** The value fits the cell's width. */
  write(cell: CellName, value: bigint): void;
  /** `size` bytes at a virtual address, as an unsigned number of the machine's byte order. */
  load(address: bigint, size: number, access: Access): bigint | Faulted<F>;
  /** Writes the low `size` bytes; answers 0, or 1 when an exclusive store was not made. */
  store(address: bigint, size: number, value: bigint, access: Access): 0 | 1 | Faulted<F>;
  /**
   * Carries out an operation of the architecture's closed list with its arguments in order. Answers the
   * result where the list says that there is one.
   */
  system(
    operation: string,
    args: readonly bigint[],
    instruction: Instruction,
  ): bigint | undefined | Jump | Faulted<F>;
}

/** How the execution of one instruction ended. The machine writes `pc` and takes exceptions. */
export type Outcome<F> =
  | { readonly ended: 'next'; readonly pc: bigint }
  | {
      readonly ended: 'branch';
      readonly how: 'jump' | 'call' | 'return' | 'exception-return';
      readonly pc: bigint;
    }
  /** The instruction takes an exception of the architecture's closed list; it has had no other effect. */
  | { readonly ended: 'raise'; readonly exception: string; readonly arguments: readonly bigint[] }
  /** The host answered `Faulted`: no cell has changed. */
  | { readonly ended: 'fault'; readonly fault: F }
  /** The row has no semantics yet; nothing was done. */
  | { readonly ended: 'unsupported' };
