/** `ventry asm` into ELF objects, with the options of assemblers and compilers. */
import { writeFile } from 'node:fs/promises';
import { readFlags } from '../assembler/compile-flags.ts';
import { writeObject } from '../assembler/elf/write-object.ts';
import { unknownInFlags } from '../assembler/gas/processor.ts';
import { assembleObjectWith } from '../assembler/host.ts';
import { defaultLimits } from '../assembler/limits.ts';
import type { Architecture } from '../isa/architecture.ts';
import { listingOf } from './listing.ts';
import { choiceOption, type Given, type Options, pairs, UsageError } from './options.ts';
import { projectSettings, readable, readerInto, reportDiagnostics } from './sources.ts';
import type { Terminal } from './terminal.ts';

export const objectOptions = {
  isystem: { value: 'DIR', multiple: true, doc: 'Search a folder for included files after those of -I.' },
  iquote: { value: 'DIR', multiple: true, doc: 'Search a folder before those of -I.' },
  preinclude: { value: 'FILE', multiple: true, doc: 'Read a file before the source (-include).' },
  imacros: { value: 'FILE', multiple: true, doc: 'The same for its definitions alone.' },
  undefine: { short: 'U', value: 'NAME', multiple: true, doc: 'Forget a predefined name.' },
  cpp: { value: 'on|off', multiple: true, doc: 'Run the C preprocessor (for .S and .sx).' },
  march: { value: 'ARCH', multiple: true, doc: 'Architecture with extensions, as armv8.2-a+lse.' },
  mcpu: { value: 'CPU', multiple: true, doc: 'Processor with extensions.' },
  defsym: { value: 'NAME=VALUE', multiple: true, doc: 'Define a symbol before the first line.' },
  debug: { short: 'g', multiple: true, doc: 'Describe the lines of the source for debuggers.' },
  listing: { multiple: true, doc: 'Print the source beside offsets and bytes (-a).' },
} as const satisfies Options;

/** The flags as a compiler has them: what is given twice is decided there. */
function flagWords(given: Given): readonly string[] {
  const flag = (option: string, word: string): readonly string[] =>
    given.values(option).flatMap(value => [word, value]);
  const last = (option: string): readonly string[] =>
    given.values(option).map(value => `-${option}=${value}`);
  return [
    ...flag('include', '-I'),
    ...flag('iquote', '-iquote'),
    ...flag('isystem', '-isystem'),
    ...flag('define', '-D'),
    ...flag('undefine', '-U'),
    ...flag('preinclude', '-include'),
    ...flag('imacros', '-imacros'),
    ...last('march'),
    ...last('mcpu'),
  ];
}

/** Assembles the given files into one object; the exit code. */
export async function writeElfObject(
  given: Given,
  architecture: Architecture,
  beside: string,
  terminal: Terminal,
): Promise<number> {
  if (given.files.length === 0) throw new UsageError('a file is needed');
  const { missing } = await readable(given.files);
  if (missing.length > 0) throw new UsageError(missing.join('; '));
  const cpp = choiceOption(given, 'cpp', ['on', 'off']);
  const flags = readFlags(flagWords(given), '.');
  const unknown = unknownInFlags(architecture, flags);
  for (const problem of unknown) terminal.err(`ventry: ${problem}\n`);
  if (unknown.length > 0) return 1;
  const texts = new Map<string, string>();
  const settings = await projectSettings(given, architecture, given.files);
  const input = {
    main: given.files,
    ...settings,
    ...flags,
    ...(cpp !== undefined && { preprocess: cpp === 'on' }),
    symbols: pairs(given, 'defsym', true),
    ...(given.has('debug') && { debugDirectory: process.cwd() }),
    limits: given.has('limit') ? settings.limits : objectLimits,
  };
  const result = await assembleObjectWith(architecture, input, readerInto(texts));
  const { object, diagnostics, incomplete } = result;
  const from = incomplete ? 'information' : 'warning';
  const failed = reportDiagnostics(diagnostics, texts, terminal, from);
  if (failed) return 1;
  if (incomplete) {
    terminal.err('ventry: something that the source needs is missing, so that no object can be made\n');
    return 1;
  }
  if (given.has('listing')) terminal.out(listingOf(result, given.files, texts));
  const file = given.value('output') ?? beside;
  if (given.files.includes(file)) throw new UsageError(`${file} would be written over, and it is a source`);
  try {
    await writeFile(file, writeObject(object));
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
  return 0;
}

/** A batch run has time: generated sources are longer than what is typed. */
const objectLimits = { ...defaultLimits, statements: 20_000_000 };
