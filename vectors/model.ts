/** What a vector table is, as found in a program. */

import type { MacroCall, Origin, Statement } from '../assembler/program.ts';
import type { SlotDescription } from '../isa/architecture.ts';

/** Why we believe that a table is here. Two independent kinds make it certain. */
export type TableEvidence =
  | { readonly why: 'base-register'; readonly register: string; readonly origin: Origin }
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

export interface VectorTable {
  readonly name?: string;
  readonly address: bigint;
  /** Exception level, when something tells. */
  readonly level?: number;
  readonly section: string;
  readonly evidence: readonly TableEvidence[];
  /** Two kinds of evidence agree: findings may be errors. */
  readonly certain: boolean;
  readonly slots: readonly Slot[];
  /** Where the table begins: its label, else its first slot. */
  readonly origin: Origin;
}
