/** Flags of GNU and clang compilers that say how an assembly source is read. */
import { joinPath } from './paths.ts';

/** A file that is read before the main one. */
export interface Preinclude {
  /** As written after `-include`. */
  readonly name: string;
  /** `-imacros`: only its definitions count. */
  readonly macrosOnly: boolean;
}

/** How the preprocessor and `.include` find files, and which names they know from the start. */
export interface SourceFlags {
  /** In the order in which they are searched. */
  readonly includePaths: readonly string[];
  /** `-D`: name (or `name(parameters)`) → replacement text (`1` when none was given). */
  readonly defines: Readonly<Record<string, string>>;
  /** `-U`: names that are not defined, though they are predefined. */
  readonly undefines?: readonly string[];
  readonly preincludes?: readonly Preinclude[];
  /** Folder in which a preinclude is searched first: that in which the compiler runs. */
  readonly directory?: string;
  /** `-x`: run the C preprocessor, or do not; by the file's name when it is not given. */
  readonly preprocess?: boolean;
  /** `-march` or `-mcpu` with its value, the last one of each: `armv8.2-a+lse`. */
  readonly architecture?: string;
  readonly processor?: string;
}

/** Flags whose value may be the next word. */
const withValue = [
  '-include',
  '-imacros',
  '-isystem',
  '-iquote',
  '-idirafter',
  '-I',
  '-D',
  '-U',
  '-x',
] as const;

type Flag = (typeof withValue)[number];

const languages: Readonly<Record<string, boolean>> = { 'assembler-with-cpp': true, assembler: false };

/** Reads the words of a compiler's command; paths count from `directory`. What says nothing here is skipped. */
export function readFlags(words: readonly string[], directory: string): SourceFlags {
  const folders: Record<'-iquote' | '-I' | '-isystem' | '-idirafter', string[]> = {
    '-iquote': [],
    '-I': [],
    '-isystem': [],
    '-idirafter': [],
  };
  const names = new Map<string, string | undefined>();
  const preincludes: Preinclude[] = [];
  let preprocess: boolean | undefined;
  let architecture: string | undefined;
  let processor: string | undefined;

  function take(flag: Flag, value: string): void {
    switch (flag) {
      case '-I':
      case '-iquote':
      case '-isystem':
      case '-idirafter':
        folders[flag].push(joinPath(directory, value));
        break;
      case '-D': {
        const [, name, text] = /^([^=(]*(?:\([^)]*\))?)(?:=([\s\S]*))?$/.exec(value) ?? [];
        if (name) names.set(name, text ?? '1');
        break;
      }
      case '-U':
        names.set(value, undefined);
        break;
      case '-include':
      case '-imacros':
        preincludes.push({ name: value, macrosOnly: flag === '-imacros' });
        break;
      case '-x':
        preprocess = languages[value];
        break;
    }
  }

  const rest = expandAssemblerWords(words)[Symbol.iterator]();
  for (const word of rest) {
    const flag = withValue.find(known => word.startsWith(known));
    if (flag !== undefined) {
      const value = word.length > flag.length ? word.slice(flag.length) : rest.next().value;
      if (value !== undefined) take(flag, value);
    } else if (word.startsWith('-march=')) architecture = word.slice('-march='.length);
    else if (word.startsWith('-mcpu=')) processor = word.slice('-mcpu='.length);
    else if (word === '-o' || word === '-MF' || word === '-MT' || word === '-MQ') rest.next();
  }
  const undefines = [...names].filter(([, text]) => text === undefined).map(([name]) => name);
  return {
    includePaths: [
      ...new Set([...folders['-iquote'], ...folders['-I'], ...folders['-isystem'], ...folders['-idirafter']]),
    ],
    defines: Object.fromEntries([...names].filter((pair): pair is [string, string] => pair[1] !== undefined)),
    undefines,
    preincludes,
    directory,
    ...(preprocess !== undefined && { preprocess }),
    ...(architecture !== undefined && { architecture }),
    ...(processor !== undefined && { processor }),
  };
}

/** `-Wa,-I,dir` says to the assembler alone what `-I dir` says to both. */
const expandAssemblerWords = (words: readonly string[]): readonly string[] =>
  words.flatMap(word => (word.startsWith('-Wa,') ? word.slice('-Wa,'.length).split(',') : [word]));

/**
 * A file's own flags with those that are given for all files: given folders are searched after its own, given
 * names win.
 */
export function combined(
  own: SourceFlags,
  given: Pick<SourceFlags, 'includePaths' | 'defines'>,
): SourceFlags {
  return {
    ...own,
    includePaths: [...new Set([...own.includePaths, ...given.includePaths])],
    defines: { ...own.defines, ...given.defines },
    undefines: (own.undefines ?? []).filter(name => !Object.hasOwn(given.defines, name)),
  };
}

/** How one file of several is read: with flags of its own when it has some. */
export const flagsFor = (
  input: SourceFlags & { readonly flags?: ReadonlyMap<string, SourceFlags> },
  file: string,
): SourceFlags => input.flags?.get(file) ?? input;
