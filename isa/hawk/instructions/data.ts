/** Immediates, shifts, bytes and halfwords, sums, short constants, two registers (manual, chapters 4 to 10). */
import {
  addRegisters,
  addShortImmediate,
  addWithCarry,
  plus,
  subtractRegisters,
  subtractWithBorrow,
} from '../semantics/arithmetic.ts';
import {
  addShiftLeft,
  addShiftRight,
  branchTruncated,
  extract,
  loadImmediateLong,
  loadImmediateShort,
  logical,
  moveShiftLeft,
  orImmediateShort,
  stuff,
  truncate,
} from '../semantics/bits.ts';
import { alias, spelling, table } from './table.ts';

// biome-ignore format: a table is read by columns
const longImmediate = table('Hawk', '4: Long immediate', [
  ['lil',    'const:24 1110 d:4',        '<d:pc>,<const24>', 'Load a constant of 24 bits, sign-extended; into PC: go there',      loadImmediateLong()],
]);

// biome-ignore format: a table is read by columns
const shortImmediate = table('Sparrowhawk', '5: Short immediate', [
  ['lis',    'const:8 1101 d:4',         '<d!>,<const8>',   'Load a constant of 8 bits, sign-extended',                           loadImmediateShort()],
  ['oris',   'const:8 1100 d:4',         '<d!>,<byte>',     'Shift left by 8 bits and put a byte into the free place',            orImmediateShort()],
  ['clr',    '00000000 1101 d:4',      '<d!>',            'Clear a register',                                                   alias('lis')],
]);

// biome-ignore format: a table is read by columns
const shifts = table('Sparrowhawk', '6: Shift', [
  ['movesl', 's1:4 s2:4 1011 d:4',     '<d>,<s1!>,<n>',   'Copy a register, shifted left',                                      moveShiftLeft()],
  ['addsl',  's1:4 s2:4 1010 d:4',     '<d!>,<s1>,<n>',   'Shift left, then add: times a constant',                             addShiftLeft()],
  ['addsr',  's1:4 s2:4 1001 d:4',     '<d>,<s1>,<n>',    'Add, then shift right as a signed number',                           addShiftRight(true)],
  ['addsru', 's1:4 s2:4 1000 d:4',     '<d>,<s1>,<n>',    'Add, then shift right as an unsigned number',                        addShiftRight(false)],

  ['sl',     '0000 s2:4 1010 d:4',     '<d!>,<n>',        'Shift left',                                                         alias('addsl')],
  ['sr',     '0000 s2:4 1001 d:4',     '<d!>,<n>',        'Shift right as a signed number: divide by a power of two',           alias('addsr')],
  ['sru',    '0000 s2:4 1000 d:4',     '<d!>,<n>',        'Shift right as an unsigned number',                                  alias('addsru')],
  ['bittst-low',  's1:4 s2:4 1001 0000', '<s1!>,<lowbit>',  'Test one of bits 0 to 15; it goes to C',                          spelling('addsr')],
  ['bittst-high', 's1:4 s2:4 1011 0000', '<s1!>,<highbit>', 'Test one of bits 16 to 30; it goes to N',                         spelling('movesl')],
  ['bittst-sign', '1110 x:4 1111 0000',  '<x!>,<signbit>',  'Test bit 31; it goes to N',                                       spelling('movecc')],
]);

// biome-ignore format: a table is read by columns
const bytesAndHalfwords = table('Sparrowhawk', '7: Bytes and halfwords', [
  ['stuffb', 's1:4 s2:4 0111 d:4',     '<d!>,<s1>,<s2>',  'Put a byte into the place that the low bits of the last register name',     stuff('byte')],
  ['stuffh', 's1:4 s2:4 0110 d:4',     '<d!>,<s1>,<s2>',  'Put a halfword into the place that the low bits of the last register name', stuff('half')],
  ['extb',   's1:4 s2:4 0101 d:4',     '<d>,<s1!>,<s2>',  'Take the byte that the low bits of the last register name',                 extract('byte')],
  ['exth',   's1:4 s2:4 0100 d:4',     '<d>,<s1!>,<s2>',  'Take the halfword that the low bits of the last register name',             extract('half')],
]);

// biome-ignore format: a table is read by columns
const sums = table('Sparrowhawk', '8: Add and subtract', [
  ['add',    's1:4 s2:4 0011 d:4',     '<d>,<s1!>,<s2!>', 'Add two registers; R0 drops the sum',                                addRegisters()],
  ['sub',    's1:4 s2:4 0010 d:4',     '<d>,<s1>,<s2!>',  'Subtract two registers; C set when nothing was borrowed',            subtractRegisters()],
  ['cmp',    's1:4 s2:4 0010 0000',    '<s1>,<s2!>',      'Compare two registers',                                              alias('sub')],
  ['neg',    '0000 s2:4 0010 d:4',     '<d>,<s2!>',       'Negate',                                                             alias('sub')],
]);

// biome-ignore format: a table is read by columns
const shortConstants = table('Sparrowhawk', '9: Short constant', [
  ['trunc',  '1111 s:4 0001 d:4',      '<d!>,<b>',         'Keep so many low bits and clear the others',                        truncate(false)],
  ['sxt',    '1110 s:4 0001 d:4',      '<d!>,<b>',         'Extend the sign of so many low bits',                               truncate(true)],
  ['btrunc', '1101 s:4 0001 d:4',      '<d!>,<b>',         'Jump over as many halfwords as the low bits of the register say',   branchTruncated()],
  ['addsi',  '1100 s:4 0001 d:4',      '<d!>,<increment>', 'Add a small constant',                                              addShortImmediate()],
]);

// biome-ignore format: a table is read by columns
const twoRegisters = table('Sparrowhawk', '10: Two register', [
  ['and',    '1011 s:4 0001 d:4',      '<d!>,<s!>',       'And',                                                                logical('and')],
  ['or',     '1010 s:4 0001 d:4',      '<d!>,<s!>',       'Or',                                                                 logical('or')],
  ['equ',    '1001 s:4 0001 d:4',      '<d!>,<s>',        'Equivalence: not exclusive or',                                      logical('equ')],
  ['addc',   '0111 s:4 0001 d:4',      '<d>,<s>',         'Add with carry; Z stays clear when it was: for long numbers',        addWithCarry()],
  ['subb',   '0110 s:4 0001 d:4',      '<d>,<s>',         'Subtract with borrow; Z stays clear when it was',                    subtractWithBorrow()],
  ['plus',   '0100 s:4 0001 d:4',      '<d!>,<s:pc>',     'Add a register or PC, leaving the condition codes alone',            plus()],
  ['not',    '1001 0000 0001 d:4',     '<d!>',            'Complement',                                                         alias('equ')],
]);

export const dataInstructions = [
  ...longImmediate,
  ...shortImmediate,
  ...shifts,
  ...bytesAndHalfwords,
  ...sums,
  ...shortConstants,
  ...twoRegisters,
];
