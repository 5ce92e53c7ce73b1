/** What a linker puts together: sections of objects, and which statement of a script takes each. */
import { sectionFlags, sectionTypes } from '../elf/format.ts';
import type { ElfObject, ObjectSection } from '../elf/object.ts';
import { matches } from './glob.ts';
import type { InputSections, SectionPattern, SortKey } from './script.ts';

/** An object with the names under which scripts know it. */
export interface LinkInput {
  /** Path of the source or the object. */
  readonly name: string;
  /** `main.S` is `main.o` in scripts too. */
  readonly names: readonly string[];
  readonly object: ElfObject;
}

/** A section of an object on its way into the image. */
export interface Piece {
  readonly input: LinkInput;
  /** In the object's sections; absent for room of common symbols. */
  readonly index: number | undefined;
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly alignment: number;
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly relocations: ObjectSection['relocations'];
}

/** The sections of all objects in order; of equal groups only the first comes along. */
export function piecesOf(inputs: readonly LinkInput[]): readonly Piece[] {
  const groups = new Map<string, LinkInput>();
  return inputs.flatMap(input =>
    input.object.sections.flatMap((section, index): Piece[] => {
      const { group } = section;
      if (group?.comdat) {
        const first = groups.get(group.name) ?? input;
        groups.set(group.name, first);
        if (first !== input) return [];
      }
      const { name, type, flags, alignment, size, bytes, relocations } = section;
      return [{ input, index, name, type, flags, alignment, size, bytes, relocations }];
    }),
  );
}

export const isAllocated = ({ flags }: { readonly flags: number }): boolean =>
  (flags & sectionFlags.alloc) !== 0;
export const isNoBits = ({ type }: { readonly type: number }): boolean => type === sectionTypes.nobits;

const isFile = (pattern: string, { names }: LinkInput): boolean => names.some(name => matches(pattern, name));

/** The pieces that a statement names, of those that are left, in the order in which it puts them. */
export function select(statement: InputSections, left: ReadonlySet<Piece>): readonly Piece[] {
  const { file, excludedFiles, sections, sortFiles } = statement;
  const files = [...left].filter(
    ({ input }) => isFile(file, input) && !excludedFiles.some(excluded => isFile(excluded, input)),
  );
  const ordered = sortFiles ? files.toSorted((a, b) => compare(a.input.name, b.input.name)) : files;
  if (sections.length === 0) return ordered;
  const fits = (piece: Piece, { pattern, excludedFiles: excluded }: SectionPattern): boolean =>
    matches(pattern, piece.name) && !excluded.some(other => isFile(other, piece.input));
  if (sections.every(({ sort }) => sort.length === 0))
    return ordered.filter(piece => sections.some(pattern => fits(piece, pattern)));
  // Each goes before the first that it sorts before; those without an order go to the end, as they come.
  const placed: Piece[] = [];
  for (const piece of ordered) {
    const pattern = sections.find(one => fits(piece, one));
    if (pattern === undefined) continue;
    const at = placed.findIndex(other => comparePieces(piece, other, pattern.sort) < 0);
    placed.splice(at < 0 ? placed.length : at, 0, piece);
  }
  return placed;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const orders: Readonly<Record<SortKey, (a: Piece, b: Piece) => number>> = {
  name: (a, b) => compare(a.name, b.name),
  alignment: (a, b) => b.alignment - a.alignment,
  'init-priority': (a, b) => priority(a.name) - priority(b.name),
};

/** `.init_array.100` comes before `.init_array.200`; those without a number come last. */
const priority = (name: string): number => Number(/\.(\d+)$/.exec(name)?.[1] ?? 65536);

function comparePieces(a: Piece, b: Piece, keys: readonly SortKey[]): number {
  for (const key of keys) {
    const order = orders[key](a, b);
    if (order !== 0) return order;
  }
  return 0;
}
