/** Files that are only ever included in others: alone, they lack the constants that the others define. */
import { dialectOf } from '../assembler/dialects.ts';
import type { AssembleResult, Diagnostic } from '../assembler/program.ts';
import type { Architecture } from '../isa/architecture.ts';

/** Whether a program is a single file that looks like a piece of another program. */
export function isFragment(
  architecture: Architecture,
  { filesUsed }: AssembleResult,
  text: (file: string) => string | undefined,
): boolean {
  const [file] = filesUsed;
  const { ownWords } = dialectOf(architecture);
  if (ownWords === undefined || file === undefined || filesUsed.length > 1) return false;
  return !ownWords.test(text(file) ?? '');
}

/** The diagnostic as it is said about such a piece: that a constant is defined elsewhere is to be expected. */
export const inFragment = (diagnostic: Diagnostic): Diagnostic =>
  diagnostic.severity === 'error' && diagnostic.code === 'undefined-symbol'
    ? {
        ...diagnostic,
        severity: 'information',
        message: `${diagnostic.message}; if another file includes this one, open that file too`,
      }
    : diagnostic;
