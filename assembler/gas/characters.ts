/** Character classes of GNU as. */

export const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t' || char === '\f';
export const isDigit = (char: string | undefined): boolean =>
  char !== undefined && char >= '0' && char <= '9';

const nameParts: ReadonlySet<string> = new Set(
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.$',
);

/** Letters of other alphabets are those of names too. */
export const isNamePart = (char: string | undefined): boolean =>
  char !== undefined && (nameParts.has(char) || char >= '\u0080');
export const isNameStart = (char: string | undefined): boolean => isNamePart(char) && !isDigit(char);

/** Index after the string that opens at `start`, or the text's length when it is not closed. */
export function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

const escapes: Readonly<Record<string, number>> = { b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** The character constant (`'a`, `'a'`, `'\n'`) at `at`: its value, and where it ends. */
export function characterAt(
  text: string,
  at: number,
): { readonly value: number; readonly end: number } | undefined {
  const code = text[at] === "'" ? text.codePointAt(at + 1) : undefined;
  if (code === undefined) return undefined;
  let value = code;
  let end = at + (code > 0xffff ? 3 : 2);
  const escaped = code === 92 ? text[end] : undefined;
  if (escaped !== undefined) {
    value = escapes[escaped] ?? escaped.charCodeAt(0);
    end++;
  }
  return { value, end: text[end] === "'" ? end + 1 : end };
}

/** Index of the next character that is not blank. */
export function endOfBlanks(text: string, at: number): number {
  let end = at;
  while (isBlank(text[end])) end++;
  return end;
}

/**
 * GNU as keeps blanks in operands only between two names, or a name and a macro parameter, string or character
 * constant.
 */
export const isNameGap = (text: string, at: number, next: number): boolean =>
  isNamePart(text[at - 1]) && (isNamePart(text[next]) || ['\\', '"', "'"].includes(text[next] ?? ''));
