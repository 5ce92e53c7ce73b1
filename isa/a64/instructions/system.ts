/** Exception generation, hints, barriers, PSTATE, system instructions and system registers (C4.1). */
import type { InstructionRow } from '../../instruction.ts';
import { generateException, undefinedInstruction } from '../semantics/branches.ts';
import { pointerUnchanged } from '../semantics/pointer-authentication.ts';
import {
  barrier,
  hint,
  namedHint,
  readSystemRegister,
  speculationBarrier,
  systemInstruction,
  systemInstructionWithResult,
  writeStatusField,
  writeSystemRegister,
} from '../semantics/system.ts';
import { alias, spelling, table } from './table.ts';

// biome-ignore format: a table is read by columns
const exceptionGeneration = table('v8.0', [
  ['svc',   '11010100 000 imm16:16 000 01', '#<imm16>',   'SVC',   'Supervisor call: exception to EL1',                            () => generateException('svc')],
  ['hvc',   '11010100 000 imm16:16 000 10', '#<imm16>',   'HVC',   'Hypervisor call: exception to EL2',                            () => generateException('hvc')],
  ['smc',   '11010100 000 imm16:16 000 11', '#<imm16>',   'SMC',   'Secure monitor call: exception to EL3',                        () => generateException('smc')],
  ['brk',   '11010100 001 imm16:16 000 00', '#<imm16>',   'BRK',   'Breakpoint instruction',                                       () => generateException('brk')],
  ['hlt',   '11010100 010 imm16:16 000 00', '#<imm16>',   'HLT',   'Halting breakpoint instruction; semihosting call with 0xf000', () => generateException('hlt')],
  ['dcps1', '11010100 101 imm16:16 000 01', '{#<imm16>}', 'DCPS1', 'Change to EL1 in Debug state',                                 undefinedInstruction],
  ['dcps2', '11010100 101 imm16:16 000 10', '{#<imm16>}', 'DCPS2', 'Change to EL2 in Debug state',                                 undefinedInstruction],
  ['dcps3', '11010100 101 imm16:16 000 11', '{#<imm16>}', 'DCPS3', 'Change to EL3 in Debug state',                                 undefinedInstruction],
  ['udf',   '0000000000000000 imm16:16',    '#<imm16>',   'UDF',   'Permanently undefined',                                        undefinedInstruction],
]);

// biome-ignore format: a table is read by columns
const hints = table('v8.0', [
  ['nop',   '1101010100 0 00 011 0010 0000 000 11111', '', 'NOP',   'No operation',                             () => namedHint()],
  ['yield', '1101010100 0 00 011 0010 0000 001 11111', '', 'YIELD', 'Let another processing element run',       () => namedHint('yield')],
  ['wfe',   '1101010100 0 00 011 0010 0000 010 11111', '', 'WFE',   'Wait for an event',                        () => namedHint('wfe')],
  ['wfi',   '1101010100 0 00 011 0010 0000 011 11111', '', 'WFI',   'Wait for an interrupt',                    () => namedHint('wfi')],
  ['sev',   '1101010100 0 00 011 0010 0000 100 11111', '', 'SEV',   'Send an event to all processing elements', () => namedHint('sev')],
  ['sevl',  '1101010100 0 00 011 0010 0000 101 11111', '', 'SEVL',  'Send an event to this processing element', () => namedHint('sevl')],
]);

// biome-ignore format: a table is read by columns
const hintsOfExtensions = [
  ...table('DGH', [
    ['dgh', '1101010100 0 00 011 0010 0000 110 11111', '', 'DGH', 'Data gathering hint', () => namedHint()],
  ]),
  ...table('RAS', [
    ['esb', '1101010100 0 00 011 0010 0010 000 11111', '', 'ESB', 'Error synchronization barrier', () => namedHint('esb')],
  ]),
  ...table('SPE', [
    ['psb-csync', '1101010100 0 00 011 0010 0010 001 11111', 'CSYNC', 'PSB CSYNC', 'Profiling synchronization barrier', () => namedHint()],
  ]),
  ...table('TRF', [
    ['tsb-csync', '1101010100 0 00 011 0010 0010 010 11111', 'CSYNC', 'TSB CSYNC', 'Trace synchronization barrier', () => namedHint()],
  ]),
  ...table('v8.0', [
    ['csdb', '1101010100 0 00 011 0010 0010 100 11111', '', 'CSDB', 'Consumption of speculative data barrier', () => namedHint()],
  ]),
  ...table('CLRBHB', [
    ['clearbhb', '1101010100 0 00 011 0010 0010 110 11111', '', 'CLRBHB', 'Clear the branch history', () => namedHint()],
  ]),
  ...table('BTI', [
    ['bti', '1101010100 0 00 011 0010 0100 targets:2 0 11111', '{<bti>}', 'BTI', 'Branch target: of calls (c), jumps (j) or both (jc)', () => namedHint()],
  ]),
  ...table('PAuth-hint', [
    ['xpaclri',   '1101010100 0 00 011 0010 0000 111 11111', '', 'XPACD, XPACI, XPACLRI',                     'Strip the signature of x30',                    pointerUnchanged],
    ['pacia1716', '1101010100 0 00 011 0010 0001 000 11111', '', 'PACIA, PACIA1716, PACIASP, PACIAZ, PACIZA', 'Sign x17 with key A and modifier x16',          pointerUnchanged],
    ['pacib1716', '1101010100 0 00 011 0010 0001 010 11111', '', 'PACIB, PACIB1716, PACIBSP, PACIBZ, PACIZB', 'Sign x17 with key B and modifier x16',          pointerUnchanged],
    ['autia1716', '1101010100 0 00 011 0010 0001 100 11111', '', 'AUTIA, AUTIA1716, AUTIASP, AUTIAZ, AUTIZA', 'Authenticate x17 with key A and modifier x16',  pointerUnchanged],
    ['autib1716', '1101010100 0 00 011 0010 0001 110 11111', '', 'AUTIB, AUTIB1716, AUTIBSP, AUTIBZ, AUTIZB', 'Authenticate x17 with key B and modifier x16',  pointerUnchanged],
    ['paciaz',    '1101010100 0 00 011 0010 0011 000 11111', '', 'PACIA, PACIA1716, PACIASP, PACIAZ, PACIZA', 'Sign x30 with key A and modifier zero',         pointerUnchanged],
    ['paciasp',   '1101010100 0 00 011 0010 0011 001 11111', '', 'PACIA, PACIA1716, PACIASP, PACIAZ, PACIZA', 'Sign x30 with key A and modifier SP',           pointerUnchanged],
    ['pacibz',    '1101010100 0 00 011 0010 0011 010 11111', '', 'PACIB, PACIB1716, PACIBSP, PACIBZ, PACIZB', 'Sign x30 with key B and modifier zero',         pointerUnchanged],
    ['pacibsp',   '1101010100 0 00 011 0010 0011 011 11111', '', 'PACIB, PACIB1716, PACIBSP, PACIBZ, PACIZB', 'Sign x30 with key B and modifier SP',           pointerUnchanged],
    ['autiaz',    '1101010100 0 00 011 0010 0011 100 11111', '', 'AUTIA, AUTIA1716, AUTIASP, AUTIAZ, AUTIZA', 'Authenticate x30 with key A and modifier zero', pointerUnchanged],
    ['autiasp',   '1101010100 0 00 011 0010 0011 101 11111', '', 'AUTIA, AUTIA1716, AUTIASP, AUTIAZ, AUTIZA', 'Authenticate x30 with key A and modifier SP',   pointerUnchanged],
    ['autibz',    '1101010100 0 00 011 0010 0011 110 11111', '', 'AUTIB, AUTIB1716, AUTIBSP, AUTIBZ, AUTIZB', 'Authenticate x30 with key B and modifier zero', pointerUnchanged],
    ['autibsp',   '1101010100 0 00 011 0010 0011 111 11111', '', 'AUTIB, AUTIB1716, AUTIBSP, AUTIBZ, AUTIZB', 'Authenticate x30 with key B and modifier SP',   pointerUnchanged],
  ]),
];

// After the hints with a name: it matches them all.
// biome-ignore format: a table is read by columns
const anyHint = table('v8.0', [
  ['hint', '1101010100 0 00 011 0010 CRm:4 op2:3 11111', '#<hint>', 'HINT', 'Hint; unknown ones do nothing', hint],
]);

// biome-ignore format: a table is read by columns
const barriers = [
  ...table('v8.0', [
    ['clrex', '1101010100 0 00 011 0011 CRm:4 010 11111', '{#<clrex>}', 'CLREX', 'Clear the exclusive monitor',                                                  () => barrier('clrex')],
    ['dsb',   '1101010100 0 00 011 0011 CRm:4 100 11111', '<barrier>',  'DSB',   'Data synchronization barrier: wait for memory accesses to complete',           () => barrier('dsb')],
    ['dmb',   '1101010100 0 00 011 0011 CRm:4 101 11111', '<barrier>',  'DMB',   'Data memory barrier: order memory accesses',                                   () => barrier('dmb')],
    ['isb',   '1101010100 0 00 011 0011 CRm:4 110 11111', '{<isb>}',    'ISB',   'Instruction synchronization barrier: make earlier changes of context visible', () => barrier('isb')],
    ['ssbb',  '1101010100 0 00 011 0011 0000 100 11111',  '',           'SSBB',  'Speculative store bypass barrier',                                             alias('dsb')],
    ['pssbb', '1101010100 0 00 011 0011 0100 100 11111',  '',           'PSSBB', 'Physical speculative store bypass barrier',                                    alias('dsb')],
  ]),
  ...table('SB', [
    ['sb', '1101010100 0 00 011 0011 0000 111 11111', '', 'SB', 'Speculation barrier', speculationBarrier],
  ]),
];

// biome-ignore format: a table is read by columns
const state = table('v8.0', [
  ['msr-immediate', '1101010100 0 00 op1:3 0100 CRm:4 op2:3 11111', '<pstatefield>, #<imm4>', 'MSR (immediate)', 'Write an immediate to a field of PSTATE', writeStatusField],
  ['msr-bit',       '1101010100 0 00 op1:3 0100 CRm:4 op2:3 11111', '<pstatebit>, #<imm1>',   'MSR (immediate)', 'Write an immediate to a field of PSTATE', writeStatusField],
  ['msr-s0',        '1101010100 0 00 op1:3 0100 CRm:4 op2:3 11111', '<s0-sysreg>, XZR',       'MSR (immediate)', 'Write an immediate to a field of PSTATE', spelling('msr-immediate')],
]);

// biome-ignore format: a table is read by columns
const registers = table('v8.0', [
  ['msr-register', '1101010100 0 1 o0:1 op1:3 CRn:4 CRm:4 op2:3 Rt:5', '<sysreg>, <Xt>', 'MSR (register)', 'Write a system register', writeSystemRegister],
  ['mrs',          '1101010100 1 1 o0:1 op1:3 CRn:4 CRm:4 op2:3 Rt:5', '<Xt>, <sysreg>', 'MRS',            'Read a system register',  readSystemRegister],
]);

/** The operation as one number (op1:CRn:CRm:op2) has the meaning; it is written in parts, or by a name. */
// biome-ignore format: a table is read by columns
const systemInstructions = table('v8.0', [
  ['sys',  '1101010100 0 01 op1:3 CRn:4 CRm:4 op2:3 Rt:5', '#<operation>{, <Xt>}', 'SYS',  'System instruction',               systemInstruction],
  ['sysl', '1101010100 1 01 op1:3 CRn:4 CRm:4 op2:3 Rt:5', '<Xt>, #<operation>',   'SYSL', 'System instruction with a result', systemInstructionWithResult],
]).map((row): InstructionRow => ({ ...row, unwritten: true }));

// biome-ignore format: a table is read by columns
const maintenance = table('v8.0', [
  ['at',         '1101010100 0 01 op1:3 CRn:4 CRm:4 op2:3 Rt:5',  '<at_op>, <Xt>',                      'AT',   'Translate an address to PAR_EL1',  alias('sys')],
  ['dc',         '1101010100 0 01 op1:3 CRn:4 CRm:4 op2:3 Rt:5',  '<dc_op>, <Xt>',                      'DC',   'Data cache operation',             alias('sys')],
  ['ic-all',     '1101010100 0 01 op1:3 CRn:4 CRm:4 op2:3 11111', '<ic_op>',                            'IC',   'Instruction cache operation',      alias('sys')],
  ['ic',         '1101010100 0 01 op1:3 CRn:4 CRm:4 op2:3 Rt:5',  '<ic_op_x>, <Xt>',                    'IC',   'Instruction cache operation',      alias('sys')],
  ['tlbi-all',   '1101010100 0 01 op1:3 CRn:4 CRm:4 op2:3 11111', '<tlbi_op>',                          'TLBI', 'Invalidate TLB entries',           alias('sys')],
  ['tlbi',       '1101010100 0 01 op1:3 CRn:4 CRm:4 op2:3 Rt:5',  '<tlbi_op_x>, <Xt>',                  'TLBI', 'Invalidate TLB entries',           alias('sys')],
  ['sys-parts',  '1101010100 0 01 op1:3 CRn:4 CRm:4 op2:3 Rt:5',  '#<op1>, <Cn>, <Cm>, #<op2>{, <Xt>}', 'SYS',  'System instruction',               alias('sys')],
  ['sysl-parts', '1101010100 1 01 op1:3 CRn:4 CRm:4 op2:3 Rt:5',  '<Xt>, #<op1>, <Cn>, <Cm>, #<op2>',   'SYSL', 'System instruction with a result', alias('sysl')],
]);

// biome-ignore format: a table is read by columns
const predictionRestrictions = table('SPECRES', [
  ['cfp', '1101010100 0 01 011 0111 0011 100 Rt:5', 'RCTX, <Xt>', 'CFP', 'Prevent predictions of control flow from before in a context', alias('sys')],
  ['dvp', '1101010100 0 01 011 0111 0011 101 Rt:5', 'RCTX, <Xt>', 'DVP', 'Prevent predictions of data values from before in a context',  alias('sys')],
  ['cpp', '1101010100 0 01 011 0111 0011 111 Rt:5', 'RCTX, <Xt>', 'CPP', 'Prevent prefetches predicted from before in a context',        alias('sys')],
]);

export const exceptionsAndSystem = [
  ...exceptionGeneration,
  ...hints,
  ...hintsOfExtensions,
  ...anyHint,
  ...barriers,
  ...state,
  ...registers,
  ...systemInstructions,
  ...predictionRestrictions,
  ...maintenance,
];
