/** Branch conditions (manual, chapter 12): number, spellings, condition codes and meaning. */

export interface Condition {
  readonly code: number;
  /** Preferred spelling first; the mnemonic of the branch is this text. */
  readonly names: readonly [string, ...string[]];
  readonly flags: string;
  readonly meaning: string;
}

// biome-ignore format: a table is read by columns
export const conditions: readonly Condition[] = [
  { code: 0x0, names: ['br'],          flags: 'any',                meaning: 'always' },
  { code: 0x1, names: ['bns'],         flags: 'N = 1',              meaning: 'negative' },
  { code: 0x2, names: ['beq', 'bzs'],  flags: 'Z = 1',              meaning: 'equal, zero' },
  { code: 0x3, names: ['bvs'],         flags: 'V = 1',              meaning: 'overflow' },
  { code: 0x4, names: ['bcs', 'bgeu'], flags: 'C = 1',              meaning: 'carry set, unsigned greater or equal' },
  { code: 0x5, names: ['blt'],         flags: 'N <> V',             meaning: 'signed less' },
  { code: 0x6, names: ['ble'],         flags: 'N <> V or Z = 1',    meaning: 'signed less or equal' },
  { code: 0x7, names: ['bleu'],        flags: 'C = 0 or Z = 1',     meaning: 'unsigned less or equal' },
  { code: 0x9, names: ['bnr'],         flags: 'N = 0',              meaning: 'not negative' },
  { code: 0xa, names: ['bne', 'bzr'],  flags: 'Z = 0',              meaning: 'not equal, not zero' },
  { code: 0xb, names: ['bvr'],         flags: 'V = 0',              meaning: 'no overflow' },
  { code: 0xc, names: ['bcr', 'bltu'], flags: 'C = 0',              meaning: 'carry reset, unsigned less' },
  { code: 0xd, names: ['bge'],         flags: 'N = V',              meaning: 'signed greater or equal' },
  { code: 0xe, names: ['bgt'],         flags: 'N = V and Z = 0',    meaning: 'signed greater' },
  { code: 0xf, names: ['bgtu'],        flags: 'C = 1 and Z = 0',    meaning: 'unsigned greater' },
];
