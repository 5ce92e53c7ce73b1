/** Offsets in UTF-16 code units to lines and columns and back. Lines and columns count from 1. */
export interface Lines {
  readonly count: number;
  /** Offset of the start of a line; the text's end for lines beyond it. */
  start(line: number): number;
  /** Line and column of an offset. */
  at(offset: number): { readonly line: number; readonly column: number };
}

/** Line starts of a text; CRLF, LF and CR end a line. */
export function linesOf(text: string): Lines {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return {
    count: starts.length,
    start: line => starts[line - 1] ?? text.length,
    at(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - starts[low]! + 1 };
    },
  };
}
