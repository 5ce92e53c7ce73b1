/** Conversions between floating-point registers and general registers (C4.1), integer and fixed-point. */
import type { InstructionRow } from '../../instruction.ts';
import { i32 } from '../../semantics.ts';
import { number } from '../semantics/registers.ts';
import {
  convertAsJavaScript,
  convertFromX,
  convertToX,
  moveFromX,
  moveTopToX,
  moveToX,
  moveXToTop,
} from '../semantics/simd/float-general.ts';
import { floats, scalars, single } from './simd-shapes.ts';
import type { Shape, SimdMeaning } from './simd-table.ts';
import { rowsOf } from './simd-table.ts';

/** Every precision with a general register of 32 and of 64 bits. */
const withGeneral = (fixedPoint: boolean): readonly Shape[] =>
  (['W', 'X'] as const).flatMap(R =>
    floats(scalars('hsd')).map(shape => ({
      ...shape,
      id: `${R.toLowerCase()}-${shape.id}`,
      bits: { ...shape.bits, sf: R === 'X' ? '1' : '0', scale: R === 'X' ? 'scale:6' : '1 scale:5' },
      names: { ...shape.names, R, ...(fixedPoint && { fbits: R === 'X' ? '<scale64>' : '<scale32>' }) },
    })),
  );

/** A conversion to or from the general register of the shape. */
const conversion =
  (fixedPoint: boolean): SimdMeaning =>
  ({ mnemonic, lanes }, { names }) => {
    const width = names.R === 'X' ? 64 : 32;
    const fraction = fixedPoint ? number('fbits') : i32(0);
    const convert = mnemonic.endsWith('cvtf') ? convertFromX : convertToX;
    return convert(mnemonic, lanes.size, width, fraction);
  };

const toGeneral = '<R><d>, <V><n>';
const fromGeneral = '<V><d>, <R><n>';

// biome-ignore format: a table is read by columns
const integer = [
  ['FCVTNS (scalar)',          'sf 00 11110 type 1 00 000 000000 Rn:5 Rd:5', toGeneral,   'Convert to signed integer, nearest'],
  ['FCVTNU (scalar)',          'sf 00 11110 type 1 00 001 000000 Rn:5 Rd:5', toGeneral,   'Convert to unsigned integer, nearest'],
  ['SCVTF (scalar, integer)',  'sf 00 11110 type 1 00 010 000000 Rn:5 Rd:5', fromGeneral, 'Convert signed integer to floating-point'],
  ['UCVTF (scalar, integer)',  'sf 00 11110 type 1 00 011 000000 Rn:5 Rd:5', fromGeneral, 'Convert unsigned integer to floating-point'],
  ['FCVTAS (scalar)',          'sf 00 11110 type 1 00 100 000000 Rn:5 Rd:5', toGeneral,   'Convert to signed integer, nearest, ties away'],
  ['FCVTAU (scalar)',          'sf 00 11110 type 1 00 101 000000 Rn:5 Rd:5', toGeneral,   'Convert to unsigned integer, nearest, ties away'],
  ['FCVTPS (scalar)',          'sf 00 11110 type 1 01 000 000000 Rn:5 Rd:5', toGeneral,   'Convert to signed integer, up'],
  ['FCVTPU (scalar)',          'sf 00 11110 type 1 01 001 000000 Rn:5 Rd:5', toGeneral,   'Convert to unsigned integer, up'],
  ['FCVTMS (scalar)',          'sf 00 11110 type 1 10 000 000000 Rn:5 Rd:5', toGeneral,   'Convert to signed integer, down'],
  ['FCVTMU (scalar)',          'sf 00 11110 type 1 10 001 000000 Rn:5 Rd:5', toGeneral,   'Convert to unsigned integer, down'],
  ['FCVTZS (scalar, integer)', 'sf 00 11110 type 1 11 000 000000 Rn:5 Rd:5', toGeneral,   'Convert to signed integer, toward zero'],
  ['FCVTZU (scalar, integer)', 'sf 00 11110 type 1 11 001 000000 Rn:5 Rd:5', toGeneral,   'Convert to unsigned integer, toward zero'],
] as const;

// biome-ignore format: a table is read by columns
const fixedPoint = [
  ['SCVTF (scalar, fixed-point)',  'sf 00 11110 type 0 00 010 scale Rn:5 Rd:5', `${fromGeneral}, #<fbits>`, 'Convert signed fixed-point to floating-point'],
  ['UCVTF (scalar, fixed-point)',  'sf 00 11110 type 0 00 011 scale Rn:5 Rd:5', `${fromGeneral}, #<fbits>`, 'Convert unsigned fixed-point to floating-point'],
  ['FCVTZS (scalar, fixed-point)', 'sf 00 11110 type 0 11 000 scale Rn:5 Rd:5', `${toGeneral}, #<fbits>`,   'Convert to signed fixed-point, toward zero'],
  ['FCVTZU (scalar, fixed-point)', 'sf 00 11110 type 0 11 001 scale Rn:5 Rd:5', `${toGeneral}, #<fbits>`,   'Convert to unsigned fixed-point, toward zero'],
] as const;

// biome-ignore format: a table is read by columns
const moves = [
  ['FP16',  'FMOV (general) | h to w',   '0 00 11110 11 1 00 110 000000 Rn:5 Rd:5', '<Wd>, <Hn>',      'Copy half precision to a register', () => moveToX(16, 32)],
  ['FP16',  'FMOV (general) | h to x',   '1 00 11110 11 1 00 110 000000 Rn:5 Rd:5', '<Xd>, <Hn>',      'Copy half precision to a register', () => moveToX(16, 64)],
  ['FP16',  'FMOV (general) | w to h',   '0 00 11110 11 1 00 111 000000 Rn:5 Rd:5', '<Hd>, <Wn>',      'Copy a register to half precision', () => moveFromX(16, 32)],
  ['FP16',  'FMOV (general) | x to h',   '1 00 11110 11 1 00 111 000000 Rn:5 Rd:5', '<Hd>, <Xn>',      'Copy a register to half precision', () => moveFromX(16, 64)],
  ['FP',    'FMOV (general) | s to w',   '0 00 11110 00 1 00 110 000000 Rn:5 Rd:5', '<Wd>, <Sn>',      'Copy single precision to a register', () => moveToX(32, 32)],
  ['FP',    'FMOV (general) | w to s',   '0 00 11110 00 1 00 111 000000 Rn:5 Rd:5', '<Sd>, <Wn>',      'Copy a register to single precision', () => moveFromX(32, 32)],
  ['FP',    'FMOV (general) | d to x',   '1 00 11110 01 1 00 110 000000 Rn:5 Rd:5', '<Xd>, <Dn>',      'Copy double precision to a register', () => moveToX(64, 64)],
  ['FP',    'FMOV (general) | x to d',   '1 00 11110 01 1 00 111 000000 Rn:5 Rd:5', '<Dd>, <Xn>',      'Copy a register to double precision', () => moveFromX(64, 64)],
  ['FP',    'FMOV (general) | top to x', '1 00 11110 10 1 01 110 000000 Rn:5 Rd:5', '<Xd>, <Vn><.D>[1]', 'Copy the upper half of a vector to a register', moveTopToX],
  ['FP',    'FMOV (general) | x to top', '1 00 11110 10 1 01 111 000000 Rn:5 Rd:5', '<Vd><.D>[1], <Xn>', 'Copy a register to the upper half of a vector', moveXToTop],
  ['JSCVT', 'FJCVTZS',                   '0 00 11110 01 1 11 110 000000 Rn:5 Rd:5', '<Wd>, <Dn>',      'Convert to a signed 32-bit integer as JavaScript does', convertAsJavaScript],
] as const;

export const floatingPointConversions: readonly InstructionRow[] = [
  ...integer.flatMap(([title, pattern, syntax, doc]) =>
    rowsOf({
      title,
      pattern,
      syntax,
      doc,
      shapes: withGeneral(false),
      feature: 'FP',
      meaning: conversion(false),
    }),
  ),
  ...fixedPoint.flatMap(([title, pattern, syntax, doc]) =>
    rowsOf({
      title,
      pattern,
      syntax,
      doc,
      shapes: withGeneral(true),
      feature: 'FP',
      meaning: conversion(true),
    }),
  ),
  ...moves.flatMap(([feature, title, pattern, syntax, doc, meaning]) =>
    rowsOf({ feature, title, pattern, syntax, doc, meaning, shapes: single }),
  ),
];
