/** Words that llvm-mc 19 disassembles and the tables do not, by rule; there are none the other way round. */

export interface WordDifference {
  /** The words that the rule is about: `(word & mask) === value`. */
  readonly mask: number;
  readonly value: number;
  /** Bits that should be ones or zeros; put right, the word is one that the tables have. */
  readonly ones?: number;
  readonly zeros?: number;
  readonly section: string;
  readonly reason: string;
}

const shouldBe =
  'should-be bits of another value are CONSTRAINED UNPREDICTABLE; llvm-mc prints what they should be';
const Rs = 0x1f << 16;
const Rt2 = 0x1f << 10;

// biome-ignore format: a table is read by columns
export const wordDifferences: readonly WordDifference[] = [
  { mask: 0x3fe00000, value: 0x08000000, ones: Rt2,      section: 'C6.2 STXR, STXRB, STXRH, STLXR, STLXRB, STLXRH', reason: shouldBe },
  { mask: 0x3fe00000, value: 0x08400000, ones: Rs | Rt2, section: 'C6.2 LDXR, LDXRB, LDXRH, LDAXR, LDAXRB, LDAXRH', reason: shouldBe },
  { mask: 0xbfe00000, value: 0x88600000, ones: Rs,       section: 'C6.2 LDXP, LDAXP',                               reason: shouldBe },
  { mask: 0x3fa00000, value: 0x08800000, ones: Rs | Rt2, section: 'C6.2 STLR, STLLR, LDAR, LDLAR and their B and H', reason: shouldBe },
  { mask: 0xff608000, value: 0x9b400000, ones: Rt2,      section: 'C6.2 SMULH, UMULH',                              reason: shouldBe },
  { mask: 0xbfc00000, value: 0x91800000, zeros: 0xc000,  section: 'C6.2 ADDG, SUBG',                                reason: shouldBe },
  { mask: 0xfffff0ff, value: 0xd50330ff, zeros: 0xf00,   section: 'C6.2 SB',                                        reason: shouldBe },
  { mask: 0xfffff0df, value: 0xd500405f, zeros: 0xf00,   section: 'C6.2 AXFLAG, XAFLAG',                            reason: shouldBe },
  { mask: 0xffd80000, value: 0xd5000000, section: 'C5.1.2 op0 of system instructions', reason: 'op0 of MRS and MSR (register) is 2 or 3; llvm-mc prints S0_…' },
];
