/** Data processing on registers (C4.1, Data Processing -- Register), and the aliases of its rows. */
import {
  addSubtractCarry,
  addSubtractExtended,
  addSubtractShifted,
  divide,
  multiplyAdd,
  multiplyAddLong,
  multiplyHigh,
} from '../semantics/arithmetic.ts';
import { countLeadingSigns, cyclicRedundancy, reverseOrCount } from '../semantics/bits.ts';
import { conditionalCompare, conditionalSelect } from '../semantics/conditions.ts';
import {
  fromExternalFlags,
  invertCarry,
  rotateIntoFlags,
  setFlagsOf,
  toExternalFlags,
} from '../semantics/flags.ts';
import { logicalShifted } from '../semantics/logical.ts';
import { pointerUnchanged } from '../semantics/pointer-authentication.ts';
import { shiftVariable } from '../semantics/shifts.ts';
import { alias, spelling, table } from './table.ts';

// biome-ignore format: a table is read by columns
const logical = table('v8.0', [
  ['and-shifted',  'sf 00 01010 shift:2 0 Rm:5 imm6:6 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>{, <shift|ror> #<amount>}', 'AND (shifted register)',  'And',                                       w => logicalShifted(w, 'and', false, false)],
  ['bic-shifted',  'sf 00 01010 shift:2 1 Rm:5 imm6:6 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>{, <shift|ror> #<amount>}', 'BIC (shifted register)',  'And with the complement: clear bits',       w => logicalShifted(w, 'and', true, false)],
  ['orr-shifted',  'sf 01 01010 shift:2 0 Rm:5 imm6:6 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>{, <shift|ror> #<amount>}', 'ORR (shifted register)',  'Or',                                        w => logicalShifted(w, 'or', false, false)],
  ['orn-shifted',  'sf 01 01010 shift:2 1 Rm:5 imm6:6 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>{, <shift|ror> #<amount>}', 'ORN (shifted register)',  'Or with the complement',                    w => logicalShifted(w, 'or', true, false)],
  ['eor-shifted',  'sf 10 01010 shift:2 0 Rm:5 imm6:6 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>{, <shift|ror> #<amount>}', 'EOR (shifted register)',  'Exclusive or',                              w => logicalShifted(w, 'xor', false, false)],
  ['eon-shifted',  'sf 10 01010 shift:2 1 Rm:5 imm6:6 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>{, <shift|ror> #<amount>}', 'EON (shifted register)',  'Exclusive or with the complement',          w => logicalShifted(w, 'xor', true, false)],
  ['ands-shifted', 'sf 11 01010 shift:2 0 Rm:5 imm6:6 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>{, <shift|ror> #<amount>}', 'ANDS (shifted register)', 'And and set the flags',                     w => logicalShifted(w, 'and', false, true)],
  ['bics-shifted', 'sf 11 01010 shift:2 1 Rm:5 imm6:6 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>{, <shift|ror> #<amount>}', 'BICS (shifted register)', 'And with the complement and set the flags', w => logicalShifted(w, 'and', true, true)],

  ['mov-register', 'sf 01 01010 00 0 Rm:5 000000 11111 Rd:5',      '<Rd>, <Rm>',                          'MOV (register)',         'Copy a register',          alias('orr-shifted')],
  ['mvn',          'sf 01 01010 shift:2 1 Rm:5 imm6:6 11111 Rd:5', '<Rd>, <Rm>{, <shift|ror> #<amount>}', 'MVN',                    'Complement',               alias('orn-shifted')],
  ['tst-shifted',  'sf 11 01010 shift:2 0 Rm:5 imm6:6 Rn:5 11111', '<Rn>, <Rm>{, <shift|ror> #<amount>}', 'TST (shifted register)', 'Test bits',                alias('ands-shifted')],
  ['uxtw',         '0 01 01010 00 0 Rm:5 000000 11111 Rd:5',       '<Xd>, <Wm>',                          'MOV (register)',         'Extend a word with zeros', spelling('orr-shifted-32')],
  ['uxtw-32',      '0 01 01010 00 0 Rm:5 000000 11111 Rd:5',       '<Wd>, <Wm>',                          'MOV (register)',         'Extend a word with zeros', spelling('orr-shifted-32')],
]);

// biome-ignore format: a table is read by columns
const addSubtractShiftedRegister = table('v8.0', [
  ['add-shifted',  'sf 0 0 01011 shift:2 0 Rm:5 imm6:6 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>{, <shift> #<amount>}', 'ADD (shifted register)',  'Add',                        w => addSubtractShifted(w, 'add', false)],
  ['adds-shifted', 'sf 0 1 01011 shift:2 0 Rm:5 imm6:6 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>{, <shift> #<amount>}', 'ADDS (shifted register)', 'Add and set the flags',      w => addSubtractShifted(w, 'add', true)],
  ['sub-shifted',  'sf 1 0 01011 shift:2 0 Rm:5 imm6:6 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>{, <shift> #<amount>}', 'SUB (shifted register)',  'Subtract',                   w => addSubtractShifted(w, 'sub', false)],
  ['subs-shifted', 'sf 1 1 01011 shift:2 0 Rm:5 imm6:6 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>{, <shift> #<amount>}', 'SUBS (shifted register)', 'Subtract and set the flags', w => addSubtractShifted(w, 'sub', true)],

  ['cmn-shifted',  'sf 0 1 01011 shift:2 0 Rm:5 imm6:6 Rn:5 11111', '<Rn>, <Rm>{, <shift> #<amount>}',       'CMN (shifted register)',  'Compare with the negative',  alias('adds-shifted')],
  ['cmp-shifted',  'sf 1 1 01011 shift:2 0 Rm:5 imm6:6 Rn:5 11111', '<Rn>, <Rm>{, <shift> #<amount>}',       'CMP (shifted register)',  'Compare',                    alias('subs-shifted')],
  ['neg',          'sf 1 0 01011 shift:2 0 Rm:5 imm6:6 11111 Rd:5', '<Rd>, <Rm>{, <shift> #<amount>}',       'NEG (shifted register)',  'Negate',                     alias('sub-shifted')],
  ['negs',         'sf 1 1 01011 shift:2 0 Rm:5 imm6:6 11111 Rd:5', '<Rd>, <Rm>{, <shift> #<amount>}',       'NEGS',                    'Negate and set the flags',   alias('subs-shifted')],
]);

// The 64-bit forms take a W register that is extended, or an X register. Where the stack pointer is named, the
// extension that keeps the value (uxtw of 32 bits, uxtx of 64) may be left out or called lsl.
// biome-ignore format: a table is read by columns
const addSubtractExtendedRegister = table('v8.0', [
  ['add-extended-32',   '0 0 0 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Wd|WSP>, <Wn|WSP>, <Wm>, <extend>{ #<imm3>}', 'ADD (extended register)',  'Add an extended register',                                     () => addSubtractExtended(32, 'add', false)],
  ['add-extended-64',   '1 0 0 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd|SP>, <Xn|SP>, <Wm>, <extendW>{ #<imm3>}',  'ADD (extended register)',  'Add an extended register',                                     () => addSubtractExtended(64, 'add', false)],
  ['add-extended-64x',  '1 0 0 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd|SP>, <Xn|SP>, <Xm>, <extendX>{ #<imm3>}',  'ADD (extended register)',  'Add a register',                                               () => addSubtractExtended(64, 'add', false)],
  ['adds-extended-32',  '0 0 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Wd>, <Wn|WSP>, <Wm>, <extend>{ #<imm3>}',     'ADDS (extended register)', 'Add an extended register and set the flags',                   () => addSubtractExtended(32, 'add', true)],
  ['adds-extended-64',  '1 0 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd>, <Xn|SP>, <Wm>, <extendW>{ #<imm3>}',     'ADDS (extended register)', 'Add an extended register and set the flags',                   () => addSubtractExtended(64, 'add', true)],
  ['adds-extended-64x', '1 0 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd>, <Xn|SP>, <Xm>, <extendX>{ #<imm3>}',     'ADDS (extended register)', 'Add a register and set the flags',                             () => addSubtractExtended(64, 'add', true)],
  ['sub-extended-32',   '0 1 0 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Wd|WSP>, <Wn|WSP>, <Wm>, <extend>{ #<imm3>}', 'SUB (extended register)',  'Subtract an extended register',                                () => addSubtractExtended(32, 'sub', false)],
  ['sub-extended-64',   '1 1 0 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd|SP>, <Xn|SP>, <Wm>, <extendW>{ #<imm3>}',  'SUB (extended register)',  'Subtract an extended register',                                () => addSubtractExtended(64, 'sub', false)],
  ['sub-extended-64x',  '1 1 0 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd|SP>, <Xn|SP>, <Xm>, <extendX>{ #<imm3>}',  'SUB (extended register)',  'Subtract a register',                                          () => addSubtractExtended(64, 'sub', false)],
  ['subs-extended-32',  '0 1 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Wd>, <Wn|WSP>, <Wm>, <extend>{ #<imm3>}',     'SUBS (extended register)', 'Subtract an extended register and set the flags',              () => addSubtractExtended(32, 'sub', true)],
  ['subs-extended-64',  '1 1 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd>, <Xn|SP>, <Wm>, <extendW>{ #<imm3>}',     'SUBS (extended register)', 'Subtract an extended register and set the flags',              () => addSubtractExtended(64, 'sub', true)],
  ['subs-extended-64x', '1 1 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd>, <Xn|SP>, <Xm>, <extendX>{ #<imm3>}',     'SUBS (extended register)', 'Subtract a register and set the flags',                        () => addSubtractExtended(64, 'sub', true)],

  ['cmn-sp-32',         '0 0 1 01011 00 1 Rm:5 010 imm3:3 11111 11111',     'WSP, <Wm>{, LSL #<imm3>}',                     'CMN (extended register)',  'Compare the stack pointer with the negative',                  alias('adds-extended-32')],
  ['cmn-sp-64',         '1 0 1 01011 00 1 Rm:5 011 imm3:3 11111 11111',     'SP, <Xm>{, LSL #<imm3>}',                      'CMN (extended register)',  'Compare the stack pointer with the negative',                  alias('adds-extended-64x')],
  ['cmn-extended-32',   '0 0 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 11111', '<Wn|WSP>, <Wm>, <extend>{ #<imm3>}',           'CMN (extended register)',  'Compare with the negative of an extended register',            alias('adds-extended-32')],
  ['cmn-extended-64',   '1 0 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 11111', '<Xn|SP>, <Wm>, <extendW>{ #<imm3>}',           'CMN (extended register)',  'Compare with the negative of an extended register',            alias('adds-extended-64')],
  ['cmn-extended-64x',  '1 0 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 11111', '<Xn|SP>, <Xm>, <extendX>{ #<imm3>}',           'CMN (extended register)',  'Compare with the negative of a register',                      alias('adds-extended-64x')],
  ['cmp-sp-32',         '0 1 1 01011 00 1 Rm:5 010 imm3:3 11111 11111',     'WSP, <Wm>{, LSL #<imm3>}',                     'CMP (extended register)',  'Compare the stack pointer',                                    alias('subs-extended-32')],
  ['cmp-sp-64',         '1 1 1 01011 00 1 Rm:5 011 imm3:3 11111 11111',     'SP, <Xm>{, LSL #<imm3>}',                      'CMP (extended register)',  'Compare the stack pointer',                                    alias('subs-extended-64x')],
  ['cmp-extended-32',   '0 1 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 11111', '<Wn|WSP>, <Wm>, <extend>{ #<imm3>}',           'CMP (extended register)',  'Compare with an extended register',                            alias('subs-extended-32')],
  ['cmp-extended-64',   '1 1 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 11111', '<Xn|SP>, <Wm>, <extendW>{ #<imm3>}',           'CMP (extended register)',  'Compare with an extended register',                            alias('subs-extended-64')],
  ['cmp-extended-64x',  '1 1 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 11111', '<Xn|SP>, <Xm>, <extendX>{ #<imm3>}',           'CMP (extended register)',  'Compare with a register',                                      alias('subs-extended-64x')],

  ['add-to-sp-32',      '0 0 0 01011 00 1 Rm:5 010 imm3:3 Rn:5 11111',      'WSP, <Wn|WSP>, <Wm>{, LSL #<imm3>}',           'ADD (extended register)',  'Add a register and write the stack pointer',                   alias('add-extended-32')],
  ['add-to-sp-64',      '1 0 0 01011 00 1 Rm:5 011 imm3:3 Rn:5 11111',      'SP, <Xn|SP>, <Xm>{, LSL #<imm3>}',             'ADD (extended register)',  'Add a register and write the stack pointer',                   alias('add-extended-64x')],
  ['add-from-sp-32',    '0 0 0 01011 00 1 Rm:5 010 imm3:3 11111 Rd:5',      '<Wd|WSP>, WSP, <Wm>{, LSL #<imm3>}',           'ADD (extended register)',  'Add a register to the stack pointer',                          alias('add-extended-32')],
  ['add-from-sp-64',    '1 0 0 01011 00 1 Rm:5 011 imm3:3 11111 Rd:5',      '<Xd|SP>, SP, <Xm>{, LSL #<imm3>}',             'ADD (extended register)',  'Add a register to the stack pointer',                          alias('add-extended-64x')],
  ['adds-from-sp-32',   '0 0 1 01011 00 1 Rm:5 010 imm3:3 11111 Rd:5',      '<Wd>, WSP, <Wm>{, LSL #<imm3>}',               'ADDS (extended register)', 'Add a register to the stack pointer and set the flags',        alias('adds-extended-32')],
  ['adds-from-sp-64',   '1 0 1 01011 00 1 Rm:5 011 imm3:3 11111 Rd:5',      '<Xd>, SP, <Xm>{, LSL #<imm3>}',                'ADDS (extended register)', 'Add a register to the stack pointer and set the flags',        alias('adds-extended-64x')],
  ['sub-to-sp-32',      '0 1 0 01011 00 1 Rm:5 010 imm3:3 Rn:5 11111',      'WSP, <Wn|WSP>, <Wm>{, LSL #<imm3>}',           'SUB (extended register)',  'Subtract a register and write the stack pointer',              alias('sub-extended-32')],
  ['sub-to-sp-64',      '1 1 0 01011 00 1 Rm:5 011 imm3:3 Rn:5 11111',      'SP, <Xn|SP>, <Xm>{, LSL #<imm3>}',             'SUB (extended register)',  'Subtract a register and write the stack pointer',              alias('sub-extended-64x')],
  ['sub-from-sp-32',    '0 1 0 01011 00 1 Rm:5 010 imm3:3 11111 Rd:5',      '<Wd|WSP>, WSP, <Wm>{, LSL #<imm3>}',           'SUB (extended register)',  'Subtract a register from the stack pointer',                   alias('sub-extended-32')],
  ['sub-from-sp-64',    '1 1 0 01011 00 1 Rm:5 011 imm3:3 11111 Rd:5',      '<Xd|SP>, SP, <Xm>{, LSL #<imm3>}',             'SUB (extended register)',  'Subtract a register from the stack pointer',                   alias('sub-extended-64x')],
  ['subs-from-sp-32',   '0 1 1 01011 00 1 Rm:5 010 imm3:3 11111 Rd:5',      '<Wd>, WSP, <Wm>{, LSL #<imm3>}',               'SUBS (extended register)', 'Subtract a register from the stack pointer and set the flags', alias('subs-extended-32')],
  ['subs-from-sp-64',   '1 1 1 01011 00 1 Rm:5 011 imm3:3 11111 Rd:5',      '<Xd>, SP, <Xm>{, LSL #<imm3>}',                'SUBS (extended register)', 'Subtract a register from the stack pointer and set the flags', alias('subs-extended-64x')],

  // GNU as lets the register that is extended be written whole.
  ['add-extended-64xw',  '1 0 0 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd|SP>, <Xn|SP>, <Xm>, <extendW>{ #<imm3>}', 'ADD (extended register)',  'Add an extended register',                          spelling('add-extended-64')],
  ['adds-extended-64xw', '1 0 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd>, <Xn|SP>, <Xm>, <extendW>{ #<imm3>}',    'ADDS (extended register)', 'Add an extended register and set the flags',        spelling('adds-extended-64')],
  ['sub-extended-64xw',  '1 1 0 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd|SP>, <Xn|SP>, <Xm>, <extendW>{ #<imm3>}', 'SUB (extended register)',  'Subtract an extended register',                     spelling('sub-extended-64')],
  ['subs-extended-64xw', '1 1 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd>, <Xn|SP>, <Xm>, <extendW>{ #<imm3>}',    'SUBS (extended register)', 'Subtract an extended register and set the flags',   spelling('subs-extended-64')],
  ['cmn-extended-64xw',  '1 0 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 11111', '<Xn|SP>, <Xm>, <extendW>{ #<imm3>}',          'CMN (extended register)',  'Compare with the negative of an extended register', spelling('adds-extended-64')],
  ['cmp-extended-64xw',  '1 1 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 11111', '<Xn|SP>, <Xm>, <extendW>{ #<imm3>}',          'CMP (extended register)',  'Compare with an extended register',                 spelling('subs-extended-64')],
  // And it takes a W register where an X register belongs.
  ['add-extended-64wx',  '1 0 0 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd|SP>, <Xn|SP>, <Wm>, <extendX>{ #<imm3>}', 'ADD (extended register)',  'Add a register',                                               spelling('add-extended-64x')],
  ['adds-extended-64wx', '1 0 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd>, <Xn|SP>, <Wm>, <extendX>{ #<imm3>}',    'ADDS (extended register)', 'Add a register and set the flags',                             spelling('adds-extended-64x')],
  ['sub-extended-64wx',  '1 1 0 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd|SP>, <Xn|SP>, <Wm>, <extendX>{ #<imm3>}', 'SUB (extended register)',  'Subtract a register',                                          spelling('sub-extended-64x')],
  ['subs-extended-64wx', '1 1 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 Rd:5',  '<Xd>, <Xn|SP>, <Wm>, <extendX>{ #<imm3>}',    'SUBS (extended register)', 'Subtract a register and set the flags',                        spelling('subs-extended-64x')],
  ['cmn-extended-64wx',  '1 0 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 11111', '<Xn|SP>, <Wm>, <extendX>{ #<imm3>}',          'CMN (extended register)',  'Compare with the negative of a register',                      spelling('adds-extended-64x')],
  ['cmp-extended-64wx',  '1 1 1 01011 00 1 Rm:5 option:3 imm3:3 Rn:5 11111', '<Xn|SP>, <Wm>, <extendX>{ #<imm3>}',          'CMP (extended register)',  'Compare with a register',                                      spelling('subs-extended-64x')],
  ['cmn-sp-64w',         '1 0 1 01011 00 1 Rm:5 010 imm3:3 11111 11111',     'SP, <Wm>{, LSL #<imm3>}',                     'CMN (extended register)',  'Compare the stack pointer with the negative',                  spelling('adds-extended-64')],
  ['cmp-sp-64w',         '1 1 1 01011 00 1 Rm:5 010 imm3:3 11111 11111',     'SP, <Wm>{, LSL #<imm3>}',                     'CMP (extended register)',  'Compare the stack pointer',                                    spelling('subs-extended-64')],
  ['add-to-sp-64w',      '1 0 0 01011 00 1 Rm:5 010 imm3:3 Rn:5 11111',      'SP, <Xn|SP>, <Wm>{, LSL #<imm3>}',            'ADD (extended register)',  'Add a register and write the stack pointer',                   spelling('add-extended-64')],
  ['add-from-sp-64w',    '1 0 0 01011 00 1 Rm:5 010 imm3:3 11111 Rd:5',      '<Xd|SP>, SP, <Wm>{, LSL #<imm3>}',            'ADD (extended register)',  'Add a register to the stack pointer',                          spelling('add-extended-64')],
  ['adds-from-sp-64w',   '1 0 1 01011 00 1 Rm:5 010 imm3:3 11111 Rd:5',      '<Xd>, SP, <Wm>{, LSL #<imm3>}',               'ADDS (extended register)', 'Add a register to the stack pointer and set the flags',        spelling('adds-extended-64')],
  ['sub-to-sp-64w',      '1 1 0 01011 00 1 Rm:5 010 imm3:3 Rn:5 11111',      'SP, <Xn|SP>, <Wm>{, LSL #<imm3>}',            'SUB (extended register)',  'Subtract a register and write the stack pointer',              spelling('sub-extended-64')],
  ['sub-from-sp-64w',    '1 1 0 01011 00 1 Rm:5 010 imm3:3 11111 Rd:5',      '<Xd|SP>, SP, <Wm>{, LSL #<imm3>}',            'SUB (extended register)',  'Subtract a register from the stack pointer',                   spelling('sub-extended-64')],
  ['subs-from-sp-64w',   '1 1 1 01011 00 1 Rm:5 010 imm3:3 11111 Rd:5',      '<Xd>, SP, <Wm>{, LSL #<imm3>}',               'SUBS (extended register)', 'Subtract a register from the stack pointer and set the flags', spelling('subs-extended-64')],
]);

// biome-ignore format: a table is read by columns
const carry = table('v8.0', [
  ['adc',  'sf 0 0 11010000 Rm:5 000000 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>', 'ADC',  'Add with carry',                        w => addSubtractCarry(w, 'add', false)],
  ['adcs', 'sf 0 1 11010000 Rm:5 000000 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>', 'ADCS', 'Add with carry and set the flags',      w => addSubtractCarry(w, 'add', true)],
  ['sbc',  'sf 1 0 11010000 Rm:5 000000 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>', 'SBC',  'Subtract with carry',                   w => addSubtractCarry(w, 'sub', false)],
  ['sbcs', 'sf 1 1 11010000 Rm:5 000000 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>', 'SBCS', 'Subtract with carry and set the flags', w => addSubtractCarry(w, 'sub', true)],
  ['ngc',  'sf 1 0 11010000 Rm:5 000000 11111 Rd:5', '<Rd>, <Rm>',       'NGC',  'Negate with carry',                     alias('sbc')],
  ['ngcs', 'sf 1 1 11010000 Rm:5 000000 11111 Rd:5', '<Rd>, <Rm>',       'NGCS', 'Negate with carry and set the flags',   alias('sbcs')],
]);

// biome-ignore format: a table is read by columns
const conditionalComparison = table('v8.0', [
  ['ccmn-register',  'sf 0 1 11010010 Rm:5 cond:4 0 0 Rn:5 0 nzcv:4',   '<Rn>, <Rm>, #<nzcv>, <cond>',    'CCMN (register)',  'Compare with the negative if the condition holds, else set the flags to nzcv', w => conditionalCompare(w, 'add', 'register')],
  ['ccmp-register',  'sf 1 1 11010010 Rm:5 cond:4 0 0 Rn:5 0 nzcv:4',   '<Rn>, <Rm>, #<nzcv>, <cond>',    'CCMP (register)',  'Compare if the condition holds, else set the flags to nzcv',                   w => conditionalCompare(w, 'sub', 'register')],
  ['ccmn-immediate', 'sf 0 1 11010010 imm5:5 cond:4 1 0 Rn:5 0 nzcv:4', '<Rn>, #<imm5>, #<nzcv>, <cond>', 'CCMN (immediate)', 'Compare with the negative if the condition holds, else set the flags to nzcv', w => conditionalCompare(w, 'add', 'immediate')],
  ['ccmp-immediate', 'sf 1 1 11010010 imm5:5 cond:4 1 0 Rn:5 0 nzcv:4', '<Rn>, #<imm5>, #<nzcv>, <cond>', 'CCMP (immediate)', 'Compare if the condition holds, else set the flags to nzcv',                   w => conditionalCompare(w, 'sub', 'immediate')],
]);

// biome-ignore format: a table is read by columns
const conditionalSelection = table('v8.0', [
  ['csel',  'sf 0 0 11010100 Rm:5 cond:4 0 0 Rn:5 Rd:5',   '<Rd>, <Rn>, <Rm>, <cond>', 'CSEL',  'First register if the condition holds, else the second',                   w => conditionalSelect(w, 'keep')],
  ['csinc', 'sf 0 0 11010100 Rm:5 cond:4 0 1 Rn:5 Rd:5',   '<Rd>, <Rn>, <Rm>, <cond>', 'CSINC', 'First register if the condition holds, else the second plus one',          w => conditionalSelect(w, 'increment')],
  ['csinv', 'sf 1 0 11010100 Rm:5 cond:4 0 0 Rn:5 Rd:5',   '<Rd>, <Rn>, <Rm>, <cond>', 'CSINV', 'First register if the condition holds, else the complement of the second', w => conditionalSelect(w, 'invert')],
  ['csneg', 'sf 1 0 11010100 Rm:5 cond:4 0 1 Rn:5 Rd:5',   '<Rd>, <Rn>, <Rm>, <cond>', 'CSNEG', 'First register if the condition holds, else the negative of the second',   w => conditionalSelect(w, 'negate')],
  ['cset',  'sf 0 0 11010100 11111 cond:4 0 1 11111 Rd:5', '<Rd>, <invcond>',          'CSET',  'One if the condition holds, else zero',                                    alias('csinc')],
  ['cinc',  'sf 0 0 11010100 Rn:5 cond:4 0 1 Rn:5 Rd:5',   '<Rd>, <Rn>, <invcond>',    'CINC',  'Add one if the condition holds',                                           alias('csinc')],
  ['csetm', 'sf 1 0 11010100 11111 cond:4 0 0 11111 Rd:5', '<Rd>, <invcond>',          'CSETM', 'All ones if the condition holds, else zero',                               alias('csinv')],
  ['cinv',  'sf 1 0 11010100 Rn:5 cond:4 0 0 Rn:5 Rd:5',   '<Rd>, <Rn>, <invcond>',    'CINV',  'Complement if the condition holds',                                        alias('csinv')],
  ['cneg',  'sf 1 0 11010100 Rn:5 cond:4 0 1 Rn:5 Rd:5',   '<Rd>, <Rn>, <invcond>',    'CNEG',  'Negate if the condition holds',                                            alias('csneg')],
]);

// biome-ignore format: a table is read by columns
const oneSource = table('v8.0', [
  ['rbit',   'sf 1 0 11010110 00000 000000 Rn:5 Rd:5', '<Rd>, <Rn>', 'RBIT',  'Reverse the bits',                   w => reverseOrCount(w, 'rbit')],
  ['rev16',  'sf 1 0 11010110 00000 000001 Rn:5 Rd:5', '<Rd>, <Rn>', 'REV16', 'Reverse the bytes of each halfword', w => reverseOrCount(w, 'rev16')],
  ['rev-32', '0 1 0 11010110 00000 000010 Rn:5 Rd:5',  '<Wd>, <Wn>', 'REV',   'Reverse the bytes',                  () => reverseOrCount(32, 'rev')],
  ['rev32',  '1 1 0 11010110 00000 000010 Rn:5 Rd:5',  '<Xd>, <Xn>', 'REV32', 'Reverse the bytes of each word',     () => reverseOrCount(64, 'rev32')],
  ['rev-64', '1 1 0 11010110 00000 000011 Rn:5 Rd:5',  '<Xd>, <Xn>', 'REV',   'Reverse the bytes',                  () => reverseOrCount(64, 'rev')],
  ['clz',    'sf 1 0 11010110 00000 000100 Rn:5 Rd:5', '<Rd>, <Rn>', 'CLZ',   'Count leading zeros',                w => reverseOrCount(w, 'clz')],
  ['cls',    'sf 1 0 11010110 00000 000101 Rn:5 Rd:5', '<Rd>, <Rn>', 'CLS',   'Count leading sign bits',            countLeadingSigns],
]);

// biome-ignore format: a table is read by columns
const twoSource = table('v8.0', [
  ['udiv',         'sf 0 0 11010110 Rm:5 000010 Rn:5 Rd:5', '<Rd>, <Rn>, <Rm>', 'UDIV',           'Divide without sign; by zero gives zero',     w => divide(w, false)],
  ['sdiv',         'sf 0 0 11010110 Rm:5 000011 Rn:5 Rd:5', '<Rd>, <Rn>, <Rm>', 'SDIV',           'Divide with sign; by zero gives zero',        w => divide(w, true)],
  ['lslv',         'sf 0 0 11010110 Rm:5 001000 Rn:5 Rd:5', '<Rd>, <Rn>, <Rm>', 'LSLV',           'Shift left by a register',                    w => shiftVariable(w, 'shl')],
  ['lsrv',         'sf 0 0 11010110 Rm:5 001001 Rn:5 Rd:5', '<Rd>, <Rn>, <Rm>', 'LSRV',           'Shift right by a register',                   w => shiftVariable(w, 'lshr')],
  ['asrv',         'sf 0 0 11010110 Rm:5 001010 Rn:5 Rd:5', '<Rd>, <Rn>, <Rm>', 'ASRV',           'Shift right by a register, keeping the sign', w => shiftVariable(w, 'ashr')],
  ['rorv',         'sf 0 0 11010110 Rm:5 001011 Rn:5 Rd:5', '<Rd>, <Rn>, <Rm>', 'RORV',           'Rotate right by a register',                  w => shiftVariable(w, 'ror')],

  ['lsl-register', 'sf 0 0 11010110 Rm:5 001000 Rn:5 Rd:5', '<Rd>, <Rn>, <Rm>', 'LSL (register)', 'Shift left by a register',                    alias('lslv')],
  ['lsr-register', 'sf 0 0 11010110 Rm:5 001001 Rn:5 Rd:5', '<Rd>, <Rn>, <Rm>', 'LSR (register)', 'Shift right by a register',                   alias('lsrv')],
  ['asr-register', 'sf 0 0 11010110 Rm:5 001010 Rn:5 Rd:5', '<Rd>, <Rn>, <Rm>', 'ASR (register)', 'Shift right by a register, keeping the sign', alias('asrv')],
  ['ror-register', 'sf 0 0 11010110 Rm:5 001011 Rn:5 Rd:5', '<Rd>, <Rn>, <Rm>', 'ROR (register)', 'Rotate right by a register',                  alias('rorv')],
]);

// biome-ignore format: a table is read by columns
const checksums = table('CRC32', [
  ['crc32b',  '0 0 0 11010110 Rm:5 010000 Rn:5 Rd:5', '<Wd>, <Wn>, <Wm>', 'CRC32B, CRC32H, CRC32W, CRC32X',     'CRC-32 of a byte',        () => cyclicRedundancy('crc32', 1)],
  ['crc32h',  '0 0 0 11010110 Rm:5 010001 Rn:5 Rd:5', '<Wd>, <Wn>, <Wm>', 'CRC32B, CRC32H, CRC32W, CRC32X',     'CRC-32 of a halfword',    () => cyclicRedundancy('crc32', 2)],
  ['crc32w',  '0 0 0 11010110 Rm:5 010010 Rn:5 Rd:5', '<Wd>, <Wn>, <Wm>', 'CRC32B, CRC32H, CRC32W, CRC32X',     'CRC-32 of a word',        () => cyclicRedundancy('crc32', 4)],
  ['crc32x',  '1 0 0 11010110 Rm:5 010011 Rn:5 Rd:5', '<Wd>, <Wn>, <Xm>', 'CRC32B, CRC32H, CRC32W, CRC32X',     'CRC-32 of a doubleword',  () => cyclicRedundancy('crc32', 8)],
  ['crc32cb', '0 0 0 11010110 Rm:5 010100 Rn:5 Rd:5', '<Wd>, <Wn>, <Wm>', 'CRC32CB, CRC32CH, CRC32CW, CRC32CX', 'CRC-32C of a byte',       () => cyclicRedundancy('crc32c', 1)],
  ['crc32ch', '0 0 0 11010110 Rm:5 010101 Rn:5 Rd:5', '<Wd>, <Wn>, <Wm>', 'CRC32CB, CRC32CH, CRC32CW, CRC32CX', 'CRC-32C of a halfword',   () => cyclicRedundancy('crc32c', 2)],
  ['crc32cw', '0 0 0 11010110 Rm:5 010110 Rn:5 Rd:5', '<Wd>, <Wn>, <Wm>', 'CRC32CB, CRC32CH, CRC32CW, CRC32CX', 'CRC-32C of a word',       () => cyclicRedundancy('crc32c', 4)],
  ['crc32cx', '1 0 0 11010110 Rm:5 010111 Rn:5 Rd:5', '<Wd>, <Wn>, <Xm>', 'CRC32CB, CRC32CH, CRC32CW, CRC32CX', 'CRC-32C of a doubleword', () => cyclicRedundancy('crc32c', 8)],
]);

// biome-ignore format: a table is read by columns
const threeSource = table('v8.0', [
  ['madd',   'sf 00 11011 000 Rm:5 0 Ra:5 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>, <Ra>', 'MADD',   'Multiply and add',                         w => multiplyAdd(w, 'add')],
  ['msub',   'sf 00 11011 000 Rm:5 1 Ra:5 Rn:5 Rd:5',  '<Rd>, <Rn>, <Rm>, <Ra>', 'MSUB',   'Multiply and subtract',                    w => multiplyAdd(w, 'sub')],
  ['smaddl', '1 00 11011 001 Rm:5 0 Ra:5 Rn:5 Rd:5',   '<Xd>, <Wn>, <Wm>, <Xa>', 'SMADDL', 'Multiply words with sign and add',         () => multiplyAddLong(true, 'add')],
  ['smsubl', '1 00 11011 001 Rm:5 1 Ra:5 Rn:5 Rd:5',   '<Xd>, <Wn>, <Wm>, <Xa>', 'SMSUBL', 'Multiply words with sign and subtract',    () => multiplyAddLong(true, 'sub')],
  ['smulh',  '1 00 11011 010 Rm:5 0 11111 Rn:5 Rd:5',  '<Xd>, <Xn>, <Xm>',       'SMULH',  'High half of a product with sign',         () => multiplyHigh(true)],
  ['umaddl', '1 00 11011 101 Rm:5 0 Ra:5 Rn:5 Rd:5',   '<Xd>, <Wn>, <Wm>, <Xa>', 'UMADDL', 'Multiply words without sign and add',      () => multiplyAddLong(false, 'add')],
  ['umsubl', '1 00 11011 101 Rm:5 1 Ra:5 Rn:5 Rd:5',   '<Xd>, <Wn>, <Wm>, <Xa>', 'UMSUBL', 'Multiply words without sign and subtract', () => multiplyAddLong(false, 'sub')],
  ['umulh',  '1 00 11011 110 Rm:5 0 11111 Rn:5 Rd:5',  '<Xd>, <Xn>, <Xm>',       'UMULH',  'High half of a product without sign',      () => multiplyHigh(false)],

  ['mul',    'sf 00 11011 000 Rm:5 0 11111 Rn:5 Rd:5', '<Rd>, <Rn>, <Rm>',       'MUL',    'Multiply',                                 alias('madd')],
  ['mneg',   'sf 00 11011 000 Rm:5 1 11111 Rn:5 Rd:5', '<Rd>, <Rn>, <Rm>',       'MNEG',   'Multiply and negate',                      alias('msub')],
  ['smull',  '1 00 11011 001 Rm:5 0 11111 Rn:5 Rd:5',  '<Xd>, <Wn>, <Wm>',       'SMULL',  'Multiply words with sign',                 alias('smaddl')],
  ['smnegl', '1 00 11011 001 Rm:5 1 11111 Rn:5 Rd:5',  '<Xd>, <Wn>, <Wm>',       'SMNEGL', 'Multiply words with sign and negate',      alias('smsubl')],
  ['umull',  '1 00 11011 101 Rm:5 0 11111 Rn:5 Rd:5',  '<Xd>, <Wn>, <Wm>',       'UMULL',  'Multiply words without sign',              alias('umaddl')],
  ['umnegl', '1 00 11011 101 Rm:5 1 11111 Rn:5 Rd:5',  '<Xd>, <Wn>, <Wm>',       'UMNEGL', 'Multiply words without sign and negate',   alias('umsubl')],
]);

// biome-ignore format: a table is read by columns
const flagManipulation = table('FlagM', [
  ['rmif',   '1 01 11010000 imm6:6 00001 Rn:5 0 mask:4', '<Xn>, #<imm6>, #<mask4>', 'RMIF',          'Rotate a register and put bits of it into the flags', rotateIntoFlags],
  ['setf8',  '0 01 11010000 000000 0 0010 Rn:5 0 1101',  '<Wn>',                    'SETF8, SETF16', 'Set the flags from a byte', () => setFlagsOf(8)],
  ['setf16', '0 01 11010000 000000 1 0010 Rn:5 0 1101',  '<Wn>',                    'SETF8, SETF16', 'Set the flags from a halfword', () => setFlagsOf(16)],
  ['cfinv',  '1101010100 0 00 000 0100 0000 000 11111',  '',                        'CFINV',         'Invert the carry flag', invertCarry],
]);

// biome-ignore format: a table is read by columns
const flagConversion = table('FlagM2', [
  ['xaflag', '1101010100 0 00 000 0100 0000 001 11111', '', 'XAFLAG', 'Convert the flags from an external floating-point format', fromExternalFlags],
  ['axflag', '1101010100 0 00 000 0100 0000 010 11111', '', 'AXFLAG', 'Convert the flags to an external floating-point format', toExternalFlags],
]);

// biome-ignore format: a table is read by columns
const pointerAuthentication = table('PAuth', [
  ['pacia',  '1 1 0 11010110 00001 000000 Rn:5 Rd:5',  '<Xd>, <Xn|SP>',       'PACIA, PACIA1716, PACIASP, PACIAZ, PACIZA', 'Sign an instruction address with key A',                           pointerUnchanged],
  ['pacib',  '1 1 0 11010110 00001 000001 Rn:5 Rd:5',  '<Xd>, <Xn|SP>',       'PACIB, PACIB1716, PACIBSP, PACIBZ, PACIZB', 'Sign an instruction address with key B',                           pointerUnchanged],
  ['pacda',  '1 1 0 11010110 00001 000010 Rn:5 Rd:5',  '<Xd>, <Xn|SP>',       'PACDA, PACDZA',                             'Sign a data address with key A',                                   pointerUnchanged],
  ['pacdb',  '1 1 0 11010110 00001 000011 Rn:5 Rd:5',  '<Xd>, <Xn|SP>',       'PACDB, PACDZB',                             'Sign a data address with key B',                                   pointerUnchanged],
  ['autia',  '1 1 0 11010110 00001 000100 Rn:5 Rd:5',  '<Xd>, <Xn|SP>',       'AUTIA, AUTIA1716, AUTIASP, AUTIAZ, AUTIZA', 'Authenticate an instruction address with key A',                   pointerUnchanged],
  ['autib',  '1 1 0 11010110 00001 000101 Rn:5 Rd:5',  '<Xd>, <Xn|SP>',       'AUTIB, AUTIB1716, AUTIBSP, AUTIBZ, AUTIZB', 'Authenticate an instruction address with key B',                   pointerUnchanged],
  ['autda',  '1 1 0 11010110 00001 000110 Rn:5 Rd:5',  '<Xd>, <Xn|SP>',       'AUTDA, AUTDZA',                             'Authenticate a data address with key A',                           pointerUnchanged],
  ['autdb',  '1 1 0 11010110 00001 000111 Rn:5 Rd:5',  '<Xd>, <Xn|SP>',       'AUTDB, AUTDZB',                             'Authenticate a data address with key B',                           pointerUnchanged],
  ['paciza', '1 1 0 11010110 00001 001000 11111 Rd:5', '<Xd>',                'PACIA, PACIA1716, PACIASP, PACIAZ, PACIZA', 'Sign an instruction address with key A and modifier zero',         pointerUnchanged],
  ['pacizb', '1 1 0 11010110 00001 001001 11111 Rd:5', '<Xd>',                'PACIB, PACIB1716, PACIBSP, PACIBZ, PACIZB', 'Sign an instruction address with key B and modifier zero',         pointerUnchanged],
  ['pacdza', '1 1 0 11010110 00001 001010 11111 Rd:5', '<Xd>',                'PACDA, PACDZA',                             'Sign a data address with key A and modifier zero',                 pointerUnchanged],
  ['pacdzb', '1 1 0 11010110 00001 001011 11111 Rd:5', '<Xd>',                'PACDB, PACDZB',                             'Sign a data address with key B and modifier zero',                 pointerUnchanged],
  ['autiza', '1 1 0 11010110 00001 001100 11111 Rd:5', '<Xd>',                'AUTIA, AUTIA1716, AUTIASP, AUTIAZ, AUTIZA', 'Authenticate an instruction address with key A and modifier zero', pointerUnchanged],
  ['autizb', '1 1 0 11010110 00001 001101 11111 Rd:5', '<Xd>',                'AUTIB, AUTIB1716, AUTIBSP, AUTIBZ, AUTIZB', 'Authenticate an instruction address with key B and modifier zero', pointerUnchanged],
  ['autdza', '1 1 0 11010110 00001 001110 11111 Rd:5', '<Xd>',                'AUTDA, AUTDZA',                             'Authenticate a data address with key A and modifier zero',         pointerUnchanged],
  ['autdzb', '1 1 0 11010110 00001 001111 11111 Rd:5', '<Xd>',                'AUTDB, AUTDZB',                             'Authenticate a data address with key B and modifier zero',         pointerUnchanged],
  ['xpaci',  '1 1 0 11010110 00001 010000 11111 Rd:5', '<Xd>',                'XPACD, XPACI, XPACLRI',                     'Strip the signature of an instruction address'],
  ['xpacd',  '1 1 0 11010110 00001 010001 11111 Rd:5', '<Xd>',                'XPACD, XPACI, XPACLRI',                     'Strip the signature of a data address'],
  ['pacga',  '1 0 0 11010110 Rm:5 001100 Rn:5 Rd:5',   '<Xd>, <Xn>, <Xm|SP>', 'PACGA',                                     'Sign a value with the generic key'],
]);

// biome-ignore format: a table is read by columns
const reverseAll = table('v8.2', [
  ['rev64', '1 1 0 11010110 00000 000011 Rn:5 Rd:5', '<Xd>, <Xn>', 'REV64', 'Reverse the bytes', spelling('rev-64')],
]);

export const dataProcessingRegister = [
  ...logical,
  ...addSubtractShiftedRegister,
  ...addSubtractExtendedRegister,
  ...carry,
  ...conditionalComparison,
  ...conditionalSelection,
  ...oneSource,
  ...reverseAll,
  ...twoSource,
  ...checksums,
  ...threeSource,
  ...flagManipulation,
  ...flagConversion,
  ...pointerAuthentication,
];
