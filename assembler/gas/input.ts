/** The source as a stream of statements: files, and the expansions of macros and repetitions stacked on them. */
import type { Origin } from '../program.ts';
import type { MappedText } from '../text.ts';
import { splitStatements } from './lines.ts';

export interface SourceLine {
  readonly text: MappedText;
  /** Of an expanded line: the whole line of the body, with the call. */
  readonly origin?: Origin;
}

export interface Frame {
  readonly kind: 'file' | 'include' | 'macro' | 'repeat';
  readonly next: () => SourceLine | undefined;
  /** Called when the frame is left, at its end or before. */
  readonly left?: () => void;
}

/** Lines of a list, one after the other. */
export function linesOf(lines: readonly MappedText[]): () => SourceLine | undefined {
  let at = 0;
  return () => {
    const text = lines[at++];
    return text === undefined ? undefined : { text };
  };
}

/** Characters of an expanded line that count as one line of work. */
const longLine = 64;

/** Lines that are as much work as opening an included file. */
const openedFile = 50;

interface OpenFrame {
  readonly frame: Frame;
  /** Statements of the present line that are still to come, the next one last. */
  readonly pending: SourceLine[];
}

const isExpansion = (open: OpenFrame | undefined): boolean =>
  open !== undefined && open.frame.kind !== 'file';

/** A `.macro` or `.rept` body as it was read. */
export interface Block {
  readonly lines: readonly SourceLine[];
  /** The closing directive's line; undefined when it is missing. */
  readonly close?: SourceLine;
}

export class Input {
  readonly #stack: OpenFrame[] = [];
  #expanded = 0;

  push(frame: Frame): void {
    if (frame.kind === 'include') this.#expanded += openedFile;
    this.#stack.push({ frame, pending: [] });
  }

  depth(kind: Frame['kind']): number {
    return this.#stack.reduce((count, open) => count + (open.frame.kind === kind ? 1 : 0), 0);
  }

  /** Lines that macros, repetitions and included files have given so far; long ones count more. */
  get expanded(): number {
    return this.#expanded;
  }

  /** The next statement, from the innermost frame that has one. */
  next(): SourceLine | undefined {
    for (let open = this.#stack.at(-1); open !== undefined; open = this.#stack.at(-1)) {
      const statement = this.#nextIn(open);
      if (statement !== undefined) return statement;
      this.#leave();
    }
    return undefined;
  }

  /** Leaves frames up to and including the innermost one of this kind; without one, does nothing. */
  leave(kind: Frame['kind']): boolean {
    if (this.depth(kind) === 0) return false;
    while (this.#leave() !== kind);
    return true;
  }

  /** Goes back to the main file. */
  leaveExpansions(): void {
    while (isExpansion(this.#stack.at(-1))) this.#leave();
  }

  /** Ends all input (`.end`). */
  end(): void {
    while (this.#stack.length > 0) this.#leave();
  }

  /**
   * Reads up to the directive that closes a block, over nested ones. Bodies end in the frame where they
   * began. When the end is missing, the lines up to `stop` (which is read again) are the block.
   */
  readBlock(opens: RegExp, closes: RegExp, stop: RegExp): Block {
    const open = this.#stack.at(-1);
    const lines: SourceLine[] = [];
    if (open === undefined) return { lines };
    let depth = 0;
    for (let line = this.#nextIn(open); line !== undefined; line = this.#nextIn(open)) {
      if (closes.test(line.text.text)) {
        if (depth === 0) return { lines, close: line };
        depth--;
      } else if (opens.test(line.text.text)) depth++;
      lines.push(line);
    }
    const end = lines.findIndex(line => stop.test(line.text.text));
    const kept = end < 0 ? lines.length : end;
    open.pending.push(...lines.slice(kept).reverse());
    return { lines: lines.slice(0, kept) };
  }

  #nextIn(open: OpenFrame): SourceLine | undefined {
    const pending = open.pending.pop();
    if (pending !== undefined) return pending;
    const line = open.frame.next();
    if (line === undefined) return undefined;
    if (isExpansion(open)) this.#expanded += 1 + Math.floor(line.text.text.length / longLine);
    if (!line.text.text.includes(';')) return line;
    const { origin } = line;
    const statements = splitStatements(line.text).map(text =>
      origin === undefined ? { text } : { text, origin },
    );
    open.pending.push(...statements.slice(1).reverse());
    return statements[0];
  }

  #leave(): Frame['kind'] | undefined {
    const open = this.#stack.pop();
    open?.frame.left?.();
    return open?.frame.kind;
  }
}
