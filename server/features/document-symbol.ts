/** textDocument/documentSymbol. */
import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import { type OutlineItem, type OutlineKind, outlineOf } from '../outline.ts';
import type { LineIndex } from '../positions.ts';
import { analysed, type Feature, guarded } from './feature.ts';

const kinds: Readonly<Record<OutlineKind, SymbolKind>> = {
  table: SymbolKind.Array,
  slot: SymbolKind.Event,
  macro: SymbolKind.Method,
  define: SymbolKind.Constant,
  function: SymbolKind.Function,
  label: SymbolKind.Field,
  constant: SymbolKind.Constant,
  section: SymbolKind.Namespace,
};

const symbolOf = (lines: LineIndex, item: OutlineItem): DocumentSymbol => ({
  name: item.name,
  detail: item.detail,
  kind: kinds[item.kind],
  range: lines.rangeOf(item.span),
  selectionRange: lines.rangeOf(item.nameSpan),
  children: item.children.map(child => symbolOf(lines, child)),
});

const flatten = (
  lines: LineIndex,
  uri: string,
  item: OutlineItem,
  container?: string,
): SymbolInformation[] => [
  {
    name: item.name,
    kind: kinds[item.kind],
    location: { uri, range: lines.rangeOf(item.span) },
    ...(container === undefined ? {} : { containerName: container }),
  },
  ...item.children.flatMap(child => flatten(lines, uri, child, item.name)),
];

export const documentSymbol: Feature = {
  capabilities: () => ({ documentSymbolProvider: { label: 'ventry' } }),
  register: session => {
    const tree = session.client.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport ?? false;
    session.connection.onDocumentSymbol(
      guarded(session, async ({ textDocument: { uri } }, token) => {
        const found = await analysed(session, uri, token);
        if (found === undefined) return null;
        const items = outlineOf(found.analysis, found.file);
        if (tree) return items.map(item => symbolOf(found.lines, item));
        return items.flatMap(item => flatten(found.lines, uri, item));
      }),
    );
  },
};
