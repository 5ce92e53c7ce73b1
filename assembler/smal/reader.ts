/** Reads one line from left to right. */
import type { Origin } from '../program.ts';
import { type MappedText, originOf, sliceText } from '../text.ts';
import type { SmalError } from './errors.ts';
import { lex, type Token } from './lexer.ts';
import type { Line } from './source.ts';
import { report, type Unit } from './unit.ts';

export class Reader {
  readonly unit: Unit;
  readonly line: Line;
  readonly tokens: readonly Token[];
  #reported: Set<SmalError> | undefined;
  /** Index of the next token. */
  at = 0;

  constructor(unit: Unit, line: Line) {
    this.unit = unit;
    this.line = line;
    this.tokens = lex(line.text.text);
  }

  get token(): Token {
    return this.tokens[this.at]!;
  }

  /** The token after the next one. */
  get second(): Token | undefined {
    return this.tokens[this.at + 1];
  }

  /** Nothing but a comment follows. */
  get done(): boolean {
    return this.token.kind === 'end';
  }

  is(symbol: string): boolean {
    const { kind, text } = this.token;
    return kind === 'symbol' && text === symbol;
  }

  take(symbol: string): boolean {
    const there = this.is(symbol);
    if (there) this.at++;
    return there;
  }

  /** Takes a name, or reports that one belongs here. */
  name(): Token | undefined {
    const { token } = this;
    if (token.kind === 'name') {
      this.at++;
      return token;
    }
    this.fail('symbolic name expected');
    return undefined;
  }

  /** Takes everything up to the comment. */
  skip(): void {
    this.at = this.tokens.length - 1;
  }

  /** Reports what is left on a line that should be over. */
  finish(): void {
    if (this.done) return;
    this.fail('comment or eol expected', '', this.token.start, this.end);
    this.skip();
  }

  /** An error of this line has been reported. */
  get failed(): boolean {
    return this.#reported !== undefined;
  }

  /** Where the last token ends. */
  get end(): number {
    return this.tokens.at(-2)?.end ?? 0;
  }

  /** Text of `[start, end)`. */
  text(start: number, end: number): MappedText {
    return sliceText(this.line.text, start, end);
  }

  /** Place of `[start, end)`; the first pass, which says nothing, makes do with the line. */
  origin(start: number, end: number): Origin {
    const { text, expanded } = this.line;
    const whole = expanded ?? text.map[0]?.origin ?? this.#nowhere;
    return this.unit.pass === 1 ? whole : originOf(text, start, end, whole);
  }

  /** Place of the statement that begins at `start`. */
  statement(start: number): Origin {
    return this.line.expanded ?? this.origin(start, this.end);
  }

  /** Reports an error, each kind once a line; the next token is at fault unless said otherwise. */
  fail(error: SmalError, detail = '', start = this.token.start, end = this.token.end): undefined {
    if (this.unit.pass === 1 || this.#reported?.has(error)) return;
    this.#reported ??= new Set();
    this.#reported.add(error);
    report(this.unit, error, detail, this.origin(Math.min(start, this.line.text.text.length), end));
  }

  get #nowhere(): Origin {
    return { span: { file: this.unit.file, start: 0, end: 0 } };
  }
}
