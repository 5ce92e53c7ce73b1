/** A listing as GNU as prints it: number of the line, offset, bytes, text. */
import type { ObjectResult, Statement } from '../assembler/program.ts';
import { outermost } from '../assembler/text.ts';
import { linesOf } from '../debug-adapter/program/lines.ts';

/** Bytes in one row, and rows of one line: the rest of a large fill says nothing. */
const rowBytes = 4;
const mostRows = 4;

/** The lines of the main files beside what each of them made. */
export function listingOf(
  { object, statements }: Pick<ObjectResult, 'object' | 'statements'>,
  main: readonly string[],
  texts: ReadonlyMap<string, string>,
): string {
  const contents = new Map(object.sections.map(({ name, bytes }) => [name, bytes]));
  return main.flatMap(file => fileListing(file, texts.get(file) ?? '', statements, contents)).join('');
}

function fileListing(
  file: string,
  text: string,
  statements: readonly Statement[],
  contents: ReadonlyMap<string, Uint8Array>,
): readonly string[] {
  const lines = linesOf(text);
  const made = new Map<number, Statement[]>();
  for (const statement of statements) {
    const { span } = outermost(statement.origin);
    if (span.file !== file || statement.size === 0) continue;
    const { line } = lines.at(span.start);
    made.set(line, [...(made.get(line) ?? []), statement]);
  }
  return text.split('\n').map((source, index) => {
    const number = index + 1;
    const rows = (made.get(number) ?? [])
      .flatMap(statement => rowsOf(statement, contents))
      .slice(0, mostRows);
    const [first = ''.padEnd(13), ...more] = rows;
    const label = `${number}`.padStart(4);
    return [`${label} ${first} \t${source}\n`, ...more.map(row => `${label} ${row}\n`)].join('');
  });
}

/** `0000 1F2003D5`; an offset alone where the section has no bytes in the file. */
function rowsOf(
  { address, size, section }: Statement,
  contents: ReadonlyMap<string, Uint8Array>,
): readonly string[] {
  const bytes = contents.get(section) ?? new Uint8Array(0);
  const start = Number(address);
  const rows: string[] = [];
  for (let at = start; at < start + size && rows.length < mostRows; at += rowBytes) {
    const row = bytes.subarray(at, Math.min(at + rowBytes, start + size));
    const hex = [...row]
      .map(byte => byte.toString(16).padStart(2, '0'))
      .join('')
      .toUpperCase();
    rows.push(`${at.toString(16).padStart(4, '0')} ${hex.padEnd(8)}`);
  }
  return rows;
}
