/** Expressions in statements: reading them, and their values while the source is still being read. */
import {
  definitionValues,
  evaluate,
  hasValue,
  type NoValue,
  number,
  type Scope,
  type Term,
  type Value,
} from '../expression.ts';
import type { Origin } from '../program.ts';
import type { SymbolEntry } from '../symbols.ts';
import { outermost } from '../text.ts';
import type { Alternate } from './alternate.ts';
import type { Cursor } from './cursor.ts';
import { absoluteOffset, here } from './emit.ts';
import { isTerm, type Names, parseExpression } from './expression.ts';
import { partOf } from './relocation.ts';
import type { Unit } from './unit.ts';

/** Names in expressions of a unit; every use is recorded. */
export const namesOf = (unit: Unit, line: Origin, operators = false): Names =>
  new UnitNames(unit, line, operators);

class UnitNames implements Names {
  readonly operators: boolean;
  readonly #unit: Unit;
  readonly #line: Origin;

  constructor(unit: Unit, line: Origin, operators: boolean) {
    this.operators = operators;
    this.#unit = unit;
    this.#line = line;
  }

  get depth(): number {
    return this.#unit.job.input.limits.expressionDepth;
  }

  symbol(name: string, origin: Origin): SymbolEntry {
    return used(this.#unit, this.#unit.symbols.entry(name), name, origin);
  }

  placeholder(name: string, origin: Origin): SymbolEntry {
    const text = `no value is given for the operand ${name}; it is taken as unknown`;
    this.#unit.job.diagnostics.once('information', 'operand-not-given', name, text, origin);
    return used(this.#unit, this.#unit.symbols.placeholder(name), name, origin);
  }

  numeric(label: string, forward: boolean, origin: Origin): SymbolEntry | undefined {
    const { symbols } = this.#unit;
    const entry = forward ? symbols.forward(label) : symbols.backward(label);
    return entry && used(this.#unit, entry, `${label}${forward ? 'f' : 'b'}`, origin);
  }

  here(): Term {
    const offset = absoluteOffset(this.#unit);
    return offset === undefined ? { op: 'place', place: here(this.#unit, this.#line) } : number(offset);
  }
}

function used(unit: Unit, entry: SymbolEntry, name: string, origin: Origin): SymbolEntry {
  entry.uses.push(origin);
  const { span } = origin;
  const { uses, usesSeen } = unit.job;
  let seen = usesSeen.get(span.file);
  if (seen === undefined) usesSeen.set(span.file, (seen = new Set()));
  if (!seen.has(span.start)) {
    seen.add(span.start);
    uses.push({ name, span });
  }
  return entry;
}

/** Reads an expression; what is wrong with it is reported, and undefined given back. */
export function readExpression(unit: Unit, cursor: Cursor): Term | undefined {
  const result = parseExpression(cursor, namesOf(unit, cursor.whole));
  if (isTerm(result)) return result;
  unit.job.diagnostics.error('bad-expression', result.problem, cursor.origin(result.start, result.end));
  return undefined;
}

/** Values as far as they are known at this point of the source. */
function scopeNow(): Scope {
  const defined = definitionValues();
  const scope: Scope = {
    place: ({ fragment, delta }) =>
      fragment === undefined
        ? { problem: 'not-known', message: 'this address is not known yet' }
        : { value: BigInt(fragment.offset + delta), base: fragment.run },
    symbol: (symbol, origin, depth) => {
      const { definition } = symbol;
      if (definition === undefined)
        return { problem: 'undefined', message: `${symbol.name} is not defined`, origin };
      if (definition.as === 'label') return scope.place(definition.place);
      return defined(symbol, definition.value, { scope, origin, depth });
    },
    part: partOf,
  };
  return scope;
}

export const valueNow = (term: Term): Value | NoValue => evaluate(term, scopeNow());

/** The number that a term is known to be by now; undefined when it is an address or not known yet. */
export function constantNow(term: Term): bigint | undefined {
  const value = valueNow(term);
  return hasValue(value) && value.base === undefined ? value.value : undefined;
}

/** A term that is known by now as its number, any other as it is. */
export function settled(term: Term): Term {
  const known = constantNow(term);
  return known === undefined ? term : number(known);
}

/**
 * Reads an expression whose value must be a known number here. When it is not, says so: as an error, or as
 * information when it hangs on something that could not be read.
 */
export function readConstant(unit: Unit, cursor: Cursor, what: string): bigint | undefined {
  const start = cursor.skipBlanks().at;
  const term = readExpression(unit, cursor);
  if (term === undefined) return undefined;
  const value = valueNow(term);
  if (hasValue(value) && value.base === undefined) return value.value;
  const why = hasValue(value)
    ? `${what} must be a number, not an address`
    : `${what} is not known: ${value.message}`;
  const excused = unit.job.incomplete || mentionsPlaceholder(term);
  const severity = excused ? 'information' : 'error';
  const origin = cursor.origin(start, cursor.at);
  if (excused) unit.job.diagnostics.once(severity, 'not-constant', outermost(origin).span.file, why, origin);
  else unit.job.diagnostics.report(severity, 'not-constant', why, origin);
  return undefined;
}

/** What the alternate macro syntax needs, where it is on. */
export const alternateOf = (unit: Unit): Alternate | undefined =>
  unit.alternate ? { number: cursor => readConstant(unit, cursor, 'the value after %') ?? 0n } : undefined;

/** Whether a term hangs on a value that only the host could give. */
function mentionsPlaceholder(term: Term): boolean {
  switch (term.op) {
    case 'symbol':
      return term.symbol.placeholder === true;
    case 'unary':
    case 'part':
      return mentionsPlaceholder(term.a);
    case 'binary':
      return mentionsPlaceholder(term.a) || mentionsPlaceholder(term.b);
    default:
      return false;
  }
}
