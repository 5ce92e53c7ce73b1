/** Lexemes of a line. */
import type { SmalError } from './errors.ts';

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'symbol' | 'end';
  /** As written; of a string, what stands between its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Of a number, 0 to 2^32-1. */
  readonly value: number;
  readonly problem: SmalError | undefined;
}

const blanks = /[ \t\f\r\v]*/y;
const name = /\w+/y;
const number = /\d*#\w*|\d+/y;
const symbol = />>>|>>|<<|>=|<=|=:|./sy;

/** Takes what a sticky pattern matches at a place: where it ends. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

const isDigit = (char: string): boolean => char >= '0' && char <= '9';
const isLetter = (char: string): boolean =>
  (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z') || char === '_';

/** Reads a line without its end. The last token is of kind `end`, where the comment begins. */
export function lex(line: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = endOf(blanks, line, 0); ; at = endOf(blanks, line, at)) {
    const char = line[at];
    if (char === undefined || char === ';') {
      tokens.push({ kind: 'end', text: '', start: at, end: at, value: 0, problem: undefined });
      return tokens;
    }
    const start = at;
    if (isLetter(char)) {
      at = endOf(name, line, at);
      tokens.push(token('name', line.slice(start, at), at));
    } else if (isDigit(char) || char === '#') {
      at = endOf(number, line, at);
      tokens.push(readNumber(line.slice(start, at), at));
    } else if (char === '"' || char === "'") {
      const close = line.indexOf(char, at + 1);
      at = close < 0 ? line.length : close + 1;
      tokens.push(readString(line.slice(start, at), at));
    } else {
      at = endOf(symbol, line, at);
      tokens.push(token('symbol', line.slice(start, at), at));
    }
  }
}

const token = (kind: Token['kind'], text: string, end: number): Token => ({
  kind,
  text,
  start: end - text.length,
  end,
  value: 0,
  problem: undefined,
});

function readString(text: string, end: number): Token {
  const closed = text.length > 1 && text.endsWith(text[0]!);
  return {
    kind: 'string',
    text: text.slice(1, closed ? -1 : undefined),
    start: end - text.length,
    end,
    value: 0,
    problem: closed ? undefined : 'missing end quote',
  };
}

function readNumber(text: string, end: number): Token {
  const made = (value: number, problem?: SmalError): Token => ({
    kind: 'number',
    text,
    start: end - text.length,
    end,
    value,
    problem,
  });
  const hash = text.indexOf('#');
  const radix = hash > 0 ? Number(text.slice(0, hash)) : hash === 0 ? 16 : 10;
  if (radix < 2 || radix > 36) return made(0, 'bad radix');
  const digits = text.slice(hash + 1);
  let value = 0;
  for (const digit of digits) {
    const worth = Number.parseInt(digit, 36);
    if (!(worth < radix)) return made(0, 'bad digit in number');
    value = value * radix + worth;
    if (value > 0xffff_ffff) return made(0, 'value out of bounds');
  }
  return digits === '' ? made(0, 'bad digit in number') : made(value);
}

/** Index of the character that stands behind so many columns, when a tab goes to the next multiple of 8. */
export function indexBehind(text: string, columns: number): number | undefined {
  let column = 0;
  for (let index = 0; index < text.length; index++) {
    column = text[index] === '\t' ? column - (column % 8) + 8 : column + 1;
    if (column > columns) return index;
  }
  return undefined;
}
