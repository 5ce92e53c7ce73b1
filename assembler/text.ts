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

/** Origin of those of the characters `[start, end)` that are in an entry. */
function originIn({ start: begin, length, origin, exact }: MapEntry, start: number, end: number): Origin {
  if (!exact) return origin;
  const { file, start: first } = origin.span;
  const from = first + Math.max(0, start - begin);
  const span: Span = { file, start: from, end: first + Math.min(length, end - begin) };
  return origin.parent === undefined ? { span } : { span, parent: origin.parent };
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
    const { exact } = entry;
    map.push({ start: from - start, length: to - from, origin: originIn(entry, from, to), exact });
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
  const from = Math.min(start, Math.max(0, text.text.length - 1));
  const to = Math.max(end, start + 1);
  const { map } = text;
  const index = entryBehind(map, from);
  if (index === map.length) return fallback;
  const first = originIn(map[index]!, from, to);
  let lastIndex = index;
  while (lastIndex + 1 < map.length && map[lastIndex + 1]!.start < to) lastIndex++;
  if (lastIndex === index) return first;
  const last = originIn(map[lastIndex]!, from, to);
  if (last.span.file !== first.span.file || last.parent?.at !== first.parent?.at) return first;
  const { file, start: begin } = first.span;
  return { ...first, span: { file, start: begin, end: Math.max(first.span.end, last.span.end) } };
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
