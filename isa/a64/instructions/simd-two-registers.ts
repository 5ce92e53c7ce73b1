/** Advanced SIMD of one source register, scalar and vector; reductions (C4.1, two-register miscellaneous and more). */
import type { InstructionRow } from '../../instruction.ts';
import { convertLong, convertNarrow, floatAcross, floatTwoSame } from '../semantics/simd/float.ts';
import {
  across,
  addPair,
  pairsLong,
  shiftedBySize,
  twoSame,
  unsignedEstimate,
} from '../semantics/simd/two-registers.ts';
import { narrow } from '../semantics/simd/widths.ts';
import { arrangements, floats, scalars, vectorsOf } from './simd-shapes.ts';
import type { Shape, SimdMeaning } from './simd-table.ts';
import { rowsOf } from './simd-table.ts';
import { alias } from './table.ts';

type Line = readonly [title: string, U: string, opcode: string, doc: string, vector: string, scalar?: string];

interface Family {
  readonly feature: string;
  /** What stands where `size 10000` or its like does. */
  readonly middle: string;
  readonly vector: string;
  readonly scalar?: string;
  readonly meaning?: SimdMeaning;
  readonly shapes?: (shapes: readonly Shape[]) => readonly Shape[];
}

/** Lines of one syntax; the first bit of a longer `opcode` is `a`, where the pattern has it. */
function family(
  { feature, middle, vector, scalar, meaning, shapes = all => all }: Family,
  lines: readonly Line[],
): InstructionRow[] {
  return lines.flatMap(([title, U, opcode, doc, vectors, elements = '']) => {
    const bits = { U, opcode, a: opcode[0]!, op: opcode.slice(1) };
    const line = { title, doc, feature, bits, meaning };
    return [
      ...rowsOf({
        ...line,
        pattern: `0 Q U 01110 ${middle} 10 Rn:5 Rd:5`,
        syntax: vector,
        shapes: shapes(vectorsOf(vectors)),
      }),
      ...rowsOf({
        ...line,
        pattern: `01 U 11110 ${middle} 10 Rn:5 Rd:5`,
        syntax: scalar ?? '',
        shapes: shapes(scalars(elements)),
      }),
    ];
  });
}

const same: SimdMeaning = ({ mnemonic, lanes }) => twoSame(mnemonic, lanes);

const integer = { feature: 'AdvSIMD', middle: 'size 10000 opcode', meaning: same };

// biome-ignore format: a table is read by columns
const sameWidth = family({ ...integer, vector: '<Vd>.<T>, <Vn>.<T>', scalar: '<V><d>, <V><n>' }, [
  ['REV64',           '0', '00000', 'Reverse elements in doublewords',       'bhs'],
  ['REV32 (vector)',  '1', '00000', 'Reverse elements in words',             'bh'],
  ['REV16 (vector)',  '0', '00001', 'Reverse elements in halfwords',         'b'],
  ['SUQADD',          '0', '00011', 'Signed saturating add of unsigned',     'bhsd', 'bhsd'],
  ['USQADD',          '1', '00011', 'Unsigned saturating add of signed',     'bhsd', 'bhsd'],
  ['CLS (vector)',    '0', '00100', 'Count leading sign bits',               'bhs'],
  ['CLZ (vector)',    '1', '00100', 'Count leading zeros',                   'bhs'],
  ['CNT',             '0', '00101', 'Count ones',                            'b'],
  ['SQABS',           '0', '00111', 'Signed saturating absolute value',      'bhsd', 'bhsd'],
  ['SQNEG',           '1', '00111', 'Signed saturating negate',              'bhsd', 'bhsd'],
  ['ABS',             '0', '01011', 'Absolute value',                        'bhsd', 'd'],
  ['NEG (vector)',    '1', '01011', 'Negate',                                'bhsd', 'd'],
]);

// biome-ignore format: a table is read by columns
const withZero = family({ ...integer, vector: '<Vd>.<T>, <Vn>.<T>, #<exactly0>', scalar: '<V><d>, <V><n>, #<exactly0>' }, [
  ['CMGT (zero)',     '0', '01000', 'Ones where greater than zero',          'bhsd', 'd'],
  ['CMGE (zero)',     '1', '01000', 'Ones where greater or equal to zero',   'bhsd', 'd'],
  ['CMEQ (zero)',     '0', '01001', 'Ones where zero',                       'bhsd', 'd'],
  ['CMLE (zero)',     '1', '01001', 'Ones where less or equal to zero',      'bhsd', 'd'],
  ['CMLT (zero)',     '0', '01010', 'Ones where less than zero',             'bhsd', 'd'],
]);

// biome-ignore format: a table is read by columns
const widths = [
  ...family({ ...integer, vector: '<Vd>.<Tp>, <Vn>.<T>', meaning: ({ mnemonic, lanes }) => pairsLong(mnemonic, lanes) }, [
    ['SADDLP',        '0', '00010', 'Signed add pairs, long',                 'bhs'],
    ['UADDLP',        '1', '00010', 'Unsigned add pairs, long',               'bhs'],
    ['SADALP',        '0', '00110', 'Signed add pairs and accumulate, long',   'bhs'],
    ['UADALP',        '1', '00110', 'Unsigned add pairs and accumulate, long', 'bhs'],
  ]),
  ...family({ ...integer, vector: '<Vd>.<T>, <Vn>.<Ta>', scalar: '<V><d>, <Va><n>', meaning: ({ mnemonic, lanes, upper }) => narrow(mnemonic, lanes, upper) }, [
    ['XTN{2}',        '0', '10010', 'Narrow',                                'bhs'],
    ['SQXTUN{2}',     '1', '10010', 'Signed saturating narrow to unsigned',  'bhs', 'bhs'],
    ['SQXTN{2}',      '0', '10100', 'Signed saturating narrow',              'bhs', 'bhs'],
    ['UQXTN{2}',      '1', '10100', 'Unsigned saturating narrow',            'bhs', 'bhs'],
  ]),
  ...family({ ...integer, vector: '<Vd>.<Ta>, <Vn>.<T>, #<esize>', meaning: ({ lanes, upper }) => shiftedBySize(lanes, upper) }, [
    ['SHLL{2}',       '1', '10011', 'Shift left by the element size, long',  'bhs'],
  ]),
];

// biome-ignore format: a table is read by columns
const bitwise = [
  ...family({ feature: 'AdvSIMD', middle: '00 10000 opcode', vector: '<Vd>.<T>, <Vn>.<T>', meaning: same }, [
    ['NOT',           '1', '00101', 'Complement',                            'b'],
  ]),
  ...family({ feature: 'AdvSIMD', middle: '01 10000 opcode', vector: '<Vd>.<T>, <Vn>.<T>', meaning: same }, [
    ['RBIT (vector)', '1', '00101', 'Reverse the bits of each byte',         'b'],
  ]),
  ...rowsOf({
    title: 'MVN',
    pattern: '0 Q 1 01110 00 10000 00101 10 Rn:5 Rd:5',
    syntax: '<Vd>.<T>, <Vn>.<T>',
    doc: 'Complement',
    shapes: vectorsOf('b'),
    feature: 'AdvSIMD',
    alias: alias('not'),
  }),
];

const floatSame: SimdMeaning = ({ mnemonic, lanes }) =>
  mnemonic === 'urecpe' || mnemonic === 'ursqrte'
    ? unsignedEstimate(mnemonic, lanes)
    : floatTwoSame(mnemonic, lanes);

const float = { feature: 'AdvSIMD', middle: 'a misc op', shapes: floats, meaning: floatSame };

// biome-ignore format: a table is read by columns
const floatSameWidth = family({ ...float, vector: '<Vd>.<T>, <Vn>.<T>', scalar: '<V><d>, <V><n>' }, [
  ['FRINTN (vector)',         '0', '011000', 'Round to nearest integer, ties to even',           'hsd'],
  ['FRINTA (vector)',         '1', '011000', 'Round to nearest integer, ties away from zero',     'hsd'],
  ['FRINTM (vector)',         '0', '011001', 'Round down to integer',                            'hsd'],
  ['FRINTX (vector)',         '1', '011001', 'Round to integer in the current mode, tell inexact', 'hsd'],
  ['FCVTNS (vector)',         '0', '011010', 'Convert to signed integer, nearest',               'hsd', 'hsd'],
  ['FCVTNU (vector)',         '1', '011010', 'Convert to unsigned integer, nearest',             'hsd', 'hsd'],
  ['FCVTMS (vector)',         '0', '011011', 'Convert to signed integer, down',                  'hsd', 'hsd'],
  ['FCVTMU (vector)',         '1', '011011', 'Convert to unsigned integer, down',                'hsd', 'hsd'],
  ['FCVTAS (vector)',         '0', '011100', 'Convert to signed integer, nearest, ties away',    'hsd', 'hsd'],
  ['FCVTAU (vector)',         '1', '011100', 'Convert to unsigned integer, nearest, ties away',  'hsd', 'hsd'],
  ['SCVTF (vector, integer)', '0', '011101', 'Convert signed integer to floating-point',         'hsd', 'hsd'],
  ['UCVTF (vector, integer)', '1', '011101', 'Convert unsigned integer to floating-point',       'hsd', 'hsd'],
  ['FABS (vector)',           '0', '101111', 'Absolute value',                                   'hsd'],
  ['FNEG (vector)',           '1', '101111', 'Negate',                                           'hsd'],
  ['FRINTP (vector)',         '0', '111000', 'Round up to integer',                              'hsd'],
  ['FRINTZ (vector)',         '0', '111001', 'Round to integer toward zero',                     'hsd'],
  ['FRINTI (vector)',         '1', '111001', 'Round to integer in the current mode',             'hsd'],
  ['FCVTPS (vector)',         '0', '111010', 'Convert to signed integer, up',                    'hsd', 'hsd'],
  ['FCVTPU (vector)',         '1', '111010', 'Convert to unsigned integer, up',                  'hsd', 'hsd'],
  ['FCVTZS (vector, integer)', '0', '111011', 'Convert to signed integer, toward zero',          'hsd', 'hsd'],
  ['FCVTZU (vector, integer)', '1', '111011', 'Convert to unsigned integer, toward zero',        'hsd', 'hsd'],
  ['URECPE',                  '0', '111100', 'Unsigned estimate of a reciprocal',                's'],
  ['URSQRTE',                 '1', '111100', 'Unsigned estimate of a reciprocal square root',    's'],
  ['FRECPE',                  '0', '111101', 'Estimate of a reciprocal',                         'hsd', 'hsd'],
  ['FRSQRTE',                 '1', '111101', 'Estimate of a reciprocal square root',             'hsd', 'hsd'],
  ['FRECPX',                  '0', '111111', 'Exponent of a reciprocal',                         '',    'hsd'],
  ['FSQRT (vector)',          '1', '111111', 'Square root',                                      'hsd'],
]);

// biome-ignore format: a table is read by columns
const roundToWidth = family({ ...float, feature: 'FRINTTS', vector: '<Vd>.<T>, <Vn>.<T>' }, [
  ['FRINT32Z (vector)',       '0', '011110', 'Round to a 32-bit integer toward zero',            'sd'],
  ['FRINT32X (vector)',       '1', '011110', 'Round to a 32-bit integer in the current mode',    'sd'],
  ['FRINT64Z (vector)',       '0', '011111', 'Round to a 64-bit integer toward zero',            'sd'],
  ['FRINT64X (vector)',       '1', '011111', 'Round to a 64-bit integer in the current mode',    'sd'],
]);

// biome-ignore format: a table is read by columns
const floatWithZero = family({ ...float, vector: '<Vd>.<T>, <Vn>.<T>, #<0.0>', scalar: '<V><d>, <V><n>, #<0.0>' }, [
  ['FCMGT (zero)',            '0', '101100', 'Ones where greater than zero',                     'hsd', 'hsd'],
  ['FCMGE (zero)',            '1', '101100', 'Ones where greater or equal to zero',              'hsd', 'hsd'],
  ['FCMEQ (zero)',            '0', '101101', 'Ones where zero',                                  'hsd', 'hsd'],
  ['FCMLE (zero)',            '1', '101101', 'Ones where less or equal to zero',                 'hsd', 'hsd'],
  ['FCMLT (zero)',            '0', '101110', 'Ones where less than zero',                        'hsd', 'hsd'],
]);

const narrower: SimdMeaning = ({ mnemonic, lanes, upper }) => convertNarrow(mnemonic, lanes, upper);

/** Between precisions. */
// biome-ignore format: a table is read by columns
const precisions = [
  ...family({ feature: 'AdvSIMD', middle: '0 wide 10000 opcode', vector: '<Vd>.<T>, <Vn>.<Ta>', meaning: narrower }, [
    ['FCVTN{2}',              '0', '10110', 'Convert to lower precision',                        'hs'],
  ]),
  ...family({ feature: 'AdvSIMD', middle: '0 wide 10000 opcode', vector: '<Vd>.<Ta>, <Vn>.<T>', meaning: ({ lanes, upper }) => convertLong(lanes, upper) }, [
    ['FCVTL{2}',              '0', '10111', 'Convert to higher precision',                       'hs'],
  ]),
  ...family({ feature: 'AdvSIMD', middle: '0 wide 10000 opcode', vector: '<Vd>.<T>, <Vn>.<Ta>', scalar: '<V><d>, <Va><n>', meaning: narrower }, [
    ['FCVTXN{2}',             '1', '10110', 'Convert to lower precision, rounding to odd',       's', 's'],
  ]),
  ...family({ feature: 'BF16', middle: '10 10000 opcode', vector: '<Vd>.<T>, <Vn>.<Ta>' }, [
    ['BFCVTN{2}',             '0', '10110', 'Convert single precision to BFloat16',              'h'],
  ]),
];

/** `SADDLV` … `FMINV`, and of pairs: `FADDP` (scalar). */
const reduction: SimdMeaning = ({ mnemonic, lanes }) => {
  const elements = lanes.count === 1 ? { ...lanes, count: 2 } : lanes;
  if (mnemonic === 'addp') return addPair();
  return mnemonic.startsWith('f') ? floatAcross(mnemonic, elements) : across(mnemonic, lanes);
};

const reduced = arrangements('8b', '16b', '4h', '8h', '4s');

// biome-ignore format: a table is read by columns
const reductions = [
  ['SADDLV',  '0 Q 0 01110 size 11000 00011 10 Rn:5 Rd:5', '<Va><d>, <Vn>.<T>', 'Signed add of all elements, long',   reduced],
  ['UADDLV',  '0 Q 1 01110 size 11000 00011 10 Rn:5 Rd:5', '<Va><d>, <Vn>.<T>', 'Unsigned add of all elements, long', reduced],
  ['SMAXV',   '0 Q 0 01110 size 11000 01010 10 Rn:5 Rd:5', '<V><d>, <Vn>.<T>',  'Signed maximum of all elements',     reduced],
  ['UMAXV',   '0 Q 1 01110 size 11000 01010 10 Rn:5 Rd:5', '<V><d>, <Vn>.<T>',  'Unsigned maximum of all elements',   reduced],
  ['SMINV',   '0 Q 0 01110 size 11000 11010 10 Rn:5 Rd:5', '<V><d>, <Vn>.<T>',  'Signed minimum of all elements',     reduced],
  ['UMINV',   '0 Q 1 01110 size 11000 11010 10 Rn:5 Rd:5', '<V><d>, <Vn>.<T>',  'Unsigned minimum of all elements',   reduced],
  ['ADDV',    '0 Q 0 01110 size 11000 11011 10 Rn:5 Rd:5', '<V><d>, <Vn>.<T>',  'Add all elements',                   reduced],
  ['FMAXNMV', '0 Q fu 01110 00 11000 01100 10 Rn:5 Rd:5',  '<V><d>, <Vn>.<T>',  'Maximum of all elements, of a number and a NaN the number', floats(arrangements('4h', '8h', '4s'))],
  ['FMINNMV', '0 Q fu 01110 10 11000 01100 10 Rn:5 Rd:5',  '<V><d>, <Vn>.<T>',  'Minimum of all elements, of a number and a NaN the number', floats(arrangements('4h', '8h', '4s'))],
  ['FMAXV',   '0 Q fu 01110 00 11000 01111 10 Rn:5 Rd:5',  '<V><d>, <Vn>.<T>',  'Maximum of all elements',            floats(arrangements('4h', '8h', '4s'))],
  ['FMINV',   '0 Q fu 01110 10 11000 01111 10 Rn:5 Rd:5',  '<V><d>, <Vn>.<T>',  'Minimum of all elements',            floats(arrangements('4h', '8h', '4s'))],

  ['ADDP (scalar)',    '01 0 11110 11 11000 11011 10 Rn:5 Rd:5',    '<V><d>, <Vn>.2<Ts>', 'Add a pair',        scalars('d')],
  ['FMAXNMP (scalar)', '01 fu 11110 0 sz 11000 01100 10 Rn:5 Rd:5', '<V><d>, <Vn>.2<Ts>', 'Maximum of a pair, of a number and a NaN the number', floats(scalars('hsd'))],
  ['FMINNMP (scalar)', '01 fu 11110 1 sz 11000 01100 10 Rn:5 Rd:5', '<V><d>, <Vn>.2<Ts>', 'Minimum of a pair, of a number and a NaN the number', floats(scalars('hsd'))],
  ['FADDP (scalar)',   '01 fu 11110 0 sz 11000 01101 10 Rn:5 Rd:5', '<V><d>, <Vn>.2<Ts>', 'Add a pair',        floats(scalars('hsd'))],
  ['FMAXP (scalar)',   '01 fu 11110 0 sz 11000 01111 10 Rn:5 Rd:5', '<V><d>, <Vn>.2<Ts>', 'Maximum of a pair', floats(scalars('hsd'))],
  ['FMINP (scalar)',   '01 fu 11110 1 sz 11000 01111 10 Rn:5 Rd:5', '<V><d>, <Vn>.2<Ts>', 'Minimum of a pair', floats(scalars('hsd'))],
] as const;

export const twoRegisters: readonly InstructionRow[] = [
  ...sameWidth,
  ...withZero,
  ...widths,
  ...bitwise,
  ...floatSameWidth,
  ...roundToWidth,
  ...floatWithZero,
  ...precisions,
  ...reductions.flatMap(([title, pattern, syntax, doc, shapes]) =>
    rowsOf({
      ...{ title, pattern, syntax, doc, shapes, meaning: reduction },
      feature: 'AdvSIMD',
    }),
  ),
];
