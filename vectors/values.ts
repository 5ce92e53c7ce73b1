/**
 * What the analysis knows of a value: a sum of symbols and a constant, or nothing.
 *
 * Symbols stand for values that are not known as numbers: what a cell held when the exception was taken, what
 * an instruction of the handler made or loaded. Sums keep `sp - 272`, and also tricks that add one register
 * to another and take it away again.
 */
import type { CellName } from '../isa/instruction.ts';

/** Something unknown that has a name. Each is written once: a new execution of `at` ends the old one's life. */
export type Unknown =
  /** The value of a cell when the exception was taken. */
  | { readonly of: 'entry'; readonly cell: CellName }
  /** Made by the handler from other values: no interrupted value. `at` is the instruction's address. */
  | { readonly of: 'made'; readonly at: bigint; readonly name: string }
  /** What an unseen function left in a register that it may change. */
  | { readonly of: 'call'; readonly at: bigint; readonly name: string }
  /** Read from memory that the handler did not write: may be anything, also the right value. */
  | { readonly of: 'loaded'; readonly at: bigint; readonly name: string };

export interface Term {
  /** Identity of the symbol. */
  readonly id: string;
  readonly unknown: Unknown;
  readonly times: bigint;
}

/** Where in memory: a base (identity of a sum of symbols, '' for none) and a signed distance from it. */
export interface MemoryPlace {
  readonly base: string;
  readonly offset: bigint;
}

/** The load that a value came through. */
export interface Loading {
  readonly at: bigint;
  readonly place: MemoryPlace;
}

export type Value =
  | {
      readonly is: 'sum';
      /** In order of identity, none with `times` 0. */
      readonly terms: readonly Term[];
      /** Modulo 2^64. */
      readonly offset: bigint;
      readonly via?: Loading;
    }
  | { readonly is: 'anything' };

export const anything: Value = { is: 'anything' };

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);

export const constantValue = (value: bigint): Value => ({ is: 'sum', terms: [], offset: wrap(value) });

function identityOf(unknown: Unknown): string {
  return unknown.of === 'entry' ? unknown.cell : `${unknown.of}:${unknown.at.toString(16)}:${unknown.name}`;
}

export const symbolValue = (unknown: Unknown): Value => ({
  is: 'sum',
  terms: [{ id: identityOf(unknown), unknown, times: 1n }],
  offset: 0n,
});

export const entryValue = (cell: CellName): Value => symbolValue({ of: 'entry', cell });

/** The number, when the value is one. */
export const numberOf = (value: Value): bigint | undefined =>
  value.is === 'sum' && value.terms.length === 0 ? value.offset : undefined;

/** The only symbol of a value that is one symbol plus a constant. */
export function symbolOf(value: Value): Unknown | undefined {
  if (value.is !== 'sum' || value.terms.length !== 1) return undefined;
  const term = value.terms[0]!;
  return term.times === 1n ? term.unknown : undefined;
}

/** The cell whose value at entry this is, exactly. */
export function entryCellOf(value: Value): CellName | undefined {
  const symbol = symbolOf(value);
  return symbol?.of === 'entry' && value.is === 'sum' && value.offset === 0n ? symbol.cell : undefined;
}

/** Whether a cell's value at entry is a part of the value, so that it could still be had from it. */
export const mentions = (value: Value, cell: CellName): boolean =>
  value.is === 'sum' && value.terms.some(term => term.id === cell);

/** Whether a symbol made at this instruction is a part of the value. */
export const madeAt = (value: Value, at: bigint): boolean =>
  value.is === 'sum' && value.terms.some(({ unknown }) => unknown.of !== 'entry' && unknown.at === at);

/** The same value; how it was loaded does not matter. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.is !== 'sum' || b.is !== 'sum') return a.is === b.is;
  return (
    a.offset === b.offset &&
    a.terms.length === b.terms.length &&
    a.terms.every((term, n) => term.id === b.terms[n]!.id && term.times === b.terms[n]!.times)
  );
}

/** What is known when either may be the case. */
export function joinValues(a: Value, b: Value): Value {
  if (!sameValue(a, b)) return anything;
  if (a.is !== 'sum' || b.is !== 'sum' || a.via?.at === b.via?.at) return a;
  return { is: 'sum', terms: a.terms, offset: a.offset };
}

function scaledSum(a: Value, b: Value, times: bigint): Value {
  if (a.is !== 'sum' || b.is !== 'sum') return anything;
  const terms = new Map(a.terms.map(term => [term.id, term]));
  for (const term of b.terms) {
    const sum = wrap((terms.get(term.id)?.times ?? 0n) + times * term.times);
    if (sum === 0n) terms.delete(term.id);
    else terms.set(term.id, { ...term, times: sum });
  }
  const ordered = [...terms.values()].sort((p, q) => (p.id < q.id ? -1 : 1));
  return { is: 'sum', terms: ordered, offset: wrap(a.offset + times * b.offset) };
}

export const addValues = (a: Value, b: Value): Value => scaledSum(a, b, 1n);
export const subtractValues = (a: Value, b: Value): Value => scaledSum(a, b, -1n);

/** A sum as it is in a register of fewer bits. */
export const wrapSum = (value: Value, bits: number): Value =>
  value.is === 'sum' ? { ...value, offset: BigInt.asUintN(bits, value.offset) } : value;

/** Where an address points; undefined when nothing is known of it. */
export function placeOf(address: Value): MemoryPlace | undefined {
  if (address.is !== 'sum') return undefined;
  const base = address.terms
    .map(term => (term.times === 1n ? term.id : `${term.times}*${term.id}`))
    .join('+');
  return { base, offset: BigInt.asIntN(64, address.offset) };
}

/** The value as loaded from a place by an instruction. */
export const loadedThrough = (value: Value, via: Loading): Value =>
  value.is === 'sum' ? { is: 'sum', terms: value.terms, offset: value.offset, via } : value;
