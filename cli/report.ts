/** Findings for people and for programs. */
import type { Severity, Span } from '../assembler/program.ts';
import { type Lines, linesOf } from '../debug-adapter/program/lines.ts';
import type { Confidence } from '../server/rules/rule.ts';
import type { Paint } from './terminal.ts';

/** What a rule or the assembler found, with spans in the texts that were read. */
export interface Message {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly span: Span;
  readonly related: readonly { readonly span: Span; readonly message: string }[];
}

/** A stretch of a file. Lines and columns count from 1, columns in UTF-16 code units; the end is exclusive. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One element of `ventry lint --format json`. */
export interface JsonMessage extends Location {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly related: readonly (Location & { readonly message: string })[];
}

/** Texts by file, with their lines. */
export interface Texts {
  /** The line that a place begins in, without its end. */
  line(place: Location): string | undefined;
  locate(span: Span): Location;
}

export function textsOf(text: (file: string) => string | undefined): Texts {
  const lines = new Map<string, Lines>();
  const linesIn = (file: string): Lines => {
    const known = lines.get(file) ?? linesOf(text(file) ?? '');
    lines.set(file, known);
    return known;
  };
  return {
    line: ({ file, line }) => {
      const lines = linesIn(file);
      return text(file)
        ?.slice(lines.start(line), lines.start(line + 1))
        .trimEnd();
    },
    locate: ({ file, start, end }) => {
      const from = linesIn(file).at(start);
      const to = linesIn(file).at(Math.max(start, end));
      return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    },
  };
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Is a severity at least as grave as another? */
export const atLeast = (severity: Severity, lowest: Severity): boolean =>
  severities.indexOf(severity) <= severities.indexOf(lowest);

/** By file, line and column; what was found in a shared header through several files stands there once. */
export function arrange(messages: readonly JsonMessage[]): readonly JsonMessage[] {
  const key = (message: JsonMessage): string =>
    `${message.file}\0${message.line}\0${message.column}\0${message.rule}\0${message.message}`;
  const unique = [...new Map(messages.map(message => [key(message), message])).values()];
  const files = [...new Set(unique.map(({ file }) => file))];
  return unique.sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}

export const toJson = (message: Message, texts: Texts): JsonMessage => ({
  ...texts.locate(message.span),
  rule: message.rule,
  severity: message.severity,
  confidence: message.confidence,
  message: message.message,
  related: message.related.map(related => ({ ...texts.locate(related.span), message: related.message })),
});

/** Characters of a line that is shown; nobody reads longer ones. */
const longestExcerpt = 500;

/** A source line with the place underlined; empty when the line cannot be shown. */
function excerpt(place: Location, texts: Texts, paint: Paint, style: 'note' | Severity): string {
  const source = texts.line(place);
  if (source === undefined || source.length > longestExcerpt || source === '') return '';
  const number = `${place.line}`.padStart(5);
  const before = source.slice(0, place.column - 1).replace(/[^\t]/g, ' ');
  const end = place.endLine === place.line ? place.endColumn - 1 : source.length;
  const caret = '^'.repeat(Math.max(1, end - (place.column - 1)));
  const bar = paint('dim', '|');
  return `${paint('dim', number)} ${bar} ${source}\n      ${bar} ${before}${paint(style, caret)}\n`;
}

/** One message as a compiler prints it: place, severity, sentence, rule; the line underlined; related places. */
export function toText(message: JsonMessage, texts: Texts, paint: Paint): string {
  const place = ({ file, line, column }: Location): string => paint('bold', `${file}:${line}:${column}:`);
  const { severity, rule } = message;
  const likely = message.confidence === 'likely' ? ', likely' : '';
  const head = `${place(message)} ${paint(severity, `${severity}:`)} ${message.message} ${paint('dim', `[${rule}${likely}]`)}\n`;
  const related = message.related.map(
    other =>
      `${place(other)} ${paint('note', 'note:')} ${other.message}\n${excerpt(other, texts, paint, 'note')}`,
  );
  return head + excerpt(message, texts, paint, severity) + related.join('');
}

/** `2 errors, 1 warning`, graver ones first. */
export function tally(messages: readonly JsonMessage[]): string {
  const counts = severities.map(severity => {
    const count = messages.filter(message => message.severity === severity).length;
    const word = severity === 'information' ? severity : `${severity}${count === 1 ? '' : 's'}`;
    return count === 0 ? undefined : `${count} ${word}`;
  });
  return counts.filter(count => count !== undefined).join(', ');
}
