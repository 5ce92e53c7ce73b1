/** Character classes of GNU as. */

export const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t' || char === '\f';
export const isDigit = (char: string | undefined): boolean =>
  char !== undefined && char >= '0' && char <= '9';

const nameParts: ReadonlySet<string> = new Set(
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.$',
);

export const isNamePart = (char: string | undefined): boolean => char !== undefined && nameParts.has(char);
export const isNameStart = (char: string | undefined): boolean => isNamePart(char) && !isDigit(char);

/** Index after the string that opens at `start`, or the text's length when it is not closed. */
export function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

/** Length of a character constant (`'a`, `'a'`, `'\n'`) at `at`; 0 when there is none. */
export function characterLength(text: string, at: number): number {
  if (text[at] !== "'" || at + 1 >= text.length) return 0;
  const length = text[at + 1] === '\\' ? 3 : 2;
  if (at + length > text.length) return 0;
  return text[at + length] === "'" ? length + 1 : length;
}
