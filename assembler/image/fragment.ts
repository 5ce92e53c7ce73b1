/**
 * A section's content before layout: fragments in order. A fragment's size may depend on where others lie;
 * layout settles that.
 */
import type { InstructionRow } from '../../isa/instruction.ts';
import type { Term } from '../expression.ts';
import type { Origin, Statement } from '../program.ts';
import type { MappedText } from '../text.ts';
import type { Chunk, InputSection } from './section.ts';

/**
 * A stretch of fragments whose mutual distances are known while the source is still being read, so that
 * `.if (. - label) > 0x80` can be decided at once.
 */
export interface Run {
  readonly section: InputSection;
  /** Its start is a multiple of so many bytes from the section's. */
  readonly alignment: number;
}

/** A place inside a fragment; literal-pool entries get theirs when the pool is written. */
export interface Place {
  fragment?: Fragment;
  delta: number;
}

/** `size` bytes at `at` hold `value`, little-endian. */
export interface Datum {
  readonly at: number;
  readonly size: number;
  readonly value: Term;
  readonly origin: Origin;
}

/** One form whose syntax fits the statement's text; its values are known after layout. */
export interface Candidate {
  readonly row: InstructionRow;
  readonly operands: readonly CandidateOperand[];
  /** Operands of optional groups that were left out. */
  readonly defaults: Readonly<Record<string, bigint>>;
}

export interface CandidateOperand {
  readonly name: string;
  readonly value: bigint | Term;
  /** An address is wanted; other operands take numbers only. */
  readonly isAddress: boolean;
  /** Where it stands in the operand text. */
  readonly start: number;
  readonly end: number;
}

/** The bits of an instruction, `length` bytes. */
export interface Encoded {
  readonly is: 'encoded';
  readonly bits: number;
  readonly length: number;
}

export type Content =
  /** Nothing but a place for labels. */
  | { readonly is: 'mark' }
  | { readonly is: 'data'; readonly bytes: Uint8Array; readonly data: readonly Datum[] }
  /** An instruction whose encoding was known while reading. */
  | Encoded
  | { readonly is: 'instruction'; readonly candidates: readonly Candidate[]; readonly text: MappedText }
  | {
      readonly is: 'alignment';
      /** Bytes. */
      readonly alignment: number;
      /** Absent: no-operations in code, zeros elsewhere. */
      readonly fill?: { readonly value: bigint; readonly size: number };
      /** Padding longer than this is left out altogether. */
      readonly maximum?: number;
      /** Stands before an instruction, without a directive that asks for it. */
      readonly implied?: true;
    }
  /** A number of as many bytes as it needs. */
  | { readonly is: 'leb'; readonly value: Term; readonly signed: boolean }
  | { readonly is: 'org'; readonly target: Term; readonly fill: Term | undefined }
  | {
      readonly is: 'fill';
      readonly count: Term;
      readonly unit: number;
      /** Bytes of `value` used in each unit; the rest is zero. */
      readonly used: number;
      readonly value: Term | undefined;
    };

export interface Fragment {
  readonly content: Content;
  readonly chunk: Chunk;
  readonly run: Run;
  /** While reading: from the start of its run. After layout: from the start of its section. */
  offset: number;
  size: number;
  readonly origin: Origin;
  /** What the statement list says about it; marks and padding inside a statement have none. */
  readonly statement: { readonly kind: Statement['kind']; readonly name: string } | undefined;
  uncertain: boolean;
  /** Left out because the image would grow too large. */
  omitted: boolean;
}
