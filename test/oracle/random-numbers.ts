/** Elements of vectors for tests: rich in what floating-point and saturating arithmetic treat in a way of its own. */
import type { Random } from './random-programs.ts';

interface Format {
  readonly exponentBits: number;
  readonly fractionBits: number;
}

const formats: Readonly<Record<number, Format>> = {
  16: { exponentBits: 5, fractionBits: 10 },
  32: { exponentBits: 8, fractionBits: 23 },
  64: { exponentBits: 11, fractionBits: 52 },
};

const ones = (bits: number): bigint => (1n << BigInt(bits)) - 1n;

const randomBits = (random: Random, bits: number): bigint => {
  let value = 0n;
  for (let at = 0; at < bits; at += 16) value |= BigInt(random(0x10000)) << BigInt(at);
  return BigInt.asUintN(bits, value);
};

/** A fraction: none, all ones, few bits at one end, or anything. */
function randomFraction(random: Random, bits: number): bigint {
  const few = BigInt(random(8));
  const choices = [0n, ones(bits), few, few << BigInt(bits - 3), 1n << BigInt(random(bits))];
  return choices[random(8)] ?? randomBits(random, bits);
}

function randomFloat(random: Random, { exponentBits, fractionBits }: Format): bigint {
  const top = ones(exponentBits);
  const bias = top >> 1n;
  const near = (exponent: bigint, spread: number): bigint => {
    const value = exponent + BigInt(random(2 * spread + 1) - spread);
    return value < 0n ? 0n : value > top ? top : value;
  };
  const exponents = [
    () => 0n,
    () => top,
    () => near(bias, 3),
    () => near(bias, fractionBits + 2),
    () => near(bias + 31n, 2),
    () => near(bias + 63n, 2),
    () => near(0n, 3),
    () => near(top, 3),
    () => BigInt(random(Number(top) + 1)),
  ];
  const exponent = exponents[random(exponents.length)]!();
  const fraction = randomFraction(random, fractionBits);
  const sign = BigInt(random(2));
  return (((sign << BigInt(exponentBits)) | exponent) << BigInt(fractionBits)) | fraction;
}

/** An element of so many bits: a number at or near a border, a floating-point number, or any bits. */
export function randomElement(random: Random, size: number): bigint {
  const format = formats[size];
  const kind = random(8);
  if (format && kind < 6) return randomFloat(random, format);
  if (kind < 7) {
    const borders = [0n, 1n, ones(size), ones(size - 1), 1n << BigInt(size - 1), BigInt(random(2 * size))];
    return BigInt.asUintN(size, borders[random(borders.length)]! + BigInt(random(3) - 1));
  }
  return randomBits(random, size);
}
