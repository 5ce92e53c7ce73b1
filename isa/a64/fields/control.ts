/** Control, routing and trap registers (D13.2). Bits of Armv8.0 and those that later versions are asked for most. */
import { bit, bits } from './field.ts';

export const hypervisorConfiguration = [
  bit('E2H', 34, 'EL2 host: EL2 runs an operating system (VHE)'),
  bit('ID', 33, 'Stage 2 instruction cacheability disable'),
  bit('CD', 32, 'Stage 2 data cacheability disable'),
  bit('RW', 31, 'Width of EL1', { 0: 'EL1 is AArch32', 1: 'EL1 is AArch64' }),
  bit('TRVM', 30, 'Trap reads of the EL1 translation registers'),
  bit('HCD', 29, 'HVC disable (only without EL3)'),
  bit('TDZ', 28, 'Trap DC ZVA'),
  bit('TGE', 27, 'Trap general exceptions: what EL0 would take to EL1 goes to EL2'),
  bit('TVM', 26, 'Trap writes of the EL1 translation registers'),
  bit('TTLB', 25, 'Trap TLB maintenance'),
  bit('TPU', 24, 'Trap cache maintenance to the point of unification'),
  bit('TPC', 23, 'Trap cache maintenance to the point of coherency'),
  bit('TSW', 22, 'Trap cache maintenance by set and way'),
  bit('TACR', 21, 'Trap ACTLR_EL1'),
  bit('TIDCP', 20, 'Trap implementation defined registers'),
  bit('TSC', 19, 'Trap SMC of EL1 to EL2'),
  bit('TID3', 18, 'Trap id registers, group 3'),
  bit('TID2', 17, 'Trap id registers, group 2'),
  bit('TID1', 16, 'Trap id registers, group 1'),
  bit('TID0', 15, 'Trap id registers, group 0'),
  bit('TWE', 14, 'Trap WFE'),
  bit('TWI', 13, 'Trap WFI'),
  bit('DC', 12, 'Default cacheability: stage 1 is off and cacheable'),
  bits('BSU', 11, 10, 'Barrier shareability upgrade'),
  bit('FB', 9, 'Force broadcast of TLB and instruction cache maintenance'),
  bit('VSE', 8, 'Virtual SError pending'),
  bit('VI', 7, 'Virtual IRQ pending'),
  bit('VF', 6, 'Virtual FIQ pending'),
  bit('AMO', 5, 'SError routed to EL2'),
  bit('IMO', 4, 'Physical IRQ routed to EL2'),
  bit('FMO', 3, 'Physical FIQ routed to EL2'),
  bit('PTW', 2, 'Protected table walk: stage 1 walks through Device memory fault'),
  bit('SWIO', 1, 'Set and way invalidation cleans too'),
  bit('VM', 0, 'Stage 2 translation', { 0: 'off', 1: 'on' }),
];

export const secureConfiguration = [
  bit('TWE', 13, 'Trap WFE to EL3'),
  bit('TWI', 12, 'Trap WFI to EL3'),
  bit('ST', 11, 'Secure EL1 may use the secure timer'),
  bit('RW', 10, 'Width of the next lower level', { 0: 'AArch32', 1: 'AArch64' }),
  bit('SIF', 9, 'Secure instruction fetch from Non-secure memory is forbidden'),
  bit('HCE', 8, 'HVC enable', { 0: 'HVC is undefined', 1: 'HVC is enabled' }),
  bit('SMD', 7, 'SMC disable', { 0: 'SMC is enabled', 1: 'SMC is undefined' }),
  bit('EA', 3, 'External aborts and SError routed to EL3'),
  bit('FIQ', 2, 'FIQ routed to EL3'),
  bit('IRQ', 1, 'IRQ routed to EL3'),
  bit('NS', 0, 'Security state below EL3', { 0: 'Secure', 1: 'Non-secure' }),
];

/** The bits that SCTLR_EL1, SCTLR_EL2 and SCTLR_EL3 share. */
const systemControl = [
  bit('EE', 25, 'Endianness of data at this level', { 0: 'little', 1: 'big' }),
  bit('WXN', 19, 'Writable memory is never executable'),
  bit('I', 12, 'Instruction cache'),
  bit('SA', 3, 'SP alignment check'),
  bit('C', 2, 'Data cache'),
  bit('A', 1, 'Alignment check'),
  bit('M', 0, 'Stage 1 translation', { 0: 'off', 1: 'on' }),
];

export const systemControlHigh = systemControl;

export const systemControlEl1 = [
  bit('SPAN', 23, 'PAN is left alone on exception entry'),
  bit('UCI', 26, 'EL0 may use cache maintenance'),
  bit('E0E', 24, 'Endianness of data at EL0', { 0: 'little', 1: 'big' }),
  bit('nTWE', 18, 'WFE at EL0 is not trapped'),
  bit('nTWI', 16, 'WFI at EL0 is not trapped'),
  bit('UCT', 15, 'EL0 may read CTR_EL0'),
  bit('DZE', 14, 'EL0 may use DC ZVA'),
  bit('UMA', 9, 'EL0 may use DAIF'),
  bit('SED', 8, 'AArch32 SETEND is disabled at EL0'),
  bit('ITD', 7, 'AArch32 IT is restricted at EL0'),
  bit('CP15BEN', 5, 'AArch32 CP15 barriers at EL0'),
  bit('SA0', 4, 'SP alignment check at EL0'),
  ...systemControl,
].sort((a, b) => b.high - a.high);

export const architecturalFeatureAccess = [
  bit('TTA', 28, 'Trap trace registers'),
  bits('FPEN', 21, 20, 'Floating point and SIMD', {
    0: 'trapped at EL1 and EL0',
    1: 'trapped at EL0',
    2: 'trapped at EL1 and EL0',
    3: 'not trapped',
  }),
  bits('ZEN', 17, 16, 'SVE'),
];

export const featureTraps = [
  bit('TCPAC', 31, 'Trap CPACR_EL1 (and at EL3 CPTR_EL2)'),
  bit('TTA', 20, 'Trap trace registers'),
  bit('TFP', 10, 'Trap floating point and SIMD'),
];

export const debugTrapsEl2 = [
  bit('TDRA', 11, 'Trap debug ROM address registers'),
  bit('TDOSA', 10, 'Trap OS lock registers'),
  bit('TDA', 9, 'Trap debug registers'),
  bit('TDE', 8, 'Debug exceptions routed to EL2'),
  bit('HPME', 7, 'Hypervisor event counters enable'),
  bit('TPM', 6, 'Trap performance monitors'),
  bit('TPMCR', 5, 'Trap PMCR_EL0'),
  bits('HPMN', 4, 0, 'Event counters that EL1 may use'),
];

export const debugTrapsEl3 = [
  bit('SPME', 17, 'Secure performance monitors enable'),
  bit('SDD', 16, 'Secure debug exceptions disabled'),
  bits('SPD32', 15, 14, 'Secure AArch32 debug'),
  bit('TDOSA', 10, 'Trap OS lock registers'),
  bit('TDA', 9, 'Trap debug registers'),
  bit('TPM', 6, 'Trap performance monitors'),
];

export const monitorDebugControl = [
  bit('MDE', 15, 'Hardware breakpoints, watchpoints and BKPT exceptions enable'),
  bit('KDE', 13, 'Debug exceptions from this level itself'),
  bit('TDCC', 12, 'Trap EL0 access to the debug communication channel'),
  bit('SS', 0, 'Software step enable'),
];

export const interruptStatus = [
  bit('A', 8, 'SError pending'),
  bit('I', 7, 'IRQ pending'),
  bit('F', 6, 'FIQ pending'),
];
