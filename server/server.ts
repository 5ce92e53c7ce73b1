/** The language server over any connection: nothing here knows the platform. */
import {
  type ClientCapabilities,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type ServerCapabilities,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { compileCommandsName } from '../assembler/compile-commands.ts';
import { Analyses } from './analyses.ts';
import { bundledText } from './features/bundled-text.ts';
import { codeAction } from './features/code-action.ts';
import { completion } from './features/completion.ts';
import { definition } from './features/definition.ts';
import { diagnostics } from './features/diagnostics.ts';
import { documentLink } from './features/document-link.ts';
import { documentSymbol } from './features/document-symbol.ts';
import type { Feature, Session } from './features/feature.ts';
import { hover } from './features/hover.ts';
import { pathOfUri } from './uri.ts';
import { type FileReader, Workspace } from './workspace.ts';

const features: readonly Feature[] = [
  diagnostics,
  hover,
  definition,
  documentLink,
  documentSymbol,
  completion,
  codeAction,
  bundledText,
];

/** What our own client says at initialize; other clients may leave out any of it. */
export interface InitializationOptions {
  /** False in an untrusted workspace: files outside the workspace folders are not read. */
  readonly trusted?: boolean;
  /** Address of the rules' reference page. */
  readonly documentation?: string;
  /** The section `ventry`, for clients that send no configuration. */
  readonly settings?: unknown;
}

/** The workspace has become trusted. */
const trustedNotification = 'ventry/trusted';

function optionsOf({ initializationOptions }: InitializeParams): InitializationOptions {
  const given: unknown = initializationOptions;
  return typeof given === 'object' && given !== null ? given : {};
}

/** Serves one client. Call `connection.listen()` afterwards. */
export function serve(connection: Connection, reader: FileReader): void {
  const documents = new TextDocuments(TextDocument);
  const warn = (message: string): void => connection.console.warn(message);
  const failed = (error: unknown): void =>
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const workspace = new Workspace(documents, reader, warn);
  const analyses = new Analyses(workspace, failed);
  let client: ClientCapabilities = {};

  connection.onInitialize(params => {
    client = params.capabilities;
    const options = optionsOf(params);
    const root = params.rootUri ?? undefined;
    workspace.folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (root === undefined ? [] : [root]);
    workspace.trusted = options.trusted ?? true;
    setSettings(options.settings);
    const session: Session = {
      connection,
      client,
      workspace,
      analyses,
      ...(options.documentation === undefined ? {} : { documentation: options.documentation }),
      failed,
    };
    for (const feature of features) feature.register(session);
    const capabilities: ServerCapabilities = Object.assign({}, ...features.map(f => f.capabilities(client)));
    return {
      capabilities: {
        ...capabilities,
        positionEncoding: 'utf-16',
        workspace: {
          ...capabilities.workspace,
          workspaceFolders: { supported: true, changeNotifications: true },
        },
      },
      serverInfo: { name: 'ventry' },
    };
  });

  /** Settings are asked for by document where the client can be asked; else the last ones sent count. */
  function setSettings(pushed: unknown): void {
    const pull = client.workspace?.configuration ?? false;
    workspace.settingsSource = pull
      ? async scopeUri =>
          (await connection.workspace.getConfiguration({ scopeUri, section: 'ventry' })) ?? pushed
      : async () => pushed;
  }

  connection.onInitialized(() => {
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration)
      connection.client
        .register(DidChangeConfigurationNotification.type, { section: 'ventry' })
        .catch(failed);
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration)
      connection.client
        .register(DidChangeWatchedFilesNotification.type, {
          watchers: [{ globPattern: `**/${compileCommandsName}` }],
        })
        .catch(failed);
    if (client.workspace?.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        workspace.changeFolders(
          added.map(({ uri }) => uri),
          removed.map(({ uri }) => uri),
        );
        analyses.allChanged();
      });
  });

  connection.onDidChangeConfiguration(({ settings }) => {
    setSettings(settings?.ventry ?? settings);
    analyses.allChanged();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const path of changes.map(({ uri }) => pathOfUri(uri))) {
      if (workspace.forgetDatabase(path)) analyses.allChanged();
      else analyses.changed(path);
    }
  });
  connection.onNotification(trustedNotification, () => {
    workspace.trusted = true;
    analyses.allChanged();
  });

  documents.onDidOpen(({ document }) => workspace.opened(document));
  documents.onDidChangeContent(({ document }) => analyses.changed(pathOfUri(document.uri)));
  documents.onDidClose(({ document }) => {
    workspace.closed(document);
    analyses.closed(pathOfUri(document.uri));
  });
  connection.onShutdown(() => analyses.dispose());
  documents.listen(connection);
}
