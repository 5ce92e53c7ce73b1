/**
 * Instruction sets as data: one row per instruction form, from which encoder, decoder, disassembler, sizes,
 * documentation, read and write sets and emulation are all derived.
 */
import type { Semantics } from './semantics.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The value of an operand: a register or condition number, an option, an immediate, or a target address. */
export type OperandValue = bigint;

/** Values of an instruction's operands by name (`Rd`, `Rn`, `imm`, `target` …). */
export type OperandValues = Readonly<Record<string, OperandValue>>;

/** Encoding fields by name, each an unsigned number of its pattern's width. */
export type Fields = Readonly<Record<string, number>>;

/** Why a value cannot be encoded: what was expected, in words for the author. */
export interface EncodeError {
  readonly error: string;
}

/**
 * What may stand at one operand's place, how its text is read, and how its value lies in encoding fields.
 * `encode` and `decode` are inverse to each other on every valid value.
 */
export interface OperandKind {
  /** Unique name, also shown to the user in syntax (`Xd|SP`, `#imm12`, `label`). */
  readonly name: string;
  /**
   * How a dialect reads it: `name` looks the text up in `names` (case-insensitive); `expression` evaluates an
   * expression (dialects allow a `#` before it when `hash` is set in the syntax); `name-or-expression` tries
   * the names first; `float` reads a floating-point number, whose value is the bits of the nearest double.
   * A floating-point number may be written by its bits (`0x3f800000`), of which there are `floatBits`, else 32.
   */
  readonly reads: 'name' | 'expression' | 'name-or-expression' | 'float';
  readonly floatBits?: 64;
  /** Spelling (lower case) → value, for `name` kinds. The first spelling of a value is the preferred one. */
  readonly names?: ReadonlyMap<string, OperandValue>;
  /** The feature of what a name stands for (a system register), where it has one of its own. */
  readonly featureOf?: (name: string) => string | undefined;
  /** The value is an address: a branch target or literal; the dialect passes the absolute target. */
  readonly isAddress?: boolean;
  /** In words, what is accepted: `0–4095, or a multiple of 4096 up to 16773120`. */
  readonly expects: string;
  /**
   * Fields for a value at an instruction address; an error names what was expected. `earlier` holds the fields
   * of the operands before this one, for those that depend on them (`ubfx`: width on lsb).
   */
  readonly encode: (value: OperandValue, address: bigint, earlier: Fields) => Fields | EncodeError;
  /** Value from fields at an instruction address; undefined when the fields are reserved. */
  readonly decode: (fields: Fields, address: bigint) => OperandValue | undefined;
  /** Text in the preferred spelling. */
  readonly format: (value: OperandValue) => string;
  /** Where `encode` puts it, when all that it does is to put a number into one field. */
  readonly inField?: FieldRange;
}

/** Multiples of `scale` from `from` to `to`; the field, of so many bits, holds the value divided by `scale`. */
export interface FieldRange {
  readonly field: string;
  readonly width: number;
  readonly from: number;
  readonly to: number;
  readonly scale: number;
}

/**
 * A row's assembly syntax, parsed from its `syntax` text. Elements are matched in order by a dialect; `text`
 * is punctuation or a keyword (`,` `[` `]` `!` `#` `lsl`), an `optional` group is present or absent as a
 * whole, and its operands take `defaults` when absent.
 */
export type SyntaxElement =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'operand'; readonly name: string; readonly kind: OperandKind }
  | {
      readonly is: 'optional';
      readonly elements: readonly SyntaxElement[];
      readonly defaults: OperandValues;
    };

/** One form of one instruction. */
export interface InstructionRow {
  /** Unique in its table, stable: the manual's name and variant, `add-immediate-64`. */
  readonly id: string;
  /** Lower case, as written: `add`, `b.eq`. */
  readonly mnemonic: string;
  /** Bytes. */
  readonly length: number;
  /**
   * Most significant bit first, fields as `name:width`, fixed bits as 0 and 1: `1 00 100010 sh:1 imm12:12 Rn:5
   * Rd:5`. A field that stands twice has the same value in both places; a named constant (`cond=0001`) is an
   * operand that is not written.
   */
  readonly pattern: string;
  /** As in the manual: `<Xd|SP>, <Xn|SP>, #<imm>{, <shift>}`. */
  readonly syntax: string;
  /** Architecture version or extension: `v8.0`, `LSE`; several that are needed together are joined by `+`. */
  readonly feature: string;
  /** One line for hover and completion. */
  readonly doc: string;
  /** Section of the manual with its title, which stays when numbers move: `C6.2 ADD (immediate)`. */
  readonly section: string;
  /** What it does to the condition codes, in one line; absent where the mnemonic or the documentation tells. */
  readonly conditionCodes?: string;
  /** For an alias: the id of the row that has its meaning. Aliases have no semantics of their own. */
  readonly aliasOf?: string;
  /** For an alias: it is accepted when written, but never chosen by the disassembler. */
  readonly inputOnly?: true;
  /** It has the meaning, but only its aliases can be written. */
  readonly unwritten?: true;
  /** Absent on aliases, and on rows that can be assembled but not yet executed. */
  readonly semantics?: Semantics;
}

/** An operand of a written instruction that cannot be encoded. */
export interface Unfit {
  readonly row: InstructionRow;
  /** Values of all operands, those that are left out too. */
  readonly operands: OperandValues;
  /** The one that does not fit, and its text. */
  readonly operand: string;
  readonly written: string;
  /** Texts of the other operands, in order. */
  readonly others: readonly string[];
}

/** A decoded instruction. */
export interface Instruction {
  /** The row that has the meaning, never an alias. */
  readonly row: InstructionRow;
  /** Operand values of `row`, by name. */
  readonly operands: OperandValues;
  /** The encoding, little-endian value of `length` bytes. */
  readonly bits: number;
  readonly length: number;
  readonly address: bigint;
}

/** A register bank element or a named cell, e.g. `x5`, `sp`, `n`, `elr_el2`: a name of the state table. */
export type CellName = string;

/** Where a value comes from or goes to in a copy: a cell, or the n-th memory access of the instruction. */
export type CopyPlace = { readonly cell: CellName } | { readonly access: number };

/** What one instruction does to the machine, derived from its semantics. */
export interface Effects {
  readonly reads: readonly CellName[];
  readonly writes: readonly CellName[];
  /** Values moved unchanged at full width: register to register, register to memory, system register to register … */
  readonly copies: readonly { readonly from: CopyPlace; readonly to: CopyPlace }[];
  /** Memory accesses in order. */
  readonly accesses: readonly { readonly kind: 'load' | 'store'; readonly size: number }[];
  /** How control leaves: `next` falls through; a conditional branch has both `next` and `jump`. */
  readonly control: readonly (
    | 'next'
    | 'jump'
    | 'call'
    | 'return'
    | 'exception'
    | 'exception-return'
    | 'wait'
  )[];
  /** Direct target of a jump or call; absent when computed. */
  readonly target?: bigint;
}

/** An instruction set: everything is derived from `rows`. */
export interface InstructionSet {
  readonly rows: readonly InstructionRow[];
  /** Register banks and closed lists that the rows' semantics use. */
  readonly vocabulary: Vocabulary;
  /** Instruction addresses are multiples of this many bytes. */
  readonly alignment: number;
  /** All forms of a mnemonic (lower case), aliases included, in the order in which they are tried. */
  forms(mnemonic: string): readonly InstructionRow[];
  /** All mnemonics, for completion. */
  mnemonics(): readonly string[];
  /** Parsed syntax of a row. */
  syntaxOf(row: InstructionRow): readonly SyntaxElement[];
  /** Encoding of a row (alias or not) with these operands at this address, or the operand that does not fit. */
  encode(
    row: InstructionRow,
    operands: OperandValues,
    address: bigint,
  ): { readonly bits: number } | { readonly operand: string; readonly error: string };
  /**
   * The bits of a row with values in the order of its syntax, optional groups included; one that is not there takes
   * its default. Undefined when one does not fit.
   */
  encodeInOrder(
    row: InstructionRow,
    values: readonly (OperandValue | undefined)[],
    address: bigint,
  ): number | undefined;
  /** The instruction that these bits are; undefined when unallocated. `bits` holds up to 4 bytes, little-endian. */
  decode(bits: number, address: bigint): Instruction | undefined;
  /** Preferred assembly text; `symbol` may name an address. Gives back text that assembles to the same bits. */
  disassemble(instruction: Instruction, symbol?: (address: bigint) => string | undefined): string;
  effects(instruction: Instruction): Effects;
  /** Lines that do exactly what was meant, and use no further register; undefined where there are none. */
  remedy(unfit: Unfit): readonly string[] | undefined;
  /** What `make` derives from the rows, made once for this set. */
  derived<T>(make: (instructions: InstructionSet) => T): T;
}
