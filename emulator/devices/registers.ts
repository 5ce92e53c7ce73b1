/** Devices whose registers are 32 bits wide and stand in a table. */
import type { AccessSize, Device } from '../core/memory-map.ts';

/** One register. What it lacks reads as zero or ignores writes. */
export interface DeviceRegister {
  readonly offset: number;
  readonly name: string;
  readonly read?: (secure: boolean) => number;
  readonly write?: (value: number, secure: boolean) => void;
}

/** A register that only holds what is written to the bits of a mask. */
export function plainRegister(
  offset: number,
  name: string,
  mask: number,
  held: Map<number, number>,
): DeviceRegister {
  return {
    offset,
    name,
    read: () => held.get(offset) ?? 0,
    write: value => {
      held.set(offset, (value & mask) >>> 0);
    },
  };
}

/** PrimeCell identification from offset 0xfe0: part number bytes, then the same four for all. */
export const identificationRegisters = (bytes: readonly number[]): readonly DeviceRegister[] =>
  [...bytes, 0x0d, 0xf0, 0x05, 0xb1].map((value, at) => ({
    offset: 0xfe0 + 4 * at,
    name: `ID${at}`,
    read: () => value,
  }));

export interface RegisterTable {
  /** As in messages. */
  readonly name: string;
  readonly registers: readonly DeviceRegister[];
  readonly state: Device['state'];
  readonly log: (message: string) => void;
}

/** Reads `size` bytes at an offset within an aligned word or two. */
export function readWords(offset: number, size: AccessSize, word: (offset: number) => number): bigint {
  const low = BigInt(word(offset & ~3) >>> 0) >> BigInt(8 * (offset & 3));
  const value = size === 8 ? low | (BigInt(word((offset & ~3) + 4) >>> 0) << 32n) : low;
  return BigInt.asUintN(8 * size, value);
}

/** A device of such a table. Narrow writes write the whole register; unknown offsets are told once. */
export function registerDevice({ name, registers, state, log }: RegisterTable): Device {
  const table = new Map(registers.map(register => [register.offset, register]));

  function at(offset: number): DeviceRegister | undefined {
    const register = table.get(offset);
    if (!register)
      log(`${name}: no register at offset 0x${offset.toString(16)}: reads as zero, writes are ignored`);
    return register;
  }

  return {
    read: (offset, size, secure) => readWords(offset, size, word => at(word)?.read?.(secure) ?? 0),
    write: (offset, size, value, secure) => {
      at(offset & ~3)?.write?.(Number(value & 0xffff_ffffn), secure);
      if (size === 8) at((offset & ~3) + 4)?.write?.(Number(value >> 32n), secure);
    },
    state,
  };
}
