/** The files that are being read, each above the one that includes it: their lines, and where reading stands. */
import type { Diagnostics } from '../diagnostics.ts';
import { longestLine } from '../limits.ts';
import type { Origin } from '../program.ts';
import type { MappedText } from '../text.ts';
import { Conditionals } from './conditionals.ts';
import { type LogicalLines, logicalLines } from './lines.ts';

export interface Source {
  readonly file: string;
  readonly lines: LogicalLines;
  /** Lines that were looked at for a macro call and given back. */
  readonly pending: MappedText[];
  readonly conditionals: Conditionals;
}

export class SourceStack {
  readonly #files: ReadonlyMap<string, string>;
  readonly #diagnostics: Diagnostics;
  readonly #sources: Source[] = [];
  readonly #used = new Set<string>();
  readonly #lineStarts = new Map<string, readonly number[]>();

  /** `files`: the texts that are known, by name. */
  constructor(files: ReadonlyMap<string, string>, diagnostics: Diagnostics) {
    this.#files = files;
    this.#diagnostics = diagnostics;
  }

  /** How many files are open. */
  get depth(): number {
    return this.#sources.length;
  }

  /** The file that is read now; one must be open. */
  get current(): Source {
    return this.#sources[this.#sources.length - 1]!;
  }

  /** Every file that was ever open. */
  get used(): ReadonlySet<string> {
    return this.#used;
  }

  /** Begins to read a file, if its text is known. */
  open(file: string, includedAt: Origin | undefined): void {
    const text = this.#files.get(file);
    if (text === undefined) return;
    this.#used.add(file);
    const parent = includedAt && ({ how: 'include', name: file, at: includedAt } as const);
    const originAt = (start: number, end: number): Origin =>
      parent === undefined ? { span: { file, start, end } } : { span: { file, start, end }, parent };
    const unterminated = (start: number, end: number): void =>
      this.#diagnostics.error('comment-open', 'this comment is not closed with */', originAt(start, end));
    const lines = logicalLines(text, originAt, unterminated);
    this.#sources.push({ file, lines, pending: [], conditionals: new Conditionals() });
  }

  /** Ends the current file. */
  close(): void {
    const source = this.#sources.pop();
    for (const origin of source?.conditionals.open ?? [])
      this.#diagnostics.error('conditional-open', 'this condition is not closed with #endif', origin);
  }

  /** The next line of the current file; undefined at its end. */
  nextLine(): MappedText | undefined {
    const line = this.current.pending.shift() ?? this.current.lines.next();
    if (line === undefined || line.text.length <= longestLine) return line;
    const { origin } = line.map[0]!;
    const message = `this line has more than ${longestLine} characters; it is left out`;
    this.#diagnostics.once('error', 'limit', this.current.file, message, origin);
    return { text: '', map: [] };
  }

  /** Number of the physical line (from 1) in which a stretch begins. */
  lineNumber({ file, start }: Origin['span']): number {
    let starts = this.#lineStarts.get(file);
    if (starts === undefined) {
      starts = [...(this.#files.get(file) ?? '').matchAll(/\n/g)].map(match => match.index + 1);
      this.#lineStarts.set(file, starts);
    }
    let low = 0;
    for (let high = starts.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= start) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}
