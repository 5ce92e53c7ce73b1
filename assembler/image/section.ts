/** Input sections of one translation unit while they grow. */
import { sectionFlags, sectionTypes } from '../elf/format.ts';
import { kindOfName, type SectionKind } from '../elf/section-kinds.ts';
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
  readonly kind: SectionKind;
  readonly flags: SectionFlags;
  /** Occupies memory, holds no bytes in a file. */
  readonly noBits: boolean;
  alignment: number;
  /** No section but plain numbers: labels here are offsets (`.struct`). Nothing of it gets into an image. */
  readonly isAbsolute?: boolean;
  readonly chunks: Map<number, Chunk>;
  /** The run that begins at the section's start: distances from there are known while reading. */
  start: Run | undefined;
  /** What its bytes have been so far: instructions or data. For the symbols that tell disassemblers. */
  mapping?: 'instructions' | 'data';
  /** Set by layout. */
  address: bigint;
  size: number;
}

export function createSection(name: string, kind: SectionKind): InputSection {
  const { flags } = kind;
  const has = (flag: number): boolean => (flags & flag) !== 0;
  return {
    name,
    kind,
    flags: {
      alloc: has(sectionFlags.alloc),
      write: has(sectionFlags.write),
      exec: has(sectionFlags.exec),
    },
    noBits: kind.type === sectionTypes.nobits,
    alignment: 1,
    chunks: new Map(),
    start: undefined,
    address: 0n,
    size: 0,
  };
}

/** The subsection of that number, made when it is new. */
export function chunkOf(section: InputSection, number: number): Chunk {
  let chunk = section.chunks.get(number);
  if (chunk === undefined) {
    chunk = {
      section,
      number,
      fragments: [],
      run: { section, alignment: number === 0 ? Infinity : 1 },
      offset: 0,
    };
    section.chunks.set(number, chunk);
    if (number === 0) section.start = chunk.run;
  }
  return chunk;
}

/** A new stretch of plain numbers, which begins at `start`. */
export function absoluteChunk(start: number): Chunk {
  const section = { ...createSection('*ABS*', kindOfName('')), isAbsolute: true };
  return { section, number: 0, fragments: [], run: { section, alignment: 1 }, offset: start };
}
