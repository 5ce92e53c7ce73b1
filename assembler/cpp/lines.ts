/**
 * Translation phases 1 to 3 of the C preprocessor: physical lines to logical lines. A backslash before a line
 * end joins lines; a comment becomes one space. Quotes are followed as GNU cpp does in assembly: a quote that
 * is not closed before the line ends makes the rest of its line plain text, comment signs included.
 */
import type { Origin } from '../program.ts';
import { concatTexts, type MappedText, madeText, plainText } from '../text.ts';

export interface LogicalLines {
  /** The next logical line without its line ending; undefined at the end. */
  next(): MappedText | undefined;
}

/**
 * Logical lines of a file's text. `originAt` gives the origin of a stretch; `unterminated` is told where a
 * comment starts that never ends (the rest of the file is then inside it).
 */
export function logicalLines(
  text: string,
  originAt: (start: number, end: number) => Origin,
  unterminated: (start: number, end: number) => void,
): LogicalLines {
  const interesting = /["'/\\\r\n]/g;
  let at = text.startsWith('\uFEFF') ? 1 : 0;

  /** End of a `//` comment: the line end that no backslash precedes. */
  function endOfLineComment(from: number): number {
    let end = from;
    for (;;) {
      end = text.indexOf('\n', end);
      if (end < 0) return text.length;
      if (!/\\[ \t\r]*$/.test(text.slice(Math.max(from, end - 80), end)))
        return text[end - 1] === '\r' ? end - 1 : end;
      end++;
    }
  }

  function next(): MappedText | undefined {
    if (at >= text.length) return undefined;
    const parts: MappedText[] = [];
    let from = at;
    let quote = '';
    const flush = (end: number): void => {
      if (end > from) parts.push(plainText(text.slice(from, end), originAt(from, end)));
    };
    const comment = (start: number, end: number): void => {
      flush(start);
      parts.push(madeText(' ', originAt(start, end)));
      from = at = end;
    };
    for (;;) {
      interesting.lastIndex = at;
      const found = interesting.exec(text);
      if (found === null) {
        at = text.length;
        flush(at);
        break;
      }
      const here = found.index;
      const character = found[0];
      at = here + 1;
      if (character === '\n' || character === '\r') {
        flush(here);
        if (character === '\r' && text[at] === '\n') at++;
        break;
      }
      if (character === '\\') {
        const splice = /^[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(at, at + 80));
        if (splice !== null) {
          flush(here);
          from = at = at + splice[0].length;
        } else if (quote !== '' && text[at] !== undefined) at++;
      } else if (character !== '/') {
        if (quote === '') quote = character;
        else if (quote === character) quote = '';
      } else if (quote === '' && text[at] === '*') {
        const close = text.indexOf('*/', at + 1);
        if (close < 0) unterminated(here, at + 1);
        comment(here, close < 0 ? text.length : close + 2);
      } else if (quote === '' && text[at] === '/') {
        comment(here, endOfLineComment(here));
      }
    }
    return parts.length === 1 ? parts[0]! : concatTexts(parts);
  }
  return { next };
}
