/** Advanced SIMD of three registers of one arrangement, scalar and vector (C4.1, three same and its extras). */
import type { InstructionRow } from '../../instruction.ts';
import { floatThreeSame } from '../semantics/simd/float.ts';
import {
  complexAdd,
  complexMultiplyAdd,
  dotProduct,
  halfToSingle,
  matrixProduct,
} from '../semantics/simd/products.ts';
import { logicalVector, threeSame } from '../semantics/simd/three-same.ts';
import { arrangements, floats, scalars, vectorsOf } from './simd-shapes.ts';
import type { Shape, SimdMeaning } from './simd-table.ts';
import { rowsOf } from './simd-table.ts';

type Line = readonly [title: string, U: string, opcode: string, doc: string, vector: string, scalar?: string];

interface Family {
  readonly feature: string;
  readonly vector: string;
  readonly scalar?: string;
  readonly meaning: SimdMeaning;
  /** Makes shapes of element letters. */
  readonly shapes?: (shapes: readonly Shape[]) => readonly Shape[];
}

/** The vector and scalar rows of lines whose bits have these names. */
function family(
  { feature, vector, scalar, meaning, shapes = all => all }: Family,
  lines: readonly Line[],
): InstructionRow[] {
  return lines.flatMap(([title, U, opcode, doc, vectors, elements = '']) => {
    const line = { title, doc, feature, meaning, bits: { U, opcode, a: opcode[0]!, op: opcode.slice(1) } };
    return [
      ...rowsOf({
        ...line,
        pattern: vector,
        syntax: '<Vd>.<T>, <Vn>.<T>, <Vm>.<T>',
        shapes: shapes(vectorsOf(vectors)),
      }),
      ...rowsOf({
        ...line,
        pattern: scalar ?? '',
        syntax: '<V><d>, <V><n>, <V><m>',
        shapes: shapes(scalars(elements)),
      }),
    ];
  });
}

// biome-ignore format: a table is read by columns
const integer = family({
  feature: 'AdvSIMD',
  vector: '0 Q U 01110 size 1 Rm:5 opcode 1 Rn:5 Rd:5',
  scalar: '01 U 11110 size 1 Rm:5 opcode 1 Rn:5 Rd:5',
  meaning: ({ mnemonic, lanes }) => threeSame(mnemonic, lanes),
}, [
  ['SHADD',              '0', '00000', 'Signed halving add',                               'bhs'],
  ['UHADD',              '1', '00000', 'Unsigned halving add',                             'bhs'],
  ['SQADD',              '0', '00001', 'Signed saturating add',                            'bhsd', 'bhsd'],
  ['UQADD',              '1', '00001', 'Unsigned saturating add',                          'bhsd', 'bhsd'],
  ['SRHADD',             '0', '00010', 'Signed rounding halving add',                      'bhs'],
  ['URHADD',             '1', '00010', 'Unsigned rounding halving add',                    'bhs'],
  ['SHSUB',              '0', '00100', 'Signed halving subtract',                          'bhs'],
  ['UHSUB',              '1', '00100', 'Unsigned halving subtract',                        'bhs'],
  ['SQSUB',              '0', '00101', 'Signed saturating subtract',                       'bhsd', 'bhsd'],
  ['UQSUB',              '1', '00101', 'Unsigned saturating subtract',                     'bhsd', 'bhsd'],
  ['CMGT (register)',    '0', '00110', 'Ones where the first is greater, signed',          'bhsd', 'd'],
  ['CMHI (register)',    '1', '00110', 'Ones where the first is higher, unsigned',         'bhsd', 'd'],
  ['CMGE (register)',    '0', '00111', 'Ones where the first is greater or equal, signed', 'bhsd', 'd'],
  ['CMHS (register)',    '1', '00111', 'Ones where the first is higher or same, unsigned', 'bhsd', 'd'],
  ['SSHL',               '0', '01000', 'Signed shift left by a register',                  'bhsd', 'd'],
  ['USHL',               '1', '01000', 'Unsigned shift left by a register',                'bhsd', 'd'],
  ['SQSHL (register)',   '0', '01001', 'Signed saturating shift left by a register',       'bhsd', 'bhsd'],
  ['UQSHL (register)',   '1', '01001', 'Unsigned saturating shift left by a register',     'bhsd', 'bhsd'],
  ['SRSHL',              '0', '01010', 'Signed rounding shift left by a register',         'bhsd', 'd'],
  ['URSHL',              '1', '01010', 'Unsigned rounding shift left by a register',       'bhsd', 'd'],
  ['SQRSHL',             '0', '01011', 'Signed saturating rounding shift left by a register',   'bhsd', 'bhsd'],
  ['UQRSHL',             '1', '01011', 'Unsigned saturating rounding shift left by a register', 'bhsd', 'bhsd'],
  ['SMAX',               '0', '01100', 'Signed maximum',                                   'bhs'],
  ['UMAX',               '1', '01100', 'Unsigned maximum',                                 'bhs'],
  ['SMIN',               '0', '01101', 'Signed minimum',                                   'bhs'],
  ['UMIN',               '1', '01101', 'Unsigned minimum',                                 'bhs'],
  ['SABD',               '0', '01110', 'Signed absolute difference',                       'bhs'],
  ['UABD',               '1', '01110', 'Unsigned absolute difference',                     'bhs'],
  ['SABA',               '0', '01111', 'Signed absolute difference and accumulate',        'bhs'],
  ['UABA',               '1', '01111', 'Unsigned absolute difference and accumulate',      'bhs'],
  ['ADD (vector)',       '0', '10000', 'Add',                                              'bhsd', 'd'],
  ['SUB (vector)',       '1', '10000', 'Subtract',                                         'bhsd', 'd'],
  ['CMTST',              '0', '10001', 'Ones where both have a bit in common',             'bhsd', 'd'],
  ['CMEQ (register)',    '1', '10001', 'Ones where both are equal',                        'bhsd', 'd'],
  ['MLA (vector)',       '0', '10010', 'Multiply and add',                                 'bhs'],
  ['MLS (vector)',       '1', '10010', 'Multiply and subtract',                            'bhs'],
  ['MUL (vector)',       '0', '10011', 'Multiply',                                         'bhs'],
  ['PMUL',               '1', '10011', 'Multiply polynomials',                             'b'],
  ['SMAXP',              '0', '10100', 'Signed maximum of pairs',                          'bhs'],
  ['UMAXP',              '1', '10100', 'Unsigned maximum of pairs',                        'bhs'],
  ['SMINP',              '0', '10101', 'Signed minimum of pairs',                          'bhs'],
  ['UMINP',              '1', '10101', 'Unsigned minimum of pairs',                        'bhs'],
  ['SQDMULH (vector)',   '0', '10110', 'Signed saturating doubling multiply, high half',   'hs', 'hs'],
  ['SQRDMULH (vector)',  '1', '10110', 'Signed saturating rounding doubling multiply, high half', 'hs', 'hs'],
  ['ADDP (vector)',      '0', '10111', 'Add pairs',                                        'bhsd'],
]);

// biome-ignore format: a table is read by columns
const float = family({
  feature: 'AdvSIMD',
  vector: '0 Q U 01110 a fp Rm:5 ff op 1 Rn:5 Rd:5',
  scalar: '01 U 11110 a fp Rm:5 ff op 1 Rn:5 Rd:5',
  shapes: floats,
  meaning: ({ mnemonic, lanes }) => floatThreeSame(mnemonic, lanes),
}, [
  ['FMAXNM (vector)',    '0', '0000', 'Maximum, of a number and a NaN the number',      'hsd'],
  ['FMLA (vector)',      '0', '0001', 'Fused multiply and add',                         'hsd'],
  ['FADD (vector)',      '0', '0010', 'Add',                                            'hsd'],
  ['FMULX',              '0', '0011', 'Multiply, zero by infinity gives two',           'hsd', 'hsd'],
  ['FCMEQ (register)',   '0', '0100', 'Ones where both are equal',                      'hsd', 'hsd'],
  ['FMAX (vector)',      '0', '0110', 'Maximum',                                        'hsd'],
  ['FRECPS',             '0', '0111', 'Step of a reciprocal',                           'hsd', 'hsd'],
  ['FMINNM (vector)',    '0', '1000', 'Minimum, of a number and a NaN the number',      'hsd'],
  ['FMLS (vector)',      '0', '1001', 'Fused multiply and subtract',                    'hsd'],
  ['FSUB (vector)',      '0', '1010', 'Subtract',                                       'hsd'],
  ['FMIN (vector)',      '0', '1110', 'Minimum',                                        'hsd'],
  ['FRSQRTS',            '0', '1111', 'Step of a reciprocal square root',               'hsd', 'hsd'],
  ['FMAXNMP (vector)',   '1', '0000', 'Maximum of pairs, of a number and a NaN the number', 'hsd'],
  ['FADDP (vector)',     '1', '0010', 'Add pairs',                                      'hsd'],
  ['FMUL (vector)',      '1', '0011', 'Multiply',                                       'hsd'],
  ['FCMGE (register)',   '1', '0100', 'Ones where the first is greater or equal',       'hsd', 'hsd'],
  ['FACGE',              '1', '0101', 'Ones where the first is greater or equal, without signs', 'hsd', 'hsd'],
  ['FMAXP (vector)',     '1', '0110', 'Maximum of pairs',                               'hsd'],
  ['FDIV (vector)',      '1', '0111', 'Divide',                                         'hsd'],
  ['FMINNMP (vector)',   '1', '1000', 'Minimum of pairs, of a number and a NaN the number', 'hsd'],
  ['FABD',               '1', '1010', 'Absolute difference',                            'hsd', 'hsd'],
  ['FCMGT (register)',   '1', '1100', 'Ones where the first is greater',                'hsd', 'hsd'],
  ['FACGT',              '1', '1101', 'Ones where the first is greater, without signs', 'hsd', 'hsd'],
  ['FMINP (vector)',     '1', '1110', 'Minimum of pairs',                               'hsd'],
]);

/** Bits do not depend on the element. */
// biome-ignore format: a table is read by columns
const logical = [
  ...family({ feature: 'AdvSIMD', vector: '0 Q U 01110 opcode 1 Rm:5 00011 1 Rn:5 Rd:5', meaning: ({ mnemonic, lanes }) => logicalVector(mnemonic, lanes) }, [
    ['AND (vector)',           '0', '00', 'And',                                          'b'],
    ['BIC (vector, register)', '0', '01', 'And with the complement',                      'b'],
    ['ORR (vector, register)', '0', '10', 'Or',                                           'b'],
    ['ORN (vector)',           '0', '11', 'Or with the complement',                       'b'],
    ['EOR (vector)',           '1', '00', 'Exclusive or',                                 'b'],
    ['BSL',                    '1', '01', 'Bits of the second where the destination has ones, else of the third', 'b'],
    ['BIT',                    '1', '10', 'Insert bits where the mask has ones',          'b'],
    ['BIF',                    '1', '11', 'Insert bits where the mask has zeros',         'b'],
  ]),
  ...rowsOf({
    title: 'MOV (vector)',
    pattern: '0 Q 0 01110 10 1 Rn:5 00011 1 Rn:5 Rd:5',
    syntax: '<Vd>.<T>, <Vn>.<T>',
    doc: 'Copy a vector',
    shapes: vectorsOf('b'),
    feature: 'AdvSIMD',
    alias: { aliasOf: 'orr-vector-register' },
  }),
];

// biome-ignore format: a table is read by columns
const roundingDoubling = family({
  feature: 'RDM',
  vector: '0 Q U 01110 size 0 Rm:5 1 opcode 1 Rn:5 Rd:5',
  scalar: '01 U 11110 size 0 Rm:5 1 opcode 1 Rn:5 Rd:5',
  meaning: ({ mnemonic, lanes }) => threeSame(mnemonic, lanes),
}, [
  ['SQRDMLAH (vector)', '1', '0000', 'Signed saturating rounding doubling multiply and add, high half',      'hs', 'hs'],
  ['SQRDMLSH (vector)', '1', '0001', 'Signed saturating rounding doubling multiply and subtract, high half', 'hs', 'hs'],
]);

const dots: SimdMeaning = ({ mnemonic, lanes }) => dotProduct(mnemonic, lanes, false);
const matrices: SimdMeaning = ({ mnemonic }) => matrixProduct(mnemonic);
const halves: SimdMeaning = ({ mnemonic, lanes }) => halfToSingle(mnemonic, lanes, false);

// biome-ignore format: a table is read by columns
const ofOtherElements: readonly (readonly [feature: string, title: string, pattern: string, syntax: string, doc: string, shapes: readonly Shape[], meaning?: SimdMeaning])[] = [
  ['DotProd', 'SDOT (vector)',    '0 Q 0 01110 10 0 Rm:5 1 0010 1 Rn:5 Rd:5', '<Vd>.<T>, <Vn>.<Tq>, <Vm>.<Tq>', 'Signed dot products of four bytes each',   vectorsOf('s'), dots],
  ['DotProd', 'UDOT (vector)',    '0 Q 1 01110 10 0 Rm:5 1 0010 1 Rn:5 Rd:5', '<Vd>.<T>, <Vn>.<Tq>, <Vm>.<Tq>', 'Unsigned dot products of four bytes each', vectorsOf('s'), dots],
  ['I8MM',    'USDOT (vector)',   '0 Q 0 01110 10 0 Rm:5 1 0011 1 Rn:5 Rd:5', '<Vd>.<T>, <Vn>.<Tq>, <Vm>.<Tq>', 'Dot products of four bytes each, unsigned and signed', vectorsOf('s'), dots],
  ['I8MM',    'SMMLA (vector)',   '0 1 0 01110 10 0 Rm:5 1 0100 1 Rn:5 Rd:5', '<Vd>.<T>, <Vn>.<Tq>, <Vm>.<Tq>', 'Multiply signed matrices of bytes and add',    arrangements('4s'), matrices],
  ['I8MM',    'USMMLA (vector)',  '0 1 0 01110 10 0 Rm:5 1 0101 1 Rn:5 Rd:5', '<Vd>.<T>, <Vn>.<Tq>, <Vm>.<Tq>', 'Multiply an unsigned and a signed matrix of bytes and add', arrangements('4s'), matrices],
  ['I8MM',    'UMMLA (vector)',   '0 1 1 01110 10 0 Rm:5 1 0100 1 Rn:5 Rd:5', '<Vd>.<T>, <Vn>.<Tq>, <Vm>.<Tq>', 'Multiply unsigned matrices of bytes and add',  arrangements('4s'), matrices],
  ['BF16',    'BFDOT (vector)',   '0 Q 1 01110 01 0 Rm:5 1 1111 1 Rn:5 Rd:5', '<Vd>.<T>, <Vn>.<Th>, <Vm>.<Th>', 'Dot products of two BFloat16 each',          vectorsOf('s')],
  ['BF16',    'BFMMLA',           '0 1 1 01110 01 0 Rm:5 1 1101 1 Rn:5 Rd:5', '<Vd>.<T>, <Vn>.<Th>, <Vm>.<Th>', 'Multiply matrices of BFloat16 and add',      arrangements('4s')],
  ['BF16',    'BFMLALB (vector)', '0 0 1 01110 11 0 Rm:5 1 1111 1 Rn:5 Rd:5', '<Vd>.<T>, <Vn>.<Th>, <Vm>.<Th>', 'Multiply even BFloat16 and add',             arrangements('4s')],
  ['BF16',    'BFMLALT (vector)', '0 1 1 01110 11 0 Rm:5 1 1111 1 Rn:5 Rd:5', '<Vd>.<T>, <Vn>.<Th>, <Vm>.<Th>', 'Multiply odd BFloat16 and add',              arrangements('4s')],
  ['FHM',     'FMLAL (vector)',   '0 Q 0 01110 0 01 Rm:5 11101 1 Rn:5 Rd:5',  '<Vd>.<T>, <Vn>.<Tn>, <Vm>.<Tn>', 'Multiply half precision, add to single, lower half',        vectorsOf('s'), halves],
  ['FHM',     'FMLSL (vector)',   '0 Q 0 01110 1 01 Rm:5 11101 1 Rn:5 Rd:5',  '<Vd>.<T>, <Vn>.<Tn>, <Vm>.<Tn>', 'Multiply half precision, subtract from single, lower half', vectorsOf('s'), halves],
  ['FHM',     'FMLAL2 (vector)',  '0 Q 1 01110 0 01 Rm:5 11001 1 Rn:5 Rd:5',  '<Vd>.<T>, <Vn>.<Tn>, <Vm>.<Tn>', 'Multiply half precision, add to single, upper half',        vectorsOf('s'), halves],
  ['FHM',     'FMLSL2 (vector)',  '0 Q 1 01110 1 01 Rm:5 11001 1 Rn:5 Rd:5',  '<Vd>.<T>, <Vn>.<Tn>, <Vm>.<Tn>', 'Multiply half precision, subtract from single, upper half', vectorsOf('s'), halves],
  ['FCMA',    'FCADD',            '0 Q 1 01110 size 0 Rm:5 1 11 rotate:1 0 1 Rn:5 Rd:5', '<Vd>.<T>, <Vn>.<T>, <Vm>.<T>, #<rotate180>', 'Add complex numbers, the second rotated', floats(vectorsOf('hsd')), ({ lanes }) => complexAdd(lanes)],
  ['FCMA',    'FCMLA',            '0 Q 1 01110 size 0 Rm:5 1 10 rotate:2 1 Rn:5 Rd:5',   '<Vd>.<T>, <Vn>.<T>, <Vm>.<T>, #<rotate90>',  'Multiply complex numbers, the second rotated, and add', floats(vectorsOf('hsd')), ({ lanes }) => complexMultiplyAdd(lanes, false)],
];

export const threeRegisters: readonly InstructionRow[] = [
  ...integer,
  ...float,
  ...logical,
  ...roundingDoubling,
  ...ofOtherElements.flatMap(([feature, title, pattern, syntax, doc, shapes, meaning]) =>
    rowsOf({ feature, title, pattern, syntax, doc, shapes, meaning }),
  ),
];
