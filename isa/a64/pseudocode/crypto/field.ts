/** Fields of 256 elements, in which the S-boxes of ciphers are defined. */

/** The product of two bytes as polynomials, modulo one of degree 8. */
export const fieldProductModulo =
  (modulus: number) =>
  (a: number, b: number): number => {
    let product = 0;
    for (let [factor, rest] = [a, b]; rest > 0; rest >>= 1) {
      if (rest & 1) product ^= factor;
      factor = (factor << 1) ^ (factor & 0x80 ? modulus : 0);
    }
    return product;
  };

/** An S-box: each byte's inverse in the field (0 for 0), with what is done before and after. */
export function substitutionBox(
  modulus: number,
  before: (byte: number) => number,
  after: (byte: number) => number,
): readonly number[] {
  const product = fieldProductModulo(modulus);
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const inverses = bytes.map(byte => bytes.find(other => product(byte, other) === 1) ?? 0);
  return bytes.map(byte => after(inverses[before(byte)]!));
}
