/** Relocation operators of A64 (`:lo12:`, `:abs_g1:` …): which bits of a value each selects. */

interface Part {
  readonly low: bigint;
  readonly bits: bigint;
  /** The selected bits stand for a move of 16 bits at this shift. */
  readonly shift?: number;
}

const group = (index: number): Part => ({ low: BigInt(16 * index), bits: 16n, shift: 16 * index });

const parts: Readonly<Record<string, Part>> = {
  lo12: { low: 0n, bits: 12n },
  abs_g0: group(0),
  abs_g0_nc: group(0),
  abs_g1: group(1),
  abs_g1_nc: group(1),
  abs_g2: group(2),
  abs_g2_nc: group(2),
  abs_g3: group(3),
};

/** Operators that leave the address as it is: the instruction itself takes its page. */
const pages: ReadonlySet<string> = new Set(['pg_hi21', 'pg_hi21_nc']);

/** The selected bits of a value; undefined for operators that are not known. */
export function partOf(name: string, value: bigint): bigint | undefined {
  if (pages.has(name)) return value;
  const part = parts[name];
  return part && BigInt.asUintN(Number(part.bits), BigInt.asUintN(64, value) >> part.low);
}

/** `:abs_g1:` implies `lsl #16`. */
export const impliedShift = (name: string): number | undefined => parts[name]?.shift;
