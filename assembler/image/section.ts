/** Input sections of one translation unit while they grow. */
import type { Section } from '../program.ts';
import type { Fragment, Run } from './fragment.ts';

export interface SectionFlags {
  readonly alloc: boolean;
  readonly write: boolean;
  readonly exec: boolean;
}

/** A subsection: its fragments stand together, after those of lower numbers. */
export interface Chunk {
  readonly section: InputSection;
  readonly number: number;
  readonly fragments: Fragment[];
  run: Run;
  /** Bytes since the start of `run`. */
  offset: number;
}

export interface InputSection {
  readonly name: string;
  flags: SectionFlags;
  /** Occupies memory, holds no bytes in a file. */
  readonly noBits: boolean;
  alignment: number;
  /** No section but plain numbers: labels here are offsets (`.struct`). Nothing of it gets into an image. */
  readonly isAbsolute?: boolean;
  readonly chunks: Map<number, Chunk>;
  /** The run that begins at the section's start: distances from there are known while reading. */
  start: Run | undefined;
  /** Set by layout. */
  address: bigint;
  size: number;
}

/** What a section is called after linking, and its bytes. */
export type OutputSection = Section;

const standard: readonly (readonly [RegExp, string])[] = [
  [/^\.(text|init|fini)(\.|$)/, 'ax'],
  [/^\.(data|tdata|init_array|fini_array|preinit_array|got)(\.|$)/, 'aw'],
  [/^\.(bss|tbss)(\.|$)/, 'aw'],
  [/^\.rodata(\.|$)/, 'a'],
];

/** Flags that a section has by its name when the source gives none. */
export function flagsOfName(name: string): SectionFlags {
  return flagsOf(standard.find(([pattern]) => pattern.test(name))?.[1] ?? '');
}

/** Flags from their letters: `ax`. */
export const flagsOf = (letters: string): SectionFlags => ({
  alloc: letters.includes('a'),
  write: letters.includes('w'),
  exec: letters.includes('x'),
});

export function createSection(name: string, flags: SectionFlags, noBits: boolean): InputSection {
  return { name, flags, noBits, alignment: 1, chunks: new Map(), start: undefined, address: 0n, size: 0 };
}

/** The subsection of that number, made when it is new. */
export function chunkOf(section: InputSection, number: number): Chunk {
  let chunk = section.chunks.get(number);
  if (chunk === undefined) {
    chunk = { section, number, fragments: [], run: { section }, offset: 0 };
    section.chunks.set(number, chunk);
    if (number === 0) section.start = chunk.run;
  }
  return chunk;
}

/** A new stretch of plain numbers, which begins at `start`. */
export function absoluteChunk(start: number): Chunk {
  const section = { ...createSection('*ABS*', flagsOf(''), true), isAbsolute: true };
  return { section, number: 0, fragments: [], run: { section }, offset: start };
}
