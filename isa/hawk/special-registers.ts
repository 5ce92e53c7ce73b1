/** Registers that instructions name by number: CPUGET and CPUSET, COGET and COSET, ADJUST. */
import type { OperandValue } from '../instruction.ts';

/** CPUGET and CPUSET: number → the cell that it names. Other numbers read as zero and ignore writes. */
export const specialRegisters: Readonly<Record<number, string>> = {
  0: 'psw',
  1: 'tpc',
  2: 'tma',
  3: 'tsv',
  8: 'cyc',
};

export const specialRegisterNames: ReadonlyMap<string, OperandValue> = new Map(
  Object.entries(specialRegisters).map(([number, name]) => [name, BigInt(number)]),
);

/** COGET and COSET: register 0 is the status of all coprocessors, the others belong to the selected one. */
export const coprocessorRegisterNames: ReadonlyMap<string, OperandValue> = new Map([['costat', 0n]]);

/** Bits of COSTAT that can be written. */
export const coprocessorStatusMask = 0xf7fe;

/** ADJUST codes that have names. The others add nothing. */
export const adjustments = { bcd: 2, ex3: 3, cmsb: 4, ssq: 5, plus1: 8 } as const;

export const adjustmentNames: ReadonlyMap<string, OperandValue> = new Map([
  ['bcd', BigInt(adjustments.bcd)],
  ['ex3', BigInt(adjustments.ex3)],
  ['cmsb', BigInt(adjustments.cmsb)],
  ['ssq', BigInt(adjustments.ssq)],
  ...Array.from({ length: 8 }, (_, n) => [`plus${1 << n}`, BigInt(adjustments.plus1 + n)] as const),
]);
