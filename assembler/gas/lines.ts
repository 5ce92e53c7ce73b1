/** A file's text as logical lines without comments, each character with its place. */
import type { Diagnostics } from '../diagnostics.ts';
import type { Origin } from '../program.ts';
import { concatTexts, type MappedText, madeText, plainText, sliceText } from '../text.ts';
import { characterAt, endOfString, isBlank } from './characters.ts';

/** Origin of a stretch of the file that is read. */
export type PlaceIn = (start: number, end: number) => Origin;

/**
 * Splits a file into lines: `\r\n` or `\n` ends one; a block comment counts as a blank and joins its lines;
 * `//` anywhere and `#` first in a line begin a comment. A byte order mark is skipped.
 */
export function readLines(text: string, place: PlaceIn, diagnostics: Diagnostics): readonly MappedText[] {
  const lines: MappedText[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    const simple = !line.includes('/') && !line.trimStart().startsWith('#');
    if (simple) {
      lines.push(plainText(line, place(at, end)));
      at = afterLineEnd(text, end);
    } else {
      at = readCommented(text, at, place, diagnostics, lines);
    }
  }
  return lines;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return end > at && text[end - 1] === '\r' ? end - 1 : end;
}

const afterLineEnd = (text: string, end: number): number => end + (text[end] === '\r' ? 2 : 1);

/** Reads one logical line that may hold comments; gives back where the next one begins. */
function readCommented(
  text: string,
  start: number,
  place: PlaceIn,
  diagnostics: Diagnostics,
  lines: MappedText[],
): number {
  const parts: MappedText[] = [];
  let at = start;
  let from = start;
  let end = lineEnd(text, start);
  let blank = true;
  const keep = (to: number): void => {
    if (to > from) parts.push(plainText(text.slice(from, to), place(from, to)));
  };
  while (at < end) {
    const char = text[at]!;
    if (text.startsWith('/*', at)) {
      keep(at);
      const close = text.indexOf('*/', at + 2);
      if (close < 0) {
        diagnostics.error('unterminated-comment', 'this comment is not closed', place(at, at + 2));
        from = end;
        lines.push(concatTexts(parts));
        return afterLineEnd(text, end);
      }
      parts.push(madeText(' ', place(at, close + 2)));
      at = from = close + 2;
      end = lineEnd(text, at);
    } else if (text.startsWith('//', at) || (char === '#' && blank)) {
      keep(at);
      from = end;
      break;
    } else if (char === '"') {
      at = Math.min(endOfString(text, at), end);
      blank = false;
    } else {
      if (!isBlank(char)) blank = false;
      at = Math.min(characterAt(text, at)?.end ?? at + 1, end);
    }
  }
  keep(end);
  lines.push(parts.length === 1 ? parts[0]! : concatTexts(parts));
  return afterLineEnd(text, end);
}

/** Splits a line at `;` outside strings and character constants. */
export function splitStatements(line: MappedText): readonly MappedText[] {
  const { text } = line;
  if (!text.includes(';')) return [line];
  const parts: MappedText[] = [];
  let from = 0;
  let at = 0;
  while (at < text.length) {
    if (text[at] === ';') {
      parts.push(sliceText(line, from, at));
      from = ++at;
    } else if (text[at] === '"') at = endOfString(text, at);
    else at = characterAt(text, at)?.end ?? at + 1;
  }
  parts.push(sliceText(line, from));
  return parts;
}
