/** Advanced SIMD shifts by an immediate, copies, permutations and table look-ups (C4.1). */
import type { InstructionRow } from '../../instruction.ts';
import {
  duplicateElement,
  duplicateGeneral,
  extractVector,
  insertFromElement,
  insertFromGeneral,
  moveToGeneral,
  permute,
  tableLookup,
} from '../semantics/simd/copies.ts';
import { floatFixedPoint } from '../semantics/simd/float.ts';
import { shiftImmediate, shiftLong, shiftNarrow } from '../semantics/simd/shifts.ts';
import { arrangements, floats, scalars, vectorsOf } from './simd-shapes.ts';
import type { Shape, SimdMeaning } from './simd-table.ts';
import { rowsOf, withRanges } from './simd-table.ts';
import { alias } from './table.ts';

type ShiftLine = readonly [
  title: string,
  U: string,
  opcode: string,
  doc: string,
  vector: string,
  scalar?: string,
];

interface Family {
  readonly feature: string;
  readonly vector: string;
  readonly scalar?: string;
  readonly meaning: SimdMeaning;
  readonly shapes?: (shapes: readonly Shape[]) => readonly Shape[];
}

function shifts(
  { feature, vector, scalar, meaning, shapes = all => all }: Family,
  lines: readonly ShiftLine[],
): InstructionRow[] {
  return lines.flatMap(([title, U, opcode, doc, vectors, elements = '']) => {
    const line = { title, doc, feature, meaning, bits: { U, opcode } };
    return [
      ...rowsOf({
        ...line,
        pattern: '0 Q U 011110 imm opcode 1 Rn:5 Rd:5',
        syntax: vector,
        shapes: shapes(vectorsOf(vectors)),
      }),
      ...rowsOf({
        ...line,
        pattern: '01 U 111110 imm opcode 1 Rn:5 Rd:5',
        syntax: scalar ?? '',
        shapes: shapes(scalars(elements)),
      }),
    ];
  });
}

const feature = 'AdvSIMD';

const sameWidth: SimdMeaning = ({ mnemonic, lanes }) => shiftImmediate(mnemonic, lanes);
const narrowing: SimdMeaning = ({ mnemonic, lanes, upper }) => shiftNarrow(mnemonic, lanes, upper);
const widening: SimdMeaning = ({ mnemonic, lanes, upper }) => shiftLong(mnemonic, lanes, upper);
const fixedPoint: SimdMeaning = ({ mnemonic, lanes }) => floatFixedPoint(mnemonic, lanes);

// biome-ignore format: a table is read by columns
const immediateShifts = [
  ...shifts({ feature, vector: '<Vd>.<T>, <Vn>.<T>, #<shr>', scalar: '<V><d>, <V><n>, #<shr>', meaning: sameWidth }, [
    ['SSHR',                '0', '00000', 'Signed shift right',                              'bhsd', 'd'],
    ['USHR',                '1', '00000', 'Unsigned shift right',                            'bhsd', 'd'],
    ['SSRA',                '0', '00010', 'Signed shift right and accumulate',               'bhsd', 'd'],
    ['USRA',                '1', '00010', 'Unsigned shift right and accumulate',             'bhsd', 'd'],
    ['SRSHR',               '0', '00100', 'Signed rounding shift right',                     'bhsd', 'd'],
    ['URSHR',               '1', '00100', 'Unsigned rounding shift right',                   'bhsd', 'd'],
    ['SRSRA',               '0', '00110', 'Signed rounding shift right and accumulate',      'bhsd', 'd'],
    ['URSRA',               '1', '00110', 'Unsigned rounding shift right and accumulate',    'bhsd', 'd'],
    ['SRI',                 '1', '01000', 'Shift right and insert',                          'bhsd', 'd'],
  ]),
  ...shifts({ feature, vector: '<Vd>.<T>, <Vn>.<T>, #<shl>', scalar: '<V><d>, <V><n>, #<shl>', meaning: sameWidth }, [
    ['SHL',                 '0', '01010', 'Shift left',                                      'bhsd', 'd'],
    ['SLI',                 '1', '01010', 'Shift left and insert',                           'bhsd', 'd'],
    ['SQSHLU',              '1', '01100', 'Signed saturating shift left to unsigned',        'bhsd', 'bhsd'],
    ['SQSHL (immediate)',   '0', '01110', 'Signed saturating shift left',                    'bhsd', 'bhsd'],
    ['UQSHL (immediate)',   '1', '01110', 'Unsigned saturating shift left',                  'bhsd', 'bhsd'],
  ]),
  ...shifts({ feature, vector: '<Vd>.<T>, <Vn>.<Ta>, #<shr>', scalar: '<V><d>, <Va><n>, #<shr>', meaning: narrowing }, [
    ['SHRN{2}',             '0', '10000', 'Shift right and narrow',                          'bhs'],
    ['SQSHRUN{2}',          '1', '10000', 'Signed saturating shift right and narrow to unsigned', 'bhs', 'bhs'],
    ['RSHRN{2}',            '0', '10001', 'Rounding shift right and narrow',                 'bhs'],
    ['SQRSHRUN{2}',         '1', '10001', 'Signed saturating rounding shift right and narrow to unsigned', 'bhs', 'bhs'],
    ['SQSHRN{2}',           '0', '10010', 'Signed saturating shift right and narrow',        'bhs', 'bhs'],
    ['UQSHRN{2}',           '1', '10010', 'Unsigned saturating shift right and narrow',      'bhs', 'bhs'],
    ['SQRSHRN{2}',          '0', '10011', 'Signed saturating rounding shift right and narrow',   'bhs', 'bhs'],
    ['UQRSHRN{2}',          '1', '10011', 'Unsigned saturating rounding shift right and narrow', 'bhs', 'bhs'],
  ]),
  ...shifts({ feature, vector: '<Vd>.<Ta>, <Vn>.<T>, #<shl>', meaning: widening }, [
    ['SSHLL{2}',            '0', '10100', 'Signed shift left, long',                         'bhs'],
    ['USHLL{2}',            '1', '10100', 'Unsigned shift left, long',                       'bhs'],
  ]),
  ...shifts({ feature: 'AdvSIMD', vector: '<Vd>.<T>, <Vn>.<T>, #<fbits>', scalar: '<V><d>, <V><n>, #<fbits>', shapes: floats, meaning: fixedPoint }, [
    ['SCVTF (vector, fixed-point)',  '0', '11100', 'Convert signed fixed-point to floating-point',   'hsd', 'hsd'],
    ['UCVTF (vector, fixed-point)',  '1', '11100', 'Convert unsigned fixed-point to floating-point', 'hsd', 'hsd'],
    ['FCVTZS (vector, fixed-point)', '0', '11111', 'Convert to signed fixed-point, toward zero',     'hsd', 'hsd'],
    ['FCVTZU (vector, fixed-point)', '1', '11111', 'Convert to unsigned fixed-point, toward zero',   'hsd', 'hsd'],
  ]),
];

/** `imm` with a shift of zero. */
const unshifted = vectorsOf('bhs').map(shape => ({
  ...shape,
  bits: { ...shape.bits, imm: shape.bits.imm!.replace(/shift:(\d)/, (_, width) => '0'.repeat(width)) },
}));

const bytes = vectorsOf('b');

type Line = readonly [
  title: string,
  pattern: string,
  syntax: string,
  doc: string,
  shapes: readonly Shape[],
  means: string | SimdMeaning,
];

const fromElement: SimdMeaning = ({ lanes }) => duplicateElement(lanes);
const fromGeneral: SimdMeaning = ({ lanes }) => duplicateGeneral(lanes);
const permuted: SimdMeaning = ({ mnemonic, lanes }) => permute(mnemonic, lanes);
const extracted: SimdMeaning = ({ lanes }) => extractVector(lanes);
const ofTable =
  (registers: number): SimdMeaning =>
  ({ mnemonic, lanes }) =>
    tableLookup(mnemonic, lanes, registers);

// biome-ignore format: a table is read by columns
const lines: readonly Line[] = [
  ['SXTL{2}',              '0 Q 0 011110 imm 10100 1 Rn:5 Rd:5',             '<Vd>.<Ta>, <Vn>.<T>', 'Extend signs', unshifted, 'sshll{2}'],
  ['UXTL{2}',              '0 Q 1 011110 imm 10100 1 Rn:5 Rd:5',             '<Vd>.<Ta>, <Vn>.<T>', 'Extend with zeros', unshifted, 'ushll{2}'],

  ['DUP (element)',        '0 Q 0 01110000 imm5 0 0000 1 Rn:5 Rd:5',         '<Vd>.<T>, <Vn><.Ts>[<index>]',          'Copy a lane to all lanes',       vectorsOf('bhsd'), fromElement],
  ['DUP (element)',        '01 0 11110000 imm5 0 0000 1 Rn:5 Rd:5',          '<V><d>, <Vn><.Ts>[<index>]',            'Copy a lane to a scalar',        scalars('bhsd'), fromElement],
  ['MOV (scalar)',         '01 0 11110000 imm5 0 0000 1 Rn:5 Rd:5',          '<V><d>, <Vn><.Ts>[<index>]',            'Copy a lane to a scalar',        scalars('bhsd'), 'dup-element'],
  ['DUP (general)',        '0 Q 0 01110000 low 0 0001 1 Rn:5 Rd:5',          '<Vd>.<T>, <Wn>',                        'Copy a register to all lanes',   vectorsOf('bhs'), fromGeneral],
  ['DUP (general)',        '0 Q 0 01110000 low 0 0001 1 Rn:5 Rd:5',          '<Vd>.<T>, <Xn>',                        'Copy a register to all lanes',   vectorsOf('d'), fromGeneral],
  ['INS (general)',        '0 1 0 01110000 imm5 0 0011 1 Rn:5 Rd:5',         '<Vd><.Ts>[<index>], <Wn>',              'Copy a register to a lane',      scalars('bhs'), ({ lanes }) => insertFromGeneral(lanes.size)],
  ['INS (general)',        '0 1 0 01110000 imm5 0 0011 1 Rn:5 Rd:5',         '<Vd><.Ts>[<index>], <Xn>',              'Copy a register to a lane',      scalars('d'), ({ lanes }) => insertFromGeneral(lanes.size)],
  ['MOV (from general)',   '0 1 0 01110000 imm5 0 0011 1 Rn:5 Rd:5',         '<Vd><.Ts>[<index>], <Wn>',              'Copy a register to a lane',      scalars('bhs'), 'ins-general'],
  ['MOV (from general)',   '0 1 0 01110000 imm5 0 0011 1 Rn:5 Rd:5',         '<Vd><.Ts>[<index>], <Xn>',              'Copy a register to a lane',      scalars('d'), 'ins-general'],
  ['INS (element)',        '0 1 1 01110000 imm5 0 imm4 1 Rn:5 Rd:5',         '<Vd><.Ts>[<index>], <Vn><.Ts>[<index2>]', 'Copy a lane to a lane',        scalars('bhsd'), ({ lanes }) => insertFromElement(lanes.size)],
  ['MOV (element)',        '0 1 1 01110000 imm5 0 imm4 1 Rn:5 Rd:5',         '<Vd><.Ts>[<index>], <Vn><.Ts>[<index2>]', 'Copy a lane to a lane',        scalars('bhsd'), 'ins-element'],
  ['SMOV | 32-bit',        '0 0 0 01110000 imm5 0 0101 1 Rn:5 Rd:5',         '<Wd>, <Vn><.Ts>[<index>]',              'Copy a lane to a register and extend its sign',   scalars('bh'), ({ lanes }) => moveToGeneral(lanes.size, 32, true)],
  ['SMOV | 64-bit',        '0 1 0 01110000 imm5 0 0101 1 Rn:5 Rd:5',         '<Xd>, <Vn><.Ts>[<index>]',              'Copy a lane to a register and extend its sign',   scalars('bhs'), ({ lanes }) => moveToGeneral(lanes.size, 64, true)],
  ['UMOV',                 '0 0 0 01110000 imm5 0 0111 1 Rn:5 Rd:5',         '<Wd>, <Vn><.Ts>[<index>]',              'Copy a lane to a register and extend with zeros', scalars('bhs'), ({ lanes }) => moveToGeneral(lanes.size, 32, false)],
  ['UMOV',                 '0 1 0 01110000 imm5 0 0111 1 Rn:5 Rd:5',         '<Xd>, <Vn><.Ts>[<index>]',              'Copy a lane to a register',      scalars('d'), ({ lanes }) => moveToGeneral(lanes.size, 64, false)],
  ['MOV (to general)',     '0 0 0 01110000 imm5 0 0111 1 Rn:5 Rd:5',         '<Wd>, <Vn><.Ts>[<index>]',              'Copy a lane to a register',      scalars('s'), 'umov'],
  ['MOV (to general)',     '0 1 0 01110000 imm5 0 0111 1 Rn:5 Rd:5',         '<Xd>, <Vn><.Ts>[<index>]',              'Copy a lane to a register',      scalars('d'), 'umov'],

  ['UZP1',                 '0 Q 0 01110 size 0 Rm:5 0 001 10 Rn:5 Rd:5',     '<Vd>.<T>, <Vn>.<T>, <Vm>.<T>',          'Even elements of two vectors',            vectorsOf('bhsd'), permuted],
  ['UZP2',                 '0 Q 0 01110 size 0 Rm:5 0 101 10 Rn:5 Rd:5',     '<Vd>.<T>, <Vn>.<T>, <Vm>.<T>',          'Odd elements of two vectors',             vectorsOf('bhsd'), permuted],
  ['TRN1',                 '0 Q 0 01110 size 0 Rm:5 0 010 10 Rn:5 Rd:5',     '<Vd>.<T>, <Vn>.<T>, <Vm>.<T>',          'Even elements of two vectors, in pairs',  vectorsOf('bhsd'), permuted],
  ['TRN2',                 '0 Q 0 01110 size 0 Rm:5 0 110 10 Rn:5 Rd:5',     '<Vd>.<T>, <Vn>.<T>, <Vm>.<T>',          'Odd elements of two vectors, in pairs',   vectorsOf('bhsd'), permuted],
  ['ZIP1',                 '0 Q 0 01110 size 0 Rm:5 0 011 10 Rn:5 Rd:5',     '<Vd>.<T>, <Vn>.<T>, <Vm>.<T>',          'Interleave the lower halves',             vectorsOf('bhsd'), permuted],
  ['ZIP2',                 '0 Q 0 01110 size 0 Rm:5 0 111 10 Rn:5 Rd:5',     '<Vd>.<T>, <Vn>.<T>, <Vm>.<T>',          'Interleave the upper halves',             vectorsOf('bhsd'), permuted],
  ['EXT',                  '0 0 1 01110 00 0 Rm:5 0 0 index:3 0 Rn:5 Rd:5',  '<Vd>.<T>, <Vn>.<T>, <Vm>.<T>, #<lane3>', 'Bytes from the middle of two vectors',  arrangements('8b'), extracted],
  ['EXT',                  '0 1 1 01110 00 0 Rm:5 0 index:4 0 Rn:5 Rd:5',    '<Vd>.<T>, <Vn>.<T>, <Vm>.<T>, #<lane4>', 'Bytes from the middle of two vectors',  arrangements('16b'), extracted],

  ['TBL | one register',    '0 Q 0 01110 00 0 Rm:5 0 00 0 00 Rn:5 Rd:5', '<Vd>.<T>, \\{<Vn>.16B\\}, <Vm>.<T>',                                           'Look up bytes in a table, zero outside',  bytes, ofTable(1)],
  ['TBL | two registers',   '0 Q 0 01110 00 0 Rm:5 0 01 0 00 Rn:5 Rd:5', '<Vd>.<T>, \\{<Vn>.16B, <V(n+1)>.16B\\}, <Vm>.<T>',                             'Look up bytes in a table, zero outside',  bytes, ofTable(2)],
  ['TBL | three registers', '0 Q 0 01110 00 0 Rm:5 0 10 0 00 Rn:5 Rd:5', '<Vd>.<T>, \\{<Vn>.16B, <V(n+1)>.16B, <V(n+2)>.16B\\}, <Vm>.<T>',               'Look up bytes in a table, zero outside',  bytes, ofTable(3)],
  ['TBL | four registers',  '0 Q 0 01110 00 0 Rm:5 0 11 0 00 Rn:5 Rd:5', '<Vd>.<T>, \\{<Vn>.16B, <V(n+1)>.16B, <V(n+2)>.16B, <V(n+3)>.16B\\}, <Vm>.<T>', 'Look up bytes in a table, zero outside',  bytes, ofTable(4)],
  ['TBX | one register',    '0 Q 0 01110 00 0 Rm:5 0 00 1 00 Rn:5 Rd:5', '<Vd>.<T>, \\{<Vn>.16B\\}, <Vm>.<T>',                                           'Look up bytes in a table, kept outside',  bytes, ofTable(1)],
  ['TBX | two registers',   '0 Q 0 01110 00 0 Rm:5 0 01 1 00 Rn:5 Rd:5', '<Vd>.<T>, \\{<Vn>.16B, <V(n+1)>.16B\\}, <Vm>.<T>',                             'Look up bytes in a table, kept outside',  bytes, ofTable(2)],
  ['TBX | three registers', '0 Q 0 01110 00 0 Rm:5 0 10 1 00 Rn:5 Rd:5', '<Vd>.<T>, \\{<Vn>.16B, <V(n+1)>.16B, <V(n+2)>.16B\\}, <Vm>.<T>',               'Look up bytes in a table, kept outside',  bytes, ofTable(3)],
  ['TBX | four registers',  '0 Q 0 01110 00 0 Rm:5 0 11 1 00 Rn:5 Rd:5', '<Vd>.<T>, \\{<Vn>.16B, <V(n+1)>.16B, <V(n+2)>.16B, <V(n+3)>.16B\\}, <Vm>.<T>', 'Look up bytes in a table, kept outside',  bytes, ofTable(4)],
];

export const shiftsAndCopies: readonly InstructionRow[] = [
  ...immediateShifts,
  ...withRanges(
    lines.flatMap(([title, pattern, syntax, doc, shapes, means]) =>
      rowsOf({
        title,
        pattern,
        syntax,
        doc,
        shapes,
        feature,
        ...(typeof means === 'string' ? { alias: alias(means) } : { meaning: means }),
      }),
    ),
  ),
];
