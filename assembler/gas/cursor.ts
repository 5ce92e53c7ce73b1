/** Reads one statement from left to right. */
import type { Origin } from '../program.ts';
import { type MappedText, originOf, sliceText } from '../text.ts';
import { endOfString, isBlank, isNamePart, isNameStart } from './characters.ts';

export interface Name {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export class Cursor {
  readonly line: MappedText;
  readonly text: string;
  /** Of the line as a whole, for places where no text stands. */
  readonly #fallback: Origin;
  at = 0;

  /** `fallback`: the place of a text that has no characters of its own. */
  constructor(line: MappedText, fallback: Origin) {
    this.line = line;
    this.text = line.text;
    this.#fallback = fallback;
  }

  get char(): string | undefined {
    return this.text[this.at];
  }

  skipBlanks(): this {
    while (isBlank(this.text[this.at])) this.at++;
    return this;
  }

  /** Nothing but blanks follows. */
  get done(): boolean {
    return this.skipBlanks().at >= this.text.length;
  }

  /** Takes `text` when it comes next, blanks before it skipped. */
  take(text: string): boolean {
    this.skipBlanks();
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** Takes a name when one comes next. */
  name(): Name | undefined {
    const start = this.skipBlanks().at;
    if (!isNameStart(this.text[start])) return undefined;
    let end = start + 1;
    while (isNamePart(this.text[end])) end++;
    this.at = end;
    return { text: this.text.slice(start, end), start, end };
  }

  /** A symbol's name: a name, or any text in quotes. */
  symbolName(): Name | undefined {
    const start = this.skipBlanks().at;
    if (this.text[start] !== '"') return this.name();
    this.at = endOfString(this.text, start);
    return { text: this.text.slice(start + 1, this.at - 1), start, end: this.at };
  }

  /** Everything from here on, trimmed, and takes it. */
  rest(): MappedText {
    const start = this.skipBlanks().at;
    let end = this.text.length;
    while (end > start && isBlank(this.text[end - 1])) end--;
    this.at = this.text.length;
    return sliceText(this.line, start, end);
  }

  /** Origin of `[start, end)`, or of the rest of the line. */
  origin(start: number = this.at, end: number = this.text.trimEnd().length): Origin {
    return originOf(this.line, start, Math.max(start, end), this.#fallback);
  }

  /** Origin of the whole statement. */
  get whole(): Origin {
    const start = this.text.length - this.text.trimStart().length;
    return this.origin(start);
  }
}
