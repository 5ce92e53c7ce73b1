/** The VS Code client: starts the language server and the debug adapter. What it shows was computed there. */
import * as vscode from 'vscode';
import { type ServerHandle, startServer } from './client.ts';
import {
  adapterFactory,
  configurationProvider,
  debugActiveFile,
  debugType,
  dynamicProvider,
} from './debug.ts';
import { languages } from './languages.ts';

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('ventry', { log: true });
  const status = vscode.languages.createLanguageStatusItem(
    'ventry.server',
    languages.map(language => ({ language })),
  );
  status.name = 'ventry';
  status.text = 'ventry';
  status.command = { command: 'ventry.restartServer', title: 'Restart' };
  context.subscriptions.push(
    output,
    status,
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, adapterFactory(context)),
    vscode.debug.registerDebugConfigurationProvider(debugType, configurationProvider),
    vscode.debug.registerDebugConfigurationProvider(
      debugType,
      dynamicProvider,
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    vscode.commands.registerCommand('ventry.debugFile', debugActiveFile),
    vscode.commands.registerCommand('ventry.showOutput', () => output.show()),
  );

  // Debugging must work even when the language server does not start.
  let server: ServerHandle | undefined;
  const start = async () => {
    try {
      server = await startServer(context, output, status);
      context.subscriptions.push(server);
    } catch (error) {
      output.error(error instanceof Error ? error : String(error));
      vscode.window.showErrorMessage('ventry: the language server did not start; see the ventry output.');
    }
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('ventry.restartServer', () => server?.restart() ?? start()),
  );
  await start();
}
