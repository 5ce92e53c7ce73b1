/** Condition codes (C1.2.4): number, spellings, flags and meaning. */

export interface Condition {
  readonly code: number;
  /** Preferred spelling first. */
  readonly names: readonly [string, ...string[]];
  readonly flags: string;
  readonly meaning: string;
}

// biome-ignore format: a table is read by columns
export const conditions: readonly Condition[] = [
  { code: 0x0, names: ['eq'],       flags: 'Z == 1',           meaning: 'equal' },
  { code: 0x1, names: ['ne'],       flags: 'Z == 0',           meaning: 'not equal' },
  { code: 0x2, names: ['cs', 'hs'], flags: 'C == 1',           meaning: 'carry set, unsigned higher or same' },
  { code: 0x3, names: ['cc', 'lo'], flags: 'C == 0',           meaning: 'carry clear, unsigned lower' },
  { code: 0x4, names: ['mi'],       flags: 'N == 1',           meaning: 'minus, negative' },
  { code: 0x5, names: ['pl'],       flags: 'N == 0',           meaning: 'plus, positive or zero' },
  { code: 0x6, names: ['vs'],       flags: 'V == 1',           meaning: 'overflow' },
  { code: 0x7, names: ['vc'],       flags: 'V == 0',           meaning: 'no overflow' },
  { code: 0x8, names: ['hi'],       flags: 'C == 1 && Z == 0', meaning: 'unsigned higher' },
  { code: 0x9, names: ['ls'],       flags: 'C == 0 || Z == 1', meaning: 'unsigned lower or same' },
  { code: 0xa, names: ['ge'],       flags: 'N == V',           meaning: 'signed greater than or equal' },
  { code: 0xb, names: ['lt'],       flags: 'N != V',           meaning: 'signed less than' },
  { code: 0xc, names: ['gt'],       flags: 'Z == 0 && N == V', meaning: 'signed greater than' },
  { code: 0xd, names: ['le'],       flags: 'Z == 1 || N != V', meaning: 'signed less than or equal' },
  { code: 0xe, names: ['al'],       flags: 'any',              meaning: 'always' },
  { code: 0xf, names: ['nv'],       flags: 'any',              meaning: 'always' },
];
