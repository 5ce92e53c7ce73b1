/** A language client for tests: talks to a real server process over standard input and output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Bundles the server as it is shipped, into a folder that the caller removes. */
export async function bundleServer(): Promise<{ file: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'ventry-server-'));
  const file = join(folder, 'server.cjs');
  await build({
    entryPoints: [join(root, 'server/node.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What VS Code says it can do, as far as the server asks. */
export const richClient: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    definition: { linkSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
  },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
  },
};

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** Workspace folders as paths; the first one is shown as `$W`. */
  readonly folders?: readonly string[];
  /** Answer to `workspace/configuration`. */
  readonly settings?: unknown;
}

/** One session, with a transcript of what was done and what the server said. */
export class Client {
  readonly connection: ProtocolConnection;
  readonly #child: ChildProcess;
  readonly #options: ClientOptions;
  readonly #lines: string[] = [];
  readonly #published: PublishDiagnosticsParams[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #versions = new Map<string, number>();
  settings: unknown;

  constructor(server: string, options: ClientOptions = {}) {
    this.#options = options;
    this.settings = options.settings ?? null;
    this.#child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.#child.stdout!),
      new StreamMessageWriter(this.#child.stdin!),
    );
    this.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onNotification('window/logMessage', ({ type, message }) =>
      this.#log(`server logs (${type}): ${message}`),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#published.push(params);
      for (const check of this.#waiting.splice(0)) check();
    });
    this.connection.listen();
  }

  /** Everything so far, paths made portable. */
  get transcript(): string {
    const [folder] = this.#options.folders ?? [];
    const text = `${this.#lines.join('\n')}\n`;
    if (folder === undefined) return text;
    return text.replaceAll(pathToFileURL(folder).href, 'file://$W').replaceAll(folder, '$W');
  }

  #log(text: string): void {
    this.#lines.push(text);
  }

  /** A heading in the transcript. */
  say(text: string): void {
    this.#log(`${this.#lines.length === 0 ? '' : '\n'}# ${text}`);
  }

  async initialize(): Promise<unknown> {
    const folders = (this.#options.folders ?? []).map(folder => ({
      uri: pathToFileURL(folder).href,
      name: folder,
    }));
    const result = await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: folders[0]?.uri ?? null,
      workspaceFolders: folders,
      capabilities: this.#options.capabilities ?? richClient,
      initializationOptions: this.#options.initializationOptions,
    });
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  /** Sends a request and writes it and its answer (or error) into the transcript. */
  async ask(method: string, params: object): Promise<unknown> {
    this.#log(`client asks ${method}${shown(params)}`);
    try {
      const result: unknown = await this.connection.sendRequest(method, params);
      this.#log(`server answers${shown(result)}`);
      return result;
    } catch (error) {
      this.#log(`server refuses: ${(error as Error).message}`);
      return undefined;
    }
  }

  async tell(method: string, params: object): Promise<void> {
    this.#log(`client tells ${method}${shown(params)}`);
    await this.connection.sendNotification(method, params);
  }

  async open(uri: string, text: string, languageId = 'aarch64-asm'): Promise<void> {
    this.#versions.set(uri, 1);
    this.#log(`client opens ${uri} (${languageId})`);
    const textDocument = { uri, languageId, version: 1, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** Replaces the whole text. */
  async change(uri: string, text: string): Promise<void> {
    const version = this.#versions.get(uri)! + 1;
    this.#versions.set(uri, version);
    this.#log(`client changes ${uri} to version ${version}`);
    const params = { textDocument: { uri, version }, contentChanges: [{ text }] };
    await this.connection.sendNotification('textDocument/didChange', params);
  }

  async close(uri: string): Promise<void> {
    this.#log(`client closes ${uri}`);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** The next diagnostics for a document (of this version, if one is given), in the transcript too. */
  async published(uri: string, version?: number): Promise<PublishDiagnosticsParams> {
    for (;;) {
      const at = this.#published.findIndex(
        one => one.uri === uri && (version === undefined || one.version === version),
      );
      const found = at < 0 ? undefined : this.#published.splice(at, 1)[0];
      if (found !== undefined) {
        this.#log(`server publishes${shown(found)}`);
        return found;
      }
      await this.#somethingPublished(uri);
    }
  }

  #somethingPublished(uri: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`no diagnostics for ${uri}\n${this.transcript}`)),
        20_000,
      );
      this.#waiting.push(() => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  /** Diagnostics that nobody waited for. */
  get unexpected(): readonly PublishDiagnosticsParams[] {
    return this.#published;
  }

  /** Shuts the server down; the exit code of its process. */
  async stop(): Promise<number | null> {
    const gone = new Promise<number | null>(resolve => this.#child.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await gone;
    this.connection.dispose();
    return code;
  }
}

const isRange = (value: object): value is { start: Position; end: Position } =>
  'start' in value && 'end' in value && Object.keys(value).length === 2;

interface Position {
  readonly line: number;
  readonly character: number;
}

/** A value as indented lines: ranges and positions on one line, texts of several lines as blocks. */
function shown(value: unknown, indent = '  '): string {
  if (value === null || typeof value !== 'object') return ` ${scalar(value, indent)}`;
  if (isRange(value)) return ` ${place(value.start)} to ${place(value.end)}`;
  if ('line' in value && 'character' in value) return ` ${place(value as Position)}`;
  const entries = Array.isArray(value) ? value.map(one => ['-', one]) : Object.entries(value);
  if (entries.length === 0) return Array.isArray(value) ? ' none' : ' {}';
  return entries
    .map(([key, one]) => {
      const label = key === '-' ? '-' : `${key}:`;
      const inner = shown(one, `${indent}  `);
      // The first line of a list element stands beside its dash.
      const text = key === '-' ? inner.replace(/^\n\s*/, ' ') : inner;
      return `\n${indent}${label}${text}`;
    })
    .join('');
}

const place = ({ line, character }: Position): string => `${line}:${character}`;

function scalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') return String(value);
  if (!value.includes('\n')) return value;
  return `|\n${value
    .split('\n')
    .map(line => (line === '' ? '' : indent + line))
    .join('\n')}`;
}
