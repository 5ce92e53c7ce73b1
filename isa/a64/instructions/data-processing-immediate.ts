/** Data processing with an immediate (C4.1, Data Processing -- Immediate), and the aliases of its rows. */
import { addSubtractImmediate, formAddress } from '../semantics/arithmetic.ts';
import { bitfieldMove, extract } from '../semantics/bits.ts';
import { logicalImmediate, moveWideKeep, moveWideNot, moveWideZero } from '../semantics/logical.ts';
import type { Width } from '../semantics/registers.ts';
import { alias, spelling, table } from './table.ts';

// biome-ignore format: a table is read by columns
const addressing = table('v8.0', [
  ['adr',  '0 immlo:2 10000 immhi:19 Rd:5', '<Xd>, <label21>', 'ADR',  'Address of a label, relative to this instruction', formAddress],
  ['adrp', '1 immlo:2 10000 immhi:19 Rd:5', '<Xd>, <page>',    'ADRP', 'Address of the 4 KiB page of a label',             formAddress],
]);

// biome-ignore format: a table is read by columns
const addSubtract = table('v8.0', [
  ['add-immediate',  'sf 0 0 100010 sh:1 imm12:12 Rn:5 Rd:5',   '<Rd|SP>, <Rn|SP>, #<imm12>{, LSL #<shift12>}', 'ADD (immediate)',  'Add an immediate',                                w => addSubtractImmediate(w, 'add', false)],
  ['adds-immediate', 'sf 0 1 100010 sh:1 imm12:12 Rn:5 Rd:5',   '<Rd>, <Rn|SP>, #<imm12>{, LSL #<shift12>}',    'ADDS (immediate)', 'Add an immediate and set the flags',              w => addSubtractImmediate(w, 'add', true)],
  ['sub-immediate',  'sf 1 0 100010 sh:1 imm12:12 Rn:5 Rd:5',   '<Rd|SP>, <Rn|SP>, #<imm12>{, LSL #<shift12>}', 'SUB (immediate)',  'Subtract an immediate',                           w => addSubtractImmediate(w, 'sub', false)],
  ['subs-immediate', 'sf 1 1 100010 sh:1 imm12:12 Rn:5 Rd:5',   '<Rd>, <Rn|SP>, #<imm12>{, LSL #<shift12>}',    'SUBS (immediate)', 'Subtract an immediate and set the flags',         w => addSubtractImmediate(w, 'sub', true)],

  ['mov-to-sp',      'sf 0 0 100010 0 000000000000 Rn:5 11111', '<SP>, <Rn|SP>',                                'MOV (to/from SP)', 'Copy a register to the stack pointer',            alias('add-immediate')],
  ['mov-from-sp',    'sf 0 0 100010 0 000000000000 11111 Rd:5', '<Rd|SP>, <SP>',                                'MOV (to/from SP)', 'Copy the stack pointer to a register',            alias('add-immediate')],
  ['cmn-immediate',  'sf 0 1 100010 sh:1 imm12:12 Rn:5 11111',  '<Rn|SP>, #<imm12>{, LSL #<shift12>}',          'CMN (immediate)',  'Compare with the negative of an immediate',       alias('adds-immediate')],
  ['cmp-immediate',  'sf 1 1 100010 sh:1 imm12:12 Rn:5 11111',  '<Rn|SP>, #<imm12>{, LSL #<shift12>}',          'CMP (immediate)',  'Compare with an immediate',                       alias('subs-immediate')],

  ['add-large',      'sf 0 0 100010 sh:1 imm12:12 Rn:5 Rd:5',   '<Rd|SP>, <Rn|SP>, #<imm24>',                   'ADD (immediate)',  'Add an immediate',                                spelling('add-immediate')],
  ['adds-large',     'sf 0 1 100010 sh:1 imm12:12 Rn:5 Rd:5',   '<Rd>, <Rn|SP>, #<imm24>',                      'ADDS (immediate)', 'Add an immediate and set the flags',              spelling('adds-immediate')],
  ['sub-large',      'sf 1 0 100010 sh:1 imm12:12 Rn:5 Rd:5',   '<Rd|SP>, <Rn|SP>, #<imm24>',                   'SUB (immediate)',  'Subtract an immediate',                           spelling('sub-immediate')],
  ['subs-large',     'sf 1 1 100010 sh:1 imm12:12 Rn:5 Rd:5',   '<Rd>, <Rn|SP>, #<imm24>',                      'SUBS (immediate)', 'Subtract an immediate and set the flags',         spelling('subs-immediate')],
  ['cmn-large',      'sf 0 1 100010 sh:1 imm12:12 Rn:5 11111',  '<Rn|SP>, #<imm24>',                            'CMN (immediate)',  'Compare with the negative of an immediate',       spelling('adds-immediate')],
  ['cmp-large',      'sf 1 1 100010 sh:1 imm12:12 Rn:5 11111',  '<Rn|SP>, #<imm24>',                            'CMP (immediate)',  'Compare with an immediate',                       spelling('subs-immediate')],

  ['add-negative',          'sf 1 0 100010 sh:1 imm12:12 Rn:5 Rd:5',  '<Rd|SP>, <Rn|SP>, #<-imm24>',                 'SUB (immediate)',  'Add a negative immediate',                        spelling('sub-immediate')],
  ['adds-negative',         'sf 1 1 100010 sh:1 imm12:12 Rn:5 Rd:5',  '<Rd>, <Rn|SP>, #<-imm24>',                    'SUBS (immediate)', 'Add a negative immediate and set the flags',      spelling('subs-immediate')],
  ['sub-negative',          'sf 0 0 100010 sh:1 imm12:12 Rn:5 Rd:5',  '<Rd|SP>, <Rn|SP>, #<-imm24>',                 'ADD (immediate)',  'Subtract a negative immediate',                   spelling('add-immediate')],
  ['subs-negative',         'sf 0 1 100010 sh:1 imm12:12 Rn:5 Rd:5',  '<Rd>, <Rn|SP>, #<-imm24>',                    'ADDS (immediate)', 'Subtract a negative immediate and set the flags', spelling('adds-immediate')],
  ['cmn-negative',          'sf 1 1 100010 sh:1 imm12:12 Rn:5 11111', '<Rn|SP>, #<-imm24>',                          'CMP (immediate)',  'Compare with an immediate',                       spelling('subs-immediate')],
  ['cmp-negative',          'sf 0 1 100010 sh:1 imm12:12 Rn:5 11111', '<Rn|SP>, #<-imm24>',                          'CMN (immediate)',  'Compare with a negative immediate',               spelling('adds-immediate')],
  ['add-negative-shifted',  'sf 1 0 100010 sh:1 imm12:12 Rn:5 Rd:5',  '<Rd|SP>, <Rn|SP>, #<-imm12>, LSL #<shift12>', 'SUB (immediate)',  'Add a negative immediate',                        spelling('sub-immediate')],
  ['adds-negative-shifted', 'sf 1 1 100010 sh:1 imm12:12 Rn:5 Rd:5',  '<Rd>, <Rn|SP>, #<-imm12>, LSL #<shift12>',    'SUBS (immediate)', 'Add a negative immediate and set the flags',      spelling('subs-immediate')],
  ['sub-negative-shifted',  'sf 0 0 100010 sh:1 imm12:12 Rn:5 Rd:5',  '<Rd|SP>, <Rn|SP>, #<-imm12>, LSL #<shift12>', 'ADD (immediate)',  'Subtract a negative immediate',                   spelling('add-immediate')],
  ['subs-negative-shifted', 'sf 0 1 100010 sh:1 imm12:12 Rn:5 Rd:5',  '<Rd>, <Rn|SP>, #<-imm12>, LSL #<shift12>',    'ADDS (immediate)', 'Subtract a negative immediate and set the flags', spelling('adds-immediate')],
  ['cmn-negative-shifted',  'sf 1 1 100010 sh:1 imm12:12 Rn:5 11111', '<Rn|SP>, #<-imm12>, LSL #<shift12>',          'CMP (immediate)',  'Compare with an immediate',                       spelling('subs-immediate')],
  ['cmp-negative-shifted',  'sf 0 1 100010 sh:1 imm12:12 Rn:5 11111', '<Rn|SP>, #<-imm12>, LSL #<shift12>',          'CMN (immediate)',  'Compare with a negative immediate',               spelling('adds-immediate')],
]);

// biome-ignore format: a table is read by columns
const wideMoves = table('v8.0', [
  ['movn',         'sf 00 100101 hw:2 imm16:16 Rd:5', '<Rd>, #<imm16>{, LSL #<hw>}', 'MOVN',                          'Move the complement of 16 bits',    moveWideNot],
  ['movz',         'sf 10 100101 hw:2 imm16:16 Rd:5', '<Rd>, #<imm16>{, LSL #<hw>}', 'MOVZ',                          'Move 16 bits, clearing the others', moveWideZero],
  ['movk',         'sf 11 100101 hw:2 imm16:16 Rd:5', '<Rd>, #<imm16>{, LSL #<hw>}', 'MOVK',                          'Move 16 bits, keeping the others',  moveWideKeep],

  ['mov-wide',     'sf 10 100101 hw:2 imm16:16 Rd:5', '<Rd>, #<wide>',               'MOV (wide immediate)',          'Move an immediate',                 alias('movz')],
  ['mov-inverted', 'sf 00 100101 hw:2 imm16:16 Rd:5', '<Rd>, #<~wide>',              'MOV (inverted wide immediate)', 'Move an immediate',                 alias('movn')],
]);

// biome-ignore format: a table is read by columns
const logical = table('v8.0', [
  ['and-immediate',  'sf 00 100100 N:1 immr:6 imms:6 Rn:5 Rd:5',  '<Rd|SP>, <Rn>, #<mask>',  'AND (immediate)',         'And with a mask',                   w => logicalImmediate(w, 'and', false)],
  ['orr-immediate',  'sf 01 100100 N:1 immr:6 imms:6 Rn:5 Rd:5',  '<Rd|SP>, <Rn>, #<mask>',  'ORR (immediate)',         'Or with a mask',                    w => logicalImmediate(w, 'or', false)],
  ['eor-immediate',  'sf 10 100100 N:1 immr:6 imms:6 Rn:5 Rd:5',  '<Rd|SP>, <Rn>, #<mask>',  'EOR (immediate)',         'Exclusive or with a mask',          w => logicalImmediate(w, 'xor', false)],
  ['ands-immediate', 'sf 11 100100 N:1 immr:6 imms:6 Rn:5 Rd:5',  '<Rd>, <Rn>, #<mask>',     'ANDS (immediate)',        'And with a mask and set the flags', w => logicalImmediate(w, 'and', true)],

  ['mov-mask',       'sf 01 100100 N:1 immr:6 imms:6 11111 Rd:5', '<Rd|SP>, #<movmask>',     'MOV (bitmask immediate)', 'Move a mask',                       alias('orr-immediate')],
  ['mov-mask-to-sp', 'sf 01 100100 N:1 immr:6 imms:6 11111 11111', '<SP>, #<mask>',       'MOV (bitmask immediate)', 'Move a mask to the stack pointer',  alias('orr-immediate')],
  ['tst-immediate',  'sf 11 100100 N:1 immr:6 imms:6 Rn:5 11111', '<Rn>, #<mask>',           'TST (immediate)',         'Test bits',                         alias('ands-immediate')],
  ['bic-immediate',  'sf 00 100100 N:1 immr:6 imms:6 Rn:5 Rd:5',  '<Rd|SP>, <Rn>, #<~mask>', 'AND (immediate)',         'Clear the bits of a mask',          spelling('and-immediate')],
]);

const signedMove = (w: Width) => bitfieldMove(w, 'signed');
const insertMove = (w: Width) => bitfieldMove(w, 'insert');
const unsignedMove = (w: Width) => bitfieldMove(w, 'unsigned');

// Before bfi, which it is of the zero register.
// biome-ignore format: a table is read by columns
const clearBitField = table('v8.2', [
  ['bfc', 'sf 01 100110 sf immr:6 imms:6 11111 Rd:5', '<Rd>, #<to>, #<widthto>', 'BFC', 'Clear a bit field', alias('bfm')],
]);

// biome-ignore format: a table is read by columns
const bitFields = table('v8.0', [
  ['sbfm',             'sf 00 100110 sf immr:6 imms:6 Rn:5 Rd:5',  '<Rd>, <Rn>, #<immr>, #<imms>',  'SBFM',            'Move a bit field, extending its sign',                      signedMove],
  ['bfm',              'sf 01 100110 sf immr:6 imms:6 Rn:5 Rd:5',  '<Rd>, <Rn>, #<immr>, #<imms>',  'BFM',             'Move a bit field into a register, keeping the other bits',  insertMove],
  ['ubfm',             'sf 10 100110 sf immr:6 imms:6 Rn:5 Rd:5',  '<Rd>, <Rn>, #<immr>, #<imms>',  'UBFM',            'Move a bit field, clearing the other bits',                 unsignedMove],
  ['extr',             'sf 00 100111 sf 0 Rm:5 imms:6 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>, #<extract>',  'EXTR',            'Extract a register from a pair of registers',               extract],
  ['ror-immediate',    'sf 00 100111 sf 0 Rn:5 imms:6 Rn:5 Rd:5',  '<Rd>, <Rn>, #<rotate>',         'ROR (immediate)', 'Rotate right',                                              alias('extr')],

  ['asr-immediate-32', '0 00 100110 0 immr:6 011111 Rn:5 Rd:5',    '<Wd>, <Wn>, #<right32>',        'ASR (immediate)', 'Shift right, keeping the sign',                             alias('sbfm-32')],
  ['asr-immediate-64', '1 00 100110 1 immr:6 111111 Rn:5 Rd:5',    '<Xd>, <Xn>, #<right64>',        'ASR (immediate)', 'Shift right, keeping the sign',                             alias('sbfm-64')],
  ['sxtb',             'sf 00 100110 sf 000000 000111 Rn:5 Rd:5',  '<Rd>, <Wn>',                    'SXTB',            'Extend the sign of a byte',                                 alias('sbfm')],
  ['sxth',             'sf 00 100110 sf 000000 001111 Rn:5 Rd:5',  '<Rd>, <Wn>',                    'SXTH',            'Extend the sign of a halfword',                             alias('sbfm')],
  ['sxtw',             '1 00 100110 1 000000 011111 Rn:5 Rd:5',    '<Xd>, <Wn>',                    'SXTW',            'Extend the sign of a word',                                 alias('sbfm-64')],
  ['sbfx',             'sf 00 100110 sf immr:6 imms:6 Rn:5 Rd:5',  '<Rd>, <Rn>, #<lsb>, #<width>',  'SBFX',            'Extract a bit field, extending its sign',                   alias('sbfm')],
  ['sbfiz',            'sf 00 100110 sf immr:6 imms:6 Rn:5 Rd:5',  '<Rd>, <Rn>, #<to>, #<widthto>', 'SBFIZ',           'Place a bit field, extending its sign',                     alias('sbfm')],

  ['bfxil',            'sf 01 100110 sf immr:6 imms:6 Rn:5 Rd:5',  '<Rd>, <Rn>, #<lsb>, #<width>',  'BFXIL',           'Extract a bit field into the low bits, keeping the others', alias('bfm')],
  ['bfi',              'sf 01 100110 sf immr:6 imms:6 Rn:5 Rd:5',  '<Rd>, <Rn>, #<to>, #<widthto>', 'BFI',             'Insert a bit field',                                        alias('bfm')],

  ['lsr-immediate-32', '0 10 100110 0 immr:6 011111 Rn:5 Rd:5',    '<Wd>, <Wn>, #<right32>',        'LSR (immediate)', 'Shift right',                                               alias('ubfm-32')],
  ['lsr-immediate-64', '1 10 100110 1 immr:6 111111 Rn:5 Rd:5',    '<Xd>, <Xn>, #<right64>',        'LSR (immediate)', 'Shift right',                                               alias('ubfm-64')],
  ['lsl-immediate',    'sf 10 100110 sf immr:6 imms:6 Rn:5 Rd:5',  '<Rd>, <Rn>, #<left>',           'LSL (immediate)', 'Shift left',                                                alias('ubfm')],
  ['uxtb',             '0 10 100110 0 000000 000111 Rn:5 Rd:5',    '<Wd>, <Wn>',                    'UXTB',            'Extend a byte with zeros',                                  alias('ubfm-32')],
  ['uxth',             '0 10 100110 0 000000 001111 Rn:5 Rd:5',    '<Wd>, <Wn>',                    'UXTH',            'Extend a halfword with zeros',                              alias('ubfm-32')],
  ['ubfx',             'sf 10 100110 sf immr:6 imms:6 Rn:5 Rd:5',  '<Rd>, <Rn>, #<lsb>, #<width>',  'UBFX',            'Extract a bit field',                                       alias('ubfm')],
  ['ubfiz',            'sf 10 100110 sf immr:6 imms:6 Rn:5 Rd:5',  '<Rd>, <Rn>, #<to>, #<widthto>', 'UBFIZ',           'Place a bit field, clearing the other bits',                alias('ubfm')],

  ['uxtb-64',          '0 10 100110 0 000000 000111 Rn:5 Rd:5',    '<Xd>, <Wn>',                    'UXTB',            'Extend a byte with zeros',                                  spelling('ubfm-32')],
  ['uxth-64',          '0 10 100110 0 000000 001111 Rn:5 Rd:5',    '<Xd>, <Wn>',                    'UXTH',            'Extend a halfword with zeros',                              spelling('ubfm-32')],
]);

export const dataProcessingImmediate = [
  ...addressing,
  ...addSubtract,
  ...wideMoves,
  ...logical,
  ...clearBitField,
  ...bitFields,
];
