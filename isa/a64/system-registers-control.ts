/** Control of the levels, traps, routing and translation (D13.2). */
import { type SystemRegister, systemRegisterGroup } from './system-register.ts';

const word = 0xffff_ffffn;
/** SCTLR_EL1 and SCTLR_EL3 of a Cortex-A57 after reset; SCTLR_EL2 has two RES1 bits more. */
const sctlrReset = 0x00c5_0838n;

// biome-ignore format: one row per register
const control = systemRegisterGroup({ group: 'Control', section: 'D13.2',
  writeMasks: {
    sctlr_el1: word, sctlr_el2: word, sctlr_el3: word,
    /* Armv8.0: no E2H; HCD is RES0 because EL3 is there. */
    hcr_el2: 0x3_dfff_ffffn,
    /* Armv8.0; bits 4 and 5 are RES1. */
    scr_el3: 0x3f8fn,
  } }, [
  ['sctlr_el1',  '3 0 1 0 0',  'r1w1', sctlrReset, 'System control of EL1 and EL0'],
  ['sctlr_el2',  '3 4 1 0 0',  'r2w2', 0x30c5_0838n, 'System control of EL2'],
  ['sctlr_el3',  '3 6 1 0 0',  'r3w3', sctlrReset, 'System control of EL3'],
  ['actlr_el1',  '3 0 1 0 1',  'r1w1', 0n,    'Auxiliary control of EL1'],
  ['actlr_el2',  '3 4 1 0 1',  'r2w2', 0n,    'Auxiliary control of EL2'],
  ['actlr_el3',  '3 6 1 0 1',  'r3w3', 0n,    'Auxiliary control of EL3'],
  ['cpacr_el1',  '3 0 1 0 2',  'r1w1', 0n,    'Traps of floating point, SIMD and trace at EL1 and EL0'],
  ['hcr_el2',    '3 4 1 1 0',  'r2w2', 0n,    'Hypervisor configuration: routing to EL2, traps, stage 2'],
  ['cptr_el2',   '3 4 1 1 2',  'r2w2', 0n,    'Traps to EL2 of floating point, trace and CPACR_EL1'],
  ['hstr_el2',   '3 4 1 1 3',  'r2w2', 0n,    'Traps to EL2 of AArch32 coprocessor 15 by register number'],
  ['hacr_el2',   '3 4 1 1 7',  'r2w2', 0n,    'Auxiliary hypervisor traps'],
  ['mdcr_el2',   '3 4 1 1 1',  'r2w2', 6n,    'Debug and performance monitor traps to EL2'],
  ['vpidr_el2',  '3 4 0 0 0',  'r2w2', 0x411f_d070n, 'MIDR_EL1 as EL1 reads it'],
  ['vmpidr_el2', '3 4 0 0 5',  'r2w2', 0x8000_0000n, 'MPIDR_EL1 as EL1 reads it'],
  ['scr_el3',    '3 6 1 1 0',  'r3w3', 0x30n, 'Secure configuration: security state, routing to EL3, width of the next level'],
  ['cptr_el3',   '3 6 1 1 2',  'r3w3', 0n,    'Traps to EL3 of floating point, trace and CPACR_EL1'],
  ['mdcr_el3',   '3 6 1 3 1',  'r3w3', 0n,    'Debug and performance monitor traps to EL3'],
  ['rvbar_el3',  '3 6 12 0 1', 'r3',   0n,    'Address of the first instruction after reset'],
  ['rmr_el3',    '3 6 12 0 2', 'r3w3', 1n,    'Reset management'],
]);

// biome-ignore format: one row per register
const controlExtensions = systemRegisterGroup({ group: 'Control', section: 'D13.2',
  features: { apiakeylo_el1: 'PAuth', apiakeyhi_el1: 'PAuth', apibkeylo_el1: 'PAuth', apibkeyhi_el1: 'PAuth',
    apdakeylo_el1: 'PAuth', apdakeyhi_el1: 'PAuth', apdbkeylo_el1: 'PAuth', apdbkeyhi_el1: 'PAuth',
    apgakeylo_el1: 'PAuth', apgakeyhi_el1: 'PAuth', rgsr_el1: 'MTE', gcr_el1: 'MTE', tfsr_el1: 'MTE',
    tfsr_el2: 'MTE', tfsr_el3: 'MTE', tfsre0_el1: 'MTE', gmid_el1: 'MTE', lorc_el1: 'LOR', lorsa_el1: 'LOR',
    lorea_el1: 'LOR', lorn_el1: 'LOR', lorid_el1: 'LOR', contextidr_el2: 'VHE', ttbr1_el2: 'VHE',
    erridr_el1: 'RAS', errselr_el1: 'RAS', disr_el1: 'RAS', vdisr_el2: 'RAS', vsesr_el2: 'RAS',
    zcr_el1: 'SVE', zcr_el2: 'SVE', zcr_el3: 'SVE', scxtnum_el0: 'CSV2', scxtnum_el1: 'CSV2',
    hfgrtr_el2: 'FGT', hfgwtr_el2: 'FGT', hfgitr_el2: 'FGT', hdfgrtr_el2: 'FGT', hdfgwtr_el2: 'FGT', hafgrtr_el2: 'FGT' } }, [
  ['apiakeylo_el1','3 0 2 1 0','r1w1', 0n, 'Pointer authentication key A for instructions, low half'],
  ['apiakeyhi_el1','3 0 2 1 1','r1w1', 0n, 'Pointer authentication key A for instructions, high half'],
  ['apibkeylo_el1','3 0 2 1 2','r1w1', 0n, 'Pointer authentication key B for instructions, low half'],
  ['apibkeyhi_el1','3 0 2 1 3','r1w1', 0n, 'Pointer authentication key B for instructions, high half'],
  ['apdakeylo_el1','3 0 2 2 0','r1w1', 0n, 'Pointer authentication key A for data, low half'],
  ['apdakeyhi_el1','3 0 2 2 1','r1w1', 0n, 'Pointer authentication key A for data, high half'],
  ['apdbkeylo_el1','3 0 2 2 2','r1w1', 0n, 'Pointer authentication key B for data, low half'],
  ['apdbkeyhi_el1','3 0 2 2 3','r1w1', 0n, 'Pointer authentication key B for data, high half'],
  ['apgakeylo_el1','3 0 2 3 0','r1w1', 0n, 'Generic authentication key, low half'],
  ['apgakeyhi_el1','3 0 2 3 1','r1w1', 0n, 'Generic authentication key, high half'],
  ['rgsr_el1',   '3 0 1 0 5',  'r1w1', 0n, 'Random allocation tag seed'],
  ['gcr_el1',    '3 0 1 0 6',  'r1w1', 0n, 'Tag generation control'],
  ['gmid_el1',   '3 1 0 0 4',  'r1',   0n, 'Tag block size'],
  ['tfsr_el1',   '3 0 5 6 0',  'r1w1', 0n, 'Tag fault status of EL1'],
  ['tfsr_el2',   '3 4 5 6 0',  'r2w2', 0n, 'Tag fault status of EL2'],
  ['tfsr_el3',   '3 6 5 6 0',  'r3w3', 0n, 'Tag fault status of EL3'],
  ['tfsre0_el1', '3 0 5 6 1',  'r1w1', 0n, 'Tag fault status of EL0'],
  ['lorsa_el1',  '3 0 10 4 0', 'r1w1', 0n, 'Start of a limited ordering region'],
  ['lorea_el1',  '3 0 10 4 1', 'r1w1', 0n, 'End of a limited ordering region'],
  ['lorn_el1',   '3 0 10 4 2', 'r1w1', 0n, 'Number of a limited ordering region'],
  ['lorc_el1',   '3 0 10 4 3', 'r1w1', 0n, 'Control of limited ordering regions'],
  ['lorid_el1',  '3 0 10 4 7', 'r1',   0n, 'How many limited ordering regions there are'],
  ['contextidr_el2','3 4 13 0 1','r2w2',0n,'Context id of EL2'],
  ['ttbr1_el2',  '3 4 2 0 1',  'r2w2', 0n, 'Translation table base for the upper addresses of EL2'],
  ['erridr_el1', '3 0 5 3 0',  'r1',   0n, 'How many error records there are'],
  ['errselr_el1','3 0 5 3 1',  'r1w1', 0n, 'Error record select'],
  ['disr_el1',   '3 0 12 1 1', 'r1w1', 0n, 'Syndrome of an SError deferred by ESB'],
  ['vdisr_el2',  '3 4 12 1 1', 'r2w2', 0n, 'Syndrome of a virtual SError deferred by ESB'],
  ['vsesr_el2',  '3 4 5 2 3',  'r2w2', 0n, 'Syndrome given to a virtual SError'],
  ['zcr_el1',    '3 0 1 2 0',  'r1w1', 0n, 'SVE vector length at EL1'],
  ['zcr_el2',    '3 4 1 2 0',  'r2w2', 0n, 'SVE vector length at EL2'],
  ['zcr_el3',    '3 6 1 2 0',  'r3w3', 0n, 'SVE vector length at EL3'],
  ['scxtnum_el0','3 3 13 0 7', 'r0w0', 0n, 'Software context number of EL0'],
  ['scxtnum_el1','3 0 13 0 7', 'r1w1', 0n, 'Software context number of EL1'],
  ['hfgrtr_el2', '3 4 1 1 4',  'r2w2', 0n, 'Fine-grained traps of register reads'],
  ['hfgwtr_el2', '3 4 1 1 5',  'r2w2', 0n, 'Fine-grained traps of register writes'],
  ['hfgitr_el2', '3 4 1 1 6',  'r2w2', 0n, 'Fine-grained traps of instructions'],
  ['hdfgrtr_el2','3 4 3 1 4',  'r2w2', 0n, 'Fine-grained traps of debug register reads'],
  ['hdfgwtr_el2','3 4 3 1 5',  'r2w2', 0n, 'Fine-grained traps of debug register writes'],
  ['hafgrtr_el2','3 4 3 1 6',  'r2w2', 0n, 'Fine-grained traps of activity monitor reads'],
]);

// biome-ignore format: one row per register
const translation = systemRegisterGroup({ group: 'Translation', section: 'D13.2',
  writeMasks: { vtcr_el2: word, tcr_el2: word, tcr_el3: word } }, [
  ['ttbr0_el1',  '3 0 2 0 0',  'r1w1', 0n, 'Translation table base for the lower addresses of EL1 and EL0'],
  ['ttbr1_el1',  '3 0 2 0 1',  'r1w1', 0n, 'Translation table base for the upper addresses of EL1 and EL0'],
  ['tcr_el1',    '3 0 2 0 2',  'r1w1', 0n, 'Translation control of EL1 and EL0'],
  ['mair_el1',   '3 0 10 2 0', 'r1w1', 0n, 'Memory attributes by index, EL1 and EL0'],
  ['amair_el1',  '3 0 10 3 0', 'r1w1', 0n, 'Auxiliary memory attributes of EL1'],
  ['ttbr0_el2',  '3 4 2 0 0',  'r2w2', 0n, 'Translation table base of EL2'],
  ['tcr_el2',    '3 4 2 0 2',  'r2w2', 0n, 'Translation control of EL2'],
  ['mair_el2',   '3 4 10 2 0', 'r2w2', 0n, 'Memory attributes by index, EL2'],
  ['amair_el2',  '3 4 10 3 0', 'r2w2', 0n, 'Auxiliary memory attributes of EL2'],
  ['vttbr_el2',  '3 4 2 1 0',  'r2w2', 0n, 'Stage 2 translation table base and virtual machine id'],
  ['vtcr_el2',   '3 4 2 1 2',  'r2w2', 0n, 'Stage 2 translation control'],
  ['ttbr0_el3',  '3 6 2 0 0',  'r3w3', 0n, 'Translation table base of EL3'],
  ['tcr_el3',    '3 6 2 0 2',  'r3w3', 0n, 'Translation control of EL3'],
  ['mair_el3',   '3 6 10 2 0', 'r3w3', 0n, 'Memory attributes by index, EL3'],
  ['amair_el3',  '3 6 10 3 0', 'r3w3', 0n, 'Auxiliary memory attributes of EL3'],
]);

export const controlRegisters: readonly SystemRegister[] = [...control, ...controlExtensions, ...translation];
