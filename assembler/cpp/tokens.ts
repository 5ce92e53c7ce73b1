/** Preprocessing tokens, each with the place that it came from, and their way back to text. */
import type { Origin } from '../program.ts';
import { type MapEntry, type MappedText, originOf } from '../text.ts';

export type TokenKind = 'name' | 'number' | 'string' | 'punctuator' | 'other';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** White space stands before it. */
  readonly space: boolean;
  readonly origin: Origin;
  /** Character by character the origin's span. */
  readonly exact: boolean;
  /** Met while its own macro was being expanded: never expanded again. */
  readonly painted?: boolean;
  /** Text of a token that a `##` could not join it to: directly behind that, nothing comes between. */
  readonly tightAfter?: string;
}

const PUNCTUATORS =
  '##|\\.\\.\\.|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\\|\\||->|\\+\\+|--|[-+*/%&|^]=|[-\\[\\](){}<>=!~?:;,.&*+/%|^#]';
/** A quote that is not closed takes the rest of its line, as in GNU cpp. */
const TOKEN = `([A-Za-z_][A-Za-z0-9_]*)|(\\.?[0-9](?:[eEpP][-+]|[A-Za-z0-9_.])*)|("(?:\\\\.|[^"\\\\])*"|'(?:\\\\.|[^'\\\\])*')|(["'].*)|(${PUNCTUATORS})|[^ \\t\\v\\f]`;

function kindOf(match: RegExpExecArray): TokenKind {
  if (match[1] !== undefined) return 'name';
  if (match[2] !== undefined) return 'number';
  if (match[3] !== undefined) return 'string';
  return match[5] !== undefined ? 'punctuator' : 'other';
}

/** Origin of `[start, end)` of a line, and whether its characters stand together in the source. */
function place(line: MappedText, start: number, end: number): { origin: Origin; exact: boolean } {
  const only = line.map[0]!;
  if (line.map.length === 1 && only.exact) {
    const from = only.origin.span.start + start;
    const span = { file: only.origin.span.file, start: from, end: from + end - start };
    return { origin: { ...only.origin, span }, exact: true };
  }
  const origin = originOf(line, start, end, only.origin);
  const inMade = line.map.some(e => !e.exact && e.start < end && e.start + e.length > start);
  return { origin, exact: !inMade && origin.span.end - origin.span.start === end - start };
}

/** Tokens of a line from `start` on. */
export function tokenize(line: MappedText, start = 0): Token[] {
  const pattern = new RegExp(TOKEN, 'gs');
  pattern.lastIndex = start;
  const tokens: Token[] = [];
  let end = start;
  for (let match = pattern.exec(line.text); match !== null; match = pattern.exec(line.text)) {
    const { origin, exact } = place(line, match.index, pattern.lastIndex);
    tokens.push({ kind: kindOf(match), text: match[0], space: match.index > end, origin, exact });
    end = pattern.lastIndex;
  }
  return tokens;
}

/** Kind of a text that is one single token; undefined when it is none or several. */
export function singleToken(text: string): TokenKind | undefined {
  const match = new RegExp(`^(?:${TOKEN})$`, 's').exec(text);
  if (match === null || match[4] !== undefined) return undefined;
  const first = new RegExp(TOKEN, 's').exec(text)!;
  return first[0] === text ? kindOf(first) : undefined;
}

/** Punctuators that would run together with what begins with these characters. */
const RUNS_TOGETHER: Readonly<Record<string, string>> = {
  '>': '>=',
  '<': '<=',
  '+': '+=',
  '-': '->=',
  '/': '/*=',
  '*': '=',
  '%': '=',
  '&': '&=',
  '|': '|=',
  '^': '=',
  '=': '=',
  '!': '=',
  '.': '.',
  '#': '#',
  '\\': '',
};

/** Would these two be read as something else when they stand side by side? */
function wouldPaste(before: Token, after: Token): boolean {
  const word = after.kind === 'name' || after.kind === 'number';
  if (before.kind === 'name') {
    const goesOn = after.kind === 'number' && /^\w+$/.test(after.text);
    return goesOn || after.kind === 'name' || after.kind === 'string';
  }
  if (before.kind === 'number') return word || '.+-'.includes(after.text[0]!);
  if (before.text === '.' && after.kind === 'number') return true;
  if (before.text === '\\' && after.kind === 'name') return true;
  return RUNS_TOGETHER[before.text]?.includes(after.text[0]!) ?? false;
}

/** Do the two stand next to each other in the source as well? */
function adjacent(before: Token, after: Token): boolean {
  return (
    before.exact &&
    after.exact &&
    before.origin.span.end === after.origin.span.start &&
    before.origin.span.file === after.origin.span.file
  );
}

/** Text of tokens, one space where white space stood or where two would run together. */
export function textOf(tokens: readonly Token[]): MappedText {
  const map: MapEntry[] = [];
  let text = '';
  const add = (piece: string, origin: Origin, exact: boolean): void => {
    map.push({ start: text.length, length: piece.length, origin, exact });
    text += piece;
  };
  let before: Token | undefined;
  for (const token of tokens) {
    const apart =
      before !== undefined &&
      token.tightAfter !== before.text &&
      !adjacent(before, token) &&
      wouldPaste(before, token);
    if (token.space || apart) add(' ', token.origin, false);
    add(token.text, token.origin, token.exact);
    before = token;
  }
  return { text, map };
}

/** Tokens as written, with single spaces: for messages and stringizing. */
export function spelling(tokens: readonly Token[]): string {
  return tokens.map((token, i) => (token.space && i > 0 ? ' ' : '') + token.text).join('');
}
