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

/** Name, number, string, operator, comment or end, anything else. */
const lexeme =
  /[ \t\f\r\v]*(?:([A-Za-z_]\w*)|(\d*#\w*|\d+)|("[^"]*"?|'[^']*'?)|(>>>|>>|<<|>=|<=|=:|[:.,=><+\-\\~&!|()[\]@])|(;.*|$)|(.))/sy;

/** Reads a line without its end. The last token is of kind `end`, where the comment begins. */
export function lex(line: string): readonly Token[] {
  const tokens: Token[] = [];
  lexeme.lastIndex = 0;
  for (;;) {
    const found = lexeme.exec(line)!;
    const [, name, number, string, symbol, , other] = found;
    const end = lexeme.lastIndex;
    if (name !== undefined) tokens.push(token('name', name, end));
    else if (symbol !== undefined) tokens.push(token('symbol', symbol, end));
    else if (number !== undefined) tokens.push(readNumber(number, end));
    else if (string !== undefined) tokens.push(readString(string, end));
    else if (other !== undefined) tokens.push(token('symbol', other, end));
    else {
      const start = found[5]!.length === 0 ? end : end - found[5]!.length;
      tokens.push({ kind: 'end', text: '', start, end: start, value: 0, problem: undefined });
      return tokens;
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

/** Columns that a text takes when a tab goes to the next multiple of 8. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns = char === '\t' ? columns - (columns % 8) + 8 : columns + 1;
  return columns;
}
