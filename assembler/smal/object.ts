/** A relocatable object: what assembling one file gives, and what linking takes. */
import type { Origin, ProgramSymbol, Statement } from '../program.ts';
import type { Base, Value } from './value.ts';

/** 1 to 4 bytes, least significant first, that hold a value. */
export interface DataUnit {
  readonly size: 1 | 2 | 3 | 4;
  readonly base: Base | undefined;
  readonly offset: number;
  /** Where the value stands; absent for absolute ones, which have been checked. */
  readonly origin?: Origin;
}

/** What one statement put at one place. */
export interface Item {
  readonly base: Base | undefined;
  readonly offset: number;
  readonly size: number;
  readonly units: readonly DataUnit[];
  readonly origin: Origin;
  readonly statement: {
    readonly kind: Statement['kind'];
    readonly name: string;
    readonly alignment?: number;
  };
  readonly uncertain: boolean;
}

export interface CommonBlock {
  readonly base: Base;
  readonly name: string;
  /** Bytes, a multiple of four. */
  readonly size: number;
  readonly origin: Origin;
}

/** A name that another file defines. */
export interface ExternalName {
  readonly base: Base;
  /** Where EXT names it. */
  readonly origin: Origin;
}

export interface ObjectSymbol {
  readonly name: string;
  readonly value: Value;
  readonly kind: ProgramSymbol['kind'];
  readonly exported: boolean;
  readonly origin: Origin;
}

export interface ObjectModule {
  /** The file it came from. */
  readonly file: string;
  readonly relocatable: Base;
  /** Bytes of the relocatable section; the next file's begins at a word after them. */
  readonly size: number;
  readonly items: readonly Item[];
  readonly symbols: readonly ObjectSymbol[];
  readonly commons: readonly CommonBlock[];
  readonly externals: readonly ExternalName[];
  readonly start?: { readonly value: Value; readonly origin: Origin };
}

export const roundToWord = (size: number): number => Math.ceil(size / 4) * 4;
