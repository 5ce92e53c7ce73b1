/** Which line stands for the place where the program is stopped, when macros make several possible. */
import { commonLevels, type Level } from '../program/positions.ts';

export interface View {
  readonly address: bigint;
  /** Levels of the place in the text, outermost first; empty where there is no text. */
  readonly levels: readonly Level[];
  /** The level that is shown: 0 is the author's line, each macro that was stepped into adds one. */
  readonly depth: number;
}

/** The view after a step: as deep as before while the macro is the same one, else as deep as is shared. */
export function viewAfter(before: View, address: bigint, levels: readonly Level[]): View {
  const depth = Math.min(commonLevels(before.levels, levels), before.depth, Math.max(0, levels.length - 1));
  return { address, levels, depth };
}
