/** Which state cells the encodings in system instructions name. */
import type { CellLookup } from '../effects.ts';
import { statusFieldOperands } from './system-operations.ts';
import { systemRegisterByEncoding } from './system-registers.ts';

/** Registers and fields that are made of cells with other names. */
const parts: Readonly<Record<string, readonly string[]>> = {
  nzcv: ['n', 'z', 'c', 'v'],
  daif: ['d', 'a', 'i', 'f'],
  currentel: ['el'],
  daifset: ['d', 'a', 'i', 'f'],
  daifclr: ['d', 'a', 'i', 'f'],
};

const cellsOf = (name: string): readonly string[] => parts[name] ?? [name];
const fieldNames = new Map(statusFieldOperands.map(({ name, op1, op2 }) => [(op1 << 3) | op2, name]));

export const a64Cells: CellLookup = {
  systemRegister: encoding => {
    const register = systemRegisterByEncoding(encoding);
    return register === undefined || register.storage === 'none'
      ? []
      : cellsOf(register.aliasOf ?? register.name);
  },
  statusField: encoding => {
    const name = fieldNames.get(encoding);
    return name === undefined ? [] : cellsOf(name);
  },
};
