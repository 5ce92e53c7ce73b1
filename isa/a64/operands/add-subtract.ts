/** Placeholders of the immediates of add and subtract. */
import type { Fields } from '../../instruction.ts';
import { fieldNumber, listedNumber, numberKind } from '../../operand-kinds.ts';
import type { Placeholder } from '../../syntax.ts';

const addSubtractWords = '0–4095, or a multiple of 4096 up to 16773120';

/** Value of `imm12` with its optional shift; a shifted zero is not how zero is encoded. */
const shiftedImm12 = ({ sh, imm12 }: Fields): bigint | undefined =>
  sh === 1 && imm12 === 0 ? undefined : BigInt(imm12! * (sh === 1 ? 4096 : 1));

function splitImm12(value: bigint): Fields | undefined {
  if (value >= 0n && value <= 4095n) return { sh: 0, imm12: Number(value) };
  if (value % 4096n === 0n && value >= 0n && value <= 16773120n)
    return { sh: 1, imm12: Number(value / 4096n) };
  return undefined;
}

export const addSubtract: Record<string, Placeholder> = {
  imm12: {
    operand: 'imm',
    kind: fieldNumber({ name: 'imm12', field: 'imm12', width: 12, expects: addSubtractWords }),
  },
  shift12: {
    operand: 'shift',
    default: 0n,
    kind: listedNumber('shift12', 'sh', 'shift amount', [0n, 12n]),
  },
  imm24: {
    operand: 'imm',
    kind: numberKind({ name: 'imm24', expects: addSubtractWords, encode: splitImm12, decode: shiftedImm12 }),
  },
  // Written as the opposite instruction: `add x0, x1, #-4` is `sub x0, x1, #4`.
  '-imm12': {
    operand: 'imm',
    kind: numberKind({
      name: '-imm12',
      expects: '-4095 to 4095',
      encode: value => (value <= 0n && value >= -4095n ? { imm12: Number(-value) } : undefined),
      decode: ({ imm12 }) => -BigInt(imm12!),
    }),
  },
  '-imm24': {
    operand: 'imm',
    kind: numberKind({
      name: '-imm24',
      expects: `${addSubtractWords}, or the negative of one`,
      encode: value => splitImm12(-value),
      decode: fields => {
        const value = shiftedImm12(fields);
        return value === undefined ? undefined : -value;
      },
    }),
  },
};
