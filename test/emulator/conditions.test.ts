import { describe, expect, it } from 'vitest';
import {
  type ConditionLookup,
  evaluateCondition,
  isConditionError,
  parseCondition,
} from '../../emulator/conditions.ts';
import type { BitField } from '../../isa/architecture.ts';

const values: Readonly<Record<string, bigint>> = {
  el: 2n,
  sp: 0x1000n,
  esr: 0x5a004a48n,
  far: 0x4008n,
  Handler: 0x40080000n,
};
const fields: Readonly<Record<string, BitField>> = {
  ec: { name: 'EC', high: 31, low: 26, doc: '' },
  iss: { name: 'ISS', high: 24, low: 0, doc: '' },
};
/** Byte n of memory below 0x2000 is 0x80 + (n & 0xf); there is none above. */
const lookup: ConditionLookup = {
  variable: name => values[name],
  memory: (address, size) => {
    if (address + BigInt(size) > 0x2000n) return undefined;
    let value = 0n;
    for (let n = BigInt(size) - 1n; n >= 0n; n--) value = (value << 8n) | (0x80n + ((address + n) & 0xfn));
    return value;
  },
  field: (name, field) => (name.toLowerCase() === 'esr' ? fields[field] : undefined),
};

function value(text: string): bigint | string {
  const condition = parseCondition(text);
  if (isConditionError(condition)) return condition.error;
  const result = evaluateCondition(condition, lookup);
  return isConditionError(result) ? result.error : result;
}

describe('conditions', () => {
  it.each([
    ['42', 42n],
    ['0x2A', 42n],
    ['0b10_1010', 42n],
    ['el', 2n],
    ['EL', 2n],
    ['Handler + 4', 0x40080004n],
    ['1 + 2 * 3', 7n],
    ['(1 + 2) * 3', 9n],
    ['10 - 4 - 3', 3n],
    ['7 / 2 + 7 % 4', 6n],
    ['1 << 4 | 1', 17n],
    ['6 & 3 ^ 1', 3n],
    ['1 << 64', 0n],
    ['0x8000000000000000 >> 63', 1n],
    ['-1', 0xffff_ffff_ffff_ffffn],
    ['-1 > 1', 1n],
    ['~0 == -1', 1n],
    ['!el', 0n],
    ['!!el', 1n],
    ['0xffffffffffffffff + 2', 1n],
    ['2 == 2 == 1', 1n],
    ['1 || 0 && 0', 1n],
    ['el == 2 && far >= 0x4000', 1n],
    ['el != 2 || far < 0x4000', 0n],
    ['esr.ec', 0x16n],
    ['ESR.ec == 0x16 && esr.iss == 0x4a48', 1n],
    ['*(u8*)0x1003', 0x83n],
    ['*(u16*)(sp + 2)', 0x8382n],
    ['*(u32*)sp', 0x83828180n],
    ['*(u64*)(sp)', 0x8786858483828180n],
    ['*(i8*)sp', 0xffff_ffff_ffff_ff80n],
    ['*(u8*)sp + 1', 0x81n],
    ['2 * *(u8*)sp', 0x100n],
  ])('%s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it('does not look at the right side of a decided && or ||', () => {
    expect(value('0 && nobody')).toBe(0n);
    expect(value('1 || *(u8*)0x9000')).toBe(1n);
  });

  it.each([
    ['', 'expected a number, a name or `(`, found the end', 0, 0],
    ['el ==', 'expected a number, a name or `(`, found the end', 5, 5],
    ['(el', 'expected `)` to close the parenthesis, found the end', 3, 3],
    ['el = 2', 'expected an operator, found `=`', 3, 4],
    ['el 2', 'expected an operator, found `2`', 3, 4],
    ['0x', '`0x` is no number', 0, 2],
    ['0x1_0000_0000_0000_0000', '`0x1_0000_0000_0000_0000` does not fit in 64 bits', 0, 23],
    ['*sp', 'expected `(` and a type after `*`, as in `*(u64*)(sp + 16)`, found `sp`', 1, 3],
    ['*(int*)sp', 'expected u8, u16, u32, u64, i8, i16, i32 or i64, found `int`', 2, 5],
    ['esr.', 'expected a field after the dot, found the end', 4, 4],
    ['1 + nobody', 'nothing is called `nobody` here', 4, 10],
    ['esr.xyz', '`esr` has no field `xyz`', 0, 7],
    ['*(u8*)0x2000', 'no memory can be read at 0x2000', 0, 12],
    ['1 / (el - 2)', 'division by zero', 4, 12],
  ])('%j is answered with the place', (text, error, start, end) => {
    const condition = parseCondition(text);
    const result = isConditionError(condition) ? condition : evaluateCondition(condition, lookup);
    expect(result).toEqual({ error, start, end });
  });

  it.each([
    ['parentheses', '('.repeat(500)],
    ['operators', `${'-'.repeat(500)}1`],
    ['sums', Array(500).fill('1').join('+')],
    ['text', '1'.repeat(3000)],
  ])('refuses endless %s', (_, text) => {
    expect(value(text)).toMatch(/nested too deeply|longer than/);
  });
});
