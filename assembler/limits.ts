/** Bounds on the work of one `assemble` call: generous for real sources, small enough for a keystroke. */
import type { AssembleLimits } from './program.ts';

/** Characters of one line, as written or expanded. Longer ones are data of another kind, or grow without end. */
export const longestLine = 65_536;

/** What each limit bounds, for the settings and the help text. */
export const limitDocs: Readonly<Record<keyof AssembleLimits, string>> = {
  macroDepth: 'Macros that call each other.',
  includeDepth: 'Files that include each other.',
  statements: 'Lines that macros, repetitions and included files make together.',
  bytes: 'Bytes of the image.',
  expressionDepth: 'Parentheses and operators inside each other in an expression.',
  diagnostics: 'Messages kept for one file.',
};

/** Limits from names and numbers as a person gives them; what does not fit is said and left at its default. */
export function readLimits(given: Readonly<Record<string, unknown>>): {
  readonly limits: AssembleLimits;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const limits: Record<keyof AssembleLimits, number> = { ...defaultLimits };
  for (const [name, value] of Object.entries(given)) {
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (!Object.hasOwn(limits, name))
      problems.push(`there is no limit ${name}; there are ${Object.keys(limits).join(', ')}`);
    else if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1)
      problems.push(`the limit ${name} must be a number above 0`);
    else limits[name as keyof AssembleLimits] = number;
  }
  return { limits, problems };
}

export const defaultLimits: AssembleLimits = {
  macroDepth: 200,
  includeDepth: 40,
  statements: 250_000,
  bytes: 64 * 1024 * 1024,
  expressionDepth: 200,
  diagnostics: 200,
};
