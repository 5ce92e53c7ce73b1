/** SM3 and SM4, the Chinese national hash and block cipher (C7.2). */
import type { Computation } from '../../../vocabulary.ts';
import { substitutionBox } from './field.ts';
import type { Words } from './words.ts';
import { choose, halvesOf, majority, onWords, parity, rotateLeft, wordsOf } from './words.ts';

/** On three vectors, of the last of which one word is chosen by its number. */
const onIndexed = (doc: string, apply: (d: Words, n: Words, word: number) => Words): Computation => ({
  arguments: ['i64', 'i64', 'i64', 'i64', 'i64', 'i64', 'i32'],
  results: ['i64', 'i64'],
  doc,
  apply: (d0 = 0n, d1 = 0n, n0 = 0n, n1 = 0n, m0 = 0n, m1 = 0n, index = 0n) =>
    halvesOf(apply(wordsOf(d0, d1), wordsOf(n0, n1), wordsOf(m0, m1)[Number(index)]!)),
});

type Mix = (x: number, y: number, z: number) => number;

/** `SM3TT1A`, `SM3TT1B`. */
const firstStep =
  (mix: Mix) =>
  ([d0, d1, d2, d3]: Words, n: Words, word: number): Words => {
    const ss2 = n[3]! ^ rotateLeft(d3!, 12);
    const tt1 = (mix(d3!, d1!, d2!) + d0! + ss2 + word) | 0;
    return [d1!, rotateLeft(d2!, 9), d3!, tt1];
  };

/** `SM3TT2A`, `SM3TT2B`. */
const secondStep =
  (mix: Mix) =>
  ([d0, d1, d2, d3]: Words, n: Words, word: number): Words => {
    const tt2 = (mix(d3!, d2!, d1!) + d0! + n[3]! + word) | 0;
    return [d1!, rotateLeft(d2!, 19), d3!, tt2 ^ rotateLeft(tt2, 9) ^ rotateLeft(tt2, 17)];
  };

const permuted = (word: number): number => word ^ rotateLeft(word, 15) ^ rotateLeft(word, 23);

export const sm3Computations: Readonly<Record<string, Computation>> = {
  SM3TT1A: onIndexed('First step with parity; then the number of the word', firstStep(parity)),
  SM3TT1B: onIndexed('First step with majority; then the number of the word', firstStep(majority)),
  SM3TT2A: onIndexed('Second step with parity; then the number of the word', secondStep(parity)),
  SM3TT2B: onIndexed('Second step with choose; then the number of the word', secondStep(choose)),
  SM3SS1: onWords('Rotate, add and rotate', 3, (n, m, a) => [
    0,
    0,
    0,
    rotateLeft((rotateLeft(n[3]!, 12) + m[3]! + a[3]!) | 0, 7),
  ]),
  SM3PARTW1: onWords('First part of the expansion', 3, (d, n, m) => {
    const result = d.map((word, at) => word ^ n[at]! ^ (at < 3 ? rotateLeft(m[at + 1]!, 15) : 0));
    const first = permuted(result[0]!);
    return [first, permuted(result[1]!), permuted(result[2]!), permuted(result[3]! ^ rotateLeft(first, 15))];
  }),
  SM3PARTW2: onWords('Second part of the expansion', 3, (d, n, m) => {
    const mixed = n.map((word, at) => word ^ rotateLeft(m[at]!, 7));
    const result = d.map((word, at) => word ^ mixed[at]!);
    return [result[0]!, result[1]!, result[2]!, result[3]! ^ permuted(rotateLeft(mixed[0]!, 15))];
  }),
};

const rotatedByte = (byte: number, places: number): number =>
  ((byte << places) | (byte >> (8 - places))) & 0xff;

const oddParity = (byte: number): number => byte.toString(2).replaceAll('0', '').length & 1;

/** SM4's affine map: each bit is the parity of a choice of bits, one place further each time. */
const affine = (byte: number): number =>
  [0, 1, 2, 3, 4, 5, 6, 7].reduce(
    (bits, row) => bits | (oddParity(byte & rotatedByte(0xa7, row)) << row),
    0,
  ) ^ 0xd3;

/** In the field modulo x^8 + x^7 + x^6 + x^5 + x^4 + x^2 + 1. */
const substitution = substitutionBox(0x1f5, affine, affine);

const substituted = (word: number): number =>
  [0, 8, 16, 24].reduce((result, at) => result | (substitution[(word >>> at) & 0xff]! << at), 0);

/** Four rounds; `mixed` is the linear map of encryption or of the key schedule. */
function sm4Rounds(words: Words, keys: Words, mixed: (word: number) => number): Words {
  let state = words;
  for (const key of keys) {
    const [a, b, c, d] = state;
    state = [b!, c!, d!, a! ^ mixed(substituted(b! ^ c! ^ d! ^ key))];
  }
  return state;
}

export const sm4Computations: Readonly<Record<string, Computation>> = {
  SM4E: onWords('Four rounds of encryption', 2, (d, n) =>
    sm4Rounds(
      d,
      n,
      word => word ^ rotateLeft(word, 2) ^ rotateLeft(word, 10) ^ rotateLeft(word, 18) ^ rotateLeft(word, 24),
    ),
  ),
  SM4EKEY: onWords('Four rounds of the key schedule', 2, (n, m) =>
    sm4Rounds(n, m, word => word ^ rotateLeft(word, 13) ^ rotateLeft(word, 23)),
  ),
};
