/** AES on a state of 16 bytes, column by column (shared/functions/crypto: `AESSubBytes`, `AESMixColumns` …). */
import type { Computation } from '../../../vocabulary.ts';
import { elementsOf, joined } from '../elements.ts';
import { fieldProductModulo, substitutionBox } from './field.ts';

/** Products modulo x^8 + x^4 + x^3 + x + 1 (`FFmul`). */
const modulus = 0x11b;
const fieldProduct = fieldProductModulo(modulus);

const rotated = (byte: number, places: number): number => ((byte << places) | (byte >> (8 - places))) & 0xff;

const substitution = substitutionBox(
  modulus,
  byte => byte,
  byte => byte ^ rotated(byte, 1) ^ rotated(byte, 2) ^ rotated(byte, 3) ^ rotated(byte, 4) ^ 0x63,
);
const inverseSubstitution = substitution.reduce<number[]>((inverse, image, byte) => {
  inverse[image] = byte;
  return inverse;
}, []);

type State = readonly number[];

const stateOf = (low: bigint, high: bigint): State =>
  [low, high].flatMap(half => elementsOf(half, 8).map(Number));

const halvesOf = (state: State): readonly bigint[] =>
  [state.slice(0, 8), state.slice(8)].map(half => joined(half.map(BigInt), 8));

/** Row `r` moves by `r` columns: byte `4c + r` comes from column `c + r`, or with `-1` from `c - r`. */
const shiftRows = (state: State, direction: 1 | -1): State =>
  state.map((_, at) => state[(at + 16 + direction * 4 * (at % 4)) % 16]!);

/** Each column times a circulant matrix, given by its first row. */
const mixColumns = (state: State, row: readonly number[]): State =>
  state.map((_, at) => {
    const column = at - (at % 4);
    return [0, 1, 2, 3].reduce(
      (sum, other) => sum ^ fieldProduct(state[column + other]!, row[(other - (at % 4) + 4) % 4]!),
      0,
    );
  });

/** Two halves of a state, and of a second operand that is added first. */
const onState = (doc: string, operands: 1 | 2, apply: (state: State) => State): Computation => ({
  arguments: Array(2 * operands).fill('i64'),
  results: ['i64', 'i64'],
  doc,
  apply: (low = 0n, high = 0n, otherLow = 0n, otherHigh = 0n) =>
    halvesOf(apply(stateOf(low ^ otherLow, high ^ otherHigh))),
});

export const aesComputations: Readonly<Record<string, Computation>> = {
  AESE: onState('A round of encryption: add the key, shift rows, substitute', 2, state =>
    shiftRows(state, 1).map(byte => substitution[byte]!),
  ),
  AESD: onState('A round of decryption: add the key, shift rows back, substitute back', 2, state =>
    shiftRows(state, -1).map(byte => inverseSubstitution[byte]!),
  ),
  AESMixColumns: onState('Columns mixed', 1, state => mixColumns(state, [2, 3, 1, 1])),
  AESInvMixColumns: onState('Columns mixed back', 1, state => mixColumns(state, [14, 11, 13, 9])),
};
