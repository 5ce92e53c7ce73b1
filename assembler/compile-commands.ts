/**
 * `compile_commands.json`: how a project's own build compiles each of its files, as CMake, Bear, Ninja or a
 * kernel's build write it. https://clang.llvm.org/docs/JSONCompilationDatabase.html
 */
import { readFlags, type SourceFlags } from './compile-flags.ts';
import { directoryOf, joinPath } from './paths.ts';

export const compileCommandsName = 'compile_commands.json';

/** The compile commands of a project: flags by the file's path. */
export class CompileCommands {
  readonly #entries = new Map<string, { readonly directory: string; readonly words: readonly string[] }>();

  /** `folder`: where the database lies, from which relative directories count. Throws a sentence as `SyntaxError`. */
  constructor(text: string, folder: string) {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) throw new SyntaxError('it must hold a list of commands');
    for (const entry of list) {
      const {
        directory: written,
        file,
        command,
        arguments: given,
      } = (entry ?? {}) as Record<string, unknown>;
      if (typeof file !== 'string') continue;
      const directory = joinPath(folder, typeof written === 'string' ? written : '.');
      const words = Array.isArray(given)
        ? given.filter(word => typeof word === 'string')
        : splitCommand(typeof command === 'string' ? command : '');
      const path = joinPath(directory, file);
      // A file that is compiled more than once is read as the first command has it.
      if (!this.#entries.has(path)) this.#entries.set(path, { directory, words });
    }
  }

  get files(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** How a file is compiled; undefined when no command is for it. */
  flagsOf(file: string): SourceFlags | undefined {
    const entry = this.#entries.get(joinPath('', file));
    return entry && readFlags(entry.words, entry.directory);
  }
}

/** Paths where the database for a file may lie: beside it, or in a folder around it; the nearest first. */
export function compileCommandsAround(file: string): readonly string[] {
  const paths: string[] = [];
  for (let folder = directoryOf(file); ; folder = directoryOf(folder)) {
    const root = folder === '' && file.startsWith('/');
    paths.push(root ? `/${compileCommandsName}` : joinPath(folder, compileCommandsName));
    if (folder === '') return paths;
  }
}

/** A database that was found, or why it cannot be used. */
export type Database = { readonly path: string } & (
  | { readonly commands: CompileCommands }
  | { readonly problem: string }
);

/** Reads the first database that is there; undefined when there is none. */
export async function readDatabase(
  paths: readonly string[],
  readText: (path: string) => Promise<string | undefined>,
): Promise<Database | undefined> {
  for (const path of paths) {
    const text = await readText(path);
    if (text === undefined) continue;
    try {
      return { path, commands: new CompileCommands(text, directoryOf(path)) };
    } catch (error) {
      return { path, problem: `${path} cannot be used: ${(error as Error).message}` };
    }
  }
  return undefined;
}

/** Where the database is when a person names it: the file itself, or the folder that holds it. */
export const databaseAt = (given: string): string =>
  given.endsWith('.json') ? given : joinPath(given, compileCommandsName);

/** Splits a command line as a POSIX shell does: quotes and backslashes, no expansions. */
export function splitCommand(command: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  const pattern = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|(\s+)|([^\s'"\\]+)|([\s\S])/g;
  for (const [whole, single, double, escaped, blank] of command.matchAll(pattern)) {
    if (blank !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + (single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? whole);
  }
  return word === undefined ? words : [...words, word];
}
