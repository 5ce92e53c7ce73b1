/** What a section is in ELF: its type and flags, by its name or as a `.section` directive says. */
import { sectionFlags, sectionTypes } from './format.ts';

export interface SectionKind {
  readonly type: number;
  /** Sum of `sectionFlags`. */
  readonly flags: number;
  /** Bytes of one entry, for sections that the linker merges. */
  readonly entrySize: number;
  readonly group?: { readonly name: string; readonly comdat: boolean };
  /** Symbol in the section that this one is ordered with. */
  readonly linkedTo?: string;
}

const { progbits, nobits, note, init_array, fini_array, preinit_array } = sectionTypes;

const letters: Readonly<Record<string, number>> = {
  a: sectionFlags.alloc,
  w: sectionFlags.write,
  x: sectionFlags.exec,
  M: sectionFlags.merge,
  S: sectionFlags.strings,
  G: sectionFlags.group,
  T: sectionFlags.tls,
  o: sectionFlags.linkOrder,
  e: sectionFlags.exclude,
  R: sectionFlags.gnuRetain,
  d: sectionFlags.gnuMbind,
};

/** Sum of the flags with these letters; the first letter that is none is given back. */
export function flagsOfLetters(text: string): number | { readonly unknown: string } {
  let flags = 0;
  for (const letter of new Set(text)) {
    if (letter === '?') continue;
    if (letters[letter] === undefined) return { unknown: letter };
    flags += letters[letter];
  }
  return flags;
}

/** The letters of flags, as a `.section` directive has them. */
export const lettersOf = (flags: number): string =>
  Object.keys(letters)
    .filter(letter => (flags & letters[letter]!) !== 0)
    .join('');

/** Words for types in `.section` directives. */
export const typeNames: Readonly<Record<string, number>> = {
  progbits,
  nobits,
  note,
  init_array,
  fini_array,
  preinit_array,
};

/** Sections whose names say what they are: `exact`, or `family` with everything after a point. */
const special: readonly (readonly [
  name: string,
  'exact' | 'family' | 'prefix',
  type: number,
  letters: string,
])[] = [
  ['.text', 'family', progbits, 'ax'],
  ['.data', 'family', progbits, 'aw'],
  ['.data1', 'exact', progbits, 'aw'],
  ['.bss', 'family', nobits, 'aw'],
  ['.rodata', 'family', progbits, 'a'],
  ['.rodata1', 'exact', progbits, 'a'],
  ['.init', 'exact', progbits, 'ax'],
  ['.fini', 'exact', progbits, 'ax'],
  ['.init_array', 'family', init_array, 'aw'],
  ['.fini_array', 'family', fini_array, 'aw'],
  ['.preinit_array', 'family', preinit_array, 'aw'],
  ['.got', 'exact', progbits, 'aw'],
  ['.noinit', 'family', nobits, 'aw'],
  ['.gnu.linkonce.b', 'family', nobits, 'aw'],
  ['.note.GNU-stack', 'exact', progbits, ''],
  ['.note', 'prefix', note, ''],
  ['.tdata', 'family', progbits, 'awT'],
  ['.tbss', 'family', nobits, 'awT'],
];

/** The kind that a name implies, if any. */
function specialKind(name: string): SectionKind | undefined {
  const found = special.find(([known, how]) =>
    how === 'exact'
      ? name === known
      : name === known || name.startsWith(how === 'prefix' ? known : `${known}.`),
  );
  if (found === undefined) return undefined;
  const [, , type, letters] = found;
  // Addresses of functions.
  const entrySize = type === init_array || type === fini_array || type === preinit_array ? 8 : 0;
  return { type, flags: flagsOfLetters(letters) as number, entrySize };
}

/** What a section is by its name when the source says nothing. */
export const kindOfName = (name: string): SectionKind =>
  specialKind(name) ?? { type: progbits, flags: 0, entrySize: 0 };

/** Flags that may stand for themselves, without what the name implies. */
const free = sectionFlags.merge | sectionFlags.strings | sectionFlags.group | sectionFlags.linkOrder;

/**
 * What a new section is, given what is said of it: flags that the name allows are added to those that it implies;
 * any others take their place.
 */
export function kindOf(name: string, said: Partial<SectionKind>): SectionKind {
  const special = specialKind(name);
  const { flags = 0, type = special?.type ?? progbits } = said;
  const implied = special?.flags ?? 0;
  const allowed = (flags & ~implied & ~free & 0xffff) === 0;
  return {
    entrySize: special?.entrySize ?? 0,
    ...said,
    type,
    flags: allowed ? flags + (implied & ~flags) : flags,
  };
}
