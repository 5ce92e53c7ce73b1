/** Mnemonics of A32 that people write by habit, with what A64 has instead. */

// biome-ignore format: a table is read by columns
const rows: readonly (readonly [names: string, instead: string])[] = [
  ['push stmfd stmdb', '`stp x0, x1, [sp, #-16]!`'],
  ['pop ldmfd',        '`ldp x0, x1, [sp], #16`'],
  ['ldm ldmia',        '`ldp` for two registers each'],
  ['stm stmia',        '`stp` for two registers each'],
  ['bx',               '`br` for jumps, `ret` for returns'],
  ['blx',              '`blr`'],
  ['swi',              '`svc`'],
  ['ldrd',             '`ldp`'],
  ['strd',             '`stp`'],
  ['rsb',              '`neg` for a difference from 0, or `sub`'],
  ['teq',              '`eor` and `cbz`'],
  ['cps cpsid cpsie',  '`msr daifset` and `msr daifclr`'],
  ['rfe rfeia',        '`eret`'],
  ['mcr mrc',          '`msr` and `mrs` with a system register'],
  ['vldr',             '`ldr` with a SIMD&FP register'],
  ['vstr',             '`str` with a SIMD&FP register'],
  ['moveq movne',      '`csel`'],
];

export const foreignMnemonics: ReadonlyMap<string, string> = new Map(
  rows.flatMap(([names, instead]) => names.split(' ').map(name => [name, instead] as const)),
);
