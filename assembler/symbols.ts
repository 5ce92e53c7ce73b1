/** Symbols of one translation unit. */
import type { Binding, SymbolType, Visibility } from './elf/format.ts';
import type { Term } from './expression.ts';
import type { Place } from './image/fragment.ts';
import type { InputSection } from './image/section.ts';
import type { Origin } from './program.ts';

export type SymbolDefinition =
  | { readonly as: 'label'; readonly place: Place; readonly origin: Origin }
  | { readonly as: 'constant'; readonly value: Term; readonly origin: Origin };

/**
 * A name, or one instance of it: a `.set` that gives a name another value makes a new entry, so that every
 * use keeps the value which the name had where it was used.
 */
export interface SymbolEntry {
  /** As the author wrote it; numeric labels share theirs. */
  readonly name: string;
  definition?: SymbolDefinition;
  binding?: Binding;
  type?: SymbolType;
  visibility?: Visibility;
  /** Where `.size` says how many bytes. */
  sizedAt?: Origin;
  /** Bytes, as a `.size` directive says. */
  size?: Term;
  /** Room that the linker makes in `.bss`, once for all files that ask for it (`.comm`). */
  common?: { readonly size: bigint; readonly alignment: number; readonly origin: Origin };
  /** `STB_GNU_UNIQUE` */
  unique?: true;
  /** A directive says something of it, even if nothing uses it. */
  declared?: true;
  /** Names with versions that the object has for it, as `.symver` gives them: `name@VERSION`. */
  versions?: string[];
  /** Another name of a symbol that need not be defined (`.weakref`). */
  weakReferenceTo?: SymbolEntry;
  /** `.set` and `=` may define it again. */
  redefinable: boolean;
  /** Stands for a value that only the host could give. */
  readonly placeholder?: boolean;
  /** A numeric label, which no other file can define: the how manieth of its number, from 1. */
  readonly numeric?: number;
  /** The name of a section and no other symbol's: it stands for the section's start. */
  ofSection?: InputSection;
  readonly uses: Origin[];
}

const createSymbol = (
  name: string,
  special: Pick<SymbolEntry, 'placeholder' | 'numeric'> = {},
): SymbolEntry => ({ name, redefinable: false, uses: [], ...special });

export class SymbolTable {
  readonly #current = new Map<string, SymbolEntry>();
  readonly #entries: SymbolEntry[] = [];
  /** Numeric labels: how many instances of each number have been defined so far. */
  readonly #instances = new Map<string, number>();

  /** Every entry in order of first appearance, earlier instances of redefined names included. */
  get entries(): readonly SymbolEntry[] {
    return this.#entries;
  }

  /** The entry of a name, made when it is new. */
  entry(name: string): SymbolEntry {
    return this.#current.get(name) ?? this.#add(name, createSymbol(name));
  }

  lookup(name: string): SymbolEntry | undefined {
    return this.#current.get(name);
  }

  /** A value that the host did not give, `{name}` in Rust's `global_asm!`. */
  placeholder(name: string): SymbolEntry {
    return this.#current.get(name) ?? this.#add(name, createSymbol(name, { placeholder: true }));
  }

  /** Gives a name that may change its value (`.set`) another one; earlier uses keep theirs. */
  redefine(name: string): SymbolEntry {
    const old = this.#current.get(name);
    if (old === undefined || old.definition === undefined) return this.entry(name);
    const entry = createSymbol(name);
    const { binding, type, visibility, size, versions } = old;
    Object.assign(entry, {
      ...(binding && { binding }),
      ...(type && { type }),
      ...(visibility && { visibility }),
      ...(size && { size }),
      ...(versions && { versions }),
    });
    return this.#add(name, entry);
  }

  /** Entry of the numeric label that is to be defined now: `1:`. */
  defineNumeric(label: string): SymbolEntry {
    const entry = this.#numeric(label, this.#count(label));
    this.#instances.set(label, this.#count(label) + 1);
    return entry;
  }

  /** `1b`; undefined when there is none before. */
  backward(label: string): SymbolEntry | undefined {
    const count = this.#count(label);
    return count === 0 ? undefined : this.#numeric(label, count - 1);
  }

  /** `1f` */
  forward(label: string): SymbolEntry {
    return this.#numeric(label, this.#count(label));
  }

  #count(label: string): number {
    return this.#instances.get(label) ?? 0;
  }

  /** Instances have keys that no author can write. */
  #numeric(label: string, instance: number): SymbolEntry {
    const key = `${label} ${instance}`;
    return this.#current.get(key) ?? this.#add(key, createSymbol(label, { numeric: instance + 1 }));
  }

  #add(key: string, entry: SymbolEntry): SymbolEntry {
    this.#current.set(key, entry);
    this.#entries.push(entry);
    return entry;
  }
}
