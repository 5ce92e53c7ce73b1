/** Call frames as `.cfi_` directives describe them, for unwinders and debuggers (DWARF 5, 6.4). */
import type { Term } from '../expression.ts';
import type { Place } from '../image/fragment.ts';
import type { Chunk } from '../image/section.ts';
import type { Origin } from '../program.ts';

export type FrameInstruction =
  | { readonly is: 'advance'; readonly from: Place; readonly to: Place }
  | { readonly is: 'def-cfa'; readonly register: number; readonly offset: bigint }
  | { readonly is: 'def-cfa-register' | 'restore' | 'undefined' | 'same-value'; readonly register: number }
  | { readonly is: 'def-cfa-offset'; readonly offset: bigint }
  | { readonly is: 'offset' | 'val-offset'; readonly register: number; readonly offset: bigint }
  | { readonly is: 'register'; readonly register: number; readonly in: number }
  | { readonly is: 'remember-state' | 'restore-state' | 'negate-ra-state' }
  | { readonly is: 'escape'; readonly bytes: readonly number[] };

/** How an address is written (`DW_EH_PE_…`), and which. */
export interface EncodedAddress {
  readonly encoding: number;
  readonly value: Term;
}

/** What lies between `.cfi_startproc` and `.cfi_endproc`. */
export interface Frame {
  readonly origin: Origin;
  readonly start: Place;
  end: Place | undefined;
  readonly instructions: FrameInstruction[];
  returnColumn: number;
  isSignal: boolean;
  /** Return addresses are signed with key B. */
  keyB: boolean;
  personality: EncodedAddress | undefined;
  languageData: EncodedAddress | undefined;
  /** Where the last instruction applies. */
  last: Place;
  /** Of the canonical frame address, from its register. */
  offset: bigint;
  readonly remembered: bigint[];
}

export class Frames {
  readonly #open = new Map<Chunk, Frame>();
  readonly all: Frame[] = [];
  /** Sections that are made. */
  sections: readonly ('.eh_frame' | '.debug_frame')[] = ['.eh_frame'];

  /** The frame that is described in this subsection. */
  at(chunk: Chunk): Frame | undefined {
    return this.#open.get(chunk);
  }

  open(chunk: Chunk, frame: Frame): void {
    this.#open.set(chunk, frame);
    this.all.push(frame);
  }

  close(chunk: Chunk, end: Place): void {
    this.#open.get(chunk)!.end = end;
    this.#open.delete(chunk);
  }

  /** Frames without an end. */
  get unclosed(): readonly Frame[] {
    return [...this.#open.values()];
  }
}
