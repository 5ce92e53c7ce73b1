/** Translation registers (D13.2). */
import { bit, bits } from './field.ts';

const shareability = { 0: 'non-shareable', 2: 'outer shareable', 3: 'inner shareable' };
const cacheability = {
  0: 'non-cacheable',
  1: 'write-back, write-allocate',
  2: 'write-through',
  3: 'write-back, no write-allocate',
};
const granule0 = { 0: '4 KiB', 1: '64 KiB', 2: '16 KiB' };
const granule1 = { 1: '16 KiB', 2: '4 KiB', 3: '64 KiB' };
const addressSize = { 0: '32 bits', 1: '36 bits', 2: '40 bits', 3: '42 bits', 4: '44 bits', 5: '48 bits' };

export const translationControlEl1 = [
  bit('TBI1', 38, 'Top byte ignored, upper addresses'),
  bit('TBI0', 37, 'Top byte ignored, lower addresses'),
  bit('AS', 36, 'ASID size', { 0: '8 bits', 1: '16 bits' }),
  bits('IPS', 34, 32, 'Intermediate physical address size', addressSize),
  bits('TG1', 31, 30, 'Granule of TTBR1', granule1),
  bits('SH1', 29, 28, 'Shareability of TTBR1 walks', shareability),
  bits('ORGN1', 27, 26, 'Outer cacheability of TTBR1 walks', cacheability),
  bits('IRGN1', 25, 24, 'Inner cacheability of TTBR1 walks', cacheability),
  bit('EPD1', 23, 'Walks through TTBR1 are disabled'),
  bit('A1', 22, 'ASID is in TTBR1'),
  bits('T1SZ', 21, 16, 'Size of the upper addresses: 2^(64-T1SZ)'),
  bits('TG0', 15, 14, 'Granule of TTBR0', granule0),
  bits('SH0', 13, 12, 'Shareability of TTBR0 walks', shareability),
  bits('ORGN0', 11, 10, 'Outer cacheability of TTBR0 walks', cacheability),
  bits('IRGN0', 9, 8, 'Inner cacheability of TTBR0 walks', cacheability),
  bit('EPD0', 7, 'Walks through TTBR0 are disabled'),
  bits('T0SZ', 5, 0, 'Size of the lower addresses: 2^(64-T0SZ)'),
];

export const translationControlHigh = [
  bit('TBI', 20, 'Top byte ignored'),
  bits('PS', 18, 16, 'Physical address size', addressSize),
  bits('TG0', 15, 14, 'Granule', granule0),
  bits('SH0', 13, 12, 'Shareability of walks', shareability),
  bits('ORGN0', 11, 10, 'Outer cacheability of walks', cacheability),
  bits('IRGN0', 9, 8, 'Inner cacheability of walks', cacheability),
  bits('T0SZ', 5, 0, 'Size of the addresses: 2^(64-T0SZ)'),
];

export const stage2Control = [
  bit('VS', 19, 'VMID size', { 0: '8 bits', 1: '16 bits' }),
  bits('PS', 18, 16, 'Physical address size', addressSize),
  bits('TG0', 15, 14, 'Granule', granule0),
  bits('SH0', 13, 12, 'Shareability of walks', shareability),
  bits('ORGN0', 11, 10, 'Outer cacheability of walks', cacheability),
  bits('IRGN0', 9, 8, 'Inner cacheability of walks', cacheability),
  bits('SL0', 7, 6, 'Starting level (4 KiB granule)', { 0: 'level 2', 1: 'level 1', 2: 'level 0' }),
  bits('T0SZ', 5, 0, 'Size of the intermediate addresses: 2^(64-T0SZ)'),
];

export const stage2Base = [
  bits('VMID', 63, 48, 'Virtual machine id'),
  bits('BADDR', 47, 1, 'Address of the first table, bits 47 to 1'),
];

export const tableBase = [
  bits('ASID', 63, 48, 'Address space id'),
  bits('BADDR', 47, 1, 'Address of the first table, bits 47 to 1'),
];

export const intermediateFaultAddress = [bits('FIPA', 43, 4, 'Intermediate physical address, bits 51 to 12')];

export const translationResult = [
  bits('ATTR', 63, 56, 'Memory attributes, when the translation worked'),
  bits('PA', 47, 12, 'Physical address, bits 47 to 12, when the translation worked'),
  bit('S', 9, 'Stage of the fault', { 0: 'stage 1', 1: 'stage 2' }),
  bit('PTW', 8, 'The fault was in a stage 2 walk for a stage 1 walk'),
  bits('FST', 6, 1, 'Fault status'),
  bit('F', 0, 'Result', { 0: 'translated', 1: 'fault' }),
];
