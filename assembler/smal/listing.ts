/** The listing: each source line beside the location and the values that it put down. */
import type { DataUnit, Item } from './object.ts';
import type { Line } from './source.ts';
import { fitsIn } from './value.ts';

interface ListingLine {
  readonly number: number;
  readonly text: string;
  readonly items: Item[];
}

/** Columns of the location and the values. */
const valueColumns = 28;

const hex = (value: number, digits: number): string =>
  (value >>> 0).toString(16).toUpperCase().padStart(digits, '0').slice(-digits);

const mark = (isAbsolute: boolean): string => (isAbsolute ? ' ' : '+');

const textOf = ({ size, base, offset }: DataUnit): string =>
  `${mark(base === undefined)}${hex(offset, 2 * (fitsIn(offset, size) ? size : 4))} `;

export class Listing {
  readonly #lines: ListingLine[] = [];
  #seen = 0;

  /** A line that has been read; what a line that is not listed put down stands beside the one before it. */
  add(line: Line, items: readonly Item[], listed: boolean): void {
    if (listed) this.#lines.push({ number: line.number, text: line.text.text, items: [] });
    this.#lines.at(-1)?.items.push(...items.slice(this.#seen));
    this.#seen = items.length;
  }

  get text(): string {
    return this.#lines.map(line => `${linesOf(line).join('\n')}\n`).join('');
  }
}

function linesOf({ number, text, items }: ListingLine): readonly string[] {
  const rows: string[] = [];
  let row = '';
  const first = items[0];
  if (first !== undefined) row = `${mark(first.base === undefined)}${hex(first.offset, 8)}:`;
  for (const unit of items.flatMap(({ units }) => units)) {
    const value = textOf(unit);
    if (row.length + value.length > valueColumns) {
      rows.push(row);
      row = ' '.repeat(10);
    }
    row += value;
  }
  rows.push(row);
  const [head = '', ...rest] = rows;
  const source = number === 0 ? ' '.repeat(6) : String(number).padStart(6);
  return [`${head.padEnd(valueColumns)}${source}  ${text}`.trimEnd(), ...rest.map(more => more.trimEnd())];
}
