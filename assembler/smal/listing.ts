/** The listing: each source line beside the location and the values that it put down, in pages with headings. */
import type { Diagnostic, Span } from '../program.ts';
import type { DataUnit, Item } from './object.ts';
import type { Line } from './source.ts';
import { fitsIn } from './value.ts';

/** What TITLE and SUBTITLE say, as it is when a line has been read. */
export interface Heading {
  readonly title: string;
  readonly subtitle: string;
}

interface ListingLine {
  readonly line: Line;
  readonly items: Item[];
  /** Lines that are not listed are there for their errors. */
  readonly listed: boolean;
  readonly heading: Heading;
  /** PAGE: what follows begins a page. */
  readonly endsPage: boolean;
}

/** Columns of the location and the values, of the number of the line, and between it and the source. */
const valueColumns = 28;
const numberColumns = 6;
const gap = '  ';
const sourceColumn = valueColumns + numberColumns + gap.length;

/** Lines that the heading of a page takes, with the empty one below. */
const headingLines = 3;
const pageNumberColumn = 72;

/** Fewest and usual lines of a page, heading included. */
export const pageLines = { least: 6, usual: 60 } as const;

const hex = (value: number, digits: number): string =>
  (value >>> 0).toString(16).toUpperCase().padStart(digits, '0').slice(-digits);

const mark = (isAbsolute: boolean): string => (isAbsolute ? ' ' : '+');

const textOf = ({ size, base, offset }: DataUnit): string =>
  `${mark(base === undefined)}${hex(offset, 2 * (fitsIn(offset, size) ? size : 4))} `;

/** What a listing is made of, gathered while a file is read. */
export class Listing {
  readonly #lines: ListingLine[] = [];
  #items: Item[] = [];
  #seen = 0;
  #heading: Heading = { title: '', subtitle: '' };
  #endsPage = false;

  /** Changes the heading of the page that the present line stands on, and of those that follow. */
  head(heading: Partial<Heading>): void {
    this.#heading = { ...this.#heading, ...heading };
  }

  endPage(): void {
    this.#endsPage = true;
  }

  /** A line that has been read; what a line that is not listed put down stands beside the one before it. */
  add(line: Line, items: readonly Item[], listed: boolean): void {
    if (listed) this.#items = [];
    this.#items.push(...items.slice(this.#seen));
    this.#seen = items.length;
    this.#lines.push({
      line,
      items: listed ? this.#items : [],
      listed,
      heading: this.#heading,
      endsPage: this.#endsPage,
    });
    this.#endsPage = false;
  }

  /** The text, with what was found wrong below the lines that it was found in. */
  print(diagnostics: readonly Diagnostic[], linesOfPage: number = pageLines.usual): string {
    const room = Math.max(linesOfPage, pageLines.least) - headingLines;
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const pages: { heading: Heading; rows: string[] }[] = [];
    let page: (typeof pages)[0] | undefined;
    for (const one of this.#lines) {
      const found = errorRows(one.line, errors);
      const rows = one.listed || found.length > 0 ? [...linesOf(one), ...found] : [];
      for (const row of rows) {
        if (page === undefined || page.rows.length === room) {
          page = { heading: one.heading, rows: [] };
          pages.push(page);
        }
        page.rows.push(row);
      }
      if (page !== undefined) page.heading = one.heading;
      if (one.endsPage) page = undefined;
    }
    return pages
      .map(({ heading, rows }, n) => `${[...headingOf(heading, n + 1), ...rows].join('\n')}\n`)
      .join('\f');
  }
}

const headingOf = ({ title, subtitle }: Heading, number: number): readonly string[] => [
  `${title.slice(0, pageNumberColumn - 1).padEnd(pageNumberColumn)}Page ${number}`,
  subtitle,
  '',
];

function linesOf({ line: { number, text }, items }: ListingLine): readonly string[] {
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
  const shown = number === 0 ? '' : String(number);
  return [
    `${head.padEnd(valueColumns)}${shown.padStart(numberColumns)}${gap}${text.text}`.trimEnd(),
    ...rest.map(more => more.trimEnd()),
  ];
}

/** The offending part underlined, and the message. */
function errorRows({ text, number }: Line, errors: readonly Diagnostic[]): readonly string[] {
  const span: Span | undefined = number === 0 ? undefined : text.map[0]?.origin.span;
  if (span === undefined) return [];
  return errors
    .filter(found => found.span.file === span.file)
    .filter(({ span: { start } }) => start >= span.start && start <= span.end)
    .map(found => {
      const start = found.span.start - span.start;
      const length = Math.max(1, Math.min(found.span.end, span.end) - found.span.start);
      // Tabs stay, so that the line below has them too.
      const before = text.text.slice(0, start).replaceAll(/[^\t]/g, ' ');
      return `${' '.repeat(sourceColumn)}${before}${'='.repeat(length)} ${found.message}`;
    });
}
