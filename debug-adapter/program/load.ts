/** Source files to a program that can run, or the one sentence that says why not. */
import { compileCommandsAround, databaseAt, readDatabase } from '../../assembler/compile-commands.ts';
import { combined, type SourceFlags } from '../../assembler/compile-flags.ts';
import { assembleWith } from '../../assembler/host.ts';
import type { AssembleResult, Diagnostic, Program } from '../../assembler/program.ts';
import type { Architecture } from '../../isa/architecture.ts';
import type { VectorTable } from '../../vectors/model.ts';
import { findTables } from '../../vectors/tables.ts';
import type { Host } from '../host.ts';
import type { Launch } from '../launch.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type Lines, linesOf } from './lines.ts';
import { type Position, positionOf } from './positions.ts';
import { type SourceMap, sourceMapOf } from './source-map.ts';

export interface LoadedProgram {
  readonly result: AssembleResult;
  readonly tables: readonly VectorTable[];
  readonly map: SourceMap;
  /** What the assembler warns of, and what it could not make sense of. */
  readonly warnings: readonly { readonly text: string; readonly position: Position }[];
}

/** Reads and assembles what a launch asks for. */
export async function loadProgram(
  host: Host,
  architecture: Architecture,
  launch: Launch,
): Promise<LoadedProgram | Refusal> {
  const main = launch.program.map(file => host.resolve(file, launch.cwd));
  const folder = launch.cwd ?? host.dirname(main[0]!);
  const texts = new Map<string, string>();
  const readText = async (path: string): Promise<string | undefined> => {
    const text = await host.readText(path);
    if (text !== undefined) texts.set(path, text);
    return text;
  };
  for (const file of main)
    if ((await readText(file)) === undefined) return refuse(`The program ${file} cannot be read.`);
  const includePaths = launch.includePaths.map(path => host.resolve(path, folder));
  const given = { includePaths, defines: launch.defines };
  const flags = await commandFlags(host, launch, main, folder);
  if (!(flags instanceof Map)) return flags;
  const result = await assembleWith(
    architecture,
    {
      main,
      ...given,
      flags: new Map([...flags].map(([file, own]) => [file, combined(own, given)])),
      ...(launch.linkerScript !== undefined && { linkerScript: host.resolve(launch.linkerScript, folder) }),
      operands: launch.operands,
      loadAddress: launch.loadAddress ?? architecture.loadAddress,
      limits: launch.limits,
    },
    { text: readText, binary: path => host.readBytes(path) },
  );
  const lines = new Map<string, Lines>([...texts].map(([path, text]) => [path, linesOf(text)]));
  const errors = result.diagnostics.filter(d => d.severity === 'error');
  if (errors.length > 0) return refuse(errorSentence(errors, lines));
  if (!hasCode(result.program)) return refuse(`${main.join(', ')}: there is no instruction in the program.`);
  return {
    result,
    tables: findTables(architecture, result),
    map: sourceMapOf(result.program, lines),
    warnings: result.diagnostics
      .filter(d => d.severity === 'warning' || d.severity === 'information')
      .map(d => ({ text: d.message, position: positionOf(d.span, lines.get(d.span.file)) })),
  };
}

/** Is there anything to execute? Objects hold it as plain bytes. */
export const hasCode = ({ sections }: Program): boolean =>
  sections.some(({ flags, bytes }) => flags.exec && bytes.length > 0);

/** Flags of the files' compile commands; a refusal when the database that was asked for cannot be used. */
async function commandFlags(
  host: Host,
  { compileCommands }: Launch,
  main: readonly string[],
  folder: string,
): Promise<Map<string, SourceFlags> | Refusal> {
  const flags = new Map<string, SourceFlags>();
  const named = compileCommands && databaseAt(host.resolve(compileCommands, folder));
  const read = new Map<string, Promise<string | undefined>>();
  const readOnce = (path: string): Promise<string | undefined> => {
    const text = read.get(path) ?? host.readText(path);
    read.set(path, text);
    return text;
  };
  for (const file of main) {
    const database = await readDatabase(named ? [named] : compileCommandsAround(file), readOnce);
    if (named && database === undefined) return refuse(`The compile commands ${named} cannot be read.`);
    if (database !== undefined && 'problem' in database) {
      if (named) return refuse(`The compile commands ${database.problem}.`);
      continue;
    }
    const own = database?.commands.flagsOf(file);
    if (own !== undefined) flags.set(file, own);
  }
  return flags;
}

/** `file:line:column: message`, and how many more there are. */
function errorSentence(errors: readonly Diagnostic[], lines: ReadonlyMap<string, Lines>): string {
  const [first] = errors;
  if (first === undefined) return '';
  const { file, line, column } = positionOf(first.span, lines.get(first.span.file));
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
  return `The program does not assemble: ${file}:${line}:${column}: ${first.message}${more}`;
}
