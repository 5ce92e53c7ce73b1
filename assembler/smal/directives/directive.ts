/** A directive while it is carried out. */
import type { Origin } from '../../program.ts';
import type { Token } from '../lexer.ts';
import type { Reader } from '../reader.ts';
import type { Unit } from '../unit.ts';

export interface DirectiveCall {
  readonly unit: Unit;
  /** Stands after the directive's name. */
  readonly reader: Reader;
  readonly name: Token;
  /** The statement. */
  readonly origin: Origin;
}

export type Directive = (call: DirectiveCall) => void;

/** A list of names, each given to `take`. */
export function readNames({ reader }: DirectiveCall, take: (name: Token, origin: Origin) => void): void {
  do {
    const name = reader.name();
    if (name === undefined) return;
    take(name, reader.origin(name.start, name.end));
  } while (reader.take(','));
}
