/** Offsets (UTF-16 code units from the start of a text) and LSP positions (line, UTF-16 character). */
import type { Position, Range } from 'vscode-languageserver';

export interface LineIndex {
  /** Position of an offset; never inside a line ending. */
  positionAt(offset: number): Position;
  /** Offset of a position; lines and characters beyond the end are brought back to it. */
  offsetAt(position: Position): number;
  rangeOf(span: { readonly start: number; readonly end: number }): Range;
}

/** Index of a text's lines. CRLF, LF and CR end a line. */
export function lineIndex(text: string): LineIndex {
  const starts = [0];
  const ends: number[] = [];
  for (const { index, 0: ending } of text.matchAll(/\r\n|\n|\r/g)) {
    ends.push(index);
    starts.push(index + ending.length);
  }
  ends.push(text.length);

  function positionAt(offset: number): Position {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    const character = Math.max(0, Math.min(offset, ends[low]!) - starts[low]!);
    return { line: low, character };
  }

  function offsetAt({ line, character }: Position): number {
    const start = starts[line];
    if (start === undefined) return line < 0 ? 0 : text.length;
    return Math.max(start, Math.min(start + character, ends[line]!));
  }

  return {
    positionAt,
    offsetAt,
    rangeOf: ({ start, end }) => ({ start: positionAt(start), end: positionAt(Math.max(start, end)) }),
  };
}
