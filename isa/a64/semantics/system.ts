/**
 * The instructions that need the machine, and the closed list of the operations that they use. The machine
 * implements each entry; an operation may take an exception (a trap, an undefined register) instead.
 */

import type { Semantics } from '../../semantics.ts';
import { eq, i32, local, operand, system, systemValue, when } from '../../semantics.ts';
import type { RaisedException, SystemOperation, Vocabulary } from '../../vocabulary.ts';
import { a64Computations, a64Helpers } from '../pseudocode/index.ts';
import { generalRegisters, getX, number, setX } from './registers.ts';
import { simdBanks } from './simd/registers.ts';

const option = { name: 'option', type: 'i32' } as const;
const value = { name: 'value', type: 'i64' } as const;

/** Operations by name; an encoding is the manual's fields in order, most significant first. */
export const operations = {
  mrs: {
    arguments: [{ name: 'register', type: 'i32' }],
    result: 'i64',
    doc: 'Reads the system register encoded op0:op1:CRn:CRm:op2.',
    registers: { named: 'system-register', argument: 'register', access: 'read' },
  },
  msr: {
    arguments: [{ name: 'register', type: 'i32' }, value],
    doc: 'Writes the system register encoded op0:op1:CRn:CRm:op2.',
    registers: { named: 'system-register', argument: 'register', access: 'write' },
  },
  'msr-immediate': {
    arguments: [
      { name: 'field', type: 'i32' },
      { name: 'value', type: 'i32' },
    ],
    doc: 'Writes the 4-bit value to the PSTATE field encoded op1:op2 (SPSel, DAIFSet, DAIFClr, PAN …).',
    registers: { named: 'status-field', argument: 'field', access: 'write' },
  },
  sys: {
    arguments: [{ name: 'operation', type: 'i32' }, value],
    doc: 'Maintenance encoded op1:CRn:CRm:op2: caches, TLB, address translation (IC, DC, TLBI, AT).',
  },
  sysl: {
    arguments: [{ name: 'operation', type: 'i32' }],
    result: 'i64',
    doc: 'The same encodings with a result.',
  },
  eret: {
    arguments: [],
    doc: 'Returns from the exception by the ELR and SPSR of the current level (or an illegal return).',
    control: 'exception-return',
  },
  wfi: { arguments: [], doc: 'Waits for an interrupt.', control: 'wait' },
  wfe: {
    arguments: [],
    doc: 'Waits for an event; clears the event register when it is set.',
    control: 'wait',
  },
  sev: { arguments: [], doc: 'Sets the event register of every processing element.' },
  sevl: { arguments: [], doc: 'Sets the event register of this processing element.' },
  yield: { arguments: [], doc: 'Lets another processing element run.' },
  esb: { arguments: [], doc: 'Synchronises pending SErrors (FEAT_RAS); without it a NOP.' },
  isb: { arguments: [option], doc: 'Makes system register writes visible to the instructions after it.' },
  dsb: { arguments: [option], doc: 'Waits for memory accesses and maintenance of the domain in CRm.' },
  dmb: { arguments: [option], doc: 'Orders memory accesses of the domain in CRm.' },
  sb: { arguments: [], doc: 'Speculation barrier.' },
  'check-fp-simd-enabled': {
    arguments: [],
    doc: 'Traps where CPACR_EL1, CPTR_EL2 or CPTR_EL3 say that SIMD&FP registers may not be used.',
  },
  clrex: { arguments: [option], doc: 'Clears the local exclusive monitor.' },
} satisfies Readonly<Record<string, SystemOperation>>;

const immediate = [{ name: 'imm', type: 'i32' }] as const;

/** Exceptions that semantics raise by name. All others come from the machine (aborts, traps, interrupts). */
export const exceptions = {
  svc: { arguments: immediate, doc: 'Supervisor call with its 16-bit immediate.', returnsTo: 'next' },
  hvc: {
    arguments: immediate,
    doc: 'Hypervisor call; undefined where HVC is disabled or there is no EL2.',
    returnsTo: 'next',
  },
  smc: {
    arguments: immediate,
    doc: 'Secure monitor call; traps to EL2 (then with its own address) or is undefined as the machine is set up.',
    returnsTo: 'next',
  },
  brk: { arguments: immediate, doc: 'Software breakpoint.', returnsTo: 'this' },
  hlt: {
    arguments: immediate,
    doc: 'Halting breakpoint: a semihosting call where the machine offers it, else undefined.',
    returnsTo: 'this',
  },
  undefined: { arguments: [], doc: 'An instruction that is undefined here.', returnsTo: 'this' },
} satisfies Readonly<Record<string, RaisedException>>;

/** Everything a reader of A64 semantics must know by name. */
export const a64Vocabulary: Vocabulary = {
  banks: { x: generalRegisters, ...simdBanks },
  helpers: a64Helpers,
  computations: a64Computations,
  operations,
  exceptions,
};

/** `MRS`: operands `Rt`, `sysreg`. */
export const readSystemRegister = (): Semantics => [
  systemValue('value', 'i64', 'mrs', number('sysreg')),
  setX('Rt', local('value', 'i64')),
];

/** `MSR` (register). */
export const writeSystemRegister = (): Semantics => [system('msr', number('sysreg'), getX('Rt', 64))];

/** `MSR` (immediate): operands `field`, `imm`. */
export const writeStatusField = (): Semantics => [system('msr-immediate', number('field'), number('imm'))];

/** `SYS` and its aliases: operands `operation`, `Rt`. */
export const systemInstruction = (): Semantics => [system('sys', number('operation'), getX('Rt', 64))];

/** `SYSL`. */
export const systemInstructionWithResult = (): Semantics => [
  systemValue('value', 'i64', 'sysl', number('operation')),
  setX('Rt', local('value', 'i64')),
];

/** `ERET`. */
export const exceptionReturn = (): Semantics => [system('eret')];

/** `DSB`, `DMB`, `ISB`, `CLREX` with the operand `option` (CRm). */
export const barrier = (operation: 'dsb' | 'dmb' | 'isb' | 'clrex'): Semantics => [
  system(operation, operand('option', 'i32')),
];

/** `SB`. */
export const speculationBarrier = (): Semantics => [system('sb')];

/** Hints by number (CRm:op2) that do something; all others are NOPs. */
const hints = { 1: 'yield', 2: 'wfe', 3: 'wfi', 4: 'sev', 5: 'sevl', 16: 'esb' } as const;

/** Any hint: the operand `imm` tells which. */
export const hint = (): Semantics =>
  Object.entries(hints).map(([imm, operation]) =>
    when(eq(number('imm'), i32(Number(imm))), [system(operation)]),
  );

/** A hint that is a row of its own: `WFI`, `SEV` …; `NOP` and unknown hints have empty semantics. */
export const namedHint = (operation?: (typeof hints)[keyof typeof hints]): Semantics =>
  operation === undefined ? [] : [system(operation)];
