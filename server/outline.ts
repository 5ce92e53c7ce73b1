/** The outline of a file: sections, macros, labels, and vector tables with their slots. */
import type { Span } from '../assembler/program.ts';
import { outermost } from '../assembler/text.ts';
import type { VectorTableShape } from '../isa/architecture.ts';
import type { TableEntry, VectorTable } from '../vectors/model.ts';
import type { Analysis } from './analysis.ts';
import { hex } from './describe/markdown.ts';

export type OutlineKind =
  | 'table'
  | 'slot'
  | 'macro'
  | 'define'
  | 'function'
  | 'label'
  | 'constant'
  | 'section';

export interface OutlineItem {
  readonly kind: OutlineKind;
  readonly name: string;
  readonly detail: string;
  /** All of it. */
  readonly span: Span;
  /** Its name; inside `span`. */
  readonly nameSpan: Span;
  readonly children: readonly OutlineItem[];
}

const merge = (a: Span, b: Span): Span => ({
  ...a,
  start: Math.min(a.start, b.start),
  end: Math.max(a.end, b.end),
});

const around = (spans: readonly Span[], start: Span): Span =>
  spans.filter(span => span.file === start.file).reduce(merge, start);

/** A slot where the author wrote it: its macro call, else its first statement. */
function slotItem(entry: TableEntry, shape: VectorTableShape, file: string): OutlineItem | undefined {
  const { call, index } = entry;
  const nameSpan = call?.nameSpan ?? outermost(entry.origin).span;
  const description = shape.slots[index];
  if (nameSpan.file !== file || description === undefined) return undefined;
  const name = `${hex(description.offset, 3)} ${description.short}`;
  const span = around(call === undefined ? [] : [call.origin.span], nameSpan);
  return { kind: 'slot', name, detail: call?.name ?? '', span, nameSpan, children: [] };
}

function tableItem(table: VectorTable, shape: VectorTableShape, file: string): OutlineItem | undefined {
  const nameSpan = table.origin.span;
  if (nameSpan.file !== file) return undefined;
  const children = table.entries.flatMap(entry => slotItem(entry, shape, file) ?? []);
  return {
    kind: 'table',
    name: table.name ?? 'vector table',
    detail: table.level === undefined ? 'vector table' : `vector table of EL${table.level}`,
    span: around(
      children.map(child => child.span),
      nameSpan,
    ),
    nameSpan,
    children,
  };
}

const directive = /^[ \t]*(\.(?:section[ \t]+[^\s,]+|text|data|bss))\b[^\r\n]*/gm;

/** Section directives, as they stand in the text. */
function sections(analysis: Analysis, file: string): OutlineItem[] {
  const text = analysis.texts.get(file) ?? '';
  return [...text.matchAll(directive)].map(match => {
    const start = match.index + match[0].indexOf('.');
    const span = { file, start, end: start + match[1]!.length };
    const name = match[1]!.replace(/^\.section[ \t]+/, '');
    return { kind: 'section', name, detail: 'section', span, nameSpan: span, children: [] };
  });
}

/** In order of place. */
export function outlineOf(analysis: Analysis, file: string): OutlineItem[] {
  const { macros, program } = analysis.result;
  const { vectorTable } = analysis.architecture;
  const tables = analysis.tables.flatMap(table => tableItem(table, vectorTable, file) ?? []);
  const shown = new Set(tables.map(({ nameSpan }) => nameSpan.start));
  const definitions = macros
    .filter(({ nameSpan }) => nameSpan.file === file)
    .map(({ name, how, parameters, span, nameSpan }): OutlineItem => {
      const detail = parameters.map(parameter => parameter.name).join(', ');
      return { kind: how, name, detail, span: merge(span, nameSpan), nameSpan, children: [] };
    });
  const symbols = program.symbols
    .filter(({ origin }) => origin.span.file === file && origin.parent === undefined)
    .filter(({ name, origin }) => !shown.has(origin.span.start) && !/^\d+$/.test(name))
    .map(({ name, kind, type, value, origin }): OutlineItem => {
      const sort = type === 'function' ? 'function' : kind;
      return { kind: sort, name, detail: hex(value), span: origin.span, nameSpan: origin.span, children: [] };
    });
  return [...tables, ...definitions, ...symbols, ...sections(analysis, file)].sort(
    (a, b) => a.span.start - b.span.start || b.span.end - a.span.end,
  );
}
