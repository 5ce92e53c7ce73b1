/** Expressions over numbers and symbols, and their values. */
import type { Place } from './image/fragment.ts';
import type { Origin } from './program.ts';
import type { SymbolEntry } from './symbols.ts';

export type UnaryOperator = '-' | '~' | '!';
export type BinaryOperator =
  | '*'
  | '/'
  | '%'
  | '<<'
  | '>>'
  | '|'
  | '|~'
  | '^'
  | '&'
  | '+'
  | '-'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>='
  | '>'
  | '&&'
  | '||';

export type Term =
  | { readonly op: 'number'; readonly value: bigint }
  | { readonly op: 'symbol'; readonly symbol: SymbolEntry; readonly origin: Origin }
  | { readonly op: 'place'; readonly place: Place }
  | { readonly op: 'unary'; readonly operator: UnaryOperator; readonly a: Term }
  | { readonly op: 'binary'; readonly operator: BinaryOperator; readonly a: Term; readonly b: Term }
  /** A relocation operator: `:lo12:x`. */
  | { readonly op: 'part'; readonly name: string; readonly a: Term; readonly origin: Origin };

/** What a value is relative to: only values with the same base can be subtracted or compared. */
export type Base = object;

export interface Value {
  readonly value: bigint;
  readonly base?: Base;
  /** Depends on something that is defined elsewhere. */
  readonly uncertain?: boolean;
  /** Of a relocation operator's part: the value is written as its complement. */
  readonly inverted?: boolean;
}

/** What a relocation operator selects of a value. */
export interface Part {
  readonly bits: bigint;
  /** The bits are those of the complement; absent where the sign does not count. */
  readonly inverted?: boolean;
  /** Bits above those that are selected get lost. */
  readonly tooLarge?: boolean;
}

/** Why an expression has no value. */
export interface NoValue {
  readonly problem:
    | 'undefined'
    /** A value that only the host could have given; this has been said already. */
    | 'not-given'
    | 'not-constant'
    | 'not-known'
    | 'division-by-zero'
    | 'circular'
    | 'unsupported';
  readonly message: string;
  readonly origin?: Origin;
}

/** How places and names get their values: while reading, or after layout. */
export interface Scope {
  readonly place: (place: Place) => Value | NoValue;
  /** `depth`: terms that are being evaluated inside each other, for definitions through other symbols. */
  readonly symbol: (symbol: SymbolEntry, origin: Origin, depth: number) => Value | NoValue;
  /** Selects bits of a value for a relocation operator; undefined when it is not known. */
  readonly part: (name: string, value: bigint) => Part | undefined;
}

export const number = (value: bigint | number): Term => ({ op: 'number', value: BigInt(value) });

export const hasValue = (value: Value | NoValue): value is Value => !('problem' in value);

/**
 * A number alone as the value of 64 bits that it is in an instruction: `0xffffffffffffffff` is -1. One of more bits
 * stays as it is, and fits nowhere.
 */
export const signed64 = (value: bigint): bigint =>
  value >= 1n << 63n && value < 1n << 64n ? wrap(value) : value;

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
const truth = (condition: boolean): bigint => (condition ? -1n : 0n);

const unaryOperators: Record<UnaryOperator, (a: bigint) => bigint> = {
  '-': a => wrap(-a),
  '~': a => wrap(~a),
  '!': a => (a === 0n ? 1n : 0n),
};

/** On signed 64-bit values; `>>` is a logical shift and comparisons give -1, as in GNU as. */
const binaryOperators: Record<BinaryOperator, (a: bigint, b: bigint) => bigint> = {
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '<<': (a, b) => (b < 0n || b > 63n ? 0n : a << b),
  '>>': (a, b) => (b < 0n || b > 63n ? 0n : BigInt.asUintN(64, a) >> b),
  '|': (a, b) => a | b,
  '|~': (a, b) => a | ~b,
  '^': (a, b) => a ^ b,
  '&': (a, b) => a & b,
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  '>': (a, b) => truth(a > b),
  '&&': (a, b) => (a !== 0n && b !== 0n ? 1n : 0n),
  '||': (a, b) => (a !== 0n || b !== 0n ? 1n : 0n),
};

const comparisons: ReadonlySet<BinaryOperator> = new Set(['==', '!=', '<', '<=', '>=', '>']);

/** Terms that may be evaluated inside each other, through definitions of symbols too. */
const maximumDepth = 2500;

/** Value of a term. Numbers alone keep all their bits; operators take and give signed 64 bits. */
export function evaluate(term: Term, scope: Scope, depth = 0): Value | NoValue {
  if (depth > maximumDepth) return { problem: 'circular', message: 'this value is nested too deeply' };
  switch (term.op) {
    case 'number':
      return { value: term.value };
    case 'place':
      return scope.place(term.place);
    case 'symbol':
      return scope.symbol(term.symbol, term.origin, depth);
    case 'unary': {
      const a = evaluate(term.a, scope, depth + 1);
      if (!hasValue(a)) return a;
      if (a.base !== undefined && a.uncertain !== true) return notConstant();
      if (isTooLong(a.value)) return tooLong;
      return certain(unaryOperators[term.operator](wrap(a.value)), a);
    }
    case 'part': {
      if (scope.part(term.name, 0n) === undefined) {
        const message = `:${term.name}: is not supported yet`;
        return { problem: 'unsupported', message, origin: term.origin };
      }
      const a = evaluate(term.a, scope, depth + 1);
      return hasValue(a) ? partValue(scope.part(term.name, a.value)!, term, a) : a;
    }
    case 'binary':
      return evaluateBinary(
        term.operator,
        evaluate(term.a, scope, depth + 1),
        evaluate(term.b, scope, depth + 1),
      );
  }
}

function partValue(part: Part, term: Extract<Term, { op: 'part' }>, a: Value): Value | NoValue {
  if (part.tooLarge && a.uncertain !== true)
    return {
      problem: 'not-constant',
      message: `${a.value} does not fit in :${term.name}:`,
      origin: term.origin,
    };
  const value = certain(part.bits, a);
  return part.inverted === undefined ? value : { ...value, inverted: part.inverted };
}

/** The value of a term that is made of numbers alone; undefined of any other, and where it has none. */
export function numberOf(term: Term): bigint | undefined {
  if (term.op === 'number') return term.value;
  if (!isOfNumbers(term)) return undefined;
  const value = evaluate(term, noNames);
  return hasValue(value) ? value.value : undefined;
}

function isOfNumbers(term: Term): boolean {
  if (term.op === 'unary') return isOfNumbers(term.a);
  if (term.op === 'binary') return isOfNumbers(term.a) && isOfNumbers(term.b);
  return term.op === 'number';
}

const unnamed = (): NoValue => ({ problem: 'not-known', message: 'names have no values here' });
const noNames: Scope = { place: unnamed, symbol: unnamed, part: () => undefined };

function evaluateBinary(operator: BinaryOperator, a: Value | NoValue, b: Value | NoValue): Value | NoValue {
  if (!hasValue(a)) return a;
  if (!hasValue(b)) return b;
  let base: Base | undefined;
  if (a.base !== undefined || b.base !== undefined) {
    const cancels = a.base === b.base && (operator === '-' || comparisons.has(operator));
    if (operator === '+' && (a.base === undefined || b.base === undefined)) base = a.base ?? b.base;
    else if (operator === '-' && b.base === undefined) base = a.base;
    else if (!cancels && a.uncertain !== true && b.uncertain !== true) return notConstant();
  }
  if (isTooLong(a.value) || isTooLong(b.value)) return tooLong;
  const x = wrap(a.value);
  const y = wrap(b.value);
  if (y === 0n && (operator === '/' || operator === '%'))
    return { problem: 'division-by-zero', message: 'division by zero' };
  return certain(wrap(binaryOperators[operator](x, y)), a, b, base);
}

const isTooLong = (value: bigint): boolean => value >= 1n << 64n || value < -(1n << 63n);
const tooLong: NoValue = { problem: 'not-constant', message: 'operators take numbers of at most 64 bits' };

function certain(value: bigint, a: Value, b: Value = a, base?: Base): Value {
  const uncertain = a.uncertain === true || b.uncertain === true;
  return { value, ...(base !== undefined && { base }), ...(uncertain && { uncertain }) };
}

const notConstant = (): NoValue => ({
  problem: 'not-constant',
  message: 'addresses can only be added to numbers and subtracted from addresses of the same section',
});

/**
 * Values of symbols that are defined by expressions. While one is worked out, those that it hangs on are kept:
 * a chain of symbols that each use the one before twice costs no more than its length.
 */
export function definitionValues(): (
  symbol: SymbolEntry,
  definition: Term,
  use: { readonly scope: Scope; readonly origin: Origin; readonly depth: number },
) => Value | NoValue {
  const values = new Map<SymbolEntry, Value | NoValue>();
  let outermost: SymbolEntry | undefined;
  return (symbol, definition, { scope, origin, depth }) => {
    const known = values.get(symbol);
    if (known !== undefined) return known;
    outermost ??= symbol;
    values.set(symbol, {
      problem: 'circular',
      message: `${symbol.name} is defined through itself`,
      origin,
    });
    const value = evaluate(definition, scope, depth + 1);
    values.set(symbol, value);
    if (outermost === symbol) {
      values.clear();
      outermost = undefined;
    }
    return value;
  };
}
