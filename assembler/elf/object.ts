/** A relocatable object as data: what the assembler makes, the writer writes, the reader reads and the linker links. */
import type { Binding, SymbolType, Visibility } from './format.ts';

export interface ObjectRelocation {
  /** From the start of the section. */
  readonly offset: number;
  /** Number of the relocation in the ABI. */
  readonly type: number;
  /** Index in the object's symbols; absent for relocations against no symbol. */
  readonly symbol?: number;
  readonly addend: bigint;
}

export interface ObjectSection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly alignment: number;
  /** Bytes of one entry of a table; 0 when there are none. */
  readonly entrySize: number;
  readonly size: number;
  /** Empty for sections without contents in the file. */
  readonly bytes: Uint8Array;
  readonly relocations: readonly ObjectRelocation[];
  /** Index of the section that this one is ordered with. */
  readonly linkedTo?: number;
  /** The group that the section belongs to. */
  readonly group?: { readonly name: string; readonly comdat: boolean };
}

export interface ObjectSymbol {
  readonly name: string;
  readonly value: bigint;
  readonly size: bigint;
  readonly binding: Binding;
  readonly type: SymbolType;
  readonly visibility: Visibility;
  /** Index in the object's sections; no section at all; or the header of a group, which is in no list. */
  readonly section: number | 'undefined' | 'absolute' | 'common' | 'group';
  /** One definition in the whole process, however often it is loaded (`STB_GNU_UNIQUE`). */
  readonly unique?: true;
}

export interface ElfObject {
  readonly sections: readonly ObjectSection[];
  /** Local ones first. */
  readonly symbols: readonly ObjectSymbol[];
}
