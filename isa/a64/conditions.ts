/** Condition codes (C1.2.4): number, spellings, flags and meaning. */

export interface Condition {
  readonly code: number;
  /** Preferred spelling first. */
  readonly names: readonly [string, ...string[]];
  /** Spellings for the results of predicates of SVE. */
  readonly predicate: readonly string[];
  readonly flags: string;
  readonly meaning: string;
}

// biome-ignore format: a table is read by columns
export const conditions: readonly Condition[] = [
  { code: 0x0, names: ['eq'],        predicate: ['none'],       flags: 'Z == 1',           meaning: 'equal' },
  { code: 0x1, names: ['ne'],        predicate: ['any'],        flags: 'Z == 0',           meaning: 'not equal' },
  { code: 0x2, names: ['cs', 'hs'],  predicate: ['nlast'],      flags: 'C == 1',           meaning: 'carry set, unsigned higher or same' },
  { code: 0x3, names: ['cc', 'lo'],  predicate: ['ul', 'last'], flags: 'C == 0',           meaning: 'carry clear, unsigned lower' },
  { code: 0x4, names: ['mi'],        predicate: ['first'],      flags: 'N == 1',           meaning: 'minus, negative' },
  { code: 0x5, names: ['pl'],        predicate: ['nfrst'],      flags: 'N == 0',           meaning: 'plus, positive or zero' },
  { code: 0x6, names: ['vs'],        predicate: [],             flags: 'V == 1',           meaning: 'overflow' },
  { code: 0x7, names: ['vc'],        predicate: [],             flags: 'V == 0',           meaning: 'no overflow' },
  { code: 0x8, names: ['hi'],        predicate: ['pmore'],      flags: 'C == 1 && Z == 0', meaning: 'unsigned higher' },
  { code: 0x9, names: ['ls'],        predicate: ['plast'],      flags: 'C == 0 || Z == 1', meaning: 'unsigned lower or same' },
  { code: 0xa, names: ['ge'],        predicate: ['tcont'],      flags: 'N == V',           meaning: 'signed greater than or equal' },
  { code: 0xb, names: ['lt'],        predicate: ['tstop'],      flags: 'N != V',           meaning: 'signed less than' },
  { code: 0xc, names: ['gt'],        predicate: [],             flags: 'Z == 0 && N == V', meaning: 'signed greater than' },
  { code: 0xd, names: ['le'],        predicate: [],             flags: 'Z == 1 || N != V', meaning: 'signed less than or equal' },
  { code: 0xe, names: ['al'],        predicate: [],             flags: 'any',              meaning: 'always' },
  { code: 0xf, names: ['nv'],        predicate: [],             flags: 'any',              meaning: 'always' },
];
