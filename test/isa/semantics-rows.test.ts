import { describe, expect, test } from 'vitest';
import { a64InstructionSet } from '../../isa/a64/instruction-set.ts';
import { a64Vocabulary } from '../../isa/a64/semantics/system.ts';
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
      ...Object.keys(a64Vocabulary.helpers).filter(name => !text.includes(`"helper":"${name}"`)),
    ];
    expect(unused).toEqual([]);
  });
});
