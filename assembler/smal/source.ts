/** The source as a stack of files and macro expansions, line by line. */
import type { Origin } from '../program.ts';
import { type MappedText, plainText } from '../text.ts';

export interface Line {
  readonly text: MappedText;
  /** Line of its file, from 1; 0 in an expansion. */
  readonly number: number;
  /** Of a line of a macro: the whole line, with the call. */
  readonly expanded: Origin | undefined;
}

export interface Frame {
  readonly kind: 'file' | 'macro';
  /** Of a file, its path. */
  readonly file: string;
  readonly next: () => Line | undefined;
  /** Open IF blocks when the frame was entered. */
  readonly conditionals: number;
}

/** The lines of a file; a byte order mark is skipped. `parent` says how the file got here. */
export function fileLines(
  file: string,
  text: string,
  parent: NonNullable<Origin['parent']> | undefined,
): () => Line | undefined {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let number = 0;
  return () => {
    if (at >= text.length) return undefined;
    const newline = text.indexOf('\n', at);
    const after = newline < 0 ? text.length : newline;
    const end = newline > at && text.charCodeAt(newline - 1) === 13 ? newline - 1 : after;
    const span = { file, start: at, end };
    const line = plainText(text.slice(at, end), parent === undefined ? { span } : { span, parent });
    at = after + 1;
    number++;
    return { text: line, number, expanded: undefined };
  };
}

export class Source {
  readonly #frames: Frame[] = [];

  push(frame: Frame): void {
    this.#frames.push(frame);
  }

  get frame(): Frame | undefined {
    return this.#frames.at(-1);
  }

  /** Open frames of a kind. */
  depth(kind: Frame['kind']): number {
    return this.#frames.reduce((count, frame) => count + (frame.kind === kind ? 1 : 0), 0);
  }

  get levels(): number {
    return this.#frames.length;
  }

  pop(): Frame | undefined {
    return this.#frames.pop();
  }

  /** The innermost file. */
  get file(): Frame | undefined {
    return this.#frames.findLast(frame => frame.kind === 'file');
  }
}
