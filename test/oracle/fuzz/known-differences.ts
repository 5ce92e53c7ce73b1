/** Where ventry and GNU as differ and are meant to, or may: each with its reason and a text that shows it. */
import type { Verdict } from './judge.ts';
import type { Program } from './mutate.ts';

export interface KnownDifference {
  readonly reason: string;
  /** Of the verdict: what is said, the line that it is said of, or anything that ventry says of the program. */
  readonly what?: RegExp;
  readonly line?: RegExp;
  readonly ours?: RegExp;
  /** Of the program as a whole. */
  readonly program?: RegExp;
  readonly example: Program;
}

const plain = (text: string): Program => ({ text, preprocess: false });

export const knownDifferences: readonly KnownDifference[] = [
  {
    reason:
      'A string ends with its line. GNU as goes on in the next one, with a warning, and takes in the lines between.',
    program: /^(?:[^"\n]*"[^"\n]*")*[^"\n]*"[^"\n]*$/m,
    example: plain('.ascii "a\n.byte 1\n'),
  },
  {
    reason: 'A comment that is not closed hides the rest of the file. GNU as only warns.',
    program: /\/\*(?:(?!\*\/)[\s\S])*$/,
    example: plain('nop\n/* a\nnop\n'),
  },
  {
    reason: 'Instructions where no bytes are kept are lost. GNU as says nothing.',
    ours: /^no code can stand here/,
    example: plain('.struct 8\nnop\n'),
  },
  {
    reason: 'The name of a register is no symbol. GNU as makes one where an address is expected.',
    what: /^only ventry rejects: \S+ is an? .*register: expected .* bytes? away/,
    line: /\b(?:[wx]zr|w?sp|[bhsdqvwx][0-9]+)\b/i,
    example: plain('b xzr\n'),
  },
  {
    reason:
      'A place for .org that is not known is an error. GNU as takes an undefined symbol as 0, with a warning.',
    ours: /^the place is not known: /,
    example: plain('.org nowhere + 8\n'),
  },
  {
    reason: 'A character constant is no label. GNU as has made a number of it by then.',
    what: /^only ventry rejects: a statement cannot begin so/,
    line: /'/,
    example: plain("'a:\n"),
  },
  {
    reason:
      'A value that is missing behind an operator or a comma is an error. GNU as takes 0, with a warning.',
    ours: /^(?:an expression is missing here|an expression cannot begin with ,)$/,
    example: plain('.set a, 1 +\n'),
  },
  {
    reason:
      '.nop with a size makes as many instructions as fit. GNU as counts from where its own buffers begin.',
    program: /^\s*\.nop\s*\S/m,
    what: /^objects differ/,
    example: plain('adr x0, other\n.byte 5\n.nop\n.nop 8\n'),
  },
];

export const knownDifference = (
  verdict: Extract<Verdict, { is: 'different' }>,
  { text }: Program,
): KnownDifference | undefined =>
  knownDifferences.find(
    ({ what, line, ours, program }) =>
      (program === undefined || program.test(text)) &&
      (what === undefined || what.test(verdict.what)) &&
      (line === undefined || line.test(verdict.text)) &&
      (ours === undefined || verdict.ours.some(message => ours.test(message))),
  );
