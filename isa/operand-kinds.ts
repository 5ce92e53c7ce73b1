/** Makers of operand kinds that any instruction set may use. Each gives plain data with its two conversions. */
import type { EncodeError, FieldRange, Fields, OperandKind, OperandValue } from './instruction.ts';

/** A number as an author would write it: small ones in decimal, others in hexadecimal. */
const formatNumber = (value: bigint): string => {
  const size = value < 0n ? -value : value;
  return size < 4096n ? `${value}` : `${value < 0n ? '-' : ''}0x${size.toString(16)}`;
};

/** An address or a mask, in hexadecimal. */
export const formatHex = (value: bigint): string => `0x${value.toString(16)}`;

/** The bits of a number as a double, and the number of such bits: the value of operands that are read as `float`. */
export const bitsOfDouble = (value: number): bigint => new BigUint64Array(Float64Array.of(value).buffer)[0]!;
export const doubleOfBits = (bits: bigint): number => new Float64Array(BigUint64Array.of(bits).buffer)[0]!;

/** The error of every kind: `immediate must be 0–4095`. */
export const mustBe = (what: string, expects: string): EncodeError => ({
  error: `${what} must be ${expects}`,
});

/** The low `width` bits of a number, read as two's complement. */
export const signExtend = (value: number, width: number): number => (value << (32 - width)) >> (32 - width);

/** What a maker needs to describe a number kept in fields. */
export interface NumberKind {
  readonly name: string;
  readonly expects: string;
  /** What the error calls it: `immediate` when absent. */
  readonly what?: string;
  readonly isAddress?: boolean;
  /** Fields of a value; undefined when it does not fit. */
  readonly encode: (value: bigint, address: bigint, earlier: Fields) => Fields | undefined;
  readonly decode: (fields: Fields, address: bigint) => bigint | undefined;
  readonly format?: (value: bigint) => string;
  readonly inField?: FieldRange;
}

/** A number read from an expression. */
export function numberKind(kind: NumberKind): OperandKind {
  const { name, expects, encode, decode, what = 'immediate', format = formatNumber } = kind;
  return {
    name,
    reads: 'expression',
    expects,
    ...(kind.isAddress && { isAddress: true }),
    ...(kind.inField && { inField: kind.inField }),
    encode: (value, address, earlier) => encode(value, address, earlier) ?? mustBe(what, expects),
    decode,
    format,
  };
}

export interface FieldNumber {
  readonly name: string;
  readonly field: string;
  readonly width: number;
  readonly signed?: boolean;
  /** The value is the field times this. */
  readonly scale?: number;
  /** Bounds, when narrower than the field. */
  readonly from?: number;
  readonly to?: number;
  readonly what?: string;
  /** Replaces the words made from the bounds. */
  readonly expects?: string;
}

/** A number kept in one field, signed or not, and scaled. */
export function fieldNumber(kind: FieldNumber): OperandKind {
  const { name, field, width, signed = false, scale = 1, what } = kind;
  const from = BigInt(kind.from ?? (signed ? -(2 ** (width - 1)) * scale : 0));
  const to = BigInt(kind.to ?? (2 ** (signed ? width - 1 : width) - 1) * scale);
  const unit = BigInt(scale);
  const range = from === to ? `${from}` : `${from} to ${to}`;
  return numberKind({
    name,
    ...(what !== undefined && { what }),
    expects: kind.expects ?? (scale === 1 ? range : `a multiple of ${scale}, ${range}`),
    inField: { field, width, from: Number(from), to: Number(to), scale },
    encode: value =>
      value < from || value > to || value % unit !== 0n
        ? undefined
        : { [field]: Number(BigInt.asUintN(width, value / unit)) },
    decode: fields => {
      const raw = fields[field]!;
      const value = BigInt((signed ? signExtend(raw, width) : raw) * scale);
      return value < from || value > to ? undefined : value;
    },
  });
}

/** A number that is one of a few, whose place in the list is the field. */
export function listedNumber(
  name: string,
  field: string,
  what: string,
  values: readonly bigint[],
  words = values.join(' or '),
): OperandKind {
  return numberKind({
    name,
    what,
    expects: words,
    encode: value => (values.includes(value) ? { [field]: values.indexOf(value) } : undefined),
    decode: fields => values[fields[field]!],
  });
}

/**
 * Spellings of values. A rule may add further ones that are too many to list (`s3_0_c1_c0_0`): they are found
 * by `get` and `has`, but not listed.
 */
export class NameTable extends Map<string, OperandValue> {
  readonly #rule: ((name: string) => OperandValue | undefined) | undefined;

  constructor(
    entries: Iterable<readonly [string, OperandValue]>,
    rule?: (name: string) => OperandValue | undefined,
  ) {
    super(entries);
    this.#rule = rule;
  }

  override get(name: string): OperandValue | undefined {
    return super.get(name) ?? this.#rule?.(name);
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }
}

export interface ChoiceKind {
  readonly name: string;
  readonly expects: string;
  readonly what: string;
  /** Spelling → value, the preferred spelling of a value first. */
  readonly names: ReadonlyMap<string, OperandValue>;
  readonly featureOf?: (name: string) => string | undefined;
  /** A number is accepted too. */
  readonly orNumber?: boolean;
  /** Fields of a value; undefined when it does not fit. */
  readonly encode: (value: bigint, earlier: Fields) => Fields | undefined;
  readonly decode: (fields: Fields) => bigint | undefined;
  /** Text of a value that has no name. */
  readonly format?: (value: bigint) => string;
  readonly inField?: FieldRange;
}

/** One of several names. */
export function choiceKind(kind: ChoiceKind): OperandKind {
  const { name, expects, what, names, encode, decode, format = value => `#${formatNumber(value)}` } = kind;
  const spellings = new Map<OperandValue, string>();
  for (const [spelling, value] of names) if (!spellings.has(value)) spellings.set(value, spelling);
  return {
    name,
    reads: kind.orNumber ? 'name-or-expression' : 'name',
    names,
    ...(kind.featureOf && { featureOf: kind.featureOf }),
    expects,
    ...(kind.inField && { inField: kind.inField }),
    encode: (value, _address, earlier) => encode(value, earlier) ?? mustBe(what, expects),
    decode,
    format: value => spellings.get(value) ?? format(value),
  };
}

/** One of several names, whose value is the number in one field. */
export function fieldChoice(
  kind: Pick<ChoiceKind, 'name' | 'what' | 'expects' | 'names'> & { readonly field: string },
): OperandKind {
  const values = new Set(kind.names.values());
  // Without gaps, a range says which values there are.
  const last = values.size - 1;
  const whole = [...values].every(value => value >= 0n && value <= last);
  const inField = { field: kind.field, width: 32, from: 0, to: last, scale: 1 };
  return choiceKind({
    ...kind,
    ...(whole && { inField }),
    encode: value => (values.has(value) ? { [kind.field]: Number(value) } : undefined),
    decode: fields => {
      const value = BigInt(fields[kind.field]!);
      return values.has(value) ? value : undefined;
    },
  });
}

/** Names with values 0, 1, 2 … in order; an empty name leaves its value out. */
export const numbered = (names: readonly string[]): Map<string, OperandValue> =>
  new Map(names.flatMap((name, index) => (name === '' ? [] : [[name, BigInt(index)] as const])));
