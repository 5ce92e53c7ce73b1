/** Encoding values by their order gives what encoding them by name gives, for every row, whether they fit or not. */
import { describe, expect, test } from 'vitest';
import { architectureById } from '../../isa/architectures.ts';
import type { OperandKind, OperandValue } from '../../isa/instruction.ts';
import { operandsOf } from '../../isa/syntax.ts';
import { type Random, seededRandom } from '../oracle/random-programs.ts';

/** Values of each row. */
const turns = 12;
const scales = [1n, 1n, 4n, 8n, 16n, -1n, -8n];

/** A value that may fit: of one of the kind's names, or a number. */
function valueFor({ names, reads }: OperandKind, random: Random): OperandValue {
  const named = [...(names?.values() ?? [])];
  if (named.length > 0 && (reads === 'name' || random(3) > 0)) return named[random(named.length)]!;
  return BigInt(random(random(2) === 0 ? 40 : 70_000)) * scales[random(scales.length)]!;
}

describe.each(['a64', 'hawk'])('%s', id => {
  test('every row', () => {
    const { instructions } = architectureById(id)!;
    const random = seededRandom(12);
    for (const row of instructions.rows) {
      const operands = operandsOf(instructions.syntaxOf(row));
      // A register that is written twice has one value by its name.
      if (new Set(operands.map(({ name }) => name)).size < operands.length) continue;
      for (let turn = 0; turn < turns; turn++) {
        const values = operands.map(({ kind, default: usual }) =>
          usual !== undefined && random(4) === 0 ? undefined : valueFor(kind, random),
        );
        const byName = Object.fromEntries(
          operands.flatMap(({ name }, at) => (values[at] === undefined ? [] : [[name, values[at]]])),
        );
        const encoded = instructions.encode(row, byName, 0n);
        const bits = 'bits' in encoded ? encoded.bits : undefined;
        expect([row.id, values, instructions.encodeInOrder(row, values, 0n)]).toEqual([row.id, values, bits]);
      }
    }
  });
});
