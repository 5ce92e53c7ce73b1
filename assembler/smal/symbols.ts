/** Names of one file. Both passes share them: what the first found is what forward references get in the second. */
import type { Origin } from '../program.ts';
import type { Value } from './value.ts';

export interface SmalSymbol {
  readonly name: string;
  kind: 'label' | 'constant' | 'variable' | 'external' | 'common' | 'predefined' | undefined;
  value: Value | undefined;
  /** Where it was defined first in the present pass. */
  origin: Origin | undefined;
  /** The last pass in which it was defined, and used. */
  definedIn: number;
  usedIn: number;
  /** Definitions in the first pass. */
  definitions: number;
  /** Where INT names it. */
  exported: Origin | undefined;
}

export class SymbolTable {
  readonly #symbols = new Map<string, SmalSymbol>();

  get all(): Iterable<SmalSymbol> {
    return this.#symbols.values();
  }

  lookup(name: string): SmalSymbol | undefined {
    return this.#symbols.get(name);
  }

  /** The symbol of a name, made when it is new. */
  entry(name: string): SmalSymbol {
    let symbol = this.#symbols.get(name);
    if (symbol === undefined) {
      symbol = {
        name,
        kind: undefined,
        value: undefined,
        origin: undefined,
        definedIn: 0,
        usedIn: 0,
        definitions: 0,
        exported: undefined,
      };
      this.#symbols.set(name, symbol);
    }
    return symbol;
  }
}
