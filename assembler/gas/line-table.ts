/** Lines as `.file` and `.loc` give them, for debuggers (DWARF 5, 6.2). */
import type { Fragment } from '../image/fragment.ts';

/** What `.loc` says of the next instruction. */
export interface Location {
  readonly file: number;
  readonly line: number;
  readonly column: number;
  readonly isStatement: boolean;
  readonly basicBlock: boolean;
  readonly prologueEnd: boolean;
  readonly epilogueBegin: boolean;
  readonly discriminator: number;
}

export interface LineTable {
  /** By number: name, and the folder if there is one. */
  readonly files: Map<number, { readonly name: string; readonly folder?: string }>;
  /** Instructions with a location of their own. */
  readonly rows: { readonly fragment: Fragment; readonly location: Location }[];
  /** The place of the latest location, and how many came before it there. */
  viewed: { readonly fragment: Fragment; readonly count: number } | undefined;
  /** Waits for the next instruction. */
  pending: Location | undefined;
}

export const createLineTable = (): LineTable => ({
  files: new Map(),
  rows: [],
  viewed: undefined,
  pending: undefined,
});
