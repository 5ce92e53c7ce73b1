/** Where the thing at a place is defined. */
import { includeCandidates } from '../assembler/paths.ts';
import type { Span } from '../assembler/program.ts';
import type { Analysis } from './analysis.ts';
import { macroAt, type Place, symbolAt, wordAt } from './lookup.ts';

export interface Definition {
  /** What the link starts from. */
  readonly from: Span;
  /** The whole definition. */
  readonly target: Span;
  /** The name in it. */
  readonly name: Span;
}

const directive = /^[ \t]*(?:#[ \t]*(?:include(?:_next)?|import)|\.include)[ \t]+(["<])([^">\r\n]+)[">]/;

/** The file of an include line, when it was found. */
function included(analysis: Analysis, place: Place, includePaths: readonly string[]): Definition | undefined {
  const text = analysis.texts.get(place.file) ?? '';
  const lineStart = text.lastIndexOf('\n', place.offset - 1) + 1;
  const match = directive.exec(text.slice(lineStart, lineStart + 1_000));
  if (match === null) return undefined;
  const end = lineStart + match[0].length;
  const start = end - match[2]!.length - 2;
  if (place.offset < start || place.offset > end) return undefined;
  const how = match[1] === '<' ? 'include-system' : 'include';
  const candidates = includeCandidates(match[2]!, how, place.file, includePaths);
  const found = candidates.find(candidate => analysis.texts.has(candidate));
  if (found === undefined) return undefined;
  const target = { file: found, start: 0, end: 0 };
  return { from: { file: place.file, start, end }, target, name: target };
}

/** Labels, constants, macros, `#define`s and included files. Undefined for what no text that can be opened defines. */
export function definitionAt(
  analysis: Analysis,
  place: Place,
  includePaths: readonly string[],
): Definition | undefined {
  const include = included(analysis, place, includePaths);
  if (include !== undefined) return include;
  const word = wordAt(analysis, place);
  if (word === undefined) return undefined;
  const macro = macroAt(analysis, place, word.text);
  if (macro !== undefined)
    return analysis.texts.has(macro.nameSpan.file)
      ? { from: word.span, target: macro.span, name: macro.nameSpan }
      : undefined;
  const symbol = symbolAt(analysis, place, word.text);
  if (symbol === undefined || !analysis.texts.has(symbol.origin.span.file)) return undefined;
  const { span } = symbol.origin;
  return { from: word.span, target: span, name: span };
}
