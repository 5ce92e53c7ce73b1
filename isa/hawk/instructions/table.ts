/**
 * How the tables of this folder are written: a line is an id, a bit pattern, a syntax, a line of documentation
 * and a meaning. The mnemonic is the id up to its first dash. Patterns are of little-endian halfwords, most
 * significant bit first: the second byte comes before the first one, and the second halfword before both.
 */
import type { InstructionRow } from '../../instruction.ts';
import type { Semantics } from '../../semantics.ts';
import { conditionCodesOf } from '../condition-codes.ts';

/** Another row's meaning, in a spelling of its own. */
export interface Alias {
  readonly aliasOf: string;
  readonly inputOnly?: true;
}

export type Line = readonly [
  id: string,
  pattern: string,
  syntax: string,
  doc: string,
  meaning: Semantics | Alias,
];

/** The spelling that the disassembler prefers wherever its operands fit. */
export const alias = (aliasOf: string): Alias => ({ aliasOf });

/** A spelling that is accepted, but never printed. */
export const spelling = (aliasOf: string): Alias => ({ aliasOf, inputOnly: true });

const isAlias = (meaning: Semantics | Alias): meaning is Alias => 'aliasOf' in meaning;

/** What has an instruction: the Hawk alone, or also its subset without long forms and coprocessors. */
export type Feature = 'Hawk' | 'Sparrowhawk';

/** The rows of a chapter of the manual. */
export const table = (feature: Feature, chapter: string, lines: readonly Line[]): readonly InstructionRow[] =>
  lines.map(([id, pattern, syntax, doc, meaning]) => ({
    id,
    mnemonic: id.split('-')[0]!,
    length: widthOf(pattern) / 8,
    pattern,
    syntax,
    feature,
    doc,
    section: `Hawk manual, chapter ${chapter}`,
    conditionCodes: conditionCodesOf(isAlias(meaning) ? meaning.aliasOf : id),
    ...(isAlias(meaning) ? meaning : { semantics: meaning }),
  }));

/** Bits of a pattern: fields say theirs after a colon. */
const widthOf = (pattern: string): number =>
  pattern
    .trim()
    .split(/\s+/)
    .reduce((sum, part) => sum + Number(/:(\d+)$/.exec(part)?.[1] ?? part.length), 0);
