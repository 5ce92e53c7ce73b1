/** Arguments of macros and of `.irp`, divided as GNU as divides them. */
import { concatTexts, type MappedText, madeText, sliceText } from '../text.ts';
import { type Alternate, takeAlternate } from './alternate.ts';
import { characterAt, endOfBlanks, isBlank, isNameGap } from './characters.ts';
import type { Cursor } from './cursor.ts';

export interface Argument {
  /** Its value: quotes removed. */
  readonly value: MappedText;
  readonly start: number;
  readonly end: number;
}

/**
 * One argument as GNU as divides them: up to a comma, or a blank outside brackets; or a string in quotes. Blanks
 * inside are dropped where GNU as drops them.
 */
export function takeArgument(cursor: Cursor, alternate?: Alternate): Argument {
  const { text, line } = cursor;
  const start = cursor.skipBlanks().at;
  const special = alternate && takeAlternate(cursor, alternate);
  if (special !== undefined) return { value: special, start, end: cursor.at };
  if (text[start] === '"') return takeQuoted(cursor);
  const parts: MappedText[] = [];
  const open: string[] = [];
  let from = start;
  let at = start;
  while (at < text.length && text[at] !== ',') {
    const char = text[at]!;
    if (isBlank(char)) {
      const next = endOfBlanks(text, at);
      const separates = isNameGap(text, at, next);
      if (next === text.length || (separates && open.length === 0)) break;
      parts.push(sliceText(line, from, separates ? at + 1 : at));
      from = at = next;
    } else if (char === '"') {
      const close = text.indexOf(char, at + 1);
      at = close < 0 ? text.length : close + 1;
    } else if (char === "'") {
      // GNU as has made numbers of character constants before it looks for macros.
      const character = characterAt(text, at) ?? { value: 0, end: at + 1 };
      parts.push(
        sliceText(line, from, at),
        madeText(String(character.value), cursor.origin(at, character.end)),
      );
      from = at = character.end;
    } else {
      if (char === '(' || char === '[') open.push(char === '(' ? ')' : ']');
      else if (char === open.at(-1)) open.pop();
      at++;
    }
  }
  cursor.at = at;
  parts.push(sliceText(line, from, at));
  return { value: parts.length === 1 ? parts[0]! : concatTexts(parts), start, end: at };
}

/** `"a string"`: a doubled quote stands for one, `\"` keeps its quote. */
function takeQuoted(cursor: Cursor): Argument {
  const { text } = cursor;
  const start = cursor.at;
  const parts: MappedText[] = [];
  let at = start + 1;
  let from = at;
  for (; at < text.length; at++) {
    if (text[at] === '\\' && text[at + 1] === '"') {
      parts.push(sliceText(cursor.line, from, at));
      from = ++at;
    } else if (text[at] === '"') {
      if (text[at + 1] !== '"') break;
      parts.push(sliceText(cursor.line, from, ++at));
      from = at + 1;
    }
  }
  parts.push(sliceText(cursor.line, from, Math.max(from, at)));
  cursor.at = Math.min(at + 1, text.length);
  return { value: concatTexts(parts), start, end: cursor.at };
}

/** The arguments of `.irp`: like those of a macro. */
export function takeArguments(cursor: Cursor, alternate?: Alternate): readonly Argument[] {
  const all: Argument[] = [];
  while (!cursor.done) {
    all.push(takeArgument(cursor, alternate));
    cursor.take(',');
  }
  return all;
}
