/** Texts that are not analysed at all, and why: one clear message instead of thousands. */
import type { AssembleResult, Diagnostic } from '../assembler/program.ts';

/** Largest text that is analysed as it is typed, in UTF-16 code units. */
export const largestText = 4 * 1024 * 1024;

/** Part of a text that tells whether it is text. */
const sampleLength = 64 * 1024;

/** Why a text is not analysed; undefined when it is. */
export function unfit(file: string, text: string): Diagnostic | undefined {
  const at = (code: string, message: string, start: number, end: number): Diagnostic => ({
    severity: 'information',
    code,
    message,
    span: { file, start, end },
    related: [],
  });
  if (text.length > largestText) {
    const size = (text.length / 1024 / 1024).toFixed(1);
    const limit = largestText / 1024 / 1024;
    return at('file-too-large', `not analysed: ${size} MiB of text; the limit is ${limit} MiB`, 0, 0);
  }
  const binary = text.slice(0, sampleLength).search(/\0|\uFFFD{4}/);
  if (binary >= 0) return at('not-text', 'not analysed: this is not text in UTF-8', binary, binary + 1);
  return undefined;
}

/** Statements that must be strange before a file is called foreign. */
const strangersAtLeast = 10;
const strangerCodes = new Set(['unknown-mnemonic', 'bad-statement', 'bad-character', 'syntax']);

/**
 * Prose, C, JSON: when nearly every statement is unknown to the assembler, the file is another language, and
 * that is the one thing to say.
 */
export function foreign(file: string, result: AssembleResult): Diagnostic | undefined {
  const strangers = result.diagnostics.filter(d => d.span.file === file && strangerCodes.has(d.code));
  const known = result.program.statements.filter(s => s.kind !== 'unknown').length;
  const first = strangers[0];
  if (first === undefined || strangers.length < strangersAtLeast || known * 10 > strangers.length)
    return undefined;
  return {
    severity: 'information',
    code: 'not-assembly',
    message: 'this does not look like assembly: hardly a line is a known instruction or directive',
    span: first.span,
    related: [],
  };
}
