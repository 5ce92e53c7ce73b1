/** The language client: starts the server in its own process and can restart it. */
import * as vscode from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import { extensions, languages } from './languages.ts';

export interface ServerHandle extends vscode.Disposable {
  restart(): Promise<void>;
}

/** Starts the language server; what it prints goes to `output`, and `status` shows how it does. */
export async function startServer(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
  status: vscode.LanguageStatusItem,
): Promise<ServerHandle> {
  const module = context.asAbsolutePath('dist/server.cjs');
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
  const options: LanguageClientOptions = {
    documentSelector: languages.map(language => ({ language })),
    outputChannel: output,
    initializationOptions: {
      trusted: vscode.workspace.isTrusted,
      documentation: vscode.Uri.joinPath(context.extensionUri, 'docs/rules.md').toString(),
    },
    synchronize: {
      configurationSection: 'ventry',
      fileEvents: vscode.workspace.createFileSystemWatcher(`**/*.{${extensions.join(',')}}`),
    },
  };
  const client = new LanguageClient('ventry', 'ventry', server, options);
  client.onDidChangeState(({ newState }) => showState(status, newState));
  const trust = vscode.workspace.onDidGrantWorkspaceTrust(() =>
    client.sendNotification('ventry/trusted').catch(error => output.error(error)),
  );
  await client.start();
  return {
    restart: () => client.restart(),
    dispose: () => {
      trust.dispose();
      client.dispose().catch(error => output.error(error));
    },
  };
}

function showState(status: vscode.LanguageStatusItem, state: State): void {
  status.busy = state === State.Starting;
  const stopped = state === State.Stopped;
  status.severity = stopped ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
  status.text = stopped ? 'ventry: server stopped' : 'ventry';
}
