/** Flags of `aarch64-…-as` and `gcc -c` in the words of our own options. */
import { UsageError } from './options.ts';

/** What becomes of a flag: our option, nothing, or a sentence that says why it cannot be obeyed. */
type Meaning =
  /** The option; its value is what follows the flag, joined to it or as the next word. */
  | { readonly option: string; readonly value: 'joined' | 'next' | 'either' }
  /** The option with this value, or as a switch. */
  | { readonly option: string; readonly is?: string }
  | { readonly ignored: true }
  | { readonly refused: string };

const ignored: Meaning = { ignored: true };

/** The first row that matches decides. Those that are ours already are not here. */
const flags: readonly (readonly [RegExp, Meaning])[] = [
  [/^-isystem/, { option: 'isystem', value: 'either' }],
  [/^-iquote/, { option: 'iquote', value: 'either' }],
  [/^-idirafter/, { option: 'isystem', value: 'either' }],
  [/^-include/, { option: 'preinclude', value: 'either' }],
  [/^-imacros/, { option: 'imacros', value: 'either' }],
  [/^-march=/, { option: 'march', value: 'joined' }],
  [/^-mcpu=/, { option: 'mcpu', value: 'joined' }],
  [/^--?defsym=/, { option: 'defsym', value: 'joined' }],
  [/^--?defsym$/, { option: 'defsym', value: 'next' }],
  [/^-xassembler-with-cpp$/, { option: 'cpp', is: 'on' }],
  [/^-xassembler$/, { option: 'cpp', is: 'off' }],
  [/^(?:-g(?:dwarf.*|gdb.*|[1-9])?|--gen-debug|--gdwarf-[2-5])$/, { option: 'debug' }],
  [/^-g0$/, ignored],
  [/^-a[cdghlmns]*$/, { option: 'listing' }],
  [/^-a[cdghlmns]*=/, { refused: 'a listing goes to standard output: use -a or --listing' }],
  [/^-c$/, ignored],
  // The order of bytes and the model of data that we have.
  [/^(?:-EL|-mlittle-endian|-mabi=lp64)$/, ignored],
  [/^(?:-EB|-mbig-endian)$/, { refused: 'only little-endian objects are made' }],
  [/^-mabi=/, { refused: 'only the LP64 model of data is made' }],
  [/^-[ES]$/, { refused: 'only objects are made, no preprocessed text and no assembly' }],
  [/^-M/, { refused: 'files of dependencies are not written' }],
  [/^(?:-l|-L|-shared|-static|-T|-Wl,)/, { refused: 'this is for linking: use ventry link' }],
  // They say nothing of how assembly becomes an object.
  [/^-(?:W|w$|O|f|m|std=|pipe$|ansi$|nostd|ffreestanding|pedantic|v$)/, ignored],
  [
    /^--(?:warn|no-warn|fatal-warnings|noexecstack|execstack|size-check=.*|strip-local-absolute|keep-locals)$/,
    ignored,
  ],
  [/^-[LRZK]$/, ignored],
];

/** The words of a command line with the flags of compilers and assemblers as our options. Throws `UsageError`. */
export function translateFlags(words: readonly string[]): readonly string[] {
  const out: string[] = [];
  const rest = expanded(words)[Symbol.iterator]();
  for (const word of rest) {
    const next = (): string => {
      const { value } = rest.next();
      if (value === undefined) throw new UsageError(`${word} needs a value`);
      return value;
    };
    if (word === '-x') {
      const language = next();
      if (language !== 'assembler-with-cpp' && language !== 'assembler')
        throw new UsageError(`-x can be assembler-with-cpp or assembler, not \`${language}\``);
      out.push(`--cpp=${language === 'assembler' ? 'off' : 'on'}`);
      continue;
    }
    const [pattern, meaning] = word.startsWith('-') ? (flags.find(([known]) => known.test(word)) ?? []) : [];
    if (pattern === undefined || meaning === undefined) out.push(word);
    else if ('refused' in meaning) throw new UsageError(`${word} cannot be obeyed: ${meaning.refused}`);
    else if ('ignored' in meaning) continue;
    else if ('value' in meaning) {
      const joined = word.replace(pattern, '');
      out.push(`--${meaning.option}=${meaning.value === 'next' || joined === '' ? next() : joined}`);
    } else out.push(meaning.is === undefined ? `--${meaning.option}` : `--${meaning.option}=${meaning.is}`);
  }
  return out;
}

/** `-Wa,-I,dir` says to the assembler alone what `-I dir` says to both; `-Wp,` to the preprocessor. */
const expanded = (words: readonly string[]): readonly string[] =>
  words.flatMap(word => (/^-W[ap],/.test(word) ? word.slice(4).split(',') : [word]));
