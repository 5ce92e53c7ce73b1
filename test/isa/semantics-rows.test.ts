import { describe, expect, test } from 'vitest';
import { a64InstructionSet } from '../../isa/a64/instruction-set.ts';
import { a64Vocabulary } from '../../isa/a64/semantics/system.ts';
import { parsePattern } from '../../isa/pattern.ts';
import { semanticsOf } from '../../isa/simplify.ts';
import { seededRandom } from '../oracle/random-programs.ts';
import { complaintsAbout } from './well-formed.ts';

describe('rows', () => {
  const rows = a64InstructionSet.rows.flatMap(row =>
    row.semantics ? [[row.id, row.semantics] as const] : [],
  );

  test.each(rows)('%s is well formed and plain data', (_id, semantics) => {
    expect(complaintsAbout(semantics, a64Vocabulary)).toEqual([]);
    expect(JSON.parse(JSON.stringify(semantics))).toEqual(semantics);
  });

  test('every operation and exception of the closed lists has a row that uses it', () => {
    const text = JSON.stringify(rows);
    const unused = [
      ...Object.keys(a64Vocabulary.operations).filter(name => !text.includes(`"operation":"${name}"`)),
      ...Object.keys(a64Vocabulary.exceptions).filter(name => !text.includes(`"exception":"${name}"`)),
      ...Object.keys(a64Vocabulary.computations).filter(name => !text.includes(`"computation":"${name}"`)),
      ...Object.keys(a64Vocabulary.helpers).filter(name => !text.includes(`"helper":"${name}"`)),
    ];
    expect(unused).toEqual([]);
  });

  test('every decoded word has complete semantics and effects', () => {
    const random = seededRandom(3);
    let decoded = 0;
    for (const row of a64InstructionSet.rows) {
      const { mask, value } = parsePattern(row.pattern);
      for (let attempt = 0; attempt < 10; attempt++) {
        const word = random(0x10000) * 0x10000 + random(0x10000);
        const instruction = a64InstructionSet.decode(((word & ~mask) | value) >>> 0, 0x8000n);
        const simplified = instruction && semanticsOf(instruction, a64Vocabulary);
        if (instruction === undefined || simplified === undefined) continue;
        decoded++;
        expect(complaintsAbout(simplified, a64Vocabulary), row.id).toEqual([]);
        expect(JSON.stringify(simplified), row.id).not.toMatch(/"op":"(operand|address)"|"at":"register"/);
        expect(a64InstructionSet.effects(instruction).control.length, row.id).toBeGreaterThan(0);
      }
    }
    expect(decoded).toBeGreaterThan(5000);
  });
});
