/** textDocument/hover. */
import { MarkupKind } from 'vscode-languageserver';
import { describePlace } from '../describe/place.ts';
import { analysedPlace, type Feature, guarded } from './feature.ts';

/** Markdown for clients that show none: table rules and emphasis away. */
const plain = (markdown: string): string => markdown.replace(/^\|[-|]+\|\n/gm, '').replace(/\*\*|`/g, '');

export const hover: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  register: session => {
    const formats = session.client.textDocument?.hover?.contentFormat ?? [MarkupKind.PlainText];
    const kind = formats.includes(MarkupKind.Markdown) ? MarkupKind.Markdown : MarkupKind.PlainText;
    session.connection.onHover(
      guarded(session, async (params, token) => {
        const at = await analysedPlace(session, params, token);
        const description = at && describePlace(at.analysis, at.place);
        if (description === undefined) return null;
        const { markdown, span } = description;
        const value = kind === MarkupKind.Markdown ? markdown : plain(markdown);
        return { contents: { kind, value }, range: at!.lines.rangeOf(span) };
      }),
    );
  },
};
