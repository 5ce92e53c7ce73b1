/** workspace/textDocumentContent: the texts of headers that come with an assembler, which are no files on a disk. */
import type { ClientCapabilities } from 'vscode-languageserver';
import { bundledScheme } from '../../assembler/dialect.ts';
import { architectures } from '../../isa/architectures.ts';
import { bundledText as textOfBundled } from '../lookup.ts';
import { type Feature, guarded } from './feature.ts';

const asksForTexts = (client: ClientCapabilities): boolean =>
  client.workspace?.textDocumentContent !== undefined;

/** Can the client open this file? */
export const canOpen = (client: ClientCapabilities, file: string): boolean =>
  !file.startsWith(`${bundledScheme}:`) || asksForTexts(client);

export const bundledText: Feature = {
  capabilities: client =>
    asksForTexts(client) ? { workspace: { textDocumentContent: { schemes: [bundledScheme] } } } : {},
  register: session => {
    if (!asksForTexts(session.client)) return;
    session.connection.workspace.textDocumentContent.on(
      guarded(session, async ({ uri }) => {
        const [text] = architectures.flatMap(architecture => textOfBundled(architecture, uri) ?? []);
        return text === undefined ? null : { text };
      }),
    );
  },
};
