/** Vector and floating-point operands in the gas dialect: every row, and spellings that people use. */
import { describe, expect, it } from 'vitest';
import { a64InstructionSet as set } from '../../isa/a64/instruction-set.ts';
import { formatSyntax } from '../../isa/syntax.ts';
import { operandsIn, randomNumbers, wordsOf } from '../isa/random-words.ts';
import { assembleText } from './assemble.ts';

/** The words of a source's text section, in hexadecimal; or the messages of its errors. */
function wordsIn(source: string): readonly string[] {
  const { program, diagnostics } = assembleText(source);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  if (errors.length > 0) return errors;
  const bytes = program.sections.find(({ name }) => name === '.text')!.bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / 4 }, (_, at) =>
    view
      .getUint32(4 * at, true)
      .toString(16)
      .padStart(8, '0'),
  );
}

/** Words as GNU as 2.40 makes them. */
// biome-ignore format: a table is read by columns
const spellings: readonly (readonly [assembly: string, word: string])[] = [
  ['ADD V0.16B, V1.16B, V2.16B',             '4e228420'],
  ['add v0.4s,v1.4s,v2.4s',                  '4ea28420'],
  ['ld1 {v0.16b}, [x0]',                     '4c407000'],
  ['ld1 { v0.16b , v1.16b }, [x0], #32',     '4cdfa000'],
  ['ld4 {v0.4s - v3.4s}, [sp], x2',          '4cc20be0'],
  ['st1 {v31.4s, v0.4s}, [x0]',              '4c00a81f'],
  ['ld1 {v0.b}[15], [x0], 1',                '4ddf1c00'],
  ['st3 {v0.h-v2.h}[7], [x0]',               '4d007800'],
  ['ld1r {v0.1d}, [x0], #8',                 '0ddfcc00'],
  ['tbl v0.8b, {v1.16b-v3.16b}, v2.8b',      '0e024020'],
  ['mov v0.b[1], v1.b[2]',                   '6e031420'],
  ['mov v0.h[1], w1',                        '4e061c20'],
  ['mov v0.8h[1], w1',                       '4e061c20'],
  ['mul v0.4h, v1.4h, v2.8h[7]',             '0f728820'],
  ['mov x0, v1.d[1]',                        '4e183c20'],
  ['fmov d0, xzr',                           '9e6703e0'],
  ['fmov x0, v1.d[1]',                       '9eae0020'],
  ['fmov s0, #1',                            '1e2e1000'],
  ['fmov s0, #0x3f800000',                   '1e2e1000'],
  ['fmov d0, 1.9375e0',                      '1e6ff000'],
  ['fmov d0, #-1.5',                         '1e7f1000'],
  ['fmov v0.2d, #.5',                        '6f03f400'],
  ['fcmp d0, #0.0',                          '1e602008'],
  ['fcmp d0, #0',                            '1e602008'],
  ['fcmeq v0.4s, v1.4s, 0',                  '4ea0d820'],
  ['cmlt v0.4s, v1.4s, #0',                  '4ea0a820'],
  ['movi v0.16b, #-1',                       '4f07e7e0'],
  ['movi v0.16b, #255, lsl #0',              '4f07e7e0'],
  ['movi v0.4s, #1, msl #16',                '4f00d420'],
  ['movi v0.2d, #-1',                        '6f07e7e0'],
  ['movi d0, 0xff',                          '2f00e420'],
  ['bic v0.4h, #1, lsl 8',                   '2f00b420'],
  ['shll2 v0.8h, v1.16b, #8',                '6e213820'],
  ['sxtl2 v0.8h, v1.16b',                    '4f08a420'],
  ['sqrdmulh v0.8h, v1.8h, v15.h[7]',        '4f7fd820'],
  ['fcmla v0.4s, v1.4s, v2.s[1], #90',       '6f823820'],
  ['sdot v0.4s, v1.16b, v2.4b[3]',           '4fa2e820'],
  ['pmull2 v0.1q, v1.2d, v2.2d',             '4ee2e020'],
  ['scvtf s0, w0, #32',                      '1e028000'],
  ['stgp x0, x1, [sp, #-1024]!',             '69a007e0'],
  ['irg x0, sp',                             '9adf13e0'],
];

describe('SIMD&FP operands', () => {
  it.each(spellings)('%s → %s', (assembly, word) => {
    expect(wordsIn(`${assembly}\n`)).toEqual([word]);
  });

  it.each([
    ['fmov s0, #0.1', 'immediate must be ±n/16 × 2^r with n from 16 to 31 and r from -3 to 4'],
    ['ld1 {v0.4s, v2.4s}, [x0]', 'register of the list must be the one after the first'],
    ['ld1 {v31.4s-v0.4s}, [x0]', 'first register must be v0–v30'],
    ['mul v0.8h, v1.8h, v16.h[0]', 'operand must be a vector register, v0–v15'],
    ['mov v0.b[16], w0', 'lane must be 0 to 15'],
    ['movi v0.4s, #256', 'immediate must be -128 to 255'],
    ['sshr v0.4s, v1.4s, #33', 'shift amount must be 1 to 32'],
  ])('%s: %s', (assembly, message) => {
    expect(wordsIn(`${assembly}\n`)).toEqual([message]);
  });

  it('may be named by .req, with the arrangement behind the name', () => {
    expect(wordsIn('total .req v3\nadd total.4s, total.4s, v1.4s\nmov w0, total.s[1]\n')).toEqual([
      '4ea18463',
      '0e0c3c60',
    ]);
  });

  it('are shown as the manual writes them', () => {
    expect(wordsIn('ld1 {v0.16b}, x0\n')).toEqual([
      'expected [; the nearest form is ld1 {<Vt>.16B}, [<Xn|SP>]',
    ]);
  });

  it('assemble to the word that has them, in every form and spelling', () => {
    const random = randomNumbers(21);
    const lines = set.rows
      .filter(({ section, mnemonic }) => section.startsWith('C7.2') && !/^(ld|st)u?r$/.test(mnemonic))
      .flatMap(row => wordsOf(set, row, 3, random).map(word => ({ row, word })))
      .flatMap(({ row, word }) => {
        const operands = operandsIn(set, row, word, 0n);
        if (operands === undefined) return [];
        const text = formatSyntax(set.syntaxOf(row), operands, () => undefined);
        return [{ text: `${row.mnemonic} ${text}`, word: word.toString(16).padStart(8, '0') }];
      });
    expect(lines.length).toBeGreaterThan(7000);
    expect(wordsIn(lines.map(({ text }) => `${text}\n`).join(''))).toEqual(lines.map(({ word }) => word));
  });
});
