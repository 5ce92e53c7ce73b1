/** Branches (C4.1, Branches, Exception Generating and System instructions): relative, by register, conditional. */
import { conditions } from '../conditions.ts';
import {
  branchOnCondition,
  branchTo,
  branchToRegister,
  branchWithLink,
  branchWithLinkToRegister,
  compareAndBranch,
  returnFromSubroutine,
  testAndBranch,
  undefinedInstruction,
} from '../semantics/branches.ts';
import { returnAuthenticated } from '../semantics/pointer-authentication.ts';
import { exceptionReturn } from '../semantics/system.ts';
import type { Line } from './table.ts';
import { spelling, table } from './table.ts';

// biome-ignore format: a table is read by columns
const immediate = table('v8.0', [
  ['b',           '0 00101 imm26:26',               '<label26>',                 'B',    'Branch',                             branchTo],
  ['bl',          '1 00101 imm26:26',               '<label26>',                 'BL',   'Branch with link: call',             branchWithLink],
  ['cbz',         'sf 011010 0 imm19:19 Rt:5',      '<Rt>, <label19>',           'CBZ',  'Branch if the register is zero',     w => compareAndBranch(w, 'eq')],
  ['cbnz',        'sf 011010 1 imm19:19 Rt:5',      '<Rt>, <label19>',           'CBNZ', 'Branch if the register is not zero', w => compareAndBranch(w, 'ne')],
  ['tbz-32',      '0 011011 0 b40:5 imm14:14 Rt:5', '<Wt>, #<bit31>, <label14>', 'TBZ',  'Branch if the bit is zero',          () => testAndBranch('eq')],
  ['tbz-64',      '1 011011 0 b40:5 imm14:14 Rt:5', '<Xt>, #<bit63>, <label14>', 'TBZ',  'Branch if the bit is zero',          () => testAndBranch('eq')],
  ['tbnz-32',     '0 011011 1 b40:5 imm14:14 Rt:5', '<Wt>, #<bit31>, <label14>', 'TBNZ', 'Branch if the bit is one',           () => testAndBranch('ne')],
  ['tbnz-64',     '1 011011 1 b40:5 imm14:14 Rt:5', '<Xt>, #<bit63>, <label14>', 'TBNZ', 'Branch if the bit is one',           () => testAndBranch('ne')],
  ['tbz-low-64',  '0 011011 0 b40:5 imm14:14 Rt:5', '<Xt>, #<bit31>, <label14>', 'TBZ',  'Branch if the bit is zero',          spelling('tbz-32')],
  ['tbnz-low-64', '0 011011 1 b40:5 imm14:14 Rt:5', '<Xt>, #<bit31>, <label14>', 'TBNZ', 'Branch if the bit is one',           spelling('tbnz-32')],
]);

// biome-ignore format: a table is read by columns
const register = table('v8.0', [
  ['br',   '1101011 0 0 00 11111 0000 0 0 Rn:5 00000',  '<Xn>',   'BR',   'Branch to the address in a register',                             branchToRegister],
  ['blr',  '1101011 0 0 01 11111 0000 0 0 Rn:5 00000',  '<Xn>',   'BLR',  'Branch with link to the address in a register: call',             branchWithLinkToRegister],
  ['ret',  '1101011 0 0 10 11111 0000 0 0 Rn:5 00000',  '{<Xn>}', 'RET',  'Return from subroutine, to x30 unless another register is named', returnFromSubroutine],
  ['eret', '1101011 0 1 00 11111 0000 0 0 11111 00000', '',       'ERET', 'Return from exception: to ELR_ELx with the state in SPSR_ELx',    exceptionReturn],
  ['drps', '1101011 0 1 01 11111 0000 0 0 11111 00000', '',       'DRPS', 'Restore the processor state in Debug state',                      undefinedInstruction],
]);

// biome-ignore format: a table is read by columns
const authenticated = table('PAuth', [
  ['braaz',  '1101011 0 0 00 11111 0000 1 0 Rn:5 11111',  '<Xn>',          'BRAA, BRAAZ, BRAB, BRABZ',     'Branch to a register authenticated with key A and modifier zero', branchToRegister],
  ['brabz',  '1101011 0 0 00 11111 0000 1 1 Rn:5 11111',  '<Xn>',          'BRAA, BRAAZ, BRAB, BRABZ',     'Branch to a register authenticated with key B and modifier zero', branchToRegister],
  ['blraaz', '1101011 0 0 01 11111 0000 1 0 Rn:5 11111',  '<Xn>',          'BLRAA, BLRAAZ, BLRAB, BLRABZ', 'Call a register authenticated with key A and modifier zero',      branchWithLinkToRegister],
  ['blrabz', '1101011 0 0 01 11111 0000 1 1 Rn:5 11111',  '<Xn>',          'BLRAA, BLRAAZ, BLRAB, BLRABZ', 'Call a register authenticated with key B and modifier zero',      branchWithLinkToRegister],
  ['retaa',  '1101011 0 0 10 11111 0000 1 0 11111 11111', '',              'RETAA, RETAB',                 'Return from subroutine, authenticating x30 with key A',           returnAuthenticated],
  ['retab',  '1101011 0 0 10 11111 0000 1 1 11111 11111', '',              'RETAA, RETAB',                 'Return from subroutine, authenticating x30 with key B',           returnAuthenticated],
  ['eretaa', '1101011 0 1 00 11111 0000 1 0 11111 11111', '',              'ERETAA, ERETAB',               'Return from exception, authenticating ELR with key A',            exceptionReturn],
  ['eretab', '1101011 0 1 00 11111 0000 1 1 11111 11111', '',              'ERETAA, ERETAB',               'Return from exception, authenticating ELR with key B',            exceptionReturn],
  ['braa',   '1101011 1 0 00 11111 0000 1 0 Rn:5 Rm:5',   '<Xn>, <Xm|SP>', 'BRAA, BRAAZ, BRAB, BRABZ',     'Branch to a register authenticated with key A',                   branchToRegister],
  ['brab',   '1101011 1 0 00 11111 0000 1 1 Rn:5 Rm:5',   '<Xn>, <Xm|SP>', 'BRAA, BRAAZ, BRAB, BRABZ',     'Branch to a register authenticated with key B',                   branchToRegister],
  ['blraa',  '1101011 1 0 01 11111 0000 1 0 Rn:5 Rm:5',   '<Xn>, <Xm|SP>', 'BLRAA, BLRAAZ, BLRAB, BLRABZ', 'Call a register authenticated with key A',                        branchWithLinkToRegister],
  ['blrab',  '1101011 1 0 01 11111 0000 1 1 Rn:5 Rm:5',   '<Xn>, <Xm|SP>', 'BLRAA, BLRAAZ, BLRAB, BLRABZ', 'Call a register authenticated with key B',                        branchWithLinkToRegister],
]);

const bits = (code: number): string => code.toString(2).padStart(4, '0');

/** `b.eq` … and its other spellings: `b.hs`, `b.none`, `beq`. GNU as takes no `bal`, `bnv` and `bnone`. */
const conditional = conditions.flatMap(({ code, names, predicate, meaning, flags }) => {
  const pattern = `0101010 0 imm19:19 0 cond=${bits(code)}`;
  const [preferred] = names;
  const doc = code < 14 ? `Branch if ${meaning} (${flags})` : 'Branch always';
  const line = (id: string): Line => [id, pattern, '<label19>', 'B.cond', doc, spelling(`b.${preferred}`)];
  return table('v8.0', [
    [`b.${preferred}`, pattern, '<label19>', 'B.cond', doc, branchOnCondition],
    ...[...names.slice(1), ...predicate].map(name => line(`b.${name}`)),
    ...(code < 14 ? names.map(name => line(`b${name}`)) : []),
  ]);
});

export const branches = [...immediate, ...conditional, ...register, ...authenticated];
