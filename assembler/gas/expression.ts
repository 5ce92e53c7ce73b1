/** Parses expressions of GNU as: its operators with its precedence, character constants, relocation operators. */
import { type BinaryOperator, number, type Term, type UnaryOperator } from '../expression.ts';
import type { Origin } from '../program.ts';
import type { SymbolEntry } from '../symbols.ts';
import { characterAt, endOfString, isDigit } from './characters.ts';
import type { Cursor } from './cursor.ts';

export interface ParseProblem {
  readonly problem: string;
  readonly start: number;
  readonly end: number;
}

/** What names mean where the expression stands. */
export interface Names {
  readonly symbol: (name: string, origin: Origin) => SymbolEntry;
  /** `{name}` */
  readonly placeholder: (name: string, origin: Origin) => SymbolEntry;
  /** `1f`, `1b`; undefined when no such label came before. */
  readonly numeric: (label: string, forward: boolean, origin: Origin) => SymbolEntry | undefined;
  /** `.` */
  readonly here: () => Term;
  readonly depth: number;
  /** Relocation operators may stand here: in operands of instructions. */
  readonly operators?: boolean;
}

export const isTerm = (result: Term | ParseProblem): result is Term => 'op' in result;

/** Spelling, operator, rank: higher binds tighter. Longer spellings first. */
const binaryOperators: readonly (readonly [string, BinaryOperator, number])[] = [
  ['<<', '<<', 6],
  ['>>', '>>', 6],
  ['<>', '!=', 3],
  ['<=', '<=', 3],
  ['>=', '>=', 3],
  ['==', '==', 3],
  ['!=', '!=', 3],
  ['&&', '&&', 2],
  ['||', '||', 1],
  ['*', '*', 6],
  ['/', '/', 6],
  ['%', '%', 6],
  ['|', '|', 5],
  ['!', '|~', 5],
  ['^', '^', 5],
  ['&', '&', 5],
  ['+', '+', 4],
  ['-', '-', 4],
  ['<', '<', 3],
  ['>', '>', 3],
];

const operatorStarts: ReadonlySet<string> = new Set(binaryOperators.map(([spelling]) => spelling[0]!));

const unaryOperators: ReadonlySet<string> = new Set(['-', '~', '!']);

/** Operators in an expression: evaluation may go as deep. */
const maximumTerms = 1000;

interface Reading {
  readonly names: Names;
  /** Operators read so far. */
  terms: number;
}

/** Reads the longest expression that begins at the cursor. */
export function parseExpression(cursor: Cursor, names: Names): Term | ParseProblem {
  return parseBinary(cursor, { names, terms: 0 }, 1, 0);
}

function problem(cursor: Cursor, text: string, start = cursor.at, end = start + 1): ParseProblem {
  return { problem: text, start, end };
}

function parseBinary(cursor: Cursor, reading: Reading, rank: number, depth: number): Term | ParseProblem {
  let a = parseUnary(cursor, reading, depth);
  for (;;) {
    if (!isTerm(a)) return a;
    const found = operatorAt(cursor);
    if (found === undefined || found[2] < rank) return a;
    if (++reading.terms > maximumTerms) return problem(cursor, 'this expression is too long');
    cursor.at += found[0].length;
    const b = parseBinary(cursor, reading, found[2] + 1, depth + 1);
    if (!isTerm(b)) return b;
    a = { op: 'binary', operator: found[1], a, b };
  }
}

function operatorAt(cursor: Cursor): (typeof binaryOperators)[number] | undefined {
  const first = cursor.skipBlanks().char;
  if (first === undefined || !operatorStarts.has(first)) return undefined;
  return binaryOperators.find(([spelling]) => cursor.text.startsWith(spelling, cursor.at));
}

function parseUnary(cursor: Cursor, reading: Reading, depth: number): Term | ParseProblem {
  cursor.skipBlanks();
  const start = cursor.at;
  if (depth > reading.names.depth) return problem(cursor, 'this expression is nested too deeply');
  const char = cursor.char;
  if (char === undefined) return problem(cursor, 'an expression is missing here');
  if (char === '+') {
    cursor.at++;
    return parseUnary(cursor, reading, depth + 1);
  }
  if (unaryOperators.has(char)) {
    cursor.at++;
    const a = parseUnary(cursor, reading, depth + 1);
    return isTerm(a) ? { op: 'unary', operator: char as UnaryOperator, a } : a;
  }
  if (char === '(') {
    cursor.at++;
    const a = parseBinary(cursor, reading, 1, depth + 1);
    if (!isTerm(a)) return a;
    return cursor.take(')') ? a : problem(cursor, ') is missing');
  }
  if (char === ':' && reading.names.operators) return parsePart(cursor, reading, depth);
  if (char === '{') return parsePlaceholder(cursor, reading.names);
  if (char === "'") return parseCharacter(cursor);
  if (isDigit(char)) return parseNumber(cursor, reading.names);
  const name = char === '"' ? quotedName(cursor) : cursor.name();
  if (name === undefined) return problem(cursor, `an expression cannot begin with ${char}`);
  if (name.text === '.') return reading.names.here();
  const origin = cursor.origin(start, name.end);
  return { op: 'symbol', symbol: reading.names.symbol(name.text, origin), origin };
}

function quotedName(cursor: Cursor): { readonly text: string; readonly end: number } | undefined {
  if (endOfString(cursor.text, cursor.at) - cursor.at < 3) return undefined;
  return cursor.symbolName();
}

/** `:lo12:sym` */
function parsePart(cursor: Cursor, reading: Reading, depth: number): Term | ParseProblem {
  const start = cursor.at++;
  const name = cursor.name();
  if (name === undefined || !cursor.take(':'))
    return problem(cursor, 'a relocation operator is written :name:', start);
  const origin = cursor.origin(start, cursor.at);
  const a = parseBinary(cursor, reading, 1, depth + 1);
  return isTerm(a) ? { op: 'part', name: name.text.toLowerCase(), a, origin } : a;
}

function parsePlaceholder(cursor: Cursor, names: Names): Term | ParseProblem {
  const start = cursor.at;
  const found = /^\{\w*\}/.exec(cursor.text.slice(start, start + 256));
  if (found === null) return problem(cursor, 'an expression cannot begin with {');
  cursor.at += found[0].length;
  const origin = cursor.origin(start, cursor.at);
  return { op: 'symbol', symbol: names.placeholder(found[0], origin), origin };
}

/** `'a`, with or without a closing quote. */
function parseCharacter(cursor: Cursor): Term | ParseProblem {
  const character = characterAt(cursor.text, cursor.at);
  if (character === undefined) return problem(cursor, 'a character is missing after the quote', cursor.at);
  cursor.at = character.end;
  return number(character.value);
}

function parseNumber(cursor: Cursor, names: Names): Term | ParseProblem {
  const start = cursor.at;
  const [word] = /^\w+/.exec(cursor.text.slice(start, start + 512))!;
  cursor.at += word.length;
  const value = numberOf(word);
  if (value !== undefined) return number(value);
  const label = /^(\d+)([fb])$/i.exec(word);
  if (label !== null) {
    const origin = cursor.origin(start, cursor.at);
    const forward = label[2]!.toLowerCase() === 'f';
    const symbol = names.numeric(String(Number(label[1])), forward, origin);
    if (symbol !== undefined) return { op: 'symbol', symbol, origin };
    return problem(cursor, `no label ${label[1]}: comes before this`, start, cursor.at);
  }
  return problem(cursor, `${word} is not a number`, start, cursor.at);
}

/** `10`, `0x1f`, `0b101`, `017`; the suffixes `U`, `L`, `LL`, `UL`, `ULL` of C say nothing. A lone 0 takes none. */
function numberOf(word: string): bigint | undefined {
  if (/^(0|[1-9]\d*)$/.test(word)) return BigInt(word);
  const digits = word.replace(/u?l*$/i, '').toLowerCase();
  if (/^([1-9]\d*|0x[0-9a-f]+|0b[01]+)$/.test(digits)) return BigInt(digits);
  return /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : undefined;
}
