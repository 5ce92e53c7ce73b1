/** Expressions: read and evaluated at once, as each pass knows the names. */
import type { Token } from './lexer.ts';
import type { Reader } from './reader.ts';
import { here, recordUse, type Unit } from './unit.ts';
import {
  absolute,
  applyBinary,
  applyUnary,
  isBinaryOperator,
  isUnaryOperator,
  relative,
  type Value,
} from './value.ts';

/** Reads an expression; undefined when there is none or it has no value, which is reported. */
export function readExpression(reader: Reader, depth = 0): Value | undefined {
  const start = reader.token.start;
  let value = readValue(reader, depth);
  while (value !== undefined && reader.token.kind === 'symbol' && isBinaryOperator(reader.token.text)) {
    const operator = reader.token.text;
    reader.at++;
    const other = readValue(reader, depth);
    if (other === undefined) return undefined;
    const result = applyBinary(operator, value, other);
    if (typeof result === 'string') {
      if (!value.uncertain && !other.uncertain)
        reader.fail(
          result,
          `${operator} between ${describe(value)} and ${describe(other)}`,
          start,
          endOf(reader),
        );
      value = absolute(isComparison(operator) ? 1 : 0, true);
    } else value = result;
  }
  return value;
}

const isComparison = (operator: string): boolean => /^[<>]?=$|^[<>]$/.test(operator);

/** What a value is, in words. */
export function describe({ base }: Value): string {
  if (base === undefined) return 'an absolute value';
  if (base.kind === 'relocatable') return 'a relocatable value';
  if (base.kind === 'registers') return 'a register';
  return `a value relative to ${base.name}`;
}

const endOf = (reader: Reader): number => reader.tokens[reader.at - 1]?.end ?? reader.token.end;

/** Reads an expression that must be absolute. */
export function readAbsolute(reader: Reader): number | undefined {
  const { start } = reader.token;
  const value = readExpression(reader);
  if (value === undefined) return undefined;
  if (value.base === undefined) return value.offset;
  return reader.fail(
    'misuse of relocation',
    `${describe(value)} where a number belongs`,
    start,
    endOf(reader),
  );
}

function readValue(reader: Reader, depth: number): Value | undefined {
  const { token } = reader;
  if (token.kind !== 'symbol' || !isUnaryOperator(token.text)) return readTerm(reader, depth);
  reader.at++;
  const value = readTerm(reader, depth);
  if (value === undefined) return undefined;
  const result = applyUnary(token.text, value);
  if (typeof result !== 'string') return result;
  if (!value.uncertain)
    reader.fail(result, `${token.text} of ${describe(value)}`, token.start, endOf(reader));
  return absolute(0, true);
}

function readTerm(reader: Reader, depth: number): Value | undefined {
  const { token, unit } = reader;
  switch (token.kind) {
    case 'number':
      reader.at++;
      if (token.problem !== undefined) reader.fail(token.problem, token.text, token.start, token.end);
      return absolute(token.value, token.problem !== undefined);
    case 'string':
      reader.at++;
      return stringValue(reader, token);
    case 'name':
      reader.at++;
      return reader.is('(') ? callFunction(reader, token, depth) : namedValue(reader, token);
    case 'end':
      return reader.fail('bad value or expression', 'a value belongs here');
    case 'symbol':
      if (reader.take('.')) return here(unit);
      if (!reader.take('(')) return reader.fail('bad value or expression', 'a value belongs here');
      return readParenthesized(reader, token, depth);
  }
}

/** An expression up to its closing parenthesis. */
function readParenthesized(reader: Reader, open: Token, depth: number): Value | undefined {
  if (depth >= reader.unit.job.input.limits.expressionDepth)
    return reader.fail('bad value or expression', 'too many parentheses', open.start, open.end);
  const value = readExpression(reader, depth + 1);
  if (value === undefined) return undefined;
  return reader.take(')') ? value : reader.fail('unbalanced parentheses', '', open.start, endOf(reader));
}

/** Up to four characters, the first most significant. */
function stringValue(reader: Reader, token: Token): Value {
  if (token.problem !== undefined) reader.fail(token.problem, '', token.start, token.end);
  const tooLong = token.text.length > 4;
  if (tooLong) reader.fail('value out of bounds', 'more than 4 characters', token.start, token.end);
  let value = 0;
  for (const char of token.text.slice(0, 4)) value = (value << 8) | (char.charCodeAt(0) & 0xff);
  return absolute(value, tooLong);
}

/** The value of a name. In the first pass one that comes later is 0. */
function namedValue(reader: Reader, token: Token): Value {
  const { unit } = reader;
  const symbol = unit.symbols.entry(token.text);
  symbol.usedIn = unit.pass;
  if (unit.pass === 2 && symbol.kind !== 'predefined')
    recordUse(unit, token.text, reader.origin(token.start, token.end));
  if (symbol.value !== undefined) return symbol.value;
  if (!unit.job.incomplete) reader.fail('undefined symbol', token.text, token.start, token.end);
  return absolute(0, true);
}

const functions: Readonly<Record<string, (reader: Reader, open: Token, depth: number) => Value | undefined>> =
  {
    DEF: reader => ofName(reader, (unit, name) => unit.symbols.lookup(name)?.definedIn === unit.pass),
    FWD: reader =>
      ofName(reader, (unit, name) => {
        const symbol = unit.symbols.lookup(name);
        return symbol !== undefined && symbol.usedIn === unit.pass && symbol.definedIn !== unit.pass;
      }),
    TYP: (reader, open, depth) => ofValue(reader, open, depth, ({ base }) => absolute(base?.type ?? 0)),
    ABS: (reader, open, depth) =>
      ofValue(reader, open, depth, ({ offset, uncertain }) => absolute(offset, uncertain)),
    REL: (reader, open, depth) =>
      ofValue(reader, open, depth, value => {
        if (value.base === undefined) return relative(reader.unit.relocatable, value.offset);
        reader.fail('misuse of relocation', `REL of ${describe(value)}`, open.start, endOf(reader));
        return absolute(0, true);
      }),
    LEN: (reader, open) => lengthOf(reader, open),
  };

/** A function whose name has been read; its parenthesis comes next. */
function callFunction(reader: Reader, name: Token, depth: number): Value | undefined {
  const open = reader.token;
  if (!Object.hasOwn(functions, name.text))
    return reader.fail('invalid function', `${name.text} is none`, name.start, name.end);
  reader.at++;
  return functions[name.text]!(reader, open, depth);
}

function ofName(reader: Reader, test: (unit: Unit, name: string) => boolean): Value | undefined {
  const open = reader.tokens[reader.at - 1]!;
  const name = reader.name();
  if (name === undefined) return undefined;
  if (!reader.take(')')) return reader.fail('unbalanced parentheses', '', open.start, endOf(reader));
  return absolute(test(reader.unit, name.text) ? -1 : 0);
}

function ofValue(
  reader: Reader,
  open: Token,
  depth: number,
  result: (value: Value) => Value,
): Value | undefined {
  const value = readParenthesized(reader, open, depth);
  return value && result(value);
}

/** Characters between the parentheses, blanks around them left out. */
function lengthOf(reader: Reader, open: Token): Value | undefined {
  for (let depth = 1; !reader.done; reader.at++) {
    if (reader.is('(')) depth++;
    else if (reader.is(')') && --depth === 0) {
      const text = reader.line.text.text.slice(open.end, reader.token.start);
      reader.at++;
      return absolute(text.trim().length);
    }
  }
  return reader.fail('unbalanced parentheses', '', open.start, open.end);
}
