/** Rearrangements of elements. Arguments end with the size of an element in bits, where there are elements. */
import type { Helper } from '../../vocabulary.ts';
import { elementsOf, joined } from './elements.ts';

type Permute = (a: readonly bigint[], b: readonly bigint[]) => readonly (bigint | undefined)[];

/** The elements of a new doubleword, chosen from those of two. */
const permutation = (doc: string, permute: Permute): Helper => ({
  arguments: ['i64', 'i64', 'i32'],
  result: 'i64',
  doc,
  apply: (a = 0n, b = 0n, bits = 0n) => {
    const size = Number(bits);
    return joined(permute(elementsOf(a, size), elementsOf(b, size)) as bigint[], size);
  },
});

/** Every second element, from the one at `first` on. */
const every = (first: 0 | 1, elements: readonly bigint[]): bigint[] =>
  elements.filter((_, at) => at % 2 === first);

/** The first of each, the second of each … */
const interleaved = (a: readonly bigint[], b: readonly bigint[]): (bigint | undefined)[] =>
  a.flatMap((element, at) => [element, b[at]]);

/** One half of the elements; all of them where there is but one. */
const halfOf = (which: 0 | 1, elements: readonly bigint[]): readonly bigint[] => {
  const count = elements.length / 2;
  return elements.slice(which * count, (which + 1) * count);
};

export const permutationHelpers: Readonly<Record<string, Helper>> = {
  uzp1: permutation('Even elements of two doublewords, of one element each the first', (a, b) =>
    a.length === 1 ? a : [...every(0, a), ...every(0, b)],
  ),
  uzp2: permutation('Odd elements of two doublewords, of one element each the second', (a, b) =>
    b.length === 1 ? b : [...every(1, a), ...every(1, b)],
  ),
  zip1: permutation('Lower halves interleaved, of one element each the first', (a, b) =>
    a.length === 1 ? a : interleaved(halfOf(0, a), halfOf(0, b)),
  ),
  zip2: permutation('Upper halves interleaved, of one element each the second', (a, b) =>
    b.length === 1 ? b : interleaved(halfOf(1, a), halfOf(1, b)),
  ),
  trn1: permutation('Even elements in pairs', (a, b) => interleaved(every(0, a), every(0, b))),
  trn2: permutation('Odd elements in pairs', (a, b) => interleaved(every(1, a), every(1, b))),
  dup: {
    arguments: ['i64', 'i32'],
    result: 'i64',
    doc: 'The lowest element in all places',
    apply: (value = 0n, bits = 0n) => joined(Array(64 / Number(bits)).fill(value), Number(bits)),
  },
  rev: {
    arguments: ['i64', 'i32', 'i32'],
    result: 'i64',
    doc: 'Elements in reverse order within containers of so many bits',
    apply: (value = 0n, bits = 0n, container = 0n) => {
      const count = Number(container / bits);
      const elements = elementsOf(value, Number(bits));
      const reversed = elements.map((_, at) => elements[at - (at % count) + count - 1 - (at % count)]!);
      return joined(reversed, Number(bits));
    },
  },
  element: {
    arguments: ['i64', 'i64', 'i32', 'i32'],
    result: 'i64',
    doc: 'The element of this number of a low and a high half, extended with zeros',
    apply: (low = 0n, high = 0n, index = 0n, bits = 0n) =>
      BigInt.asUintN(Number(bits), (low | (high << 64n)) >> (index * bits)),
  },
  insert: {
    arguments: ['i64', 'i32', 'i64', 'i32'],
    result: 'i64',
    doc: 'A doubleword with another element at this number; as it is where it has no such number',
    apply: (value = 0n, index = 0n, element = 0n, bits = 0n) => {
      if (index * bits >= 64n) return value;
      const mask = ((1n << bits) - 1n) << (index * bits);
      return BigInt.asUintN(64, (value & ~mask) | ((element << (index * bits)) & mask));
    },
  },
  ext: {
    arguments: ['i64', 'i64', 'i32'],
    result: 'i64',
    doc: 'The doubleword that begins at this byte of a low and a high half',
    apply: (low = 0n, high = 0n, byte = 0n) => BigInt.asUintN(64, (low | (high << 64n)) >> (8n * byte)),
  },
  tbx: {
    arguments: ['i64', 'i64', 'i64', 'i64', 'i32'],
    result: 'i64',
    doc: 'Bytes of a table (low and high half) by their numbers, the first of which is given; others are kept',
    apply: (kept = 0n, low = 0n, high = 0n, numbers = 0n, first = 0n) => {
      const table = elementsOf(low | (high << 64n), 8, 16);
      const old = elementsOf(kept, 8);
      return joined(
        elementsOf(numbers, 8).map((number, at) => table[Number(number - first)] ?? old[at]!),
        8,
      );
    },
  },
};
