/** A line of the Variables view, independent of the protocol. */
import type { NumberFormat } from '../expressions/format.ts';

export interface Item {
  readonly name: string;
  readonly value: (format: NumberFormat) => string;
  readonly type?: string;
  /** Expression that gives this value in the same frame. */
  readonly evaluateName?: string;
  /** Address that the value points at or lies at. */
  readonly memory?: bigint;
  readonly children?: () => readonly Item[];
  /** Sets it; the sentence that says why it cannot be. */
  readonly write?: (value: bigint) => string | undefined;
}

/** An item that is only a text. */
export const textItem = (name: string, text: string): Item => ({ name, value: () => text });
