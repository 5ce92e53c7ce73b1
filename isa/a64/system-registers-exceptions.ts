/** Registers of the exception model: PSTATE, the banks of each level, and what routes and traps (D13.2, C5.2). */
import { simdGroup } from './registers.ts';
import { type SystemRegister, systemRegisterGroup } from './system-register.ts';

const vectorBase = 0xffff_ffff_ffff_f800n;
const word = 0xffff_ffffn;

// biome-ignore format: one row per register
const status = systemRegisterGroup({ group: 'Status', section: 'C5.2', storage: 'pstate',
  features: { pan: 'PAN', uao: 'UAO', dit: 'DIT', ssbs: 'SSBS', tco: 'MTE' },
  writeMasks: {
    nzcv: 0xf000_0000n, daif: 0x3c0n, spsel: 1n, pan: 1n << 22n, uao: 1n << 23n,
    dit: 1n << 24n, ssbs: 1n << 12n, tco: 1n << 25n,
  } }, [
  ['nzcv',       '3 3 4 2 0',  'r0w0', 0n,     'Condition flags'],
  ['daif',       '3 3 4 2 1',  'r0w0', 0x3c0n, 'Interrupt mask bits'],
  ['currentel',  '3 0 4 2 2',  'r1',   0xcn,   'Current exception level'],
  ['spsel',      '3 0 4 2 0',  'r1w1', 1n,     'Stack pointer select: SP_EL0 or SP_ELx'],
  ['pan',        '3 0 4 2 3',  'r1w1', 0n,     'Privileged access never'],
  ['uao',        '3 0 4 2 4',  'r1w1', 0n,     'User access override'],
  ['dit',        '3 3 4 2 5',  'r0w0', 0n,     'Data independent timing'],
  ['ssbs',       '3 3 4 2 6',  'r0w0', 0n,     'Speculative store bypass safe'],
  ['tco',        '3 3 4 2 7',  'r0w0', 0n,     'Tag check override'],
]);

// biome-ignore format: one row per register
const stackPointers = systemRegisterGroup({ group: 'Stack pointers', section: 'C5.2' }, [
  ['sp_el0',     '3 0 4 1 0',  'r1w1', 0n, 'Stack pointer of EL0, and of any level while SPSel is 0'],
  ['sp_el1',     '3 4 4 1 0',  'r2w2', 0n, 'Stack pointer of EL1'],
  ['sp_el2',     '3 6 4 1 0',  'r3w3', 0n, 'Stack pointer of EL2'],
]);

// biome-ignore format: one row per register
const floatingPoint = systemRegisterGroup({ group: simdGroup, section: 'C5.2', writeMasks: { fpcr: 0x07c0_0000n, fpsr: 0xf800_009fn } }, [
  ['fpcr',       '3 3 4 4 0',  'r0w0', 0n, 'Floating-point control'],
  ['fpsr',       '3 3 4 4 1',  'r0w0', 0n, 'Floating-point status'],
]);

// biome-ignore format: one row per register
const el1 = systemRegisterGroup({ group: 'Exception EL1', section: 'D13.2', writeMasks: { vbar_el1: vectorBase, spsr_el1: word } }, [
  ['vbar_el1',   '3 0 12 0 0', 'r1w1', 0n, 'Base address of the vector table for exceptions taken to EL1'],
  ['elr_el1',    '3 0 4 0 1',  'r1w1', 0n, 'Preferred return address of an exception taken to EL1'],
  ['spsr_el1',   '3 0 4 0 0',  'r1w1', 0n, 'Status saved by an exception taken to EL1'],
  ['esr_el1',    '3 0 5 2 0',  'r1w1', 0n, 'Syndrome of an exception taken to EL1'],
  ['far_el1',    '3 0 6 0 0',  'r1w1', 0n, 'Virtual address that faulted, for an exception taken to EL1'],
  ['afsr0_el1',  '3 0 5 1 0',  'r1w1', 0n, 'Auxiliary fault status 0 for EL1'],
  ['afsr1_el1',  '3 0 5 1 1',  'r1w1', 0n, 'Auxiliary fault status 1 for EL1'],
  ['isr_el1',    '3 0 12 1 0', 'r1',   0n, 'Pending IRQ, FIQ and SError'],
  ['par_el1',    '3 0 7 4 0',  'r1w1', 0n, 'Result of an address translation instruction'],
]);

// biome-ignore format: one row per register
const el2 = systemRegisterGroup({ group: 'Exception EL2', section: 'D13.2',
  writeMasks: { vbar_el2: vectorBase, spsr_el2: word, hpfar_el2: 0x0000_0fff_ffff_fff0n } }, [
  ['vbar_el2',   '3 4 12 0 0', 'r2w2', 0n, 'Base address of the vector table for exceptions taken to EL2'],
  ['elr_el2',    '3 4 4 0 1',  'r2w2', 0n, 'Preferred return address of an exception taken to EL2'],
  ['spsr_el2',   '3 4 4 0 0',  'r2w2', 0n, 'Status saved by an exception taken to EL2'],
  ['esr_el2',    '3 4 5 2 0',  'r2w2', 0n, 'Syndrome of an exception taken to EL2'],
  ['far_el2',    '3 4 6 0 0',  'r2w2', 0n, 'Virtual address that faulted, for an exception taken to EL2'],
  ['hpfar_el2',  '3 4 6 0 4',  'r2w2', 0n, 'Page of the intermediate physical address of a stage 2 fault'],
  ['afsr0_el2',  '3 4 5 1 0',  'r2w2', 0n, 'Auxiliary fault status 0 for EL2'],
  ['afsr1_el2',  '3 4 5 1 1',  'r2w2', 0n, 'Auxiliary fault status 1 for EL2'],
]);

// biome-ignore format: one row per register
const el3 = systemRegisterGroup({ group: 'Exception EL3', section: 'D13.2', writeMasks: { vbar_el3: vectorBase, spsr_el3: word } }, [
  ['vbar_el3',   '3 6 12 0 0', 'r3w3', 0n, 'Base address of the vector table for exceptions taken to EL3'],
  ['elr_el3',    '3 6 4 0 1',  'r3w3', 0n, 'Preferred return address of an exception taken to EL3'],
  ['spsr_el3',   '3 6 4 0 0',  'r3w3', 0n, 'Status saved by an exception taken to EL3'],
  ['esr_el3',    '3 6 5 2 0',  'r3w3', 0n, 'Syndrome of an exception taken to EL3'],
  ['far_el3',    '3 6 6 0 0',  'r3w3', 0n, 'Virtual address that faulted, for an exception taken to EL3'],
  ['afsr0_el3',  '3 6 5 1 0',  'r3w3', 0n, 'Auxiliary fault status 0 for EL3'],
  ['afsr1_el3',  '3 6 5 1 1',  'r3w3', 0n, 'Auxiliary fault status 1 for EL3'],
]);

// biome-ignore format: one row per register
const aarch32 = systemRegisterGroup({ group: 'AArch32 banks', section: 'C5.2' }, [
  ['spsr_abt',   '3 4 4 3 1',  'r2w2', 0n, 'Saved status of AArch32 Abort mode'],
  ['spsr_und',   '3 4 4 3 2',  'r2w2', 0n, 'Saved status of AArch32 Undefined mode'],
  ['spsr_irq',   '3 4 4 3 0',  'r2w2', 0n, 'Saved status of AArch32 IRQ mode'],
  ['spsr_fiq',   '3 4 4 3 3',  'r2w2', 0n, 'Saved status of AArch32 FIQ mode'],
  ['ifsr32_el2', '3 4 5 0 1',  'r2w2', 0n, 'AArch32 instruction fault status'],
  ['dacr32_el2', '3 4 3 0 0',  'r2w2', 0n, 'AArch32 domain access control'],
  ['fpexc32_el2','3 4 5 3 0',  'r2w2', 0n, 'AArch32 floating-point exception control'],
  ['sder32_el3', '3 6 1 1 1',  'r3w3', 0n, 'AArch32 secure debug enable'],
]);

// biome-ignore format: one row per register
const threads = systemRegisterGroup({ group: 'Thread', section: 'D13.2' }, [
  ['tpidr_el0',  '3 3 13 0 2', 'r0w0', 0n, 'Thread id that EL0 may write'],
  ['tpidrro_el0','3 3 13 0 3', 'r0w1', 0n, 'Thread id that EL0 may only read'],
  ['tpidr_el1',  '3 0 13 0 4', 'r1w1', 0n, 'Software thread id of EL1; often the per-CPU area'],
  ['tpidr_el2',  '3 4 13 0 2', 'r2w2', 0n, 'Software thread id of EL2; often the per-CPU area'],
  ['tpidr_el3',  '3 6 13 0 2', 'r3w3', 0n, 'Software thread id of EL3; often the per-CPU area'],
  ['contextidr_el1','3 0 13 0 1','r1w1',0n,'Context id of EL1, for debug and trace'],
]);

export const exceptionRegisters: readonly SystemRegister[] = [
  ...status,
  ...stackPointers,
  ...floatingPoint,
  ...el1,
  ...el2,
  ...el3,
  ...aarch32,
  ...threads,
];
