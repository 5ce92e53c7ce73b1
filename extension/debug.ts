/** Debug configurations: F5 without a launch.json, settings as defaults, and where the adapter is. */
import * as vscode from 'vscode';
import { languages } from './languages.ts';

const debugType = 'ventry';

/** Starts the adapter with the editor's own Node; VS Code maps the command `node` to it. */
export function adapterFactory(context: vscode.ExtensionContext): vscode.DebugAdapterDescriptorFactory {
  const module = context.asAbsolutePath('dist/debug-adapter.cjs');
  return { createDebugAdapterDescriptor: () => new vscode.DebugAdapterExecutable('node', [module]) };
}

function isAssembly(document: vscode.TextDocument | undefined): document is vscode.TextDocument {
  return document !== undefined && document.uri.scheme === 'file' && languages.includes(document.languageId);
}

/** The configuration that F5 uses for a file when nothing else says how. */
function forFile(program: string): vscode.DebugConfiguration {
  return { type: debugType, request: 'launch', name: 'Debug vector table', program };
}

/** Settings of the file's folder fill in what the configuration leaves open. */
function withSettings(
  folder: vscode.WorkspaceFolder | undefined,
  config: vscode.DebugConfiguration,
): vscode.DebugConfiguration {
  const settings = vscode.workspace.getConfiguration('ventry', folder ?? null);
  const filled = { ...config };
  for (const key of ['includePaths', 'defines', 'operands', 'compileCommands', 'limits'] as const)
    filled[key] ??= settings.get(key);
  return filled;
}

export const configurationProvider: vscode.DebugConfigurationProvider = {
  provideDebugConfigurations() {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of launch.json
    return [forFile('${file}')];
  },
  resolveDebugConfiguration(folder, config) {
    if (config.type !== undefined && config.type !== '') return withSettings(folder, config);
    const document = vscode.window.activeTextEditor?.document;
    if (!isAssembly(document)) return config;
    return withSettings(
      folder ?? vscode.workspace.getWorkspaceFolder(document.uri),
      forFile(document.uri.fsPath),
    );
  },
};

/** Offered in the debug view's list when an assembly file is open and there is no launch.json. */
export const dynamicProvider: vscode.DebugConfigurationProvider = {
  provideDebugConfigurations() {
    const document = vscode.window.activeTextEditor?.document;
    return isAssembly(document) ? [forFile(document.uri.fsPath)] : [];
  },
};

/** The play button of an assembly editor. */
export async function debugActiveFile(resource?: vscode.Uri): Promise<void> {
  const uri = resource ?? vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined || uri.scheme !== 'file') {
    vscode.window.showErrorMessage('ventry: open an assembly file on disk to debug it.');
    return;
  }
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  await vscode.debug.startDebugging(folder, withSettings(folder, forFile(uri.fsPath)));
}

export { debugType };
