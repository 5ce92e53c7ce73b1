/** A doubleword, one half of a vector, as elements: lowest first, unsigned. */

/** The `count` lowest elements of `size` bits. */
export function elementsOf(value: bigint, size: number, count: number = 64 / size): bigint[] {
  const elements: bigint[] = [];
  for (let at = 0; at < count; at++) elements.push(BigInt.asUintN(size, value >> BigInt(at * size)));
  return elements;
}

/** Elements of `size` bits, of which higher bits are dropped, put together. */
export function joined(elements: readonly bigint[], size: number): bigint {
  let value = 0n;
  for (const [at, element] of elements.entries()) value |= BigInt.asUintN(size, element) << BigInt(at * size);
  return value;
}

/** All bits of a doubleword. */
export const ones = (1n << 64n) - 1n;
