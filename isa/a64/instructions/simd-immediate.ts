/** Advanced SIMD modified immediate (C4.1): one byte, widened to the elements of a vector. */
import type { InstructionRow } from '../../instruction.ts';
import { modifiedImmediate, moveFloat, moveMask } from '../semantics/simd/copies.ts';
import { arrangements, vectorsOf } from './simd-shapes.ts';
import type { SimdMeaning } from './simd-table.ts';
import { rowsOf } from './simd-table.ts';

const shifted = '<Vd>.<T>, #<byte>{, LSL #<amount>}';
const ones = '<Vd>.<T>, #<byte>, MSL #<amountOnes>';
const float = '<Vd>.<T>, #<floatByte>';

const withZeros: SimdMeaning = ({ mnemonic, lanes }) => modifiedImmediate(mnemonic, lanes, false);
const withOnes: SimdMeaning = ({ mnemonic, lanes }) => modifiedImmediate(mnemonic, lanes, true);
const mask: SimdMeaning = ({ lanes }) => moveMask(lanes);
const number: SimdMeaning = ({ lanes }) => moveFloat(lanes);

// biome-ignore format: a table is read by columns
const lines = [
  ['MOVI | shifted',          '0 Q 0 0111100000 abc:3 10 amount:1 0 01 defgh:5 Rd:5', shifted, 'Move an immediate, shifted',                  vectorsOf('h'), withZeros],
  ['MOVI | shifted',          '0 Q 0 0111100000 abc:3 0 amount:2 0 01 defgh:5 Rd:5',  shifted, 'Move an immediate, shifted',                  vectorsOf('s'), withZeros],
  ['MOVI | ones',             '0 Q 0 0111100000 abc:3 110 amount:1 01 defgh:5 Rd:5',  ones,    'Move an immediate, shifted with ones',        vectorsOf('s'), withOnes],
  ['MOVI | bytes',            '0 Q 0 0111100000 abc:3 1110 01 defgh:5 Rd:5',          shifted, 'Move an immediate to all bytes',              vectorsOf('b'), withZeros],
  ['MOVI | 64-bit',           '0 1 1 0111100000 abc:3 1110 01 defgh:5 Rd:5',          '<Vd>.2D, #<bytemask>', 'Move a mask of bytes',         arrangements('2d'), mask],
  ['MOVI | 64-bit',           '0 0 1 0111100000 abc:3 1110 01 defgh:5 Rd:5',          '<Dd>, #<bytemask>',    'Move a mask of bytes',         arrangements('1d'), mask],
  ['MVNI | shifted',          '0 Q 1 0111100000 abc:3 10 amount:1 0 01 defgh:5 Rd:5', shifted, 'Move the complement of an immediate, shifted', vectorsOf('h'), withZeros],
  ['MVNI | shifted',          '0 Q 1 0111100000 abc:3 0 amount:2 0 01 defgh:5 Rd:5',  shifted, 'Move the complement of an immediate, shifted', vectorsOf('s'), withZeros],
  ['MVNI | ones',             '0 Q 1 0111100000 abc:3 110 amount:1 01 defgh:5 Rd:5',  ones,    'Move the complement of an immediate, shifted with ones', vectorsOf('s'), withOnes],
  ['ORR (vector, immediate)', '0 Q 0 0111100000 abc:3 10 amount:1 1 01 defgh:5 Rd:5', shifted, 'Or with an immediate, shifted',               vectorsOf('h'), withZeros],
  ['ORR (vector, immediate)', '0 Q 0 0111100000 abc:3 0 amount:2 1 01 defgh:5 Rd:5',  shifted, 'Or with an immediate, shifted',               vectorsOf('s'), withZeros],
  ['BIC (vector, immediate)', '0 Q 1 0111100000 abc:3 10 amount:1 1 01 defgh:5 Rd:5', shifted, 'And with the complement of an immediate, shifted', vectorsOf('h'), withZeros],
  ['BIC (vector, immediate)', '0 Q 1 0111100000 abc:3 0 amount:2 1 01 defgh:5 Rd:5',  shifted, 'And with the complement of an immediate, shifted', vectorsOf('s'), withZeros],
  ['FMOV (vector, immediate)', '0 Q 0 0111100000 abc:3 1111 01 defgh:5 Rd:5',         float,   'Move a floating-point immediate',             vectorsOf('s'), number],
  ['FMOV (vector, immediate)', '0 1 1 0111100000 abc:3 1111 01 defgh:5 Rd:5',         float,   'Move a floating-point immediate',             vectorsOf('d'), number],
] as const;

export const modifiedImmediates: readonly InstructionRow[] = [
  ...lines.flatMap(([title, pattern, syntax, doc, shapes, meaning]) =>
    rowsOf({ title, pattern, syntax, doc, shapes, meaning, feature: 'AdvSIMD' }),
  ),
  ...rowsOf({
    title: 'FMOV (vector, immediate)',
    pattern: '0 Q 0 0111100000 abc:3 1111 11 defgh:5 Rd:5',
    syntax: float,
    doc: 'Move a floating-point immediate',
    shapes: vectorsOf('h'),
    feature: 'AdvSIMD+FP16',
    meaning: number,
  }),
];
