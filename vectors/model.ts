/** What a vector table is, as found in a program. */

import type { MacroCall, Origin, Statement } from '../assembler/program.ts';
import type { SlotDescription } from '../isa/architecture.ts';

/** Why we believe that a table is here. Two independent kinds make it certain. */
export type TableEvidence =
  | { readonly why: 'base-register'; readonly register: string; readonly origin: Origin }
  /** The machine has only this place for it. */
  | { readonly why: 'fixed-address' }
  | { readonly why: 'alignment'; readonly bytes: number; readonly origin: Origin }
  | { readonly why: 'slot-structure'; readonly slots: number }
  | { readonly why: 'slot-macros'; readonly macro: string; readonly calls: number }
  | { readonly why: 'name'; readonly name: string };

/** How a slot's code ends, on each path through it. */
export type SlotEnd =
  | 'branches'
  | 'returns'
  | 'spins'
  | 'falls-through'
  | 'calls-and-may-return'
  | 'traps'
  | 'data'
  | 'unknown';

export interface Slot {
  readonly description: SlotDescription;
  readonly address: bigint;
  /** Bytes of code and data before the padding, and whether that is known for certain. */
  readonly used: number;
  readonly certain: boolean;
  /** `empty`: only padding; `absent`: the table ends before it. */
  readonly state: 'filled' | 'empty' | 'absent';
  readonly end: SlotEnd;
  /** Statements whose bytes begin in the slot, padding left out. */
  readonly statements: readonly Statement[];
  /** Where the slot begins in the text: its macro call or first instruction. */
  readonly origin?: Origin;
  readonly call?: MacroCall;
}

/**
 * What the author wrote as one slot, wherever it came to lie: after a slot that is too long, the entries that
 * follow are not where the hardware looks for them.
 */
export interface TableEntry {
  /** The slot that it is meant to be, from 0. */
  readonly index: number;
  readonly address: bigint;
  /** Bytes up to the padding before the next entry. */
  readonly used: number;
  /** Whether `used` is known for certain. */
  readonly certain: boolean;
  /** Moved by entries before it: its start was made by an alignment, not by an explicit offset. */
  readonly aligned: boolean;
  /** An entry follows it. */
  readonly followed: boolean;
  readonly statements: readonly Statement[];
  readonly origin: Origin;
  readonly call?: MacroCall;
}

export interface VectorTable {
  readonly name?: string;
  readonly address: bigint;
  /** Exception level, when something tells. */
  readonly level?: number;
  readonly section: string;
  readonly evidence: readonly TableEvidence[];
  /** Two kinds of evidence agree: findings may be errors. */
  readonly certain: boolean;
  /** What lies at the addresses where the hardware looks. */
  readonly slots: readonly Slot[];
  /** What the author wrote, in order; the same as `slots` in a correct table. */
  readonly entries: readonly TableEntry[];
  /** Where the table begins: its label, else its first slot. */
  readonly origin: Origin;
}
