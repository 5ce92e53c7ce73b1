/** Values in an object: a number, with the symbols or places that only the linker knows added and subtracted. */
import { evaluate, hasValue, type NoValue, type Scope, type Term, type Value } from '../../expression.ts';
import type { Place } from '../../image/fragment.ts';
import type { InputSection } from '../../image/section.ts';
import type { Origin } from '../../program.ts';
import type { SymbolEntry } from '../../symbols.ts';
import { partOf } from '../relocation.ts';

/** What a value is relative to: a symbol, or a section alone. */
export interface Anchor {
  readonly symbol?: SymbolEntry;
  /** Where the symbol is defined; absent when it is not. */
  readonly section?: InputSection;
  /** Of the symbol in its section. */
  readonly offset: number;
}

export interface Linear {
  readonly value: bigint;
  readonly plus?: Anchor;
  readonly minus?: Anchor;
}

/** Whether a symbol stays a symbol for the linker, wherever it is defined: others may take its place. */
export const isPreemptible = ({ binding, definition, type }: SymbolEntry): boolean =>
  definition === undefined || binding === 'global' || binding === 'weak' || type === 'indirect-function';

/** Value of a term as far as this file alone can tell. */
export function linearOf(term: Term, depth = 0): Linear | NoValue {
  if (depth > maximumDepth) return { problem: 'circular', message: 'this value is nested too deeply' };
  switch (term.op) {
    case 'number':
      return { value: term.value };
    case 'place':
      return placeValue(term.place);
    case 'symbol':
      return symbolValue(term.symbol, term.origin, depth);
    case 'binary':
      if (term.operator === '+' || term.operator === '-') {
        const a = linearOf(term.a, depth + 1);
        const b = linearOf(term.b, depth + 1);
        if ('problem' in a) return a;
        if ('problem' in b) return b;
        return sum(a, term.operator === '+' ? b : negative(b));
      }
      return otherwise(term, depth);
    default:
      return otherwise(term, depth);
  }
}

const maximumDepth = 2500;

function placeValue({ fragment, delta }: Place): Linear | NoValue {
  if (fragment === undefined) return { problem: 'not-known', message: 'this literal has no place' };
  return { value: 0n, plus: { section: fragment.chunk.section, offset: fragment.offset + delta } };
}

/** What a name stands for. */
function symbolValue(symbol: SymbolEntry, origin: Origin, depth: number): Linear | NoValue {
  const { definition } = symbol;
  if (definition === undefined) {
    if (symbol.numeric === undefined) return { value: 0n, plus: { symbol, offset: 0 } };
    return { problem: 'not-known', message: `no label ${symbol.name}: comes after this`, origin };
  }
  if (definition.as === 'label') {
    const { fragment, delta } = definition.place;
    const place = { section: fragment!.chunk.section, offset: fragment!.offset + delta };
    return { value: 0n, plus: { symbol, ...place } };
  }
  const value = linearOf(definition.value, depth + 1);
  if ('problem' in value || value.minus !== undefined) return value;
  const { plus } = value;
  // A number is folded into what uses it, and a name for what is defined elsewhere is that itself.
  if (plus === undefined || plus.section === undefined) return value;
  return { value: 0n, plus: { symbol, section: plus.section, offset: plus.offset + Number(value.value) } };
}

const negative = ({ value, plus, minus }: Linear): Linear => ({
  value: -value,
  ...(minus && { plus: minus }),
  ...(plus && { minus: plus }),
});

const sum = (a: Linear, b: Linear): Linear | NoValue => {
  const value = BigInt.asIntN(64, a.value + b.value);
  const plus = [a.plus, b.plus].filter(anchor => anchor !== undefined);
  const minus = [a.minus, b.minus].filter(anchor => anchor !== undefined);
  let distance = 0n;
  for (const [index, anchor] of [...plus.entries()].reverse()) {
    const other = minus.findIndex(candidate => cancels(anchor, candidate));
    if (other < 0) continue;
    distance += BigInt(anchor.offset - minus[other]!.offset);
    plus.splice(index, 1);
    minus.splice(other, 1);
  }
  if (plus.length > 1 || minus.length > 1) return notOneSymbol;
  return { value: value + distance, ...(plus[0] && { plus: plus[0] }), ...(minus[0] && { minus: minus[0] }) };
};

/** Two places in one section are a known number of bytes apart, and a symbol is no way from itself. */
const cancels = (a: Anchor, b: Anchor): boolean =>
  a.symbol?.type !== 'indirect-function' &&
  b.symbol?.type !== 'indirect-function' &&
  (a.section === undefined ? a.symbol === b.symbol : a.section === b.section);

const notOneSymbol: NoValue = {
  problem: 'not-constant',
  message: 'a linker adds one symbol to a number, and can subtract the place where the value stands',
};

/** Operators that no relocation knows: on numbers, and comparisons of places in one section. */
function otherwise(term: Term, depth: number): Linear | NoValue {
  const value = evaluate(term, objectScope, depth);
  if (!hasValue(value)) return value;
  return value.base === undefined ? { value: value.value } : notOneSymbol;
}

/** Addresses for the layout: relative to the section, or to the symbol that is defined elsewhere. */
export const objectScope: Scope = {
  place: ({ fragment, delta }) =>
    fragment === undefined
      ? { problem: 'not-known', message: 'this literal has no place' }
      : { value: BigInt(fragment.offset + delta), base: fragment.chunk.section },
  symbol: (symbol, origin, depth) => inSection(linearOf({ op: 'symbol', symbol, origin }, depth)),
  part: partOf,
};

/** The same for what layout must know: nothing is known of what is defined elsewhere. */
export const layoutScope: Scope = {
  ...objectScope,
  symbol: (symbol, origin, depth) => {
    const linear = linearOf({ op: 'symbol', symbol, origin }, depth);
    if ('problem' in linear || linear.plus === undefined || linear.plus.section !== undefined)
      return inSection(linear);
    return { problem: 'undefined', message: `${symbol.name} is not defined`, origin };
  },
};

function inSection(linear: Linear | NoValue): Value | NoValue {
  if ('problem' in linear) return linear;
  const { value, plus, minus } = linear;
  if (minus !== undefined) return notOneSymbol;
  if (plus === undefined) return { value };
  const base = plus.section ?? plus.symbol!;
  return { value: value + BigInt(plus.offset), base };
}
