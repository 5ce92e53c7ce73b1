/** textDocument/documentLink: names of files that the text brings in. */
import { inclusionsOf } from '../definitions.ts';
import { canOpen } from './bundled-text.ts';
import { analysed, type Feature, guarded } from './feature.ts';

export const documentLink: Feature = {
  capabilities: () => ({ documentLinkProvider: {} }),
  register: session => {
    session.connection.onDocumentLinks(
      guarded(session, async ({ textDocument: { uri } }, token) => {
        const at = await analysed(session, uri, token);
        if (at === undefined) return [];
        const { includePaths } = await session.workspace.settingsFor(uri);
        return inclusionsOf(at.analysis, at.file, includePaths)
          .filter(({ file }) => canOpen(session.client, file))
          .map(({ span, file }) => ({
            range: at.lines.rangeOf(span),
            target: session.workspace.uriOf(file),
          }));
      }),
    );
  },
};
