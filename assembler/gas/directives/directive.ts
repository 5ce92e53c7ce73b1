/** What a directive's handler gets. */
import type { Origin } from '../../program.ts';
import type { Cursor } from '../cursor.ts';
import type { SourceLine } from '../input.ts';
import type { Unit } from '../unit.ts';

export interface DirectiveCall {
  readonly unit: Unit;
  /** Lower case, with its dot: `.align`. */
  readonly name: string;
  /** Stands after the name. */
  readonly cursor: Cursor;
  /** Of the statement without its labels. */
  readonly origin: Origin;
  /** Of the name alone. */
  readonly nameOrigin: Origin;
  readonly line: SourceLine;
}

export type DirectiveHandler = (call: DirectiveCall) => void;

/** Name without its dot → handler. */
export type DirectiveTable = Readonly<Record<string, DirectiveHandler>>;

/** Reports what follows the operands that a directive takes; with a header missing, it may be a macro's. */
export function expectEnd({ unit, cursor, name }: DirectiveCall): void {
  if (cursor.done) return;
  const { diagnostics, incomplete } = unit.job;
  const message = `${name} takes nothing more`;
  if (incomplete) diagnostics.once('information', 'junk', name, message, cursor.origin());
  else diagnostics.error('junk', message, cursor.origin());
}

/** Accepted, without an effect on the image. */
export const ignored: DirectiveHandler = () => {};
