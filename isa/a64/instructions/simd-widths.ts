/** Advanced SIMD of three registers whose elements differ in width: long, wide and narrow (C4.1, three different). */
import type { InstructionRow } from '../../instruction.ts';
import { polynomialLong, threeDifferent } from '../semantics/simd/widths.ts';
import { arrangements, scalars, vectorsOf } from './simd-shapes.ts';
import type { SimdMeaning } from './simd-table.ts';
import { rowsOf } from './simd-table.ts';

const long = '<Vd>.<Ta>, <Vn>.<T>, <Vm>.<T>';
const wide = '<Vd>.<Ta>, <Vn>.<Ta>, <Vm>.<T>';
const narrow = '<Vd>.<T>, <Vn>.<Ta>, <Vm>.<Ta>';

// biome-ignore format: a table is read by columns
const lines: readonly (readonly [title: string, U: string, opcode: string, syntax: string, doc: string, vector: string, scalar?: string])[] = [
  ['SADDL{2}',            '0', '0000', long,   'Signed add, long',                                      'bhs'],
  ['UADDL{2}',            '1', '0000', long,   'Unsigned add, long',                                    'bhs'],
  ['SADDW{2}',            '0', '0001', wide,   'Signed add, wide',                                      'bhs'],
  ['UADDW{2}',            '1', '0001', wide,   'Unsigned add, wide',                                    'bhs'],
  ['SSUBL{2}',            '0', '0010', long,   'Signed subtract, long',                                 'bhs'],
  ['USUBL{2}',            '1', '0010', long,   'Unsigned subtract, long',                               'bhs'],
  ['SSUBW{2}',            '0', '0011', wide,   'Signed subtract, wide',                                 'bhs'],
  ['USUBW{2}',            '1', '0011', wide,   'Unsigned subtract, wide',                               'bhs'],
  ['ADDHN{2}',            '0', '0100', narrow, 'Add, high half',                                        'bhs'],
  ['RADDHN{2}',           '1', '0100', narrow, 'Rounding add, high half',                               'bhs'],
  ['SABAL{2}',            '0', '0101', long,   'Signed absolute difference and accumulate, long',        'bhs'],
  ['UABAL{2}',            '1', '0101', long,   'Unsigned absolute difference and accumulate, long',      'bhs'],
  ['SUBHN{2}',            '0', '0110', narrow, 'Subtract, high half',                                   'bhs'],
  ['RSUBHN{2}',           '1', '0110', narrow, 'Rounding subtract, high half',                          'bhs'],
  ['SABDL{2}',            '0', '0111', long,   'Signed absolute difference, long',                      'bhs'],
  ['UABDL{2}',            '1', '0111', long,   'Unsigned absolute difference, long',                    'bhs'],
  ['SMLAL{2} (vector)',   '0', '1000', long,   'Signed multiply and add, long',                         'bhs'],
  ['UMLAL{2} (vector)',   '1', '1000', long,   'Unsigned multiply and add, long',                       'bhs'],
  ['SQDMLAL{2} (vector)', '0', '1001', long,   'Signed saturating doubling multiply and add, long',      'hs', 'hs'],
  ['SMLSL{2} (vector)',   '0', '1010', long,   'Signed multiply and subtract, long',                    'bhs'],
  ['UMLSL{2} (vector)',   '1', '1010', long,   'Unsigned multiply and subtract, long',                  'bhs'],
  ['SQDMLSL{2} (vector)', '0', '1011', long,   'Signed saturating doubling multiply and subtract, long', 'hs', 'hs'],
  ['SMULL{2} (vector)',   '0', '1100', long,   'Signed multiply, long',                                 'bhs'],
  ['UMULL{2} (vector)',   '1', '1100', long,   'Unsigned multiply, long',                               'bhs'],
  ['SQDMULL{2} (vector)', '0', '1101', long,   'Signed saturating doubling multiply, long',             'hs', 'hs'],
  ['PMULL{2}',            '0', '1110', long,   'Multiply polynomials, long',                            'b'],
];

const feature = 'AdvSIMD';
const meaning: SimdMeaning = ({ mnemonic, lanes, upper }) => threeDifferent(mnemonic, lanes, upper);

export const threeWidths: readonly InstructionRow[] = [
  ...lines.flatMap(([title, U, opcode, syntax, doc, vectors, elements = '']) => [
    ...rowsOf({
      title,
      pattern: '0 Q U 01110 size 1 Rm:5 opcode 00 Rn:5 Rd:5',
      syntax,
      doc,
      shapes: vectorsOf(vectors),
      bits: { U, opcode },
      feature,
      meaning,
    }),
    ...rowsOf({
      title,
      pattern: '01 U 11110 size 1 Rm:5 opcode 00 Rn:5 Rd:5',
      syntax: '<Va><d>, <V><n>, <V><m>',
      doc,
      shapes: scalars(elements),
      bits: { U, opcode },
      feature,
      meaning,
    }),
  ]),
  ...rowsOf({
    title: 'PMULL{2}',
    pattern: '0 Q 0 01110 11 1 Rm:5 1110 00 Rn:5 Rd:5',
    syntax: '<Vd>.1Q, <Vn>.<T>, <Vm>.<T>',
    doc: 'Multiply polynomials of 64 bits, long',
    shapes: arrangements('1d', '2d'),
    feature: 'PMULL',
    meaning: ({ upper }) => polynomialLong(upper),
  }),
];
