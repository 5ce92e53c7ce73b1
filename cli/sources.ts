/** The sources of a command: which files, with which definitions, read from disk and assembled. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { callProblems } from '../assembler/call-problems.ts';
import { databaseAt, readDatabase } from '../assembler/compile-commands.ts';
import { combined } from '../assembler/compile-flags.ts';
import { dialectOf } from '../assembler/dialects.ts';
import { isElf } from '../assembler/elf/read-object.ts';
import { diskReader, largestFile } from '../assembler/host.node.ts';
import { assembleWith, type FileReader } from '../assembler/host.ts';
import { defaultLimits, readLimits } from '../assembler/limits.ts';
import type {
  AssembleInput,
  AssembleLimits,
  AssembleResult,
  Diagnostic,
  Severity,
} from '../assembler/program.ts';
import { architectureFor } from '../debug-adapter/program/architecture.ts';
import { Refusal } from '../debug-adapter/refusal.ts';
import { boardsOf } from '../emulator/machine.ts';
import type { Architecture } from '../isa/architecture.ts';
import { architectures } from '../isa/architectures.ts';
import { type Given, numberOption, type Options, pairs, UsageError } from './options.ts';
import { arrange, atLeast, tally, textsOf, toJson, toText } from './report.ts';
import { painter, type Terminal } from './terminal.ts';

const loadAddressText = ({ id, loadAddress }: Architecture): string =>
  `0x${loadAddress.toString(16)} on ${id}`;

/** Options of every command that assembles. */
export const sourceOptions = {
  machine: {
    alias: 'board',
    value: 'BOARD',
    doc: `What the files are for: ${architectures
      .flatMap(boardsOf)
      .map(({ id }) => id)
      .join(', ')} (as their names say).`,
  },
  include: { short: 'I', value: 'DIR', multiple: true, doc: 'Search a folder for included files.' },
  define: {
    short: 'D',
    value: 'NAME=VALUE',
    multiple: true,
    doc: 'Define a name for the C preprocessor (1).',
  },
  'compile-commands': {
    short: 'p',
    value: 'DIR',
    doc: 'Take the flags of each file from the compile_commands.json in this folder.',
  },
  operand: { value: 'NAME=VALUE', multiple: true, doc: "Value of a {NAME} operand of Rust's global_asm!." },
  limit: {
    value: 'NAME=COUNT',
    multiple: true,
    doc: `Raise or lower a bound: ${Object.keys(defaultLimits).join(', ')}.`,
  },
  script: {
    short: 'T',
    value: 'FILE',
    doc: 'Lay the program out by a GNU linker script; files may be objects.',
  },
  load: {
    value: 'ADDRESS',
    doc: `Address of the first section (${architectures.map(loadAddressText).join(', ')}).`,
  },
} as const satisfies Options;

export interface SourceSettings {
  readonly includePaths: readonly string[];
  readonly defines: Readonly<Record<string, string>>;
  readonly operands: Readonly<Record<string, string>>;
  readonly loadAddress: bigint;
  readonly linkerScript?: string;
  readonly limits: AssembleLimits;
}

function isElfFile(file: string): boolean {
  if (!/\.o$/i.test(file) || !existsSync(file) || !statSync(file).isFile()) return false;
  return isElf(readFileSync(file));
}

/** The architecture that files are for. Throws `UsageError`. */
export function architectureOf(given: Given, files: readonly string[]): Architecture {
  const machine = given.value('machine');
  // Objects of several architectures have one suffix: what is in the first tells.
  const [first] = files;
  const isElfObject = machine === undefined && first !== undefined && isElfFile(first);
  const ofElf = isElfObject
    ? architectures.find(one => dialectOf(one).assembleObject !== undefined)
    : undefined;
  const found = ofElf ?? architectureFor(architectures, machine, files);
  if (found instanceof Refusal) throw new UsageError(found.sentence);
  return found;
}

function limitsOf(given: Given): AssembleLimits {
  const { limits, problems } = readLimits(pairs(given, 'limit', true));
  if (problems.length > 0) throw new UsageError(problems.join('; '));
  return limits;
}

/** What the options say, and the architecture where they are silent. Throws `UsageError`. */
export const sourceSettings = (given: Given, architecture: Architecture): SourceSettings => ({
  limits: limitsOf(given),
  includePaths: given.values('include'),
  defines: pairs(given, 'define', false),
  operands: pairs(given, 'operand', true),
  loadAddress: numberOption(given, 'load') ?? architecture.loadAddress,
  ...(given.has('script') && { linkerScript: given.value('script')! }),
});

/**
 * What `sourceSettings` says, and the files' own flags from the compile commands that are named (`-p`). Throws
 * `UsageError` when those cannot be used or say nothing about a file.
 */
export async function projectSettings(
  given: Given,
  architecture: Architecture,
  files: readonly string[],
): Promise<SourceSettings & Pick<AssembleInput, 'flags'>> {
  const settings = sourceSettings(given, architecture);
  const named = given.value('compile-commands');
  if (named === undefined) return settings;
  const path = databaseAt(resolve(named));
  const database = await readDatabase([path], diskReader.text);
  if (database === undefined) throw new UsageError(`there is no ${path}`);
  if ('problem' in database) throw new UsageError(database.problem);
  const flags = files.map(file => {
    const own = database.commands.flagsOf(resolve(file));
    if (own === undefined) throw new UsageError(`${path} has no command for ${file}`);
    return [file, combined(own, settings)] as const;
  });
  return { ...settings, flags: new Map(flags) };
}

/** Which of the files can be read, and a sentence for each that cannot. */
export async function readable(
  files: readonly string[],
): Promise<{ readonly files: readonly string[]; readonly missing: readonly string[] }> {
  const problems = await Promise.all(files.map(problemWith));
  return {
    files: files.filter((_, n) => problems[n] === undefined),
    missing: problems.filter(problem => problem !== undefined),
  };
}

async function problemWith(file: string): Promise<string | undefined> {
  try {
    const handle = await open(file);
    const stat = await handle.stat();
    await handle.close();
    if (!stat.isFile()) return `${file} is not a file`;
    const limit = largestFile / 1024 / 1024;
    return stat.size > largestFile ? `${file} is larger than ${limit} MiB` : undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return `there is no file ${file}`;
    return `${file} cannot be read: ${message}`;
  }
}

export interface AssembledFiles {
  readonly architecture: Architecture;
  readonly result: AssembleResult;
  /** Every text that was read, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Assembles files together, in order. */
export async function assembleFiles(
  architecture: Architecture,
  main: readonly string[],
  settings: SourceSettings & Pick<AssembleInput, 'flags'>,
): Promise<AssembledFiles> {
  const texts = new Map<string, string>();
  const result = await assembleWith(architecture, { main, ...settings }, readerInto(texts));
  return { architecture, result, texts };
}

/** Assembles the given files and prints what is wrong with them; undefined when nothing can be made of them. */
export async function assembleForUse(given: Given, terminal: Terminal): Promise<AssembledFiles | undefined> {
  const { failed, ...assembled } = await assembleAndReport(given, terminal);
  return failed ? undefined : assembled;
}

/** Assembles the given files and prints what is wrong with them; `failed` when there are errors. */
export async function assembleAndReport(
  given: Given,
  terminal: Terminal,
): Promise<AssembledFiles & { readonly failed: boolean }> {
  if (given.files.length === 0) throw new UsageError('a file is needed');
  const { missing } = await readable(given.files);
  if (missing.length > 0) throw new UsageError(missing.join('; '));
  const architecture = architectureOf(given, given.files);
  const assembled = await assembleFiles(
    architecture,
    given.files,
    await projectSettings(given, architecture, given.files),
  );
  return {
    ...assembled,
    failed: reportDiagnostics(
      [...assembled.result.diagnostics, ...callProblems(assembled.result.calls)],
      assembled.texts,
      terminal,
    ),
  };
}

/** Prints what is wrong with sources, from a severity on; whether there are errors. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
  terminal: Terminal,
  from: Severity = 'warning',
): boolean {
  const places = textsOf(file => texts.get(file));
  const messages = arrange(
    diagnostics
      .filter(({ severity }) => atLeast(severity, from))
      .map(found => toJson({ ...found, rule: found.code, confidence: 'proved' }, places)),
  );
  const paint = painter(terminal.errColours);
  for (const message of messages) terminal.err(toText(message, places, paint));
  if (messages.length > 0) terminal.err(`${tally(messages)}\n`);
  return messages.some(({ severity }) => severity === 'error');
}

/** Reads from disk, and keeps the texts. */
export const readerInto = (texts: Map<string, string>): FileReader => ({
  ...diskReader,
  text: async path => {
    const text = await diskReader.text(path);
    if (text !== undefined) texts.set(path, text);
    return text;
  },
});
