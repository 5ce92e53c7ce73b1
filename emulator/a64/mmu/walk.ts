/**
 * A walk of translation tables, for both stages and all granules (`AArch64.TranslationTableWalk`, D5.3). The
 * descriptor formats are those of Armv8.0: no hardware update of the access flag or dirty state, 48 bits of
 * address. The contiguous bit is a hint, which nothing here needs.
 */
import type { FaultType } from './fault.ts';
import { entriesBits, type Granule, levelShift } from './granule.ts';

export interface WalkParameters {
  readonly stage: 1 | 2;
  readonly granule: Granule;
  /** Physical (stage 1 under stage 2: intermediate) address of the first table, as TTBR has it. */
  readonly base: bigint;
  readonly startLevel: number;
  /** Bits of the input address. */
  readonly inputBits: number;
  /** Bits that an output address may have. */
  readonly outputBits: number;
}

/** A leaf descriptor with what the tables above it took away. */
export interface Leaf {
  readonly output: bigint;
  readonly descriptor: bigint;
  readonly level: number;
  /** Stage 1 table attributes gathered on the way: APTable, XNTable (UXNTable), PXNTable. */
  readonly noUserAccess: boolean;
  readonly readOnly: boolean;
  readonly executeNever: boolean;
  readonly privilegedExecuteNever: boolean;
  /** NSTable: what lies below is Non-secure. */
  readonly nonSecure: boolean;
}

/** A walk that ended without a leaf; `Inner` is what reading a descriptor may fail with. */
export type WalkFailure<Inner> =
  | { readonly failed: FaultType; readonly level: number; readonly onWalk: boolean; readonly reason: string }
  | { readonly inner: Inner };

/** Reads the descriptor at an output address of the walk's own kind; `undefined` when nothing answers. */
export type DescriptorReader<Inner> = (
  address: bigint,
  level: number,
  nonSecure: boolean,
) => bigint | undefined | { readonly inner: Inner };

const addressBits = (descriptor: bigint, lowest: number): bigint =>
  ((descriptor & 0x0000_ffff_ffff_ffffn) >> BigInt(lowest)) << BigInt(lowest);

const bit = (value: bigint, at: number): boolean => ((value >> BigInt(at)) & 1n) === 1n;

const hexadecimal = (value: bigint): string => `0x${value.toString(16)}`;

export function walk<Inner>(
  parameters: WalkParameters,
  input: bigint,
  read: DescriptorReader<Inner>,
): Leaf | WalkFailure<Inner> {
  const { stage, granule, inputBits, outputBits, startLevel } = parameters;
  // The first table may be smaller than others, or several ones in a row (stage 2); it is aligned to its size.
  const firstBits = inputBits - levelShift(granule, startLevel) + 3;
  let table = addressBits(parameters.base, firstBits);
  let noUserAccess = false;
  let readOnly = false;
  let executeNever = false;
  let privilegedExecuteNever = false;
  let nonSecure = false;
  const fail = (failed: FaultType, level: number, reason: string, onWalk = false): WalkFailure<Inner> => ({
    failed,
    level,
    onWalk,
    reason: `stage ${stage}, level ${level}: ${reason}`,
  });

  if (parameters.base >> BigInt(outputBits)) {
    return fail(
      'address-size',
      0,
      `the first table, at ${hexadecimal(parameters.base)}, is beyond the address size`,
    );
  }
  for (let level = startLevel; ; level++) {
    const shift = levelShift(granule, level);
    const top = level === startLevel ? inputBits : shift + entriesBits(granule);
    const index = (input & ((1n << BigInt(top)) - 1n)) >> BigInt(shift);
    const address = table + (index << 3n);
    const descriptor = read(address, level, nonSecure);
    if (descriptor === undefined) {
      return fail('external', level, `no memory at the descriptor's address ${hexadecimal(address)}`, true);
    }
    if (typeof descriptor === 'object') return descriptor;
    const where = `descriptor ${hexadecimal(descriptor)} at ${hexadecimal(address)}`;
    if (!bit(descriptor, 0)) return fail('translation', level, `${where} is invalid`);
    const isTable = bit(descriptor, 1);
    if (isTable && level < 3) {
      table = addressBits(descriptor, granule.bits);
      if (table >> BigInt(outputBits))
        return fail('address-size', level, `${where} points beyond the address size`);
      if (stage === 1) {
        noUserAccess ||= bit(descriptor, 61);
        readOnly ||= bit(descriptor, 62);
        executeNever ||= bit(descriptor, 60);
        privilegedExecuteNever ||= bit(descriptor, 59);
        nonSecure ||= bit(descriptor, 63);
      }
      continue;
    }
    if (level === 3 ? !isTable : level < granule.firstBlockLevel) {
      return fail('translation', level, `${where} is reserved at this level`);
    }
    // The address size is checked as if the descriptor was of a page.
    if (addressBits(descriptor, granule.bits) >> BigInt(outputBits))
      return fail('address-size', level, `${where} points beyond the address size`);
    if (!bit(descriptor, 10)) return fail('access-flag', level, `${where} has its access flag clear`);
    const output = addressBits(descriptor, shift) | (input & ((1n << BigInt(shift)) - 1n));
    const gathered = { noUserAccess, readOnly, executeNever, privilegedExecuteNever, nonSecure };
    return { output, descriptor, level, ...gathered };
  }
}
