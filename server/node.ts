/** The language server as a node process: `--stdio`, `--node-ipc`, `--socket=` or `--pipe=`. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './server.ts';
import { largestText } from './suitability.ts';
import type { FileReader } from './workspace.ts';

/** Contents of a file that may be read; undefined for all others. Larger files than we would analyse are not read. */
async function contents(path: string, allowed: (path: string) => boolean): Promise<Buffer | undefined> {
  try {
    const real = await realpath(path);
    if (!allowed(real)) return undefined;
    const { size } = await stat(real);
    return size > largestText * 4 ? undefined : await readFile(real);
  } catch {
    return undefined;
  }
}

const reader: FileReader = {
  readText: async (path, allowed) => (await contents(path, allowed))?.toString('utf8'),
  readBytes: contents,
};

const connection = createConnection(ProposedFeatures.all);
serve(connection, reader);
connection.listen();
