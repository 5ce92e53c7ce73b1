/**
 * How the tables of floating-point and SIMD instructions are written. A line is a title, the bits that it puts
 * into its family's pattern, a line of documentation and the element sizes that it has; each size makes its rows,
 * one per arrangement (`8b` and `16b` of `b`).
 *
 * In a pattern, words such as `Q`, `size` and `imm` take the bits of the shape or of the line. In a syntax, which
 * is the manual's, `<T>`, `<Ta>`, `<V>` … take the shape's names: `<Vd>.<T>` is `<Vd>.4S`, `<V><d>` is `<Sd>`.
 */
import type { InstructionRow } from '../../instruction.ts';
import type { Semantics } from '../../semantics.ts';
import type { Lanes } from '../semantics/simd/lanes.ts';
import type { Alias } from './table.ts';

/** What one row has for the names that patterns and syntaxes leave open. */
export interface Shape {
  /** End of the row's id: `4s`. */
  readonly id: string;
  readonly bits: Readonly<Record<string, string>>;
  readonly names: Readonly<Record<string, string>>;
  /** The elements of the shape; absent where a row has no choice of them. */
  readonly lanes?: Lanes;
  /** Takes the place of `{2}` in a title: the upper half of the narrow register. */
  readonly half?: '' | '2';
  /** An extension that this shape needs besides its table's. */
  readonly feature?: string;
}

/** What a row means, of what its line and its shape say. */
export interface Form {
  /** Without the `2` of upper halves. */
  readonly mnemonic: string;
  readonly lanes: Lanes;
  /** The narrow elements are those of the upper half. */
  readonly upper: boolean;
}
export type SimdMeaning = (form: Form, shape: Shape) => Semantics;

/** A title is the mnemonic with the words that the manual adds (`ADD (vector)`, `SADDL{2}`), and ours after a bar. */
export interface SimdLine {
  readonly title: string;
  readonly pattern: string;
  readonly syntax: string;
  readonly doc: string;
  readonly shapes: readonly Shape[];
  readonly bits?: Readonly<Record<string, string>>;
  readonly feature: string;
  readonly alias?: Alias;
  readonly meaning?: SimdMeaning | undefined;
}

/** Mnemonic, id and the page's title of `SMLAL{2} (vector)`, `TBL | two registers`. */
function namesOf(title: string, half = ''): { base: string; mnemonic: string; id: string; page: string } {
  const [page, ours = ''] = title.split(' |');
  const [, word, rest = ''] = /^(\S+?)(?:\{2\})?( .*)?$/.exec(page!)!;
  const base = word!.toLowerCase();
  const mnemonic = `${base}${title.includes('{2}') ? half : ''}`;
  const variant = `${rest} ${ours}`.toLowerCase().match(/[\w-]+/g) ?? [];
  return {
    base,
    mnemonic,
    id: [mnemonic, ...variant].join('-'),
    page: title.includes('{2}') ? `${word}, ${word}2${rest}` : page!,
  };
}

const withBits = (pattern: string, bits: Readonly<Record<string, string>>): string =>
  pattern
    .split(' ')
    .map(word => bits[word] ?? word)
    .join(' ');

/** `<T>` becomes its name, `<V><d>` the placeholder that begins with it. */
const withNames = (syntax: string, names: Shape['names']): string =>
  syntax.replace(/<([^>]+)>(?:<(\w)>)?/g, (text, name: string, role?: string) => {
    if (names[name] === undefined) return text;
    return role === undefined ? names[name] : `<${names[name]}${role}>`;
  });

/** What stands for the elements where there are none to tell. */
const oneDoubleword: Lanes = { size: 64, count: 1 };

/** The feature of a line and that of a shape; what is made for all floating point is so for half precision. */
const featuresOf = (line: string, shape: string | undefined): string =>
  shape === undefined ? line : line === 'FP' ? shape : `${line}+${shape}`;

/** The rows of a line. */
export function rowsOf({
  title,
  pattern,
  syntax,
  doc,
  shapes,
  bits,
  feature,
  alias,
  meaning,
}: SimdLine): InstructionRow[] {
  return shapes.map(shape => {
    const { base, mnemonic, id, page } = namesOf(title, shape.half);
    const lanes = shape.lanes ?? oneDoubleword;
    const suffix = shape.id === '' ? '' : `-${shape.id}`;
    return {
      id: `${id}${suffix}`,
      mnemonic,
      length: 4,
      pattern: withBits(pattern, { ...shape.bits, ...bits }),
      syntax: withNames(syntax, shape.names),
      feature: featuresOf(feature, shape.feature),
      doc,
      section: `C7.2 ${page}`,
      ...(meaning && { semantics: meaning({ mnemonic: base, lanes, upper: shape.half === '2' }, shape) }),
      ...(alias && { ...alias, aliasOf: `${alias.aliasOf.replace('{2}', shape.half ?? '')}${suffix}` }),
    };
  });
}

/** A row whose list is written in another way: with `written` in the place of `list`. */
function withList(row: InstructionRow, list: RegExp, written: string): readonly InstructionRow[] {
  const syntax = row.syntax.replace(list, written);
  if (syntax === row.syntax) return [];
  const { semantics: _, ...spelling } = row;
  return [{ ...spelling, id: `${row.id}-range`, syntax, aliasOf: row.id, inputOnly: true as const }];
}

/**
 * Rows with a list of registers, which may also be written as a range: `{v0.4s-v3.4s}`. That of one register is
 * the last that is tried, as it is hardly meant.
 */
export const withRanges = (rows: readonly InstructionRow[]): readonly InstructionRow[] => [
  ...rows.flatMap(row => [
    row,
    ...withList(row, /\\{(<V\w>\S+), .*(<V[^>]+)>(\S+)\\}/, '\\{$1-$2|end>$3\\}'),
  ]),
  ...rows.flatMap(row => withList(row, /\\{<V(\w)>([^\s-]+)\\}/, '\\{<V$1>$2-<V($1+0)|end>$2\\}')),
];
