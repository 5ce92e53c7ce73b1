/** Placeholders of wide moves and of bitmask immediates. */
import type { Fields, OperandKind } from '../../instruction.ts';
import { formatHex, listedNumber, numberKind } from '../../operand-kinds.ts';
import type { Placeholder } from '../../syntax.ts';
import { decodeBitmask, encodeBitmask } from '../bitmask.ts';
import type { Width } from '../semantics/registers.ts';

/**
 * The unsigned form of a value; undefined when it does not fit the width, signed or not. A value is computed in 64
 * bits: of 32 it fits when the others are all zeros or all ones, as those of `~1` are.
 */
function unsigned(value: bigint, width: Width): bigint | undefined {
  if (value < -(1n << 63n) || value >= 1n << 64n) return undefined;
  const bits = BigInt.asUintN(64, value);
  const upper = bits >> 32n;
  return width === 64 ? bits : upper === 0n || upper === 0xffff_ffffn ? BigInt.asUintN(32, bits) : undefined;
}

const onesOf = (width: Width): bigint => (1n << BigInt(width)) - 1n;

/** `hw` and `imm16` of a value with only one halfword that is not zero. */
function splitWide(value: bigint, width: Width): Fields | undefined {
  for (let hw = 0; hw < width / 16; hw++) {
    const imm16 = value >> BigInt(hw * 16);
    if (imm16 <= 0xffffn && imm16 << BigInt(hw * 16) === value) return { hw, imm16: Number(imm16) };
  }
  return undefined;
}

/** The value that `hw` and `imm16` stand for; undefined when another `hw` is the usual one, or none exists. */
function wideValue({ hw, imm16 }: Fields, width: Width): bigint | undefined {
  if (hw! >= width / 16 || (imm16 === 0 && hw !== 0)) return undefined;
  return BigInt(imm16!) << BigInt(hw! * 16);
}

/** Whether one `MOVZ` or `MOVN` makes the value. */
const isWide = (value: bigint, width: Width): boolean =>
  splitWide(value, width) !== undefined || splitWide(value ^ onesOf(width), width) !== undefined;

function maskKind(name: string, width: Width, change: (mask: bigint) => bigint | undefined): OperandKind {
  return numberKind({
    name,
    expects: `a mask of ${width} bits: a run of ones, rotated and repeated every 2, 4, 8, 16, 32${width === 64 ? ' or 64' : ''} bits`,
    encode: value => {
      const mask = unsigned(value, width);
      const changed = mask === undefined ? undefined : change(mask);
      return changed === undefined ? undefined : encodeBitmask(changed, width);
    },
    decode: fields => {
      const mask = decodeBitmask(fields, width);
      return mask === undefined ? undefined : change(mask);
    },
    format: formatHex,
  });
}

export function widePlaceholders(width: Width): Record<string, Placeholder> {
  const expects = 'a number that one movz, movn or orr makes';
  const immediate = (kind: OperandKind): Placeholder => ({ operand: 'imm', kind });
  return {
    [`mask${width}`]: immediate(maskKind(`mask${width}`, width, mask => mask)),
    [`~mask${width}`]: immediate(maskKind(`~mask${width}`, width, mask => mask ^ onesOf(width))),
    [`movmask${width}`]: immediate(
      maskKind(`movmask${width}`, width, mask => (isWide(mask, width) ? undefined : mask)),
    ),
    [`wide${width}`]: immediate(
      numberKind({
        name: `wide${width}`,
        expects,
        encode: value => {
          const plain = unsigned(value, width);
          return plain === undefined ? undefined : splitWide(plain, width);
        },
        decode: fields => wideValue(fields, width),
      }),
    ),
    [`~wide${width}`]: immediate(
      numberKind({
        name: `~wide${width}`,
        expects,
        encode: value => {
          const plain = unsigned(value, width);
          return plain === undefined ? undefined : splitWide(plain ^ onesOf(width), width);
        },
        decode: fields => {
          const value = wideValue(fields, width);
          if (value === undefined || splitWide(value ^ onesOf(width), width) !== undefined) return undefined;
          return BigInt.asIntN(width, value ^ onesOf(width));
        },
      }),
    ),
    [`hw${width}`]: {
      operand: 'shift',
      default: 0n,
      kind: listedNumber(
        `hw${width}`,
        'hw',
        'shift amount',
        width === 64 ? [0n, 16n, 32n, 48n] : [0n, 16n],
        width === 64 ? '0, 16, 32 or 48' : '0 or 16',
      ),
    },
  };
}
