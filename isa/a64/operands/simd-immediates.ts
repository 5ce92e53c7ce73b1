/** Placeholders of the immediates of floating-point and SIMD instructions. */
import type { Fields, OperandKind } from '../../instruction.ts';
import {
  bitsOfDouble,
  doubleOfBits,
  fieldNumber,
  formatHex,
  listedNumber,
  mustBe,
  numberKind,
} from '../../operand-kinds.ts';
import type { Placeholder } from '../../syntax.ts';

/** The number that eight bits stand for (VFPExpandImm): sign, three bits of exponent, four of fraction. */
function expandFloat(imm8: number): number {
  const exponent = ((imm8 >> 4) & 7) ^ 4;
  const size = (1 + (imm8 & 15) / 16) * 2 ** (exponent - 3);
  return imm8 & 0x80 ? -size : size;
}

const floats = new Map(Array.from({ length: 256 }, (_, imm8) => [bitsOfDouble(expandFloat(imm8)), imm8]));

const formatFloat = (bits: bigint): string => {
  const text = String(doubleOfBits(bits));
  return /[.e]/.test(text) ? text : `${text}.0`;
};

/** A number of eight bits, in one field or in two; of doubles when `floatBits` is 64. */
function floatPlaceholder(
  split: (imm8: number) => Fields,
  join: (fields: Fields) => number,
  floatBits?: 64,
): Placeholder {
  const expects = '±n/16 × 2^r with n from 16 to 31 and r from -3 to 4';
  const kind: OperandKind = {
    name: 'float',
    reads: 'float',
    ...(floatBits && { floatBits }),
    expects,
    encode: value => {
      const imm8 = floats.get(value);
      return imm8 === undefined ? mustBe('immediate', expects) : split(imm8);
    },
    decode: fields => bitsOfDouble(expandFloat(join(fields))),
    format: formatFloat,
  };
  return { operand: 'imm', kind };
}

/** An immediate of eight bits that lies in two fields. */
const splitByte = (byte: number): Fields => ({ abc: byte >> 5, defgh: byte & 31 });
const joinByte = ({ abc, defgh }: Fields): number => (abc! << 5) | defgh!;

/** Each bit of the byte stands for a byte of ones. */
const expandMask = (byte: number): bigint =>
  Array.from({ length: 8 }, (_, bit) => (byte & (1 << bit) ? 0xffn << BigInt(8 * bit) : 0n)).reduce(
    (a, b) => a | b,
  );

function byteOfMask(value: bigint): number | undefined {
  if (value < -(1n << 63n) || value >= 1n << 64n) return undefined;
  const bits = BigInt.asUintN(64, value);
  const byte = Array.from({ length: 8 }, (_, at) => ((bits >> BigInt(8 * at)) & 1n ? 1 << at : 0)).reduce(
    (a, b) => a | b,
  );
  return expandMask(byte) === bits ? byte : undefined;
}

/** A number from 1 to a size, kept as its distance from the size. */
const downFrom = (size: number, field: string, operand: string, what: string): Placeholder => ({
  operand,
  kind: numberKind({
    name: operand,
    what,
    expects: `1 to ${size}`,
    encode: value => (value >= 1n && value <= size ? { [field]: size - Number(value) } : undefined),
    decode: fields => BigInt(size - fields[field]!),
  }),
});

const shiftLeft = (size: number): Placeholder => ({
  operand: 'shift',
  kind: fieldNumber({ name: 'shift', field: 'shift', width: Math.log2(size), what: 'shift amount' }),
});

/** One of a few numbers; the first is the usual one, where it may be left out. */
const listed = (operand: string, what: string, ...values: readonly bigint[]): Placeholder => ({
  operand,
  default: values[0]!,
  kind: listedNumber(operand, operand, what, values),
});

/** A number that must be written, and is not encoded. */
const exactly = (value: bigint): Placeholder => ({
  operand: 'imm',
  kind: numberKind({
    name: `${value}`,
    expects: `${value}`,
    encode: given => (given === value ? {} : undefined),
    decode: () => value,
  }),
});

const floatZero: Placeholder = {
  operand: 'zero',
  kind: {
    name: '0.0',
    reads: 'float',
    expects: '0.0',
    encode: value => (value === 0n ? {} : mustBe('immediate', '0.0')),
    decode: () => 0n,
    format: formatFloat,
  },
};

// biome-ignore format: a table is read by columns
export const simdImmediates: Readonly<Record<string, Placeholder>> = {
  float8:        floatPlaceholder(imm8 => ({ imm8 }), ({ imm8 }) => imm8!),
  'float8.d':    floatPlaceholder(imm8 => ({ imm8 }), ({ imm8 }) => imm8!, 64),
  floatByte:     floatPlaceholder(splitByte, joinByte),
  'floatByte.d': floatPlaceholder(splitByte, joinByte, 64),
  '0.0':         floatZero,
  byte: {
    operand: 'imm',
    kind: numberKind({
      name: 'imm8',
      expects: '-128 to 255',
      encode: value => (value >= -128n && value <= 255n ? splitByte(Number(BigInt.asUintN(8, value))) : undefined),
      decode: fields => BigInt(joinByte(fields)),
    }),
  },
  bytemask: {
    operand: 'imm',
    kind: numberKind({
      name: 'imm64',
      expects: '64 bits of which each byte is 0 or 0xff',
      encode: value => {
        const byte = byteOfMask(value);
        return byte === undefined ? undefined : splitByte(byte);
      },
      decode: fields => expandMask(joinByte(fields)),
      format: formatHex,
    }),
  },
  ...Object.fromEntries([0n, 8n, 16n, 32n].map(value => [`exactly${value}`, exactly(value)])),
  // By as many bytes as are transferred moves the base of a load or store of structures.
  ...Object.fromEntries([1n, 2n, 3n, 4n, 6n, 8n, 12n, 16n, 24n, 32n, 48n, 64n].map(bytes => [`bytes${bytes}`, exactly(bytes)])),
  ...Object.fromEntries([8, 16, 32, 64].flatMap(size => [
    [`shr${size}`,   downFrom(size, 'shift', 'shift', 'shift amount')],
    [`shl${size}`,   shiftLeft(size)],
    [`fbits${size}`, downFrom(size, 'shift', 'fbits', 'number of fraction bits')],
    [`scale${size}`, downFrom(size, 'scale', 'fbits', 'number of fraction bits')],
  ])),
  'amount.b': { ...exactly(0n), operand: 'amount', default: 0n },
  'amount.h': listed('amount', 'shift amount', 0n, 8n),
  'amount.s': listed('amount', 'shift amount', 0n, 8n, 16n, 24n),
  amountOnes: listed('amount', 'shift amount', 8n, 16n),
  rotate180:  listed('rotate', 'rotation', 90n, 270n),
  rotate90:   listed('rotate', 'rotation', 0n, 90n, 180n, 270n),
  xor6:       { operand: 'imm6', kind: fieldNumber({ name: 'imm6', field: 'imm6', width: 6 }) },
  imm2:       { operand: 'imm2', kind: fieldNumber({ name: 'imm2', field: 'imm2', width: 2, what: 'lane' }) },
};
