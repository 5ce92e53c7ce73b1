import { describe, expect, it } from 'vitest';
import { a64InstructionSet } from '../../isa/a64/instruction-set.ts';
import { placeholder } from '../../isa/a64/operands.ts';
import { extractFields, insertFields, matchesPattern, parsePattern } from '../../isa/pattern.ts';
import { formatSyntax, operandsOf, parseSyntax } from '../../isa/syntax.ts';

describe('a bit pattern', () => {
  const pattern = parsePattern('1 0 op=01 a:2 b:1 a:2');

  it('has fixed bits, fields and named constants', () => {
    expect(pattern).toMatchObject({
      width: 9,
      mask: 0b1111_00000,
      value: 0b1001_00000,
      constants: { op: 1 },
    });
    expect(pattern.fields.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('holds a repeated field twice', () => {
    expect(insertFields(pattern, { a: 2, b: 1 })).toBe(0b1001_10110);
    expect(extractFields(pattern, 0b1001_10110)).toEqual({ a: 2, b: 1 });
    expect(extractFields(pattern, 0b1001_10111)).toBeUndefined();
    expect(matchesPattern(pattern, 0b1011_10110)).toBe(false);
  });

  it.each([
    ['1 y', "'y' is neither bits nor a field"],
    ['a:2 a:3', 'a in two widths'],
    ['a:33', 'has 33 bits'],
  ])('that is ill-formed throws: %s', (text, message) => {
    expect(() => parsePattern(text)).toThrow(message);
  });

  it('takes neither missing nor foreign nor too large fields', () => {
    expect(() => insertFields(pattern, { a: 1 })).toThrow('field b');
    expect(() => insertFields(pattern, { a: 4, b: 0 })).toThrow('field a');
    expect(() => insertFields(pattern, { a: 1, b: 0, c: 0 })).toThrow('no field c');
  });
});

describe('a syntax', () => {
  const syntax = parseSyntax('<Xt>, [<Xn|SP>, <Xm>{, <shift>{ #<index3>}}]', placeholder);
  const values = { Rt: 1n, Rn: 31n, Rm: 2n, shift: 0n, amount: 0n };
  const text = (changes: Record<string, bigint>): string =>
    formatSyntax(syntax, { ...values, ...changes }, () => undefined);

  it('names its operands, with the value of those that are left out', () => {
    expect(operandsOf(syntax).map(({ name, default: usual }) => [name, usual])).toEqual([
      ['Rt', undefined],
      ['Rn', undefined],
      ['Rm', undefined],
      ['shift', 0n],
      ['amount', 0n],
    ]);
  });

  it('leaves out what is usual when it is printed', () => {
    expect(text({})).toBe('x1, [sp, x2]');
    expect(text({ amount: 3n })).toBe('x1, [sp, x2, lsl #3]');
    expect(text({ shift: 2n })).toBe('x1, [sp, x2, asr]');
  });

  it('with an unknown placeholder throws', () => {
    expect(() => parseSyntax('<Zz>', placeholder)).toThrow('unknown placeholder <Zz>');
  });

  it('with an optional operand that has no usual value throws', () => {
    expect(() => parseSyntax('{<Xd>}', placeholder)).toThrow('no default for Rd');
  });
});

describe('the A64 instruction set', () => {
  it('tries the forms of a mnemonic in the order of its rows', () => {
    expect(a64InstructionSet.forms('cset').map(({ id }) => id)).toEqual(['cset-32', 'cset-64']);
    expect(a64InstructionSet.forms('no-such')).toEqual([]);
    expect(a64InstructionSet.mnemonics()).toContain('b.eq');
  });

  it('decodes nothing where nothing is allocated', () => {
    expect(a64InstructionSet.decode(0xffff_ffff, 0n)).toBeUndefined();
    expect(a64InstructionSet.decode(0x0001_0000, 0n)).toBeUndefined();
  });

  it('says which operand is missing', () => {
    const [row] = a64InstructionSet.forms('svc');
    expect(a64InstructionSet.encode(row!, {}, 0n)).toEqual({
      operand: 'imm',
      error: 'operand missing: 0 to 65535',
    });
  });
});
