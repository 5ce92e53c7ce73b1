/**
 * The alternate macro syntax (`.altmacro`): parameters without a backslash, `&` to join, `LOCAL` names, and
 * arguments written `%expression` or `<any text>`.
 */
import { concatTexts, type MappedText, madeText, sliceText } from '../text.ts';
import { characterAt, endOfBlanks, isBlank, isNameGap, isNamePart, isNameStart } from './characters.ts';
import type { Cursor } from './cursor.ts';
import type { SourceLine } from './input.ts';
import { type Replacement, reparent, replaceIn, type Substitution, substitutionAt } from './substitution.ts';

/** What the alternate syntax needs of the unit that is read. */
export interface Alternate {
  /** Value of the expression at the cursor; what is wrong with it is said. */
  readonly number: (cursor: Cursor) => bigint;
}

/** `%expression`, `<text>` or `"string"` as an argument; undefined for all others. */
export function takeAlternate(cursor: Cursor, { number }: Alternate): MappedText | undefined {
  const start = cursor.at;
  const char = cursor.char;
  if (char === '%') {
    cursor.at++;
    const value = number(cursor);
    return madeText(String(value), cursor.origin(start, cursor.at));
  }
  if (char !== '<' && char !== '"') return undefined;
  const parts: MappedText[] = [];
  while (cursor.char === '<' || cursor.char === '"')
    parts.push(...(cursor.char === '<' ? takeBracketed(cursor) : takeString(cursor)));
  if (char === '<') return concatTexts(parts);
  const quote = madeText('"', cursor.origin(start, start + 1));
  return concatTexts([quote, ...parts, quote]);
}

/** Text between `<` and `>`, which may be nested; `!` takes the next character as it is. */
function takeBracketed(cursor: Cursor): readonly MappedText[] {
  const { text, line } = cursor;
  const parts: MappedText[] = [];
  let at = cursor.at + 1;
  let from = at;
  for (let nested = 0; at < text.length && (text[at] !== '>' || nested > 0); ) {
    const char = text[at]!;
    const character = characterAt(text, at);
    if (char === '!') {
      parts.push(sliceText(line, from, at));
      from = at + 1;
      at += 2;
    } else if (character !== undefined) {
      const number = madeText(String(character.value), cursor.origin(at, character.end));
      parts.push(sliceText(line, from, at), number);
      from = at = character.end;
    } else if (isBlank(char)) {
      const next = endOfBlanks(text, at);
      parts.push(sliceText(line, from, isNameGap(text, at, next) ? at + 1 : at));
      from = at = next;
    } else {
      if (char === '<') nested++;
      if (char === '>') nested--;
      at++;
    }
  }
  const end = Math.min(at, text.length);
  parts.push(sliceText(line, Math.min(from, end), end));
  cursor.at = Math.min(at + 1, text.length);
  return parts;
}

/** Text of a string without its quotes; `!` takes the next character as it is, a doubled quote stands for one. */
function takeString(cursor: Cursor): readonly MappedText[] {
  const { text, line } = cursor;
  const parts: MappedText[] = [];
  let at = cursor.at + 1;
  let from = at;
  while (at < text.length) {
    if (text[at] === '!' || (text[at] === '"' && text[at + 1] === '"')) {
      parts.push(sliceText(line, from, at));
      from = at + 1;
      at += 2;
    } else if (text[at] === '"') break;
    else at += text[at] === '\\' ? 2 : 1;
  }
  const end = Math.min(at, text.length);
  parts.push(sliceText(line, Math.min(from, end), end));
  cursor.at = Math.min(at + 1, text.length);
  return parts;
}

/** Substitutes the lines of one body; `newName` makes the names that stand for `LOCAL` ones. */
export function alternateSubstitution(
  by: Substitution,
  newName?: () => string,
): (line: SourceLine) => SourceLine {
  const locals = new Map<string, MappedText>();
  const inside: Substitution = { ...by, value: name => locals.get(name) ?? by.value(name) };
  return line => {
    const names = newName === undefined ? null : /^\s*LOCAL\s+(.*)$/i.exec(line.text.text);
    if (newName === undefined || names === null)
      return replaceIn(line, by.parent, /[\\&A-Za-z_.$]/g, at => alternateAt(line.text, at, inside));
    const place = line.text.map[0]!.origin;
    for (const name of names[1]!.split(/[\s,]+/))
      if (name !== '') locals.set(name, madeText(newName(), { span: place.span, parent: by.parent }));
    return { text: { text: '', map: [] } };
  };
}

/** What stands for the backslash, the `&` or the name at `at`. An `&` behind a name joins it and goes away. */
function alternateAt(line: MappedText, at: number, by: Substitution): Replacement | undefined {
  const { text } = line;
  const sign = text[at] === '\\' || text[at] === '&';
  const start = sign ? at + 1 : at;
  if (!isNameStart(text[start])) return text[at] === '\\' ? substitutionAt(line, at, by) : undefined;
  let end = start + 1;
  while (isNamePart(text[end])) end++;
  const behind = text[end] === '&' ? end + 1 : end;
  const value = by.value(text.slice(start, end));
  if (value !== undefined) return { text: value, end: behind };
  const kept = text[at] === '&' ? behind : end;
  return { text: reparent(sliceText(line, at, kept), by.parent), end: behind };
}
