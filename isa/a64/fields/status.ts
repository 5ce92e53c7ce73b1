/** PSTATE as it is saved in SPSR_ELx, and its special-purpose views (C5.2). */
import { bit, bits } from './field.ts';

/** SPSR.M[4:0]: where an exception return goes. */
export const statusModes: Readonly<Record<number, string>> = {
  0: 'EL0t',
  4: 'EL1t',
  5: 'EL1h',
  8: 'EL2t',
  9: 'EL2h',
  12: 'EL3t',
  13: 'EL3h',
  16: 'AArch32 User',
  17: 'AArch32 FIQ',
  18: 'AArch32 IRQ',
  19: 'AArch32 Supervisor',
  22: 'AArch32 Monitor',
  23: 'AArch32 Abort',
  26: 'AArch32 Hyp',
  27: 'AArch32 Undefined',
  31: 'AArch32 System',
};

const masked = { 0: 'not masked', 1: 'masked' };

export const conditionFlags = [
  bit('N', 31, 'Negative'),
  bit('Z', 30, 'Zero'),
  bit('C', 29, 'Carry'),
  bit('V', 28, 'Overflow'),
];

export const interruptMasks = [
  bit('D', 9, 'Debug exceptions', masked),
  bit('A', 8, 'SError', masked),
  bit('I', 7, 'IRQ', masked),
  bit('F', 6, 'FIQ', masked),
];

export const savedStatus = [
  ...conditionFlags,
  bit('TCO', 25, 'Tag check override'),
  bit('DIT', 24, 'Data independent timing'),
  bit('UAO', 23, 'User access override'),
  bit('PAN', 22, 'Privileged access never'),
  bit('SS', 21, 'Software step'),
  bit('IL', 20, 'Illegal execution state'),
  bit('SSBS', 12, 'Speculative store bypass safe'),
  bits('BTYPE', 11, 10, 'Branch type'),
  ...interruptMasks,
  bit('nRW', 4, 'Execution state', { 0: 'AArch64', 1: 'AArch32' }),
  bits('M', 4, 0, 'Exception level and stack pointer', statusModes),
];

export const currentLevel = [bits('EL', 3, 2, 'Exception level', { 0: 'EL0', 1: 'EL1', 2: 'EL2', 3: 'EL3' })];

export const stackSelect = [bit('SP', 0, 'Stack pointer in use', { 0: 'SP_EL0', 1: 'SP_ELx' })];
