/**
 * Where assemblers differ on lines, by rule. A rule that explains no line any more is stale, and fails
 * `npm run oracle:assembler`.
 */
import type { Words } from './assemblers.ts';

export interface Difference {
  /** Matches the lines, in lower case. */
  readonly lines: RegExp;
  /** The one that takes the line; both when they make different words. */
  readonly taken: string;
  readonly reason: string;
}

/** What GNU as takes and ventry refuses, as it means something else than it says. Nothing is the other way round. */
export const gnuDifferences: readonly Difference[] = [
  {
    taken: 'GNU as',
    lines: /^(ld|st|prf)\w* .*(\[\w+, #?-?\d{10,}\]!?|\[\w+\], #?-?\d{10,})$/,
    reason: 'of an offset GNU as keeps 32 bits: [x0, #4294967296] becomes [x0]',
  },
  {
    taken: 'GNU as',
    lines: /^(add|sub|cmp|cmn)s? .*#?-?9223372036854775808/,
    reason: '-2^63 has no positive in 64 bits: GNU as takes it for 0',
  },
  {
    taken: 'GNU as',
    lines: /\. \+ -?1844674407370955\d{4}$/,
    reason: 'a number of more than 64 bits is 0 for GNU as, where it is a part of an expression',
  },
  {
    taken: 'GNU as',
    lines: /[^\]]!$/,
    reason: 'after a number ! is the operator or-not, whose operand may be missing: #1! is -1',
  },
  {
    taken: 'GNU as',
    lines: /^fcm\w+ .*, ?#?$/,
    reason: 'a floating-point zero may be left out with the comma before it',
  },
  {
    taken: 'GNU as',
    lines: /\{v\d+\.(\w+)-v\d+\.(?!\1\})\w+\}/,
    reason: 'the arrangement at the end of a range is not looked at: {v0.4s-v1.8b}',
  },
];

/** Where llvm-mc 19 differs from GNU as 2.40, which decides. */
export const llvmDifferences: readonly Difference[] = [
  ...gnuDifferences,
  { taken: 'GNU as', lines: /\bip[01]\b/, reason: 'llvm-mc does not know ip0 and ip1' },
  {
    taken: 'GNU as',
    lines: /^(cas|swp|ld(add|clr|eor|set|[su]max|[su]min)|st(add|clr|eor|set|[su]max|[su]min))\w* .*, #?0\]$/,
    reason: 'llvm-mc wants no offset of atomics, GNU as lets 0 be written',
  },
  {
    taken: 'GNU as',
    lines: /(^b\.|, )(any|none|n?last|n?frst|first|pmore|plast|tcont|tstop|ul)\b/,
    reason: 'names of conditions after SVE predicates, which llvm-mc wants SVE for',
  },
  {
    taken: 'GNU as',
    lines:
      /^(ld|st)\w* .*(\b[wx](\d+)\b.*\b[wx]\3\b|([wx]30|lr)\b.*\b(x30|lr)\b|(x29|fp)\b.*\b(x29|fp)\b|\b[wx]zr, [wx]zr|\bwzr, .*, xzr\b|(w29.*fp)\b|\b([sdq]\d+), \9\b)/,
    reason: 'CONSTRAINED UNPREDICTABLE registers are a warning of GNU as, an error of llvm-mc',
  },
  {
    taken: 'GNU as',
    lines: /^(add|sub|cmp|cmn)s? .*-\d+, lsl/,
    reason: 'llvm-mc takes no shift after a negative immediate',
  },
  {
    taken: 'GNU as',
    lines: /v\d+\.(\d+[bhsd])\[/,
    reason: 'GNU as lets the arrangement stand where the element size does: v0.4s[1]',
  },
  {
    taken: 'GNU as',
    lines: /\{v(\d+)\.\w+-v\1\.\w+\}/,
    reason: 'llvm-mc takes no range of one register: {v0.4s-v0.4s}',
  },
  {
    taken: 'GNU as',
    lines: /^(add|sub|cmp|cmn)s? .*(\bw\d+|\bwzr)(, (lsl|[us]xtx).*)?$/,
    reason: 'GNU as lets a W register stand where the extension wants an X register',
  },
  {
    taken: 'GNU as',
    lines: /^(add|sub|cmp|cmn)s? .*\b(x\w+|fp|lr), [us]xt[bhw]/,
    reason: 'GNU as lets an X register stand where the extension wants a W register',
  },
  { taken: 'GNU as', lines: /^fcmp?\w* .*, #0x?0*$/, reason: 'GNU as takes 0 for 0.0' },
  {
    taken: 'GNU as',
    lines: /^(movi|mvni|orr|bic) v.*#?(-\d+|18446744073709551615)\b/,
    reason: 'GNU as takes -128 to -1 for the byte that is widened, with a shift too',
  },
  {
    taken: 'both',
    lines: /^uxtw (x|fp|lr)/,
    reason: 'GNU as encodes uxtw as orr, llvm-mc as ubfm: the same meaning',
  },
  { taken: 'GNU as', lines: /^uxtw w/, reason: 'llvm-mc knows uxtw for X registers alone' },
  { taken: 'llvm-mc', lines: /\b[xw]31\b/, reason: 'llvm-mc takes x31 and w31 for the zero registers' },
  {
    taken: 'llvm-mc',
    lines: /(lsl|lsr|asr|ror|[us]xt[bhwx]|prfu?m|\[) ?#?-?(4294967296|9223372036854775808)\b/,
    reason: 'llvm-mc keeps 32 bits of some immediates',
  },
  {
    taken: 'llvm-mc',
    lines: /\{v\d+.*\}.*, xzr$/,
    reason: 'llvm-mc takes xzr as an increment that is the immediate form',
  },
  { taken: 'llvm-mc', lines: /^sha\w+ .*\bv\d+,/, reason: 'llvm-mc takes v0 for q0' },
  {
    taken: 'GNU as',
    lines: /^dc cig?d?papa, /,
    reason: 'llvm-mc has them with memory encryption contexts',
  },
  { taken: 'GNU as', lines: /^clearbhb$/, reason: 'called clrbhb by llvm-mc' },
  {
    taken: 'GNU as',
    lines: /^movi v\d+\.(8|16)b, #?\w+, lsl #?0$/,
    reason: 'llvm-mc takes no shift of bytes',
  },
  {
    taken: 'GNU as',
    lines: /^fmov ([hsd]|v.*\.)\w+, #?0x/,
    reason: 'llvm-mc wants the bits of another precision',
  },
  { taken: 'GNU as', lines: /^prfm .*#?-?\d+\]$/, reason: 'llvm-mc does not make prfum of prfm' },
  {
    taken: 'GNU as',
    lines: /^(msr|mrs) /,
    reason: 'a write of a read-only register, or a read of a write-only one, is a warning of GNU as',
  },
  {
    taken: 'llvm-mc',
    lines: /^(cmp|cmn|adds?|subs?) .*#?4096, lsl #0$/,
    reason: 'llvm-mc shifts 4096 itself, whatever shift is written',
  },
  { taken: 'both', lines: /^fmov [dv].*, #0xbff0/, reason: 'llvm-mc reads the bits of a double as a number' },
  { taken: 'llvm-mc', lines: /^fmov [hsd]\d+, #?0(\.0)?$/, reason: 'llvm-mc takes 0 for 0.0' },
  { taken: 'llvm-mc', lines: /^mov w\w+, #-?\w+$/, reason: 'llvm-mc keeps 32 bits' },
  {
    taken: 'llvm-mc',
    lines: /^msr \w+, #\d+$/,
    reason: 'llvm-mc takes immediates that the PSTATE bit does not have',
  },
  { taken: 'llvm-mc', lines: /^setf(8|16)$/, reason: 'llvm-mc lets the register be left out' },
  {
    taken: 'llvm-mc',
    lines: /^[su]xt[bhw] \w+, (x|fp|lr)/,
    reason: 'llvm-mc takes the X register of which a W register is extended',
  },
  {
    taken: 'llvm-mc',
    lines: /^[su]cvtf [hsd]\d+, [wx]\w+, #-?\d+$/,
    reason: 'llvm-mc does not check the fraction bits',
  },
  {
    taken: 'llvm-mc',
    lines: /\{v\d+\.\w+-v\d+\.\w+\}/,
    reason: 'llvm-mc takes a range that goes on after v31',
  },
  {
    taken: 'llvm-mc',
    lines: /^(dup|mov) \w\d+, v\d+\[/,
    reason: 'llvm-mc lets the element size be left out',
  },
  { taken: 'llvm-mc', lines: /^ext .*#-?\d+$/, reason: 'llvm-mc does not check the byte of ext' },
  {
    taken: 'llvm-mc',
    lines: /^fmov [hsv].*, #0xbff0000000000000$/,
    reason: 'llvm-mc reads the bits as a number',
  },
  {
    taken: 'llvm-mc',
    lines: /^(adds|subs|cmn|cmp) .*w\w+, lsl #?\d$/,
    reason: 'llvm-mc takes lsl of a W register also where no stack pointer is named',
  },
];

/** Lines on which two assemblers differ without a rule, and rules that explain nothing. */
export function compare(
  lines: readonly string[],
  one: { readonly name: string; readonly words: Words },
  other: { readonly name: string; readonly words: Words },
  differences: readonly Difference[],
): {
  readonly unexplained: readonly string[];
  readonly explained: number;
  readonly stale: readonly string[];
} {
  const hex = (word: number | undefined): string => word?.toString(16).padStart(8, '0') ?? 'refused';
  const unexplained: string[] = [];
  const used = new Set<Difference>();
  let explained = 0;
  for (const [at, line] of lines.entries()) {
    const [a, b] = [one.words[at], other.words[at]];
    if (a === b) continue;
    const taken = b === undefined ? one.name : a === undefined ? other.name : 'both';
    const text = line.toLowerCase();
    const rule = differences.find(difference => difference.taken === taken && difference.lines.test(text));
    if (rule === undefined) {
      unexplained.push(`${line}: ${one.name} ${hex(a)}, ${other.name} ${hex(b)}`);
    } else {
      used.add(rule);
      explained++;
    }
  }
  return {
    unexplained,
    explained,
    stale: differences.filter(rule => !used.has(rule)).map(({ reason }) => reason),
  };
}
