/** String constants of GNU as. */
import type { Cursor } from './cursor.ts';
import type { Unit } from './unit.ts';

const escapes: Readonly<Record<string, number>> = { b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

const escapeSequence = /^\\(?:([0-7]{1,3})|x([0-9a-f]*)|([\s\S]))?/i;

/** Takes the string at the cursor: its characters as UTF-8, with C escapes (`\n`, `\033`, `\x1b`). */
export function takeString(unit: Unit, cursor: Cursor): Uint8Array {
  const { text } = cursor;
  const start = cursor.at;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  let at = start + 1;
  let from = at;
  const plain = (): void => {
    if (at > from) for (const byte of encoder.encode(text.slice(from, at))) bytes.push(byte);
  };
  while (at < text.length && text[at] !== '"') {
    if (text[at] !== '\\') {
      at++;
      continue;
    }
    plain();
    const [whole, octal, hex, char] = escapeSequence.exec(text.slice(at, at + 20))!;
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff);
    else if (hex !== undefined) bytes.push(Number.parseInt(`0${hex.slice(-2)}`, 16));
    else if (char !== undefined) bytes.push(escapes[char] ?? char.charCodeAt(0) & 0xff);
    at += whole.length;
    from = at;
  }
  plain();
  if (at >= text.length)
    unit.job.diagnostics.error('unterminated-string', 'this string is not closed', cursor.origin(start));
  cursor.at = Math.min(at + 1, text.length);
  return Uint8Array.from(bytes);
}

/** The text of a string, or of a bare file name. */
export function takeFileName(unit: Unit, cursor: Cursor): string {
  cursor.skipBlanks();
  if (cursor.char === '"') return new TextDecoder().decode(takeString(unit, cursor));
  const start = cursor.at;
  while (cursor.char !== undefined && !/[\s,]/.test(cursor.char)) cursor.at++;
  return cursor.text.slice(start, cursor.at);
}
