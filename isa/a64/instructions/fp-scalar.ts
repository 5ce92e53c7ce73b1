/** Scalar floating-point (C4.1): data processing, comparison, selection, immediates. */
import type { InstructionRow } from '../../instruction.ts';
import { moveFloat } from '../semantics/simd/copies.ts';
import {
  convertScalar,
  floatCompare,
  floatConditionalCompare,
  floatSelect,
  floatThreeSame,
  floatTwoSame,
  fusedMultiplyAdd,
} from '../semantics/simd/float.ts';
import { floats, scalars, single } from './simd-shapes.ts';
import type { SimdMeaning } from './simd-table.ts';
import { rowsOf } from './simd-table.ts';

const ofOne: SimdMeaning = ({ mnemonic, lanes }) => floatTwoSame(mnemonic, lanes);
const ofTwo: SimdMeaning = ({ mnemonic, lanes }) => floatThreeSame(mnemonic, lanes);
const ofThree: SimdMeaning = ({ mnemonic, lanes }) => fusedMultiplyAdd(mnemonic, lanes);
const compared: SimdMeaning = ({ mnemonic, lanes }) => floatCompare(mnemonic, lanes, false);
const comparedWithZero: SimdMeaning = ({ mnemonic, lanes }) => floatCompare(mnemonic, lanes, true);
const comparedIf: SimdMeaning = ({ mnemonic, lanes }) => floatConditionalCompare(mnemonic, lanes);
const selected: SimdMeaning = ({ lanes }) => floatSelect(lanes);
const immediate: SimdMeaning = ({ lanes }) => moveFloat(lanes);
const converted =
  (from: number, to: number): SimdMeaning =>
  () =>
    convertScalar(from, to);

const one = '<V><d>, <V><n>';
const two = '<V><d>, <V><n>, <V><m>';
const three = '<V><d>, <V><n>, <V><m>, <V><a>';

// biome-ignore format: a table is read by columns
const arithmetic = [
  ['FMOV (register)',  '000 11110 type 1 000000 10000 Rn:5 Rd:5',  one,   'Copy', ofOne],
  ['FABS (scalar)',    '000 11110 type 1 000001 10000 Rn:5 Rd:5',  one,   'Absolute value', ofOne],
  ['FNEG (scalar)',    '000 11110 type 1 000010 10000 Rn:5 Rd:5',  one,   'Negate', ofOne],
  ['FSQRT (scalar)',   '000 11110 type 1 000011 10000 Rn:5 Rd:5',  one,   'Square root', ofOne],
  ['FRINTN (scalar)',  '000 11110 type 1 001000 10000 Rn:5 Rd:5',  one,   'Round to nearest integer, ties to even', ofOne],
  ['FRINTP (scalar)',  '000 11110 type 1 001001 10000 Rn:5 Rd:5',  one,   'Round up to integer', ofOne],
  ['FRINTM (scalar)',  '000 11110 type 1 001010 10000 Rn:5 Rd:5',  one,   'Round down to integer', ofOne],
  ['FRINTZ (scalar)',  '000 11110 type 1 001011 10000 Rn:5 Rd:5',  one,   'Round to integer toward zero', ofOne],
  ['FRINTA (scalar)',  '000 11110 type 1 001100 10000 Rn:5 Rd:5',  one,   'Round to nearest integer, ties away from zero', ofOne],
  ['FRINTX (scalar)',  '000 11110 type 1 001110 10000 Rn:5 Rd:5',  one,   'Round to integer in the current mode, tell inexact', ofOne],
  ['FRINTI (scalar)',  '000 11110 type 1 001111 10000 Rn:5 Rd:5',  one,   'Round to integer in the current mode', ofOne],
  ['FMUL (scalar)',    '000 11110 type 1 Rm:5 0000 10 Rn:5 Rd:5',  two,   'Multiply', ofTwo],
  ['FDIV (scalar)',    '000 11110 type 1 Rm:5 0001 10 Rn:5 Rd:5',  two,   'Divide', ofTwo],
  ['FADD (scalar)',    '000 11110 type 1 Rm:5 0010 10 Rn:5 Rd:5',  two,   'Add', ofTwo],
  ['FSUB (scalar)',    '000 11110 type 1 Rm:5 0011 10 Rn:5 Rd:5',  two,   'Subtract', ofTwo],
  ['FMAX (scalar)',    '000 11110 type 1 Rm:5 0100 10 Rn:5 Rd:5',  two,   'Maximum', ofTwo],
  ['FMIN (scalar)',    '000 11110 type 1 Rm:5 0101 10 Rn:5 Rd:5',  two,   'Minimum', ofTwo],
  ['FMAXNM (scalar)',  '000 11110 type 1 Rm:5 0110 10 Rn:5 Rd:5',  two,   'Maximum, of a number and a NaN the number', ofTwo],
  ['FMINNM (scalar)',  '000 11110 type 1 Rm:5 0111 10 Rn:5 Rd:5',  two,   'Minimum, of a number and a NaN the number', ofTwo],
  ['FNMUL (scalar)',   '000 11110 type 1 Rm:5 1000 10 Rn:5 Rd:5',  two,   'Multiply and negate', ofTwo],
  ['FMADD',            '000 11111 type 0 Rm:5 0 Ra:5 Rn:5 Rd:5',   three, 'Fused multiply and add', ofThree],
  ['FMSUB',            '000 11111 type 0 Rm:5 1 Ra:5 Rn:5 Rd:5',   three, 'Fused multiply and subtract from the addend', ofThree],
  ['FNMADD',           '000 11111 type 1 Rm:5 0 Ra:5 Rn:5 Rd:5',   three, 'Fused multiply and add, negated', ofThree],
  ['FNMSUB',           '000 11111 type 1 Rm:5 1 Ra:5 Rn:5 Rd:5',   three, 'Fused multiply and subtract the addend', ofThree],

  ['FCMP',             '000 11110 type 1 Rm:5 00 1000 Rn:5 00 000',  '<V><n>, <V><m>',  'Compare: sets NZCV', compared],
  ['FCMP | zero',      '000 11110 type 1 xxxxx 00 1000 Rn:5 01 000', '<V><n>, #<0.0>',  'Compare with zero: sets NZCV', comparedWithZero],
  ['FCMPE',            '000 11110 type 1 Rm:5 00 1000 Rn:5 10 000',  '<V><n>, <V><m>',  'Compare, with an exception for any NaN: sets NZCV', compared],
  ['FCMPE | zero',     '000 11110 type 1 xxxxx 00 1000 Rn:5 11 000', '<V><n>, #<0.0>',  'Compare with zero, with an exception for any NaN: sets NZCV', comparedWithZero],
  ['FCCMP',            '000 11110 type 1 Rm:5 cond:4 01 Rn:5 0 nzcv:4', '<V><n>, <V><m>, #<nzcv>, <cond>', 'Compare if the condition holds, else set NZCV', comparedIf],
  ['FCCMPE',           '000 11110 type 1 Rm:5 cond:4 01 Rn:5 1 nzcv:4', '<V><n>, <V><m>, #<nzcv>, <cond>', 'Compare if the condition holds, with an exception for any NaN, else set NZCV', comparedIf],
  ['FCSEL',            '000 11110 type 1 Rm:5 cond:4 11 Rn:5 Rd:5', '<V><d>, <V><n>, <V><m>, <cond>', 'Select on a condition', selected],
  ['FMOV (scalar, immediate)', '000 11110 type 1 imm8:8 100 00000 Rd:5', '<V><d>, #<float8>', 'Move a floating-point immediate', immediate],
] as const;

// biome-ignore format: a table is read by columns
const roundToWidth = [
  ['FRINT32Z (scalar)', '000 11110 type 1 010000 10000 Rn:5 Rd:5', one, 'Round to a 32-bit integer toward zero', ofOne],
  ['FRINT32X (scalar)', '000 11110 type 1 010001 10000 Rn:5 Rd:5', one, 'Round to a 32-bit integer in the current mode', ofOne],
  ['FRINT64Z (scalar)', '000 11110 type 1 010010 10000 Rn:5 Rd:5', one, 'Round to a 64-bit integer toward zero', ofOne],
  ['FRINT64X (scalar)', '000 11110 type 1 010011 10000 Rn:5 Rd:5', one, 'Round to a 64-bit integer in the current mode', ofOne],
] as const;

// biome-ignore format: a table is read by columns
const precisions = [
  ['FP',   'FCVT | h to s',  '000 11110 11 1 000100 10000 Rn:5 Rd:5', '<Sd>, <Hn>', 'Convert half to single precision', converted(16, 32)],
  ['FP',   'FCVT | h to d',  '000 11110 11 1 000101 10000 Rn:5 Rd:5', '<Dd>, <Hn>', 'Convert half to double precision', converted(16, 64)],
  ['FP',   'FCVT | s to d',  '000 11110 00 1 000101 10000 Rn:5 Rd:5', '<Dd>, <Sn>', 'Convert single to double precision', converted(32, 64)],
  ['FP',   'FCVT | s to h',  '000 11110 00 1 000111 10000 Rn:5 Rd:5', '<Hd>, <Sn>', 'Convert single to half precision', converted(32, 16)],
  ['FP',   'FCVT | d to s',  '000 11110 01 1 000100 10000 Rn:5 Rd:5', '<Sd>, <Dn>', 'Convert double to single precision', converted(64, 32)],
  ['FP',   'FCVT | d to h',  '000 11110 01 1 000111 10000 Rn:5 Rd:5', '<Hd>, <Dn>', 'Convert double to half precision', converted(64, 16)],
  ['BF16', 'BFCVT',          '000 11110 01 1 000110 10000 Rn:5 Rd:5', '<Hd>, <Sn>', 'Convert single precision to BFloat16'],
] as const;

export const scalarFloatingPoint: readonly InstructionRow[] = [
  ...arithmetic.flatMap(([title, pattern, syntax, doc, meaning]) =>
    rowsOf({ title, pattern, syntax, doc, meaning, shapes: floats(scalars('hsd')), feature: 'FP' }),
  ),
  ...roundToWidth.flatMap(([title, pattern, syntax, doc, meaning]) =>
    rowsOf({ title, pattern, syntax, doc, meaning, shapes: scalars('sd'), feature: 'FRINTTS' }),
  ),
  ...precisions.flatMap(([feature, title, pattern, syntax, doc, meaning]) =>
    rowsOf({ feature, title, pattern, syntax, doc, meaning, shapes: single }),
  ),
];
