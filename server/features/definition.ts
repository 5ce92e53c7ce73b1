/** textDocument/definition. */
import type { Location, LocationLink } from 'vscode-languageserver';
import { definitionAt } from '../definitions.ts';
import { textOf } from '../lookup.ts';
import { lineIndex } from '../positions.ts';
import { canOpen } from './bundled-text.ts';
import { analysedPlace, type Feature, guarded } from './feature.ts';

export const definition: Feature = {
  capabilities: () => ({ definitionProvider: true }),
  register: session => {
    const links = session.client.textDocument?.definition?.linkSupport ?? false;
    session.connection.onDefinition(
      guarded(session, async (params, token): Promise<LocationLink[] | Location | null> => {
        const at = await analysedPlace(session, params, token);
        if (at === undefined) return null;
        const settings = await session.workspace.settingsFor(params.textDocument.uri);
        const { includePaths } = settings.flags ?? settings;
        const found = definitionAt(at.analysis, at.place, includePaths);
        if (found === undefined || !canOpen(session.client, found.name.file)) return null;
        const uri = session.workspace.uriOf(found.name.file);
        const lines = lineIndex(textOf(at.analysis, found.name.file) ?? '');
        const name = lines.rangeOf(found.name);
        if (!links) return { uri, range: name };
        return [
          {
            originSelectionRange: at.lines.rangeOf(found.from),
            targetUri: uri,
            targetRange: lines.rangeOf(found.target),
            targetSelectionRange: name,
          },
        ];
      }),
    );
  },
};
