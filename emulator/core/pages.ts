/**
 * Contents of memory at several times, by page. A page is copied before its first write after a snapshot, and
 * snapshots share the pages that were not written between them.
 */
import { pageBytes } from './state.ts';

/** What a page holds at some time. While `bytes` is absent, the machine's memory still holds it. */
interface Page {
  bytes: Uint8Array | undefined;
}

/** Pages that stand in one part of a table: parts that did not change are shared between snapshots, too. */
const partPages = 512;

/** All pages at one time. */
export type PageTable = readonly (readonly (Page | undefined)[])[];

/** Number of pages that were written between two snapshots. */
export function pagesBetween(earlier: PageTable, later: PageTable): number {
  let count = 0;
  for (const [number, part] of later.entries()) {
    const before = earlier[number]!;
    if (before === part) continue;
    for (const [at, page] of part.entries()) if (page !== before[at]) count++;
  }
  return count;
}

const neverWritten: Page = { bytes: new Uint8Array(pageBytes) };

export class Pages {
  readonly #memory: Uint8Array;
  /** What each page is known to hold; undefined once it was written after the last snapshot. */
  readonly #known: (Page | undefined)[];
  /** Parts of the table as the last snapshot has them; undefined where a page was written since. */
  readonly #parts: (readonly (Page | undefined)[] | undefined)[];
  #written: number[] = [];

  constructor(memory: Uint8Array) {
    this.#memory = memory;
    const count = Math.ceil(memory.length / pageBytes);
    this.#known = new Array(count).fill(neverWritten);
    this.#parts = new Array(Math.ceil(count / partPages)).fill(undefined);
  }

  /** Numbers of the pages that were written since the last snapshot. */
  get written(): readonly number[] {
    return this.#written;
  }

  /** A page is going to be written. Needed once for each page after each snapshot. */
  beforeWrite(page: number): void {
    const known = this.#known[page];
    if (!known) return;
    this.#keep(known, page);
    this.#known[page] = undefined;
    this.#parts[Math.floor(page / partPages)] = undefined;
    this.#written.push(page);
  }

  /** Numbers of all pages that hold something, ascending. */
  used(): readonly number[] {
    return [...this.#known.keys()].filter(page => this.#known[page] !== neverWritten);
  }

  /** What memory holds now. Afterwards, all pages are to be announced again before they are written. */
  snapshot(): PageTable {
    for (const page of this.#written) this.#known[page] = { bytes: undefined };
    this.#written = [];
    return this.#parts.map((part, number) => {
      const table = part ?? this.#known.slice(number * partPages, (number + 1) * partPages);
      this.#parts[number] = table;
      return table;
    });
  }

  /** Gives memory its contents of then back. Calls `changed` for every page that is another afterwards. */
  restore(table: PageTable, changed: (page: number) => void): void {
    for (const [number, part] of table.entries()) {
      if (this.#parts[number] === part) continue;
      for (const [at, wanted] of part.entries()) {
        const page = number * partPages + at;
        const known = this.#known[page];
        if (known === wanted) continue;
        if (known) this.#keep(known, page);
        this.#memory.set(wanted!.bytes!, page * pageBytes);
        this.#known[page] = wanted;
        changed(page);
      }
      this.#parts[number] = part;
    }
    this.#written = [];
  }

  /** Copies a page's contents that a snapshot may need. */
  #keep(known: Page, page: number): void {
    known.bytes ??= this.#memory.slice(page * pageBytes, (page + 1) * pageBytes);
  }
}
