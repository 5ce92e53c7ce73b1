/** Values as text. */

export type NumberFormat = 'hex' | 'decimal';

/** A register's value: all digits of its width in hexadecimal, or signed decimal. */
export function formatValue(value: bigint, width: number, format: NumberFormat): string {
  if (format === 'decimal') return `${BigInt.asIntN(width, value)}`;
  return `0x${value.toString(16).padStart(width <= 8 ? 1 : Math.ceil(width / 4), '0')}`;
}

/** The value with the name of the place that it points at, when it is one. */
export function formatAddress(
  value: bigint,
  width: number,
  format: NumberFormat,
  describe: (address: bigint) => string | undefined,
): string {
  const text = formatValue(value, width, format);
  const name = value === 0n ? undefined : describe(value);
  return name === undefined ? text : `${text} <${name}>`;
}
