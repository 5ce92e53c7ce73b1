/** Bodies of macros and repetitions with values in place of their parameters. */
import { longestLine } from '../limits.ts';
import type { Origin } from '../program.ts';
import { concatTexts, type MapEntry, type MappedText, madeText, sliceText } from '../text.ts';
import { isNamePart, isNameStart } from './characters.ts';
import { Cursor } from './cursor.ts';
import type { SourceLine } from './input.ts';

/** What a body is expanded with. */
export interface Substitution {
  /** Value of `\name`; undefined when there is no such parameter. */
  readonly value: (name: string) => MappedText | undefined;
  /** `\@` */
  readonly count: number;
  readonly parent: NonNullable<Origin['parent']>;
}

/** What takes the place of a stretch that ends before `end`. */
export interface Replacement {
  readonly text: MappedText;
  readonly end: number;
}

/** One line of a body with parameters substituted; body text has the call as its parent, arguments keep theirs. */
export const substitute = (line: SourceLine, by: Substitution): SourceLine =>
  replaceIn(line, by.parent, /\\/g, at => substitutionAt(line.text, at, by));

/** A line of a body in which what `found` finds may be replaced; a line that grows too long is left as it is then. */
export function replaceIn(
  line: SourceLine,
  parent: NonNullable<Origin['parent']>,
  found: RegExp,
  replacementAt: (at: number) => Replacement | undefined,
): SourceLine {
  const { text } = line.text;
  const parts: MappedText[] = [];
  let from = 0;
  let length = text.length;
  for (let match = found.exec(text); match !== null && length <= longestLine; match = found.exec(text)) {
    const replacement = replacementAt(match.index);
    if (replacement === undefined) continue;
    parts.push(reparent(sliceText(line.text, from, match.index), parent), replacement.text);
    from = found.lastIndex = replacement.end;
    length += replacement.text.text.length;
  }
  if (parts.length === 0) return relocate(line, parent);
  parts.push(reparent(sliceText(line.text, from), parent));
  return { text: concatTexts(parts), origin: lineOrigin(line, parent) };
}

/** A line of a body as it stands, in an expansion. */
export const relocate = (line: SourceLine, parent: NonNullable<Origin['parent']>): SourceLine => ({
  text: reparent(line.text, parent),
  origin: lineOrigin(line, parent),
});

/** What stands for the backslash at `at`; undefined when it is left alone. */
export function substitutionAt(line: MappedText, at: number, by: Substitution): Replacement | undefined {
  const { text } = line;
  const next = text[at + 1];
  if (next === '@') {
    const place = reparent(sliceText(line, at, at + 2), by.parent).map[0]!.origin;
    return { text: madeText(String(by.count), place), end: at + 2 };
  }
  if (next === '(') {
    const close = text.indexOf(')', at);
    const end = close < 0 ? text.length : close;
    return { text: reparent(sliceText(line, at + 2, end), by.parent), end: Math.min(end + 1, text.length) };
  }
  if (!isNameStart(next)) return undefined;
  let end = at + 2;
  while (isNamePart(text[end])) end++;
  const value = by.value(text.slice(at + 1, end));
  return value === undefined ? undefined : { text: value, end };
}

function lineOrigin(line: SourceLine, parent: NonNullable<Origin['parent']>): Origin {
  const own = line.origin ?? wholeOf(line.text);
  return own === undefined ? parent.at : { span: own.span, parent };
}

function wholeOf(text: MappedText): Origin | undefined {
  const first = text.map[0];
  return first && new Cursor(text, first.origin).whole;
}

/** The same text as part of an expansion. */
export function reparent(text: MappedText, parent: NonNullable<Origin['parent']>): MappedText {
  const map = text.map.map((entry): MapEntry => ({ ...entry, origin: { span: entry.origin.span, parent } }));
  return { text: text.text, map };
}
