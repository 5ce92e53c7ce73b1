/**
 * What an interpreter may do by itself of the operations that need the machine: their common cases, written in
 * the form of semantics. JavaScript does everything else, and the first of each kind: what it has seen to work
 * under the present control registers is allowed from then on.
 */
import type { CellName } from '../../../isa/instruction.ts';
import type { Expression, Semantics } from '../../../isa/semantics.ts';

/** A change of level: an exception, or a return. */
export interface LevelChange {
  /** Locals that the rest refers to. */
  readonly given: Semantics;
  /** JavaScript does it when this holds (i1). */
  readonly unless: Expression;
  /** The levels before and after, and where execution goes on (i64). */
  readonly from: Expression;
  readonly to: Expression;
  readonly target: Expression;
  /** What brings cells up to date that others depend on; nobody sees a difference. */
  readonly settle: Semantics;
  /** The change itself. */
  readonly change: Semantics;
}

/** A cell behind a register of a system operation, for reads and writes that are nothing but that. */
export interface PlainCell {
  readonly cell: CellName;
  /** Bits that a write changes. */
  readonly writeMask: bigint;
  /** A read gives the ticks of the machine's clock, less what is in the cell. */
  readonly isCounter?: true;
}

export interface FastPaths {
  /** The translation context, 0 to 3 (i64); see `DirectAccess.context`. */
  readonly context: Expression;
  /** What permissions depend on besides control registers, 0 to 31 (i64). */
  readonly privilege: Expression;
  /** Exceptions of the closed list, made from their arguments, at most one (i32). */
  readonly entries: Readonly<Record<string, (args: readonly Expression[]) => LevelChange>>;
  /** Operations of the closed list that return from an exception. */
  readonly returns: Readonly<Record<string, () => LevelChange>>;
  /** The cell that an operation of the closed list with `registers` moves from or to. */
  readonly plainCell: (access: 'read' | 'write', register: number) => PlainCell | undefined;
  /** Cells of the exclusive monitor: the address, and the size or 0 while it is open. */
  readonly monitor: { readonly address: CellName; readonly size: CellName };
}
