/** Words for property tests: reproducible, and rich in boundary values. */
import type { InstructionRow, InstructionSet, OperandValues } from '../../isa/instruction.ts';
import type { Pattern } from '../../isa/pattern.ts';
import { extractFields, matchesPattern, parsePattern } from '../../isa/pattern.ts';
import { operandsOf } from '../../isa/syntax.ts';

const patterns = new WeakMap<InstructionRow, Pattern>();

function patternOf(row: InstructionRow): Pattern {
  const pattern = patterns.get(row) ?? parsePattern(row.pattern);
  patterns.set(row, pattern);
  return pattern;
}

/** Numbers of 32 bits from a seed (xorshift). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/**
 * Words that match a row's pattern; fields are often all zeros, all ones, a single bit or the sign bit, and names
 * of operands that have few (system registers, operations, conditions) are chosen among them.
 */
export function wordsOf(
  set: InstructionSet,
  row: InstructionRow,
  count: number,
  random: () => number,
): readonly number[] {
  const { value, fields } = patternOf(row);
  const named = operandsOf(set.syntaxOf(row)).filter(({ kind }) => kind.names !== undefined);
  const chosen = named.map(({ kind }) => ({ kind, values: [...kind.names!.values()] }));
  return Array.from({ length: count }, () => {
    const fixed: Record<string, number> = {};
    for (const { kind, values } of chosen) {
      if (values.length === 0 || random() & 1) continue;
      const encoded = kind.encode(values[random() % values.length]!, 0n, fixed);
      if (!('error' in encoded)) Object.assign(fixed, encoded);
    }
    return fields.reduce((bits, { name, width, shifts }) => {
      const ones = 2 ** width - 1;
      const boundary = [0, ones, 1, 2 ** (width - 1), ones >>> 1, ones - 1];
      const field = fixed[name] ?? (random() & 1 ? boundary[random() % boundary.length]! : random()) & ones;
      return shifts.reduce((word, shift) => word | (field << shift), bits) >>> 0;
    }, value);
  });
}

/** Operand values of a row, alias or not, straight from its pattern and syntax; undefined where reserved. */
export function operandsIn(
  set: InstructionSet,
  row: InstructionRow,
  bits: number,
  address: bigint,
): OperandValues | undefined {
  const pattern = patternOf(row);
  const fields = matchesPattern(pattern, bits) ? extractFields(pattern, bits) : undefined;
  if (fields === undefined) return undefined;
  const entries = operandsOf(set.syntaxOf(row)).map(
    ({ name, kind }) => [name, kind.decode(fields, address)] as const,
  );
  return entries.some(([, value]) => value === undefined)
    ? undefined
    : (Object.fromEntries(entries) as OperandValues);
}
