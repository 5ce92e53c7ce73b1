/** The language server as a node process: `--stdio`, `--node-ipc`, `--socket=` or `--pipe=`. */
import { realpath } from 'node:fs/promises';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { readBytes } from '../assembler/host.node.ts';
import { serve } from './server.ts';
import { isInside, normalizePath } from './uri.ts';
import type { FileReader } from './workspace.ts';

const realFolder = (folder: string): Promise<string> => realpath(folder).catch(() => folder);

/** Does the file, links resolved, lie in one of the folders, links resolved? */
async function liesIn(real: string, folders: readonly string[]): Promise<boolean> {
  const places = await Promise.all(folders.map(realFolder));
  return places.some(place => isInside(normalizePath(real), normalizePath(place)));
}

/** Contents of a file; undefined for what cannot or may not be read. */
async function contents(path: string, within: readonly string[] | undefined): Promise<Buffer | undefined> {
  try {
    const real = await realpath(path);
    if (within !== undefined && !(await liesIn(real, within))) return undefined;
    return await readBytes(real);
  } catch {
    return undefined;
  }
}

const reader: FileReader = {
  readText: async (path, within) => (await contents(path, within))?.toString('utf8'),
  readBytes: contents,
};

const connection = createConnection(ProposedFeatures.all);
serve(connection, reader);
connection.listen();
