/** Where the thing at a place is defined. */
import { dialectOf } from '../assembler/dialects.ts';
import { includeCandidates } from '../assembler/paths.ts';
import type { Span } from '../assembler/program.ts';
import type { Analysis } from './analysis.ts';
import { covers, macroAt, type Place, symbolAt, textOf, wordAt } from './lookup.ts';

export interface Definition {
  /** What the link starts from. */
  readonly from: Span;
  /** The whole definition. */
  readonly target: Span;
  /** The name in it. */
  readonly name: Span;
}

/** A line that brings in another file, and which. */
export interface Inclusion {
  /** The name with its marks. */
  readonly span: Span;
  readonly file: string;
}

/** Files that a text brings in, as far as they were found. */
export function inclusionsOf(
  analysis: Analysis,
  file: string,
  includePaths: readonly string[],
): readonly Inclusion[] {
  const { texts, architecture } = analysis;
  const { inclusion, bundled } = dialectOf(architecture);
  return [...(texts.get(file) ?? '').matchAll(inclusion)].flatMap(({ 0: whole, index, groups }) => {
    const name = groups!.name!;
    const end = index + whole.length;
    const how = groups!.open === '<' ? 'include-system' : 'include';
    const candidates = includeCandidates(name, how, file, includePaths);
    const found = candidates.find(candidate => texts.has(candidate)) ?? bundled.get(name)?.path;
    return found === undefined ? [] : [{ span: { file, start: end - name.length - 2, end }, file: found }];
  });
}

function includedAt(
  analysis: Analysis,
  place: Place,
  includePaths: readonly string[],
): Definition | undefined {
  const found = inclusionsOf(analysis, place.file, includePaths).find(({ span }) => covers(span, place));
  if (found === undefined) return undefined;
  const target = { file: found.file, start: 0, end: 0 };
  return { from: found.span, target, name: target };
}

/** Labels, constants, macros, `#define`s and included files. Undefined for what no text that can be opened defines. */
export function definitionAt(
  analysis: Analysis,
  place: Place,
  includePaths: readonly string[],
): Definition | undefined {
  const include = includedAt(analysis, place, includePaths);
  if (include !== undefined) return include;
  const word = wordAt(analysis, place);
  if (word === undefined) return undefined;
  const macro = macroAt(analysis, place, word.text);
  if (macro !== undefined)
    return textOf(analysis, macro.nameSpan.file) === undefined
      ? undefined
      : { from: word.span, target: macro.span, name: macro.nameSpan };
  const symbol = symbolAt(analysis, place, word.text);
  if (symbol === undefined || textOf(analysis, symbol.origin.span.file) === undefined) return undefined;
  const { span } = symbol.origin;
  return { from: word.span, target: span, name: span };
}
