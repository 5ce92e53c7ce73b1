/**
 * Text that remembers where each character came from. The preprocessor, macro expansion and repetition all
 * produce it, so every later stage can point at the author's own characters.
 */
import type { Origin, Span } from './program.ts';

/** Characters `[start, start + length)` of a mapped text. */
export interface MapEntry {
  readonly start: number;
  readonly length: number;
  readonly origin: Origin;
  /** Character by character the origin's span (true), or all of it stands for the whole span (false). */
  readonly exact: boolean;
}

/** One logical line, without its line ending. Entries are in order and cover the text without gaps. */
export interface MappedText {
  readonly text: string;
  readonly map: readonly MapEntry[];
}

/** Text that stands in a file as it is. */
export function plainText(text: string, origin: Origin): MappedText {
  return { text, map: text.length === 0 ? [] : [{ start: 0, length: text.length, origin, exact: true }] };
}

/** Text that was made from `origin` as a whole (a pasted token, a counter). */
export function madeText(text: string, origin: Origin): MappedText {
  return { text, map: text.length === 0 ? [] : [{ start: 0, length: text.length, origin, exact: false }] };
}

function entryOf(entry: MapEntry, from: number, to: number, moved: number): MapEntry {
  if (!entry.exact) return { start: from - moved, length: to - from, origin: entry.origin, exact: false };
  const at = entry.origin.span.start + (from - entry.start);
  const span: Span = { file: entry.origin.span.file, start: at, end: at + (to - from) };
  return { start: from - moved, length: to - from, origin: { ...entry.origin, span }, exact: true };
}

/** Index of the first entry that ends behind an offset. */
function entryBehind(map: readonly MapEntry[], offset: number): number {
  let low = 0;
  let high = map.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = map[middle]!;
    if (entry.start + entry.length <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Characters `[start, end)`. */
export function sliceText(text: MappedText, start: number, end: number = text.text.length): MappedText {
  const map: MapEntry[] = [];
  for (let at = entryBehind(text.map, start); at < text.map.length; at++) {
    const entry = text.map[at]!;
    const from = Math.max(start, entry.start);
    const to = Math.min(end, entry.start + entry.length);
    if (from >= to) break;
    map.push(entryOf(entry, from, to, start));
  }
  return { text: text.text.slice(start, end), map };
}

export function concatTexts(parts: readonly MappedText[]): MappedText {
  const map: MapEntry[] = [];
  let text = '';
  for (const part of parts) {
    for (const entry of part.map) map.push({ ...entry, start: entry.start + text.length });
    text += part.text;
  }
  return { text, map };
}

/**
 * Origin of the characters `[start, end)`: the exact stretch when they stand together in one file, else the
 * whole of what they were made from. An empty stretch takes the place of the character before it.
 */
export function originOf(text: MappedText, start: number, end: number, fallback: Origin): Origin {
  const part = sliceText(text, Math.min(start, Math.max(0, text.text.length - 1)), Math.max(end, start + 1));
  const first = part.map[0];
  if (first === undefined) return fallback;
  const last = part.map[part.map.length - 1]!;
  if (last.origin.span.file !== first.origin.span.file || last.origin.parent?.at !== first.origin.parent?.at)
    return first.origin;
  const span = {
    file: first.origin.span.file,
    start: first.origin.span.start,
    end: Math.max(first.origin.span.end, last.origin.span.end),
  };
  return { ...first.origin, span };
}

/**
 * The place where the author acts: the outermost macro call through which this came. The body of a repetition
 * stands where the author wrote it, so a repetition is only passed on the way out to a call; an included file
 * is the author's own place.
 */
export function outermost(origin: Origin): Origin {
  let place = origin;
  for (let at = origin; at.parent !== undefined && at.parent.how !== 'include'; at = at.parent.at)
    if (at.parent.how !== 'repeat') place = at.parent.at;
  return place;
}
