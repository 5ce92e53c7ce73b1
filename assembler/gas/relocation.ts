/** Relocation operators of A64 (`:lo12:`, `:abs_g1:` …): which bits of a value each selects, and what the linker does. */

import type { Part } from '../expression.ts';

/** Operators that leave the address as it is: the instruction itself takes its page. */
const pages: ReadonlySet<string> = new Set(['pg_hi21', 'pg_hi21_nc']);

/** What an operator selects of a value; undefined for operators that only the linker can obey. */
export function partOf(name: string, value: bigint): Part | undefined {
  if (pages.has(name)) return { bits: value };
  if (name === 'lo12') return { bits: BigInt.asUintN(12, value) };
  return name.startsWith('abs_g') && operatorUses(name) !== undefined ? moveOf(name, value) : undefined;
}

/**
 * The 16 bits of a number that an operator of moves selects; those without `_nc` must not lose any above them.
 * Signed ones (`_s`) choose between `movz` and `movn`.
 */
export function moveOf(operator: string, value: bigint): Part {
  const group = Number(/_g(\d)/.exec(operator)?.[1] ?? 0);
  const signed = operator.endsWith('_s') || (operator.startsWith('prel') && !operator.endsWith('_nc'));
  const whole = BigInt.asIntN(64, value);
  const magnitude = signed && whole < 0n ? ~whole : BigInt.asUintN(64, value);
  const selected = magnitude >> BigInt(16 * group);
  return {
    bits: BigInt.asUintN(16, selected),
    ...(signed && { inverted: whole < 0n }),
    // A signed group has one bit less than the others.
    tooLarge: !operator.endsWith('_nc') && selected > (signed ? 0x7fffn : 0xffffn),
  };
}

/** The bit that is set in `movz` and clear in `movn`. */
const moveZero = 0x4000_0000;

/** `movz` or `movn`, as the sign of the value decides. */
export const signedMove = (bits: number, inverted: boolean): number =>
  (inverted ? bits & ~moveZero : bits | moveZero) >>> 0;

/** What an operator becomes in each kind of instruction: names of relocations, `*` for the bits of an access. */
export interface OperatorUses {
  readonly adr?: string;
  readonly adrp?: string;
  readonly literal?: string;
  readonly add?: string;
  readonly access?: string;
  readonly move?: string;
}

const move = (name: string): OperatorUses => ({ move: name });
const moves = (prefix: string, relocation: string, groups: readonly string[]): Record<string, OperatorUses> =>
  Object.fromEntries(groups.map(g => [`${prefix}_${g.toLowerCase()}`, move(`${relocation}_${g}`)]));

/** As GNU as has them. */
const operators: Readonly<Record<string, OperatorUses>> = {
  lo12: { add: 'ADD_ABS_LO12_NC', access: 'LDST*_ABS_LO12_NC' },
  pg_hi21: { adrp: 'ADR_PREL_PG_HI21' },
  pg_hi21_nc: { adrp: 'ADR_PREL_PG_HI21_NC' },
  ...moves('abs', 'MOVW_UABS', ['G0', 'G0_NC', 'G1', 'G1_NC', 'G2', 'G2_NC', 'G3']),
  abs_g0_s: move('MOVW_SABS_G0'),
  abs_g1_s: move('MOVW_SABS_G1'),
  abs_g2_s: move('MOVW_SABS_G2'),
  ...moves('prel', 'MOVW_PREL', ['G0', 'G0_NC', 'G1', 'G1_NC', 'G2', 'G2_NC', 'G3']),
  got: { adrp: 'ADR_GOT_PAGE', literal: 'GOT_LD_PREL19' },
  got_lo12: { access: 'LD64_GOT_LO12_NC' },
  gotoff_g0_nc: move('MOVW_GOTOFF_G0_NC'),
  gotoff_g1: move('MOVW_GOTOFF_G1'),
  gotoff_lo15: { access: 'LD64_GOTOFF_LO15' },
  gotpage_lo15: { access: 'LD64_GOTPAGE_LO15' },
  tlsgd: { adr: 'TLSGD_ADR_PREL21', adrp: 'TLSGD_ADR_PAGE21' },
  tlsgd_lo12: { add: 'TLSGD_ADD_LO12_NC' },
  tlsgd_g0_nc: move('TLSGD_MOVW_G0_NC'),
  tlsgd_g1: move('TLSGD_MOVW_G1'),
  tlsdesc: { adr: 'TLSDESC_ADR_PREL21', adrp: 'TLSDESC_ADR_PAGE21', literal: 'TLSDESC_LD_PREL19' },
  tlsdesc_lo12: { add: 'TLSDESC_ADD_LO12', access: 'TLSDESC_LD64_LO12' },
  tlsdesc_off_g0_nc: move('TLSDESC_OFF_G0_NC'),
  tlsdesc_off_g1: move('TLSDESC_OFF_G1'),
  tlsldm: { adr: 'TLSLD_ADR_PREL21', adrp: 'TLSLD_ADR_PAGE21' },
  tlsldm_lo12_nc: { add: 'TLSLD_ADD_LO12_NC' },
  dtprel_lo12: { add: 'TLSLD_ADD_DTPREL_LO12', access: 'TLSLD_LDST*_DTPREL_LO12' },
  dtprel_lo12_nc: { add: 'TLSLD_ADD_DTPREL_LO12_NC', access: 'TLSLD_LDST*_DTPREL_LO12_NC' },
  dtprel_hi12: { add: 'TLSLD_ADD_DTPREL_HI12' },
  ...moves('dtprel', 'TLSLD_MOVW_DTPREL', ['G0', 'G0_NC', 'G1', 'G1_NC', 'G2']),
  gottprel: { adrp: 'TLSIE_ADR_GOTTPREL_PAGE21', literal: 'TLSIE_LD_GOTTPREL_PREL19' },
  gottprel_lo12: { access: 'TLSIE_LD64_GOTTPREL_LO12_NC' },
  gottprel_g0_nc: move('TLSIE_MOVW_GOTTPREL_G0_NC'),
  gottprel_g1: move('TLSIE_MOVW_GOTTPREL_G1'),
  tprel: { add: 'TLSLE_ADD_TPREL_LO12' },
  tprel_lo12: { add: 'TLSLE_ADD_TPREL_LO12', access: 'TLSLE_LDST*_TPREL_LO12' },
  tprel_lo12_nc: { add: 'TLSLE_ADD_TPREL_LO12_NC', access: 'TLSLE_LDST*_TPREL_LO12_NC' },
  tprel_hi12: { add: 'TLSLE_ADD_TPREL_HI12' },
  ...moves('tprel', 'TLSLE_MOVW_TPREL', ['G0', 'G0_NC', 'G1', 'G1_NC', 'G2']),
};

/** What an operator may stand for; undefined when there is none of that name. */
export const operatorUses = (name: string): OperatorUses | undefined =>
  Object.hasOwn(operators, name) ? operators[name] : undefined;

/** `:abs_g1:` implies `lsl #16`. */
export function impliedShift(name: string): number | undefined {
  if (operatorUses(name)?.move === undefined) return undefined;
  const digit = /_g([0-3])/.exec(name)?.[1];
  return digit === undefined ? undefined : 16 * Number(digit);
}
