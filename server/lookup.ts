/** What stands at a place of a text: words, statements, calls, symbols, slots. */
import { bundledScheme } from '../assembler/dialect.ts';
import { dialectOf } from '../assembler/dialects.ts';
import type {
  MacroCall,
  MacroDefinition,
  Origin,
  ProgramSymbol,
  Span,
  Statement,
} from '../assembler/program.ts';
import type { Architecture } from '../isa/architecture.ts';
import type { TableEntry, VectorTable } from '../vectors/model.ts';
import type { Analysis } from './analysis.ts';

/** A place in a file, in UTF-16 code units. */
export interface Place {
  readonly file: string;
  readonly offset: number;
}

/** The end counts too: a cursor behind a word is at the word. */
export const covers = (span: Span, { file, offset }: Place): boolean =>
  span.file === file && span.start <= offset && offset <= span.end;

/** A text that was read, or that came with the assembler. */
export const textOf = ({ texts, architecture }: Analysis, file: string): string | undefined =>
  texts.get(file) ?? bundledText(architecture, file);

/** The text of a file that came with the assembler, by its path. */
export const bundledText = (architecture: Architecture, file: string): string | undefined =>
  file.startsWith(`${bundledScheme}:`)
    ? [...dialectOf(architecture).bundled.values()].find(({ path }) => path === file)?.text
    : undefined;

export interface Word {
  readonly text: string;
  readonly span: Span;
}

/** The name, number or local label around a place. */
export function wordAt({ texts }: Analysis, place: Place): Word | undefined {
  const text = texts.get(place.file) ?? '';
  const lineStart =
    Math.max(text.lastIndexOf('\n', place.offset - 1), text.lastIndexOf('\r', place.offset - 1)) + 1;
  const line = /^[^\r\n]*/.exec(text.slice(lineStart, lineStart + 10_000))![0];
  for (const { index, 0: word } of line.matchAll(/[A-Za-z0-9_.$]+/g)) {
    const span = { file: place.file, start: lineStart + index, end: lineStart + index + word.length };
    if (covers(span, place)) return { text: word, span };
  }
  return undefined;
}

/** The origin and everything through which it came, from the inside out. */
function* wayOut(origin: Origin): Generator<Origin> {
  for (let at: Origin | undefined = origin; at !== undefined; at = at.parent?.at) yield at;
}

/** Statements that the text at a place made: itself, or through the call that stands there. */
export const statementsAt = ({ result }: Analysis, place: Place): readonly Statement[] =>
  result.program.statements.filter(({ origin }) => covers(origin.span, place));

/** Statements that came out of a macro call. */
export const statementsOf = ({ result }: Analysis, call: MacroCall): readonly Statement[] =>
  result.program.statements.filter(({ origin }) =>
    [...wayOut(origin)].some(
      ({ parent }) =>
        parent !== undefined &&
        (parent.how === 'macro' || parent.how === 'define') &&
        parent.name === call.name &&
        covers(parent.at.span, { file: call.nameSpan.file, offset: call.nameSpan.start }),
    ),
  );

/** The first call whose name stands at a place. */
export const callAt = ({ result }: Analysis, place: Place): MacroCall | undefined =>
  result.calls.find(call => covers(call.nameSpan, place));

/** The macro that is defined at a place, or called there, or has this name where no call was recorded. */
export function macroAt(analysis: Analysis, place: Place, word: string): MacroDefinition | undefined {
  const { calls, macros } = analysis.result;
  return (
    calls.find(call => covers(call.nameSpan, place))?.definition ??
    macros.find(macro => covers(macro.nameSpan, place)) ??
    macros.findLast(macro => macro.name === word)
  );
}

/** Instances of a numeric label nearest to a place: `1b` the last before, `1f` the first after. */
function numericLabel({ result }: Analysis, place: Place, word: string): ProgramSymbol | undefined {
  const reference = /^(\d+)([bf])$/i.exec(word);
  if (reference === null) return undefined;
  const labels = result.program.symbols
    .filter(({ name, origin }) => name === reference[1] && origin.span.file === place.file)
    .sort((a, b) => a.origin.span.start - b.origin.span.start);
  return reference[2]!.toLowerCase() === 'b'
    ? labels.findLast(({ origin }) => origin.span.start <= place.offset)
    : labels.find(({ origin }) => origin.span.start > place.offset);
}

/** The symbol that a word at a place means. */
export function symbolAt(analysis: Analysis, place: Place, word: string): ProgramSymbol | undefined {
  const { symbols } = analysis.result.program;
  return (
    symbols.find(({ name, origin }) => covers(origin.span, place) && name === word) ??
    numericLabel(analysis, place, word) ??
    symbols.findLast(({ name }) => name === word)
  );
}

export interface SlotPlace {
  readonly table: VectorTable;
  readonly entry: TableEntry;
}

/**
 * The slot that begins at a place: at its macro call, its label, its first statement, or at the alignment or
 * `.org` that leads to it.
 */
export function slotAt(analysis: Analysis, place: Place): SlotPlace | undefined {
  const made = statementsAt(analysis, place);
  const labels = labelsAt(analysis, place).map(({ value }) => value);
  for (const table of analysis.tables) {
    const entry = table.entries.find(
      ({ address, call, statements }) =>
        (call !== undefined && covers(call.nameSpan, place)) ||
        (labels.includes(address) && address !== table.address) ||
        made.some(statement => statement === statements[0] || leadsTo(statement, address)),
    );
    if (entry !== undefined) return { table, entry };
  }
  return undefined;
}

const labelsAt = ({ result }: Analysis, place: Place): readonly ProgramSymbol[] =>
  result.program.symbols.filter(({ kind, origin }) => kind === 'label' && covers(origin.span, place));

const leadsTo = ({ kind, address, size }: Statement, to: bigint): boolean =>
  (kind === 'alignment' || kind === 'org') && address + BigInt(size) === to;

/** The table whose label stands at a place. */
export function tableAt(analysis: Analysis, place: Place): VectorTable | undefined {
  const labels = labelsAt(analysis, place).map(({ value }) => value);
  return analysis.tables.find(
    ({ origin, address }) => covers(origin.span, place) || labels.includes(address),
  );
}
