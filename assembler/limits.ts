/** Bounds on the work of one `assemble` call: generous for real sources, small enough for a keystroke. */
import type { AssembleLimits } from './program.ts';

/** Characters of one line, as written or expanded. Longer ones are data of another kind, or grow without end. */
export const longestLine = 65_536;

export const defaultLimits: AssembleLimits = {
  macroDepth: 200,
  includeDepth: 40,
  statements: 250_000,
  bytes: 64 * 1024 * 1024,
  expressionDepth: 200,
  diagnostics: 200,
};
