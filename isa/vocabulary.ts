/**
 * What a generic reader of semantics (evaluator, interpreter generator, effects) must know of an architecture:
 * its register banks and the closed lists of names that may stand in `call`, `compute`, `system` and `raise`.
 */
import type { CellName } from './instruction.ts';
import type { RegisterSpecial, ValueType } from './semantics.ts';

/** A register bank: number `n` is the cell named bank + n (`x5`), except where `special` says otherwise. */
export interface RegisterBank {
  /** Type of its cells. */
  readonly type: ValueType;
  /**
   * For an operand marked with this special, what `number` is: the named cell, or without one constant zero
   * whose writes are lost.
   */
  readonly special: Readonly<
    Partial<Record<RegisterSpecial, { readonly number: number; readonly cell?: CellName }>>
  >;
}

/** A pure function with one implementation, which every engine calls. */
export interface Helper {
  readonly arguments: readonly ValueType[];
  readonly result: ValueType;
  readonly doc: string;
  /** Values are unsigned and of the width of their type. */
  readonly apply: (...values: bigint[]) => bigint;
}

/** A pure function with several results, otherwise as a `Helper`. */
export interface Computation {
  readonly arguments: readonly ValueType[];
  readonly results: readonly ValueType[];
  readonly doc: string;
  /** Values are unsigned and of the width of their type, the results in order. */
  readonly apply: (...values: bigint[]) => readonly bigint[];
}

/** A named argument of a system operation or an exception. */
export interface ArgumentDescription {
  readonly name: string;
  readonly type: ValueType;
}

/** An operation that needs the machine: its meaning is the machine's to implement. */
export interface SystemOperation {
  readonly arguments: readonly ArgumentDescription[];
  readonly result?: ValueType;
  readonly doc: string;
  /**
   * What it reads and writes besides its arguments: the named argument holds an encoding of this kind, which
   * the architecture's tables turn into cells. A move carries the value unchanged from or to that register.
   */
  readonly registers?: {
    readonly named: 'system-register' | 'status-field';
    readonly argument: string;
    readonly access: 'read' | 'write';
  };
  /** How control leaves; absent: the next instruction executes. `wait`: it executes when the wait is over. */
  readonly control?: 'exception-return' | 'wait';
}

/** An exception that an instruction itself takes. */
export interface RaisedException {
  readonly arguments: readonly ArgumentDescription[];
  readonly doc: string;
  /** The preferred return address: this instruction, or the one after it. */
  readonly returnsTo: 'this' | 'next';
}

/** Banks and closed lists, by name. */
export interface Vocabulary {
  readonly banks: Readonly<Record<string, RegisterBank>>;
  readonly helpers: Readonly<Record<string, Helper>>;
  readonly computations: Readonly<Record<string, Computation>>;
  readonly operations: Readonly<Record<string, SystemOperation>>;
  readonly exceptions: Readonly<Record<string, RaisedException>>;
}
