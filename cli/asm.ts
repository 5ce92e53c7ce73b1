/** `ventry asm`: the bytes of a program as they lie in memory, and what else its assembler leaves. */
import { writeFile } from 'node:fs/promises';
import type { OutputKind } from '../assembler/dialect.ts';
import { dialectOf } from '../assembler/dialects.ts';
import type { Architecture } from '../isa/architecture.ts';
import { architectures } from '../isa/architectures.ts';
import type { Command } from './command.ts';
import { translateFlags } from './compiler-flags.ts';
import { objectOptions, writeElfObject } from './elf-object.ts';
import { imageOf } from './image.ts';
import { type Given, numberOption, UsageError } from './options.ts';
import {
  type AssembledFiles,
  architectureOf,
  assembleAndReport,
  sourceOptions,
  sourceSettings,
} from './sources.ts';

const image: OutputKind = {
  id: 'image',
  suffix: '.bin',
  doc: 'the bytes from the lowest section on, without addresses',
  linked: true,
};

/** Of dialects whose objects are ELF. */
const elfObject: OutputKind = {
  id: 'object',
  suffix: '.o',
  doc: 'a relocatable ELF object for any linker; several files are one source',
  usual: true,
};

const kindsOf = (architecture: Architecture): readonly OutputKind[] => [
  image,
  ...(dialectOf(architecture).assembleObject === undefined ? [] : [elfObject]),
  ...(dialectOf(architecture).outputs?.kinds ?? []),
];

/** Every kind there is, with the machines that have it. */
function describeKinds(): string {
  const own = architectures.map(architecture => {
    const [, ...kinds] = kindsOf(architecture);
    return `For ${architecture.id}:\n${kinds.map(describeKind).join('\n')}`;
  });
  return ['Kinds of output:', describeKind(image), ...own].join('\n');
}

const describeKind = ({ id, suffix, doc }: OutputKind): string =>
  `  ${id.padEnd(8)} ${suffix.padEnd(8)} ${doc}`;

/** What is to be written: as asked for, as the name of the output says, or what the dialect usually leaves. */
function wantedKinds(given: Given, architecture: Architecture): readonly OutputKind[] {
  const kinds = kindsOf(architecture);
  const named = given.values('emit').flatMap(text => text.split(','));
  if (named.length > 0) return [...new Set(named)].map(name => kindNamed(name, kinds, architecture));
  const usual = kinds.filter(kind => kind.usual);
  const output = given.value('output');
  if (output === undefined) return usual;
  const bySuffix = kinds.filter(({ suffix }) => output.endsWith(suffix));
  const longest = bySuffix.toSorted((a, b) => b.suffix.length - a.suffix.length)[0];
  return [longest ?? (usual.length === 1 ? usual[0]! : image)];
}

function kindNamed(name: string, kinds: readonly OutputKind[], { id }: Architecture): OutputKind {
  const kind = kinds.find(candidate => candidate.id === name);
  if (kind !== undefined) return kind;
  throw new UsageError(`--emit for ${id} can be ${kinds.map(one => one.id).join(', ')}, not \`${name}\``);
}

interface Written {
  readonly file: string;
  readonly content: string | Uint8Array;
  /** What is said of it. */
  readonly about: string;
}

/** `main.a` → `main.o`, in the same folder. */
const beside = (file: string, { suffix }: OutputKind): string =>
  file.replace(/(?<=[^/\\])\.[^./\\]*$/, '') + suffix;

/** Contents of everything that is wanted. */
function contents(
  { architecture, result, texts }: AssembledFiles,
  kinds: readonly OutputKind[],
  given: Given,
): readonly Written[] {
  const written: Written[] = [];
  if (kinds.includes(image)) {
    const { address, bytes } = imageOf(result.program);
    const about = `${bytes.length} bytes from 0x${address.toString(16)}`;
    written.push({ file: beside(given.files[0]!, image), content: bytes, about });
  }
  const { outputs } = dialectOf(architecture);
  if (outputs === undefined || kinds.every(kind => kind === image)) return written;
  const pageLines = numberOption(given, 'page-lines');
  const input = {
    main: given.files,
    files: texts,
    missing: new Set<string>(),
    ...sourceSettings(given, architecture),
  };
  const made = outputs.make(
    architecture,
    input,
    pageLines === undefined ? {} : { pageLines: Number(pageLines) },
  );
  for (const { file, kind, text } of made)
    if (kinds.includes(kind)) written.push({ file: beside(file, kind), content: text, about: kind.doc });
  return written;
}

/** Under its own name each, or the only one under the name that was given. */
function placed(written: readonly Written[], given: Given): readonly Written[] {
  const output = given.value('output');
  if (output !== undefined && written.length > 1) {
    const names = written.map(({ file }) => file).join(', ');
    throw new UsageError(`-o names one file, and ${written.length} would be written: ${names}`);
  }
  const files = output === undefined ? written : written.map(one => ({ ...one, file: output }));
  const lost = files.find(({ file }) => given.files.includes(file));
  if (lost !== undefined) throw new UsageError(`${lost.file} would be written over, and it is a source`);
  return files;
}

export const asm: Command = {
  name: 'asm',
  usage: 'FILE… [-o OUT] [options]',
  summary:
    'Assemble files together, in order, and write the image of the program, its objects or its listings.\n' +
    'Without --emit, the name of OUT says what it is; else it is what the assembler of the machine usually leaves.',
  options: {
    output: { short: 'o', value: 'OUT', doc: 'Where to write, when it is one file; else beside the source.' },
    emit: { value: 'KIND,…', multiple: true, doc: 'What to write: the kinds of output below.' },
    'page-lines': { value: 'N', doc: 'Lines of a page of a listing (60), its heading included.' },
    ...sourceOptions,
    ...objectOptions,
  },
  prepare: translateFlags,
  notes:
    `${describeKinds()}\n\n` +
    'Flags of GNU as and of gcc -c for assembly are taken where they mean the same, those of C compilation ignored.\n\n' +
    'Exit code: 0 written, 1 the source has errors and only listings were written, or there is no such ARCH or CPU, 2 could not run.',
  run: async (given, terminal) => {
    const architecture = architectureOf(given, given.files);
    const wanted = wantedKinds(given, architecture);
    if (wanted.includes(elfObject)) {
      const other = wanted.find(kind => kind !== elfObject);
      if (other !== undefined) throw new UsageError(`--emit object and ${other.id} need a command each`);
      return writeElfObject(given, architecture, beside(given.files[0] ?? '', elfObject), terminal);
    }
    const unfit = Object.keys(objectOptions).find(name => given.has(name));
    if (unfit !== undefined) throw new UsageError(`--${unfit} is for objects, not for ${wanted[0]!.id}`);
    const assembled = await assembleAndReport(given, terminal);
    const kinds = wanted;
    const { externals } = assembled.result.program;
    const unlinked = externals.length > 0 && kinds.some(({ linked }) => linked);
    if (unlinked && !assembled.failed) {
      const names = externals.map(({ name }) => name).join(', ');
      terminal.err(`ventry: defined nowhere, so that no program can be made: ${names}\n`);
    }
    const failed = assembled.failed || unlinked;
    const possible = failed ? kinds.filter(({ tellsErrors }) => tellsErrors) : kinds;
    for (const { file, content, about } of placed(contents(assembled, possible, given), given)) {
      try {
        await writeFile(file, content);
      } catch (error) {
        throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
      }
      terminal.err(`${file}: ${about}\n`);
    }
    return failed ? 1 : 0;
  },
};
