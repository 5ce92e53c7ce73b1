/** Vectors of words, as hash functions and ciphers take them. */
import type { Computation } from '../../../vocabulary.ts';
import { elementsOf, joined } from '../elements.ts';

export type Words = readonly number[];

/** The words of doublewords, lowest first. */
export const wordsOf = (...halves: readonly bigint[]): number[] =>
  halves.flatMap(half => elementsOf(half, 32).map(Number));

/** Words, taken modulo 2^32, put together to doublewords. */
export function halvesOf(words: readonly number[]): readonly bigint[] {
  const parts = words.map(word => BigInt(word >>> 0));
  return Array.from({ length: words.length / 2 }, (_, at) => joined(parts.slice(2 * at, 2 * at + 2), 32));
}

export const rotateLeft = (word: number, places: number): number =>
  places % 32 === 0 ? word | 0 : (word << (places % 32)) | (word >>> (32 - (places % 32)));

export const rotateRight = (word: number, places: number): number => rotateLeft(word, 32 - places);

export const choose = (x: number, y: number, z: number): number => ((y ^ z) & x) ^ z;
export const majority = (x: number, y: number, z: number): number => (x & y) | ((x | y) & z);
export const parity = (x: number, y: number, z: number): number => x ^ y ^ z;

/** On vectors of words: `operands` of them, of which the results are the words of one. */
export const onWords = (
  doc: string,
  operands: number,
  apply: (...vectors: readonly Words[]) => Words,
): Computation => ({
  arguments: Array(2 * operands).fill('i64'),
  results: ['i64', 'i64'],
  doc,
  apply: (...halves) =>
    halvesOf(
      apply(...Array.from({ length: operands }, (_, at) => wordsOf(halves[2 * at]!, halves[2 * at + 1]!))),
    ),
});
