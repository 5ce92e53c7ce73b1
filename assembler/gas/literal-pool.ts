/** Literal pools: `ldr Rt, =expression` puts its value at the next `.ltorg` or at the end of the section. */
import type { Term } from '../expression.ts';
import type { Datum, Place } from '../image/fragment.ts';
import type { Chunk } from '../image/section.ts';
import type { Origin } from '../program.ts';

export type LiteralSize = 4 | 8 | 16;

interface Entry {
  readonly place: Place;
  readonly value: Term;
  readonly origin: Origin;
}

/** The entries of one size, in order of first use. */
type Pool = Map<string, Entry>;

/** The pools of one flush: each size with its entries, smallest first. */
export interface FlushedPool {
  readonly size: LiteralSize;
  readonly data: readonly Datum[];
  readonly places: readonly Place[];
}

const sizes: readonly LiteralSize[] = [4, 8, 16];

export class LiteralPools {
  readonly #pools = new Map<Chunk, Map<LiteralSize, Pool>>();

  /** Place of a literal with this value; equal values share one. */
  add(chunk: Chunk, size: LiteralSize, value: Term, origin: Origin): Place {
    let pools = this.#pools.get(chunk);
    if (pools === undefined) this.#pools.set(chunk, (pools = new Map()));
    let pool = pools.get(size);
    if (pool === undefined) pools.set(size, (pool = new Map()));
    const key = keyOf(value) ?? `${pool.size} `;
    const known = pool.get(key);
    if (known !== undefined) return known.place;
    const place: Place = { delta: 0 };
    pool.set(key, { place, value, origin });
    return place;
  }

  /** Subsections that have literals to write, in the order in which GNU as does: the latest first. */
  get open(): readonly Chunk[] {
    return [...this.#pools].flatMap(([chunk, pools]) => (pools.size === 0 ? [] : [chunk])).reverse();
  }

  /** Takes the literals of a subsection. */
  flush(chunk: Chunk): readonly FlushedPool[] {
    const pools = this.#pools.get(chunk);
    if (pools !== undefined) this.#pools.set(chunk, new Map());
    return sizes.flatMap(size => {
      const entries = [...(pools?.get(size)?.values() ?? [])];
      if (entries.length === 0) return [];
      const data = entries.map(
        ({ value, origin }, index): Datum => ({ at: index * size, size, value, origin }),
      );
      return [{ size, data, places: entries.map(entry => entry.place) }];
    });
  }
}

/** Equal keys, equal values: numbers, symbols, and symbols with an offset. Other terms are not compared. */
function keyOf(term: Term): string | undefined {
  if (term.op === 'number') return `${BigInt.asIntN(64, term.value)}`;
  if (term.op === 'symbol') return term.symbol.definition?.as === 'constant' ? undefined : term.symbol.name;
  if (term.op !== 'binary' || (term.operator !== '+' && term.operator !== '-')) return undefined;
  if (term.a.op !== 'symbol' || term.b.op !== 'number') return undefined;
  return `${keyOf(term.a)}${term.operator}${term.b.value}`;
}
