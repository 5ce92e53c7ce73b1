/** How bit fields are written in the tables. */
import type { BitField } from '../../architecture.ts';

/** Bits `high` to `low` of a register. */
export const bits = (
  name: string,
  high: number,
  low: number,
  doc: string,
  values?: Readonly<Record<number, string>>,
): BitField => ({ name, high, low, doc, ...(values ? { values } : {}) });

/** A single bit. */
export const bit = (
  name: string,
  position: number,
  doc: string,
  values?: Readonly<Record<number, string>>,
): BitField => bits(name, position, position, doc, values);

/** The value of a field in a register's value. */
export const fieldValue = (value: bigint, field: BitField): bigint =>
  (value >> BigInt(field.low)) & ((1n << BigInt(field.high - field.low + 1)) - 1n);

/** What a field's value means, where it has a name. */
export const fieldMeaning = (value: bigint, field: BitField): string =>
  field.values?.[Number(fieldValue(value, field))] ?? '';
