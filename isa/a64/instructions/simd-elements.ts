/** Advanced SIMD by one element: the second factor is a lane (C4.1, vector and scalar by indexed element). */
import type { InstructionRow } from '../../instruction.ts';
import { floatByElement, integerByElement, longByElement } from '../semantics/simd/by-element.ts';
import { complexMultiplyAdd, dotProduct, halfToSingle } from '../semantics/simd/products.ts';
import { arrangements, floats, scalars, vectorsOf } from './simd-shapes.ts';
import type { Shape, SimdMeaning } from './simd-table.ts';
import { rowsOf } from './simd-table.ts';

type Line = readonly [title: string, U: string, opcode: string, doc: string, vector: string, scalar?: string];

interface Family {
  readonly feature: string;
  readonly size: string;
  readonly vector: string;
  readonly scalar: string;
  readonly meaning: SimdMeaning;
  readonly shapes?: (shapes: readonly Shape[]) => readonly Shape[];
}

function family(
  { feature, size, vector, scalar, meaning, shapes = all => all }: Family,
  lines: readonly Line[],
): InstructionRow[] {
  return lines.flatMap(([title, U, opcode, doc, vectors, elements = '']) => {
    const line = { title: `${title} (by element)`, doc, feature, meaning, bits: { U, opcode } };
    return [
      ...rowsOf({
        ...line,
        pattern: `0 Q U 01111 ${size} LM opcode H:1 0 Rn:5 Rd:5`,
        syntax: vector,
        shapes: shapes(vectorsOf(vectors)),
      }),
      ...rowsOf({
        ...line,
        pattern: `01 U 11111 ${size} LM opcode H:1 0 Rn:5 Rd:5`,
        syntax: scalar,
        shapes: shapes(scalars(elements)),
      }),
    ];
  });
}

const ofSameWidth: SimdMeaning = ({ mnemonic, lanes }) => integerByElement(mnemonic, lanes);
const ofTwoWidths: SimdMeaning = ({ mnemonic, lanes, upper }) => longByElement(mnemonic, lanes, upper);
const ofFloats: SimdMeaning = ({ mnemonic, lanes }) => floatByElement(mnemonic, lanes);

const same = {
  vector: '<Vd>.<T>, <Vn>.<T>, <Vlane><.Ts>[<lane>]',
  scalar: '<V><d>, <V><n>, <Vlane><.Ts>[<lane>]',
};

const long = {
  vector: '<Vd>.<Ta>, <Vn>.<T>, <Vlane><.Ts>[<lane>]',
  scalar: '<Va><d>, <V><n>, <Vlane><.Ts>[<lane>]',
};

// biome-ignore format: a table is read by columns
const integer = [
  ...family({ feature: 'AdvSIMD', size: 'size', ...same, meaning: ofSameWidth }, [
    ['MLA',      '1', '0000', 'Multiply by a lane and add',                                          'hs'],
    ['MLS',      '1', '0100', 'Multiply by a lane and subtract',                                     'hs'],
    ['MUL',      '0', '1000', 'Multiply by a lane',                                                  'hs'],
    ['SQDMULH',  '0', '1100', 'Signed saturating doubling multiply by a lane, high half',            'hs', 'hs'],
    ['SQRDMULH', '0', '1101', 'Signed saturating rounding doubling multiply by a lane, high half',   'hs', 'hs'],
  ]),
  ...family({ feature: 'RDM', size: 'size', ...same, meaning: ofSameWidth }, [
    ['SQRDMLAH', '1', '1101', 'Signed saturating rounding doubling multiply by a lane and add, high half',      'hs', 'hs'],
    ['SQRDMLSH', '1', '1111', 'Signed saturating rounding doubling multiply by a lane and subtract, high half', 'hs', 'hs'],
  ]),
  ...family({ feature: 'AdvSIMD', size: 'size', ...long, meaning: ofTwoWidths }, [
    ['SMLAL{2}',   '0', '0010', 'Signed multiply by a lane and add, long',                           'hs'],
    ['UMLAL{2}',   '1', '0010', 'Unsigned multiply by a lane and add, long',                         'hs'],
    ['SQDMLAL{2}', '0', '0011', 'Signed saturating doubling multiply by a lane and add, long',       'hs', 'hs'],
    ['SMLSL{2}',   '0', '0110', 'Signed multiply by a lane and subtract, long',                      'hs'],
    ['UMLSL{2}',   '1', '0110', 'Unsigned multiply by a lane and subtract, long',                    'hs'],
    ['SQDMLSL{2}', '0', '0111', 'Signed saturating doubling multiply by a lane and subtract, long',  'hs', 'hs'],
    ['SMULL{2}',   '0', '1010', 'Signed multiply by a lane, long',                                   'hs'],
    ['UMULL{2}',   '1', '1010', 'Unsigned multiply by a lane, long',                                 'hs'],
    ['SQDMULL{2}', '0', '1011', 'Signed saturating doubling multiply by a lane, long',               'hs', 'hs'],
  ]),
];

// biome-ignore format: a table is read by columns
const float = family({ feature: 'AdvSIMD', size: 'fsize', ...same, shapes: floats, meaning: ofFloats }, [
  ['FMLA',  '0', '0001', 'Fused multiply by a lane and add',             'hsd', 'hsd'],
  ['FMLS',  '0', '0101', 'Fused multiply by a lane and subtract',        'hsd', 'hsd'],
  ['FMUL',  '0', '1001', 'Multiply by a lane',                           'hsd', 'hsd'],
  ['FMULX', '1', '1001', 'Multiply by a lane, zero by infinity gives two', 'hsd', 'hsd'],
]);

const dot = '<Vd>.<T>, <Vn>.<Tq>, <Vm>.4B[<lane.HL>]';
const pairs = '<Vd>.<T>, <Vn>.<Th>, <Vm>.2H[<lane.HL>]';
const odd = '<Vd>.<T>, <Vn>.<Th>, <Vm|low><.H>[<lane.HLM>]';
const half = '<Vd>.<T>, <Vn>.<Tn>, <Vm|low><.H>[<lane.HLM>]';
const complex = '<Vd>.<T>, <Vn>.<T>, <Vm><.Ts>';

const dots: SimdMeaning = ({ mnemonic, lanes }) => dotProduct(mnemonic, lanes, true);
const halves: SimdMeaning = ({ mnemonic, lanes }) => halfToSingle(mnemonic, lanes, true);
const numbers: SimdMeaning = ({ lanes }) => complexMultiplyAdd(lanes, true);

// biome-ignore format: a table is read by columns
const ofOtherElements: readonly (readonly [feature: string, title: string, pattern: string, syntax: string, doc: string, shapes: readonly Shape[], meaning?: SimdMeaning])[] = [
  ['DotProd', 'SDOT',    '0 Q 0 01111 10 L:1 Rm:5 1110 H:1 0 Rn:5 Rd:5',     dot,   'Signed dot products with one group of four bytes',   vectorsOf('s'), dots],
  ['DotProd', 'UDOT',    '0 Q 1 01111 10 L:1 Rm:5 1110 H:1 0 Rn:5 Rd:5',     dot,   'Unsigned dot products with one group of four bytes', vectorsOf('s'), dots],
  ['I8MM',    'USDOT',   '0 Q 0 01111 10 L:1 Rm:5 1111 H:1 0 Rn:5 Rd:5',     dot,   'Dot products with one group of four bytes, unsigned and signed', vectorsOf('s'), dots],
  ['I8MM',    'SUDOT',   '0 Q 0 01111 00 L:1 Rm:5 1111 H:1 0 Rn:5 Rd:5',     dot,   'Dot products with one group of four bytes, signed and unsigned', vectorsOf('s'), dots],
  ['BF16',    'BFDOT',   '0 Q 0 01111 01 L:1 Rm:5 1111 H:1 0 Rn:5 Rd:5',     pairs, 'Dot products with one pair of BFloat16',             vectorsOf('s')],
  ['BF16',    'BFMLALB', '0 0 0 01111 11 L:1 M:1 Rm:4 1111 H:1 0 Rn:5 Rd:5', odd,   'Multiply even BFloat16 by a lane and add',           arrangements('4s')],
  ['BF16',    'BFMLALT', '0 1 0 01111 11 L:1 M:1 Rm:4 1111 H:1 0 Rn:5 Rd:5', odd,   'Multiply odd BFloat16 by a lane and add',            arrangements('4s')],
  ['FHM',     'FMLAL',   '0 Q 0 01111 10 L:1 M:1 Rm:4 0000 H:1 0 Rn:5 Rd:5', half,  'Multiply half precision by a lane, add to single, lower half',        vectorsOf('s'), halves],
  ['FHM',     'FMLSL',   '0 Q 0 01111 10 L:1 M:1 Rm:4 0100 H:1 0 Rn:5 Rd:5', half,  'Multiply half precision by a lane, subtract from single, lower half', vectorsOf('s'), halves],
  ['FHM',     'FMLAL2',  '0 Q 1 01111 10 L:1 M:1 Rm:4 1000 H:1 0 Rn:5 Rd:5', half,  'Multiply half precision by a lane, add to single, upper half',        vectorsOf('s'), halves],
  ['FHM',     'FMLSL2',  '0 Q 1 01111 10 L:1 M:1 Rm:4 1100 H:1 0 Rn:5 Rd:5', half,  'Multiply half precision by a lane, subtract from single, upper half', vectorsOf('s'), halves],
  // A lane is a pair of elements, real and imaginary.
  ['FCMA',    'FCMLA',   '0 0 1 01111 01 L:1 Rm:5 0 rotate:2 1 0 0 Rn:5 Rd:5',   `${complex}[<lane.L>], #<rotate90>`,  'Multiply complex numbers by a lane, rotated, and add', floats(arrangements('4h')), numbers],
  ['FCMA',    'FCMLA',   '0 1 1 01111 01 L:1 Rm:5 0 rotate:2 1 H:1 0 Rn:5 Rd:5', `${complex}[<lane.HL>], #<rotate90>`, 'Multiply complex numbers by a lane, rotated, and add', floats(arrangements('8h')), numbers],
  ['FCMA',    'FCMLA',   '0 1 1 01111 10 0 Rm:5 0 rotate:2 1 H:1 0 Rn:5 Rd:5',   `${complex}[<lane.H>], #<rotate90>`,  'Multiply complex numbers by a lane, rotated, and add', arrangements('4s'), numbers],
];

export const byElement: readonly InstructionRow[] = [
  ...integer,
  ...float,
  ...ofOtherElements.flatMap(([feature, title, pattern, syntax, doc, shapes, meaning]) =>
    rowsOf({ feature, title: `${title} (by element)`, pattern, syntax, doc, shapes, meaning }),
  ),
];
