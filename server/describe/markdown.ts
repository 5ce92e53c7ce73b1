/** Pieces of Markdown. */

export const hex = (value: bigint | number, digits = 0): string =>
  `0x${value.toString(16).padStart(digits, '0')}`;

/** A fenced block of assembly; longer fences where the text has some. */
export const code = (text: string): string => {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(run => run[0].length + 1)));
  return `${fence}asm\n${text}\n${fence}`;
};

const cell = (text: string): string => text.replace(/[|\\]/g, '\\$&').replaceAll('\n', ' ');

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Paragraphs, leaving out those that are empty. */
export const paragraphs = (...parts: readonly (string | undefined)[]): string =>
  parts.filter(part => part !== undefined && part !== '').join('\n\n');
