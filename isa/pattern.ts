/**
 * Bit patterns of instruction rows, as text: `1 00 100010 sh:1 imm12:12 Rn:5 Rd:5`. Most significant bit first;
 * spaces only help the eye. A field that stands twice holds the same value in both places; one whose value is
 * fixed (`cond=0001`) is an operand of the row that is not written. A bit `x` is ignored: encoded as zero, any
 * value decodes.
 */
import type { Fields } from './instruction.ts';

export interface PatternField {
  readonly name: string;
  readonly width: number;
  /** Lowest bit of each place where the field stands. */
  readonly shifts: readonly number[];
}

export interface Pattern {
  /** Total width in bits, at most 32. */
  readonly width: number;
  /** The fixed bits, and their values; both unsigned. */
  readonly mask: number;
  readonly value: number;
  readonly fields: readonly PatternField[];
  /** Named fixed bits. */
  readonly constants: Fields;
}

interface Part {
  readonly width: number;
  readonly name?: string;
  readonly bits?: string;
}

const isBits = (text: string): boolean => /^[01x]+$/.test(text);

function parsePart(token: string): Part {
  if (isBits(token)) return { width: token.length, bits: token };
  const separator = token.search(/[:=]/);
  const name = token.slice(0, separator);
  const rest = token.slice(separator + 1);
  if (separator > 0 && token[separator] === ':' && Number(rest) > 0) return { width: Number(rest), name };
  if (separator > 0 && token[separator] === '=' && isBits(rest))
    return { width: rest.length, name, bits: rest };
  throw new Error(`pattern: '${token}' is neither bits nor a field`);
}

/** Parses a pattern's text; an ill-formed pattern is a bug of ours and throws. */
export function parsePattern(text: string): Pattern {
  const parts = text.trim().split(/\s+/).map(parsePart);
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  if (width > 32) throw new Error(`pattern: '${text}' has ${width} bits`);
  const fields = new Map<string, { name: string; width: number; shifts: number[] }>();
  const constants: Record<string, number> = {};
  let mask = 0;
  let value = 0;
  let shift = width;
  for (const part of parts) {
    shift -= part.width;
    if (part.bits !== undefined) {
      for (const [at, bit] of [...part.bits].entries()) {
        const place = 1 << (shift + part.width - 1 - at);
        if (bit !== 'x') mask |= place;
        if (bit === '1') value |= place;
      }
      if (part.name !== undefined) constants[part.name] = Number.parseInt(part.bits, 2);
      continue;
    }
    const field = fields.get(part.name!);
    if (field === undefined) fields.set(part.name!, { name: part.name!, width: part.width, shifts: [shift] });
    else if (field.width === part.width) field.shifts.push(shift);
    else throw new Error(`pattern: '${text}' has ${part.name} in two widths`);
  }
  return { width, mask: mask >>> 0, value: value >>> 0, fields: [...fields.values()], constants };
}

const ones = (width: number): number => (width === 32 ? -1 : (1 << width) - 1);

/** Whether the fixed bits are right. Fields may still hold reserved values. */
export const matchesPattern = (pattern: Pattern, bits: number): boolean =>
  (bits & pattern.mask) >>> 0 === pattern.value;

/** The fields of bits that match; undefined when a field's two places differ. */
export function extractFields(pattern: Pattern, bits: number): Fields | undefined {
  const result: Record<string, number> = {};
  for (const { name, width, shifts } of pattern.fields) {
    const value = (bits >>> shifts[0]!) & ones(width);
    for (let at = 1; at < shifts.length; at++) {
      if (((bits >>> shifts[at]!) & ones(width)) !== value) return undefined;
    }
    result[name] = value;
  }
  return result;
}

/** The bits with these fields. A missing or foreign field, or one that is too large, is a bug of ours and throws. */
export function insertFields(pattern: Pattern, fields: Fields): number {
  let bits = pattern.value;
  for (const { name, width, shifts } of pattern.fields) {
    const value = fields[name];
    if (value === undefined || value < 0 || value >= 2 ** width) {
      throw new Error(`pattern: field ${name} is ${value}`);
    }
    for (const shift of shifts) bits |= value << shift;
  }
  const names = Object.keys(fields);
  if (names.length > pattern.fields.length) {
    const foreign = names.filter(name => !pattern.fields.some(field => field.name === name));
    throw new Error(`pattern: no field ${foreign}`);
  }
  return bits >>> 0;
}
