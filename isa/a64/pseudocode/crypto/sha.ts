/** SHA1, SHA256 and SHA512 (shared/functions/crypto: `SHA256hash` …, C7.2). */
import type { Computation } from '../../../vocabulary.ts';
import type { Words } from './words.ts';
import { choose, majority, onWords, parity, rotateLeft, rotateRight } from './words.ts';

type Mix = (x: number, y: number, z: number) => number;

/** Four rounds of SHA1: the state in `d`, E in the lowest word of `n`, the schedule with its constants in `m`. */
const sha1Rounds =
  (mix: Mix) =>
  (d: Words, n: Words, m: Words): Words => {
    let [a, b, c, e] = [d[0]!, d[1]!, d[2]!, n[0]!];
    let last = d[3]!;
    for (const word of m) {
      const sum = (e + rotateLeft(a, 5) + mix(b, c, last) + word) | 0;
      [e, last, c, b, a] = [last, c, rotateLeft(b, 30), a, sum];
    }
    return [a, b, c, last];
  };

const sigma0 = (x: number): number => rotateRight(x, 2) ^ rotateRight(x, 13) ^ rotateRight(x, 22);
const sigma1 = (x: number): number => rotateRight(x, 6) ^ rotateRight(x, 11) ^ rotateRight(x, 25);

/** `SHA256hash`: four rounds on the two halves of the state; which half is wanted. */
function sha256Rounds(x: Words, y: Words, w: Words, part: 1 | 2): Words {
  let [a, b, c, d] = x as [number, number, number, number];
  let [e, f, g, h] = y as [number, number, number, number];
  for (const word of w) {
    const t = (h + sigma1(e) + choose(e, f, g) + word) | 0;
    const sum = (t + sigma0(a) + majority(a, b, c)) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t) | 0, c, b, a, sum];
  }
  return part === 1 ? [a, b, c, d] : [e, f, g, h];
}

const schedule0 = (x: number): number => rotateRight(x, 7) ^ rotateRight(x, 18) ^ (x >>> 3);
const schedule1 = (x: number): number => rotateRight(x, 17) ^ rotateRight(x, 19) ^ (x >>> 10);

function sha256Schedule(d: Words, n: Words, m: Words): Words {
  const between = [...n.slice(1), m[0]!];
  const result: number[] = [];
  for (let at = 0; at < 4; at++) {
    const word = at < 2 ? m[at + 2]! : result[at - 2]!;
    result.push((d[at]! + between[at]! + schedule1(word)) | 0);
  }
  return result;
}

export const shaComputations: Readonly<Record<string, Computation>> = {
  SHA1C: onWords('Four rounds with choose', 3, sha1Rounds(choose)),
  SHA1P: onWords('Four rounds with parity', 3, sha1Rounds(parity)),
  SHA1M: onWords('Four rounds with majority', 3, sha1Rounds(majority)),
  SHA1SU0: onWords('First part of the schedule', 3, (d, n, m) => [
    d[2]! ^ d[0]! ^ m[0]!,
    d[3]! ^ d[1]! ^ m[1]!,
    n[0]! ^ d[2]! ^ m[2]!,
    n[1]! ^ d[3]! ^ m[3]!,
  ]),
  SHA1SU1: onWords('Second part of the schedule', 2, (d, n) => {
    const mixed = d.map((word, at) => word ^ (n[at + 1] ?? 0));
    const turned = mixed.map(word => rotateLeft(word, 1));
    return [turned[0]!, turned[1]!, turned[2]!, turned[3]! ^ rotateLeft(mixed[0]!, 2)];
  }),
  SHA256H: onWords('Four rounds, first half of the state', 3, (d, n, m) => sha256Rounds(d, n, m, 1)),
  SHA256H2: onWords('Four rounds, second half of the state', 3, (d, n, m) => sha256Rounds(n, d, m, 2)),
  SHA256SU0: onWords('First part of the schedule', 2, (d, n) =>
    d.map((word, at) => (word + schedule0(d[at + 1] ?? n[0]!)) | 0),
  ),
  SHA256SU1: onWords('Second part of the schedule', 3, sha256Schedule),
};

const turn = (value: bigint, places: bigint): bigint =>
  BigInt.asUintN(64, (value >> places) | (value << (64n - places)));
const sum = (...values: readonly bigint[]): bigint =>
  BigInt.asUintN(
    64,
    values.reduce((a, b) => a + b),
  );

const bigSigma0 = (x: bigint): bigint => turn(x, 28n) ^ turn(x, 34n) ^ turn(x, 39n);
const bigSigma1 = (x: bigint): bigint => turn(x, 14n) ^ turn(x, 18n) ^ turn(x, 41n);
const bigSchedule0 = (x: bigint): bigint => turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n);
const bigSchedule1 = (x: bigint): bigint => turn(x, 19n) ^ turn(x, 61n) ^ (x >> 6n);
const bigChoose = (x: bigint, y: bigint, z: bigint): bigint => ((y ^ z) & x) ^ z;
const bigMajority = (x: bigint, y: bigint, z: bigint): bigint => (x & y) ^ (x & z) ^ (y & z);

type Doublewords = readonly [low: bigint, high: bigint];

const onDoublewords = (
  doc: string,
  operands: number,
  apply: (d: Doublewords, n: Doublewords, m: Doublewords) => Doublewords,
): Computation => ({
  arguments: Array(2 * operands).fill('i64'),
  results: ['i64', 'i64'],
  doc,
  apply: (d0 = 0n, d1 = 0n, n0 = 0n, n1 = 0n, m0 = 0n, m1 = 0n) => apply([d0, d1], [n0, n1], [m0, m1]),
});

export const sha512Computations: Readonly<Record<string, Computation>> = {
  SHA512H: onDoublewords('Two rounds, first part', 3, ([w0, w1], [x0, x1], [y0, y1]) => {
    const high = sum(bigChoose(y1, x0, x1), bigSigma1(y1), w1);
    const next = sum(high, y0);
    return [sum(bigChoose(next, y1, x0), bigSigma1(next), w0), high];
  }),
  SHA512H2: onDoublewords('Two rounds, second part', 3, ([w0, w1], [x0], [y0, y1]) => {
    const high = sum(bigMajority(x0, y1, y0), bigSigma0(y0), w1);
    return [sum(bigMajority(high, y0, y1), bigSigma0(high), w0), high];
  }),
  SHA512SU0: onDoublewords('First part of the schedule', 2, ([d0, d1], [n0]) => [
    sum(d0, bigSchedule0(d1)),
    sum(d1, bigSchedule0(n0)),
  ]),
  SHA512SU1: onDoublewords('Second part of the schedule', 3, ([d0, d1], [n0, n1], [m0, m1]) => [
    sum(d0, bigSchedule1(n0), m0),
    sum(d1, bigSchedule1(n1), m1),
  ]),
};
