/** Identification registers and timers. */
import { bit, bits } from './field.ts';

const widths = { 0: 'not there', 1: 'AArch64', 2: 'AArch64 and AArch32' };

export const mainId = [
  bits('Implementer', 31, 24, 'Who made it', { 65: 'Arm' }),
  bits('Variant', 23, 20, 'Major revision'),
  bits('Architecture', 19, 16, 'Architecture', { 15: 'by the id registers' }),
  bits('PartNum', 15, 4, 'Part', { 3331: 'Cortex-A53', 3335: 'Cortex-A57', 3336: 'Cortex-A72' }),
  bits('Revision', 3, 0, 'Minor revision'),
];

export const affinity = [
  bits('Aff3', 39, 32, 'Affinity 3'),
  bit('U', 30, 'Uniprocessor'),
  bit('MT', 24, 'Lowest affinity level is threads'),
  bits('Aff2', 23, 16, 'Affinity 2'),
  bits('Aff1', 15, 8, 'Affinity 1: cluster'),
  bits('Aff0', 7, 0, 'Affinity 0: CPU'),
];

export const processorFeatures = [
  bits('GIC', 27, 24, 'System register interface of the interrupt controller', {
    0: 'none',
    1: 'GICv3 and GICv4',
  }),
  bits('AdvSIMD', 23, 20, 'SIMD', { 0: 'there', 15: 'not there' }),
  bits('FP', 19, 16, 'Floating point', { 0: 'there', 15: 'not there' }),
  bits('EL3', 15, 12, 'EL3', widths),
  bits('EL2', 11, 8, 'EL2', widths),
  bits('EL1', 7, 4, 'EL1', widths),
  bits('EL0', 3, 0, 'EL0', widths),
];

export const memoryModel0 = [
  bits('TGran4', 31, 28, '4 KiB granule', { 0: 'there', 15: 'not there' }),
  bits('TGran64', 27, 24, '64 KiB granule', { 0: 'there', 15: 'not there' }),
  bits('TGran16', 23, 20, '16 KiB granule', { 0: 'not there', 1: 'there' }),
  bits('BigEndEL0', 19, 16, 'Mixed endianness at EL0 only'),
  bits('SNSMem', 15, 12, 'Secure and Non-secure memory are told apart'),
  bits('BigEnd', 11, 8, 'Mixed endianness'),
  bits('ASIDBits', 7, 4, 'ASID size', { 0: '8 bits', 2: '16 bits' }),
  bits('PARange', 3, 0, 'Physical address size', {
    0: '32 bits',
    1: '36 bits',
    2: '40 bits',
    3: '42 bits',
    4: '44 bits',
    5: '48 bits',
  }),
];

export const timerControl = [
  bit('ISTATUS', 2, 'Condition met'),
  bit('IMASK', 1, 'Interrupt masked'),
  bit('ENABLE', 0, 'Enabled'),
];

export const hypervisorTimerControl = [
  bits('EVNTI', 7, 4, 'Counter bit that triggers events'),
  bit('EVNTDIR', 3, 'Transition that triggers events'),
  bit('EVNTEN', 2, 'Event stream enable'),
  bit('EL1PCEN', 1, 'EL1 and EL0 may use the physical timer'),
  bit('EL1PCTEN', 0, 'EL1 and EL0 may read the physical counter'),
];
