/**
 * How the tables of this folder are written: a line is an id, a bit pattern, a syntax, the manual's page, a line
 * of documentation and a meaning. The mnemonic is the id up to its first dash.
 *
 * A pattern with `sf` (and a syntax with `<Rd>`) stands for two rows, of 32 and of 64 bits: `sf` becomes 0 or 1,
 * `<Rd>` becomes `<Wd>` or `<Xd>`, `<SP>` the word `WSP` or `SP`, and placeholders that exist per width get it appended (`<mask>`, `<mask32>`).
 */
import type { InstructionRow } from '../../instruction.ts';
import type { Semantics } from '../../semantics.ts';
import { placeholder } from '../operands.ts';
import type { Width } from '../semantics/registers.ts';

/** Another row's meaning, in a spelling of its own. */
export interface Alias {
  readonly aliasOf: string;
  readonly inputOnly?: true;
}

/** The semantics of a row of a width, an alias, or nothing when a row cannot be executed yet. */
export type Meaning = ((width: Width) => Semantics) | Alias;

export type Line = readonly [
  id: string,
  pattern: string,
  syntax: string,
  page: string,
  doc: string,
  meaning?: Meaning,
];

/** The spelling that the disassembler prefers wherever its operands fit. */
export const alias = (aliasOf: string): Alias => ({ aliasOf });

/** A spelling that is accepted, but never printed. */
export const spelling = (aliasOf: string): Alias => ({ aliasOf, inputOnly: true });

function meaningOf(
  meaning: Meaning | undefined,
  width: Width,
  suffix: string,
): Partial<Pick<InstructionRow, 'semantics' | 'aliasOf' | 'inputOnly'>> {
  if (meaning === undefined) return {};
  if (typeof meaning === 'function') return { semantics: meaning(width) };
  return { ...meaning, aliasOf: meaning.aliasOf + suffix };
}

/** The syntax of a width-generic line at a width. */
const syntaxAt = (syntax: string, width: Width): string =>
  syntax.replace(/<([^>]+)>/g, (_, name: string) => {
    if (name === 'SP') return width === 64 ? 'SP' : 'WSP';
    if (name.startsWith('R')) {
      return `<${width === 64 ? 'X' : 'W'}${name.slice(1).replace('|SP', width === 64 ? '|SP' : '|WSP')}>`;
    }
    return placeholder(`${name}${width}`) === undefined ? `<${name}>` : `<${name}${width}>`;
  });

function rowsOf(
  feature: string,
  chapter: string,
  [id, pattern, syntax, page, doc, meaning]: Line,
): InstructionRow[] {
  const common = { mnemonic: id.split('-')[0]!, length: 4, feature, doc, section: `${chapter} ${page}` };
  if (!/\bsf\b/.test(pattern)) return [{ id, pattern, syntax, ...common, ...meaningOf(meaning, 64, '') }];
  return ([32, 64] as const).map(width => ({
    id: `${id}-${width}`,
    pattern: pattern.replace(/\bsf\b/g, width === 64 ? '1' : '0'),
    syntax: syntaxAt(syntax, width),
    ...common,
    ...meaningOf(meaning, width, `-${width}`),
  }));
}

/** The rows of a table, all of one feature and one chapter of the manual. */
export const table = (
  feature: string,
  lines: readonly Line[],
  chapter: 'C6.2' | 'C7.2' = 'C6.2',
): readonly InstructionRow[] => lines.flatMap(line => rowsOf(feature, chapter, line));
