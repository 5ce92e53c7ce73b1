/** What the client has: open documents, folders, settings, trust; and how files are read on its behalf. */
import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  compileCommandsAround,
  compileCommandsName,
  type Database,
  databaseAt,
  readDatabase,
} from '../assembler/compile-commands.ts';
import { combined, type SourceFlags } from '../assembler/compile-flags.ts';
import { joinPath } from '../assembler/paths.ts';
import type { SourceHost } from './analysis.ts';
import { defaultSettings, readSettings, type Settings } from './settings.ts';
import { isInside, isOnDisk, normalizePath, pathOfUri, uriOfPath } from './uri.ts';

/** Reads files from disk; where `within` is given only those that lie in one of its folders, links resolved. */
export interface FileReader {
  readText(path: string, within: readonly string[] | undefined): Promise<string | undefined>;
  readBytes(path: string, within: readonly string[] | undefined): Promise<Uint8Array | undefined>;
}

/** Gives the settings section for a document, as the client holds it now. */
export type SettingsSource = (uri: string) => Promise<unknown>;

export class Workspace {
  readonly #documents: TextDocuments<TextDocument>;
  readonly #reader: FileReader;
  readonly #warn: (message: string) => void;
  /** Open documents by file name: a client may write the URI of a file in its own way. */
  readonly #uris = new Map<string, string>();
  readonly #settings = new Map<string, Promise<Settings>>();
  readonly #warned = new Set<string>();
  /** By path; undefined where there is none. */
  readonly #databases = new Map<string, Promise<Database | undefined>>();
  #source: SettingsSource = async () => undefined;
  #folders: readonly string[] = [];
  #trusted = true;

  constructor(documents: TextDocuments<TextDocument>, reader: FileReader, warn: (message: string) => void) {
    this.#documents = documents;
    this.#reader = reader;
    this.#warn = warn;
  }

  set folders(uris: readonly string[]) {
    this.#folders = uris.map(pathOfUri);
    this.#settings.clear();
  }

  changeFolders(added: readonly string[], removed: readonly string[]): void {
    const gone = new Set(removed.map(pathOfUri));
    this.#folders = [...this.#folders.filter(folder => !gone.has(folder)), ...added.map(pathOfUri)];
    this.#settings.clear();
  }

  set trusted(trusted: boolean) {
    this.#trusted = trusted;
    this.#databases.clear();
    this.#settings.clear();
  }

  set settingsSource(source: SettingsSource) {
    this.#source = source;
    this.forgetSettings();
  }

  // Documents

  opened(document: TextDocument): void {
    this.#uris.set(pathOfUri(document.uri), document.uri);
  }

  closed(document: TextDocument): void {
    this.#uris.delete(pathOfUri(document.uri));
    this.#settings.delete(document.uri);
  }

  /** The open document of a file. */
  document(path: string): TextDocument | undefined {
    const uri = this.#uris.get(path);
    return uri === undefined ? undefined : this.#documents.get(uri);
  }

  get openFiles(): readonly string[] {
    return [...this.#uris.keys()];
  }

  /** URI of a file as the client writes it. */
  uriOf(path: string): string {
    return this.#uris.get(path) ?? uriOfPath(path);
  }

  // Settings

  forgetSettings(): void {
    this.#settings.clear();
    this.#warned.clear();
  }

  /** Settings for a document, with absolute include paths. */
  settingsFor(uri: string): Promise<Settings> {
    const known = this.#settings.get(uri);
    if (known !== undefined) return known;
    const settings = this.#readSettings(uri);
    this.#settings.set(uri, settings);
    // A failure is told, and not kept.
    settings.catch(() => this.#settings.delete(uri));
    return settings;
  }

  async #readSettings(uri: string): Promise<Settings> {
    const { settings, problems } = await this.#source(uri).then(readSettings, error => ({
      settings: defaultSettings,
      problems: [`the settings could not be read: ${error.message}`],
    }));
    for (const problem of problems) {
      if (this.#warned.has(problem)) continue;
      this.#warned.add(problem);
      this.#warn(problem);
    }
    const path = pathOfUri(uri);
    const folder = this.#folderOf(path);
    const absolute = (given: string): string =>
      joinPath(folder, normalizePath(given.replaceAll(/\$\{workspaceFolder\}/g, folder)));
    const configured = { ...settings, includePaths: settings.includePaths.map(absolute) };
    const { compileCommands } = settings;
    const paths =
      compileCommands === undefined ? compileCommandsAround(path) : [databaseAt(absolute(compileCommands))];
    const own = await this.#commandFlags(path, paths);
    return own === undefined ? configured : { ...configured, flags: combined(own, configured) };
  }

  // Compile commands

  /** A `compile_commands.json` is there, or is not what it was. */
  forgetDatabase(path: string): boolean {
    if (!path.endsWith(`/${compileCommandsName}`)) return false;
    this.#databases.delete(path);
    this.#settings.clear();
    return true;
  }

  /** Flags of the command that the first of these databases has for a file. */
  async #commandFlags(file: string, paths: readonly string[]): Promise<SourceFlags | undefined> {
    for (const path of paths) {
      let database = this.#databases.get(path);
      if (database === undefined) {
        database = this.#readDatabase(path);
        this.#databases.set(path, database);
        database.catch(() => this.#databases.delete(path));
      }
      const found = await database;
      if (found !== undefined) return 'commands' in found ? found.commands.flagsOf(file) : undefined;
    }
    return undefined;
  }

  async #readDatabase(path: string): Promise<Database | undefined> {
    const within = this.#trusted ? undefined : this.#folders;
    const database = await readDatabase([path], async file =>
      isOnDisk(file) && (within === undefined || within.some(folder => isInside(file, folder)))
        ? this.#reader.readText(file, within)
        : undefined,
    );
    if (database !== undefined && 'problem' in database) this.#warn(database.problem);
    return database;
  }

  /** The innermost workspace folder of a file, the first one for a file outside, else the file's own folder. */
  #folderOf(path: string): string {
    const around = this.#folders.filter(folder => isInside(path, folder));
    const innermost = around.sort((a, b) => b.length - a.length)[0] ?? this.#folders[0];
    return innermost ?? joinPath(path, '..');
  }

  // Files

  /**
   * Reads for an analysis: open editors before the disk. In a workspace that is not trusted only files in its
   * folders and in the include paths are read, wherever links lead.
   */
  hostFor(settings: Settings): SourceHost {
    const within = this.#trusted ? undefined : [...this.#folders, ...settings.includePaths];
    const readable = (path: string): boolean =>
      isOnDisk(path) && (within === undefined || within.some(place => isInside(path, place)));
    return {
      readText: async path => {
        const open = this.document(path);
        if (open !== undefined) return open.getText();
        return readable(path) ? this.#reader.readText(path, within) : undefined;
      },
      readBytes: async path => (readable(path) ? this.#reader.readBytes(path, within) : undefined),
    };
  }
}
