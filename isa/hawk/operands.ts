/**
 * What may stand in `<>` in the syntax of a Hawk row. `<d>`, `<s>`, `<s1>`, `<s2>` and `<x>` are registers in the
 * field of that name. What register number 0 means differs from row to row: `<d!>` does not allow it (the
 * instruction traps), `<d:pc>` calls it PC, `<d>` is any of the sixteen.
 */
import type { OperandKind, OperandValue } from '../instruction.ts';
import { choiceKind, fieldChoice, fieldNumber, numberKind, signExtend } from '../operand-kinds.ts';
import type { Placeholder } from '../syntax.ts';
import { adjustmentNames, coprocessorRegisterNames, specialRegisterNames } from './special-registers.ts';

/** Numbers in the assembler's notation: small ones in decimal, others after a `#` in hexadecimal. */
function formatHawkNumber(value: bigint): string {
  const size = value < 0n ? -value : value;
  return size < 256n ? `${value}` : `${value < 0n ? '-' : ''}#${size.toString(16).toUpperCase()}`;
}

const upper = (kind: OperandKind): OperandKind => ({
  ...kind,
  format: value => kind.format(value).toUpperCase(),
});

// Registers

/** R0 to R15, RA to RF for 10 to 15, and PC for 0, the preferred spellings first. */
function registerNames(zero: 'pc' | 'r0' | 'none'): Map<string, OperandValue> {
  const names = new Map<string, OperandValue>();
  if (zero === 'pc') names.set('pc', 0n);
  for (let number = zero === 'none' ? 1 : 0; number < 16; number++) names.set(`r${number}`, BigInt(number));
  for (let number = 10; number < 16; number++) names.set(`r${number.toString(16)}`, BigInt(number));
  if (zero === 'r0') names.set('pc', 0n);
  return names;
}

// biome-ignore format: a table is read by columns
const registerKinds = [
  { suffix: '',    names: registerNames('r0'),   expects: 'a register, R0–R15' },
  { suffix: ':pc', names: registerNames('pc'),   expects: 'a register, R1–R15 or PC' },
  { suffix: '!',   names: registerNames('none'), expects: 'a register, R1–R15 (R0 traps here)' },
];

const registers: Record<string, Placeholder> = {};
for (const field of ['d', 's', 's1', 's2', 'x']) {
  for (const { suffix, names, expects } of registerKinds) {
    const kind = fieldChoice({ name: `R${field}`, what: 'operand', expects, names, field });
    registers[field + suffix] = { operand: field, kind: upper(kind) };
  }
}

/** The same register in two fields, written once: `ADDI R2,4`. */
registers['d=x'] = {
  operand: 'd',
  kind: upper(
    choiceKind({
      name: 'Rd',
      what: 'operand',
      expects: 'a register, R1–R15',
      names: registerNames('none'),
      encode: value => ({ d: Number(value), x: Number(value) }),
      decode: ({ d, x }) => (d === x && d !== 0 ? BigInt(d!) : undefined),
    }),
  ),
};

// Numbers

const number = (kind: Parameters<typeof numberKind>[0]): OperandKind =>
  numberKind({ format: formatHawkNumber, ...kind });

/** A number of `width` bits that may be written signed or unsigned, and is read back signed. */
const eitherSign = (field: string, width: number, what: string): OperandKind =>
  number({
    name: field,
    what,
    expects: `${-(2 ** (width - 1))} to ${2 ** width - 1}`,
    encode: value =>
      value >= -(1n << BigInt(width - 1)) && value < 1n << BigInt(width)
        ? { [field]: Number(BigInt.asUintN(width, value)) }
        : undefined,
    decode: fields => BigInt(signExtend(fields[field]!, width)),
  });

/** A count 1 to 16 in four bits, where 0 stands for 16. */
const count = (name: string, field: string, what: string): OperandKind =>
  number({
    name,
    what,
    expects: '1 to 16',
    encode: value => (value >= 1n && value <= 16n ? { [field]: Number(value) % 16 } : undefined),
    decode: fields => BigInt(fields[field] || 16),
  });

const numbers: Record<string, Placeholder> = {
  disp: {
    operand: 'disp',
    kind: {
      ...fieldNumber({ name: 'disp', field: 'disp', width: 16, signed: true, what: 'displacement' }),
      format: formatHawkNumber,
    },
  },
  // CMPI adds the number's negative.
  compared: {
    operand: 'compared',
    kind: number({
      name: 'const',
      what: 'number to compare with',
      expects: '-32767 to 32768',
      encode: value =>
        value >= -32767n && value <= 32768n ? { disp: Number(BigInt.asUintN(16, -value)) } : undefined,
      decode: ({ disp }) => BigInt(-signExtend(disp!, 16)),
    }),
  },
  const24: { operand: 'imm', kind: eitherSign('const', 24, 'constant') },
  const8: { operand: 'imm', kind: eitherSign('const', 8, 'constant') },
  byte: {
    operand: 'imm',
    kind: {
      ...fieldNumber({ name: 'const', field: 'const', width: 8, what: 'constant' }),
      format: formatHawkNumber,
    },
  },
  n: { operand: 'n', kind: count('n', 's2', 'shift count') },
  b: { operand: 'b', kind: count('b', 's', 'bit count') },
  increment: {
    operand: 'imm',
    kind: number({
      name: 'const',
      expects: '-8 to -1 or 1 to 8',
      encode: value =>
        value >= -8n && value <= 8n && value !== 0n
          ? { s: Number(BigInt.asUintN(4, value === 8n ? 0n : value)) }
          : undefined,
      decode: ({ s }) => BigInt(s === 0 ? 8 : signExtend(s!, 4)),
    }),
  },
  // BITTST, by the instruction that it stands for.
  lowbit: {
    operand: 'bit',
    kind: number({
      name: 'bit',
      what: 'bit',
      expects: '0 to 31',
      encode: value => (value >= 0n && value <= 15n ? { s2: (Number(value) + 1) % 16 } : undefined),
      decode: ({ s2 }) => BigInt((s2 || 16) - 1),
    }),
  },
  highbit: {
    operand: 'bit',
    kind: number({
      name: 'bit',
      what: 'bit',
      expects: '0 to 31',
      encode: value => (value >= 16n && value <= 30n ? { s2: 31 - Number(value) } : undefined),
      decode: ({ s2 }) => (s2 === 0 ? undefined : BigInt(31 - s2!)),
    }),
  },
  signbit: {
    operand: 'bit',
    kind: number({
      name: 'bit',
      what: 'bit',
      expects: '0 to 31',
      encode: value => (value === 31n ? {} : undefined),
      decode: () => 31n,
    }),
  },
};

// Names

const named = (what: string, names: ReadonlyMap<string, OperandValue>): Placeholder => ({
  operand: 's',
  kind: upper(
    choiceKind({
      name: what,
      what,
      expects: `${[...names.keys()].join(', ').toUpperCase()} or 0 to 15`,
      names,
      orNumber: true,
      encode: value => (value >= 0n && value <= 15n ? { s: Number(value) } : undefined),
      decode: ({ s }) => BigInt(s!),
      format: formatHawkNumber,
    }),
  ),
});

const names: Record<string, Placeholder> = {
  adjustment: named('adjustment', adjustmentNames),
  special: named('special register', specialRegisterNames),
  coprocessor: named('coprocessor register', coprocessorRegisterNames),
};

// Addresses

const address32 = (value: bigint): bigint => BigInt.asUintN(32, value);

/** A target so many units of bytes, signed, from the end of the instruction. */
function target(field: string, width: number, length: bigint, unit: bigint, expects: string): Placeholder {
  const bound = 1n << BigInt(width - 1);
  return {
    operand: 'target',
    kind: number({
      name: 'label',
      what: 'target',
      expects,
      isAddress: true,
      encode: (value, address) => {
        const distance = BigInt.asIntN(32, value - address - length);
        const offset = distance / unit;
        if (distance % unit !== 0n || offset < -bound || offset >= bound) return undefined;
        return { [field]: Number(BigInt.asUintN(width, offset)) };
      },
      decode: (fields, address) =>
        address32(address + length + BigInt(signExtend(fields[field]!, width)) * unit),
      format: value => `#${value.toString(16).toUpperCase().padStart(4, '0')}`,
    }),
  };
}

const targets: Record<string, Placeholder> = {
  branch: target('const', 8, 2n, 2n, 'an even distance, -254 to 256 bytes away'),
  label: target('disp', 16, 4n, 1n, 'within 32 KiB'),
};

const table: Readonly<Record<string, Placeholder>> = { ...registers, ...numbers, ...names, ...targets };

/** What `<name>` stands for in a row's syntax. */
export const placeholder = (name: string): Placeholder | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
