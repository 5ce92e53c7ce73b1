/** Words of a linker script. Names of files and sections may hold signs that are operators in expressions. */
import type { Span } from '../program.ts';

export interface ScriptProblem {
  readonly message: string;
  readonly span: Span;
}

/** A text that does not follow the language; caught where the script is read. */
export class ScriptError extends Error {
  readonly span: Span;

  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }
}

/** A name in an expression. */
const symbolPattern = /[A-Za-z_.$][\w.$]*/y;
/** A name of a section, a file or a pattern of them. */
const namePattern = /[\w.$*?/\\~!:+\-[\]^@]+/y;
const numberPattern = /(?:0[xX][0-9a-fA-F]+|\$[0-9a-fA-F]+|\d+)[kKmM]?/y;
const signPattern = /<<=|>>=|&&|\|\||<<|>>|[=!<>]=|[-+*/&|^]=|[-+*/%&|^~!<>=?:;,(){}]/y;
const skipPattern = /(?:\s+|\/\*[\s\S]*?\*\/)+/y;

export class ScriptReader {
  readonly #file: string;
  readonly #text: string;
  at = 0;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  get done(): boolean {
    this.#skip();
    return this.at >= this.#text.length;
  }

  /** The stretch from `start` to here. */
  span(start: number): Span {
    return { file: this.#file, start, end: Math.max(this.at, Math.min(start + 1, this.#text.length)) };
  }

  fail(message: string, start = this.at): never {
    throw new ScriptError(message, this.span(start));
  }

  #skip(): void {
    skipPattern.lastIndex = this.at;
    if (skipPattern.test(this.#text)) this.at = skipPattern.lastIndex;
    if (this.#text.startsWith('/*', this.at)) this.fail('this comment has no end');
  }

  #match(pattern: RegExp): string | undefined {
    this.#skip();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.at = pattern.lastIndex;
    return found;
  }

  /** Takes exactly this sign when it stands here. */
  take(sign: string): boolean {
    const start = this.at;
    if (this.#match(signPattern) === sign) return true;
    this.at = start;
    return false;
  }

  need(sign: string): void {
    this.#skip();
    if (!this.take(sign)) this.fail(`${sign} is expected here`);
  }

  /** Takes this word when it stands here. */
  takeWord(word: string): boolean {
    const start = this.at;
    if (this.symbol() === word) return true;
    this.at = start;
    return false;
  }

  /** The word that stands here, without taking it. */
  peekSymbol(): string | undefined {
    const start = this.at;
    const found = this.symbol();
    this.at = start;
    return found;
  }

  symbol(): string | undefined {
    return this.#text[this.#skipped()] === '"' ? this.string() : this.#match(symbolPattern);
  }

  #skipped(): number {
    this.#skip();
    return this.at;
  }

  name(): string | undefined {
    if (this.#text[this.#skipped()] === '"') return this.string();
    const found = this.#match(namePattern);
    // `.text: {`: a colon inside a name stands between an archive and its member.
    if (found === undefined || !found.endsWith(':')) return found;
    const name = found.replace(/:+$/, '');
    this.at -= found.length - name.length;
    return name === '' ? undefined : name;
  }

  number(): bigint | undefined {
    const found = this.#match(numberPattern);
    if (found === undefined) return undefined;
    const unit = /[kK]$/.test(found) ? 1024n : /[mM]$/.test(found) ? 1024n * 1024n : 1n;
    const digits = unit === 1n ? found : found.slice(0, -1);
    if (digits.startsWith('$')) return BigInt(`0x${digits.slice(1)}`) * unit;
    return (/^0[0-7]+$/.test(digits) ? BigInt(`0o${digits}`) : BigInt(digits)) * unit;
  }

  /** Digits after `=` or in `FILL`, of which a hexadecimal number that begins so gives its bytes. */
  fillDigits(): string | undefined {
    return this.#match(/0[xX][0-9a-fA-F]+(?![\w])/y);
  }

  string(): string | undefined {
    const start = this.#skipped();
    if (this.#text[start] !== '"') return undefined;
    const end = this.#text.indexOf('"', start + 1);
    if (end < 0) this.fail('this text has no closing quote');
    this.at = end + 1;
    return this.#text.slice(start + 1, end);
  }

  /** Any sign or word, for what is skipped. */
  anything(): string {
    const found = this.string() ?? this.#match(namePattern) ?? this.#match(signPattern);
    if (found === undefined) this.at++;
    return found ?? '';
  }
}
