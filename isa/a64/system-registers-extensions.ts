/** Registers of extensions after Armv8.0 that the modelled processor does not have: for the assembler alone. */
import { type SystemRegister, type SystemRegisterRow, systemRegisterGroup } from './system-register.ts';

type Extension = readonly [feature: string, section: string, rows: readonly SystemRegisterRow[]];

/** The registers of a family that lies in rows of eight. */
const inEights = (
  count: number,
  name: (n: number) => string,
  place: readonly [op1: number, crn: number, crm: number],
  access: string,
  doc: string,
  from = 0,
): SystemRegisterRow[] =>
  Array.from({ length: count - from }, (_, at) => {
    const n = from + at;
    const [op1, crn, crm] = place;
    return [name(n), `3 ${op1} ${crn} ${crm + (n >> 3)} ${n & 7}`, access, 0n, `${doc} ${n}`];
  });

// biome-ignore format: one row per register
const extensions: readonly Extension[] = [
  ['AMU', 'D13.6', [
    ['amcr_el0',        '3 3 13 2 0', 'r0w1', 0n, 'Activity monitors control'],
    ['amcfgr_el0',      '3 3 13 2 1', 'r0',   0n, 'Activity monitors configuration'],
    ['amcgcr_el0',      '3 3 13 2 2', 'r0',   0n, 'Activity monitors counter groups'],
    ['amuserenr_el0',   '3 3 13 2 3', 'r0w1', 0n, 'Access of EL0 to the activity monitors'],
    ['amcntenclr0_el0', '3 3 13 2 4', 'r0w1', 0n, 'Disable architected activity counters'],
    ['amcntenset0_el0', '3 3 13 2 5', 'r0w1', 0n, 'Enable architected activity counters'],
    ['amcntenclr1_el0', '3 3 13 3 0', 'r0w1', 0n, 'Disable auxiliary activity counters'],
    ['amcntenset1_el0', '3 3 13 3 1', 'r0w1', 0n, 'Enable auxiliary activity counters'],
    ...inEights(4, n => `amevcntr0${n}_el0`, [3, 13, 4], 'r0w1', 'Architected activity counter'),
    ...inEights(4, n => `amevtyper0${n}_el0`, [3, 13, 6], 'r0', 'Event of architected activity counter'),
    ...inEights(16, n => `amevcntr1${n}_el0`, [3, 13, 12], 'r0w1', 'Auxiliary activity counter'),
    ...inEights(16, n => `amevtyper1${n}_el0`, [3, 13, 14], 'r0w1', 'Event of auxiliary activity counter'),
  ]],
  ['MPAM', 'D13.7', [
    ['mpam0_el1',     '3 0 10 5 1', 'r1w1', 0n, 'Partition of EL0'],
    ['mpam1_el1',     '3 0 10 5 0', 'r1w1', 0n, 'Partition of EL1'],
    ['mpam2_el2',     '3 4 10 5 0', 'r2w2', 0n, 'Partition of EL2'],
    ['mpam3_el3',     '3 6 10 5 0', 'r3w3', 0n, 'Partition of EL3'],
    ['mpamhcr_el2',   '3 4 10 4 0', 'r2w2', 0n, 'Virtual partitions, control'],
    ['mpamvpmv_el2',  '3 4 10 4 1', 'r2w2', 0n, 'Virtual partitions, valid mappings'],
    ['mpamidr_el1',   '3 0 10 4 4', 'r1',   0n, 'Features of memory partitioning'],
    ...inEights(8, n => `mpamvpm${n}_el2`, [4, 10, 6], 'r2w2', 'Mapping of virtual partitions'),
  ]],
  ['RAS', 'D13.9', [
    ['erxfr_el1',     '3 0 5 4 0', 'r1',   0n, 'Features of the selected error record'],
    ['erxctlr_el1',   '3 0 5 4 1', 'r1w1', 0n, 'Control of the selected error record'],
    ['erxstatus_el1', '3 0 5 4 2', 'r1w1', 0n, 'Status of the selected error record'],
    ['erxaddr_el1',   '3 0 5 4 3', 'r1w1', 0n, 'Address of the selected error record'],
    ['erxpfgf_el1',   '3 0 5 4 4', 'r1',   0n, 'Fault generation of the selected error record, features'],
    ['erxpfgctl_el1', '3 0 5 4 5', 'r1w1', 0n, 'Fault generation of the selected error record, control'],
    ['erxpfgcdn_el1', '3 0 5 4 6', 'r1w1', 0n, 'Fault generation of the selected error record, countdown'],
    ...inEights(4, n => `erxmisc${n}_el1`, [0, 5, 5], 'r1w1', 'Miscellaneous of the selected error record'),
  ]],
  ['SPE', 'D13.3', [
    ['pmsicr_el1',    '3 0 9 9 2',  'r1w1', 0n, 'Sampling interval counter'],
    ['pmsirr_el1',    '3 0 9 9 3',  'r1w1', 0n, 'Sampling interval reload'],
    ['pmsfcr_el1',    '3 0 9 9 4',  'r1w1', 0n, 'Sampling filter control'],
    ['pmsevfr_el1',   '3 0 9 9 5',  'r1w1', 0n, 'Sampling event filter'],
    ['pmslatfr_el1',  '3 0 9 9 6',  'r1w1', 0n, 'Sampling latency filter'],
    ['pmblimitr_el1', '3 0 9 10 0', 'r1w1', 0n, 'Limit of the profiling buffer'],
    ['pmbptr_el1',    '3 0 9 10 1', 'r1w1', 0n, 'Write pointer of the profiling buffer'],
    ['pmbsr_el1',     '3 0 9 10 3', 'r1w1', 0n, 'Syndrome of the profiling buffer'],
  ]],
  ['SEL2', 'D13.2', [
    ['vsttbr_el2',      '3 4 2 6 0',  'r2w2', 0n, 'Secure stage 2 translation table'],
    ['vstcr_el2',       '3 4 2 6 2',  'r2w2', 0n, 'Secure stage 2 translation control'],
    ['sder32_el2',      '3 4 1 3 1',  'r2w2', 0n, 'AArch32 secure debug enable of EL2'],
    ['cnthvs_tval_el2', '3 4 14 4 0', 'r2w2', 0n, 'Ticks until the secure EL2 virtual timer fires'],
    ['cnthvs_ctl_el2',  '3 4 14 4 1', 'r2w2', 0n, 'Control of the secure EL2 virtual timer'],
    ['cnthvs_cval_el2', '3 4 14 4 2', 'r2w2', 0n, 'Compare value of the secure EL2 virtual timer'],
    ['cnthps_tval_el2', '3 4 14 5 0', 'r2w2', 0n, 'Ticks until the secure EL2 physical timer fires'],
    ['cnthps_ctl_el2',  '3 4 14 5 1', 'r2w2', 0n, 'Control of the secure EL2 physical timer'],
    ['cnthps_cval_el2', '3 4 14 5 2', 'r2w2', 0n, 'Compare value of the secure EL2 physical timer'],
  ]],
  ['RNG',     'D13.2', [
    ['rndr',            '3 3 2 4 0',  'r0',   0n, 'Random number'],
    ['rndrrs',          '3 3 2 4 1',  'r0',   0n, 'Random number after a new seed'],
  ]],
  ['CSV2',    'D13.2', [
    ['scxtnum_el2',     '3 4 13 0 7', 'r2w2', 0n, 'Software context number of EL2'],
    ['scxtnum_el3',     '3 6 13 0 7', 'r3w3', 0n, 'Software context number of EL3'],
  ]],
  ['SVE',     'D13.2', [['id_aa64zfr0_el1', '3 0 0 4 4', 'r1', 0n, 'SVE features']]],
  ['NV2',     'D13.2', [['vncr_el2',    '3 4 2 2 0',  'r2w2', 0n, 'Memory that stands for registers of a nested guest']]],
  ['CCIDX',   'D13.2', [['ccsidr2_el1', '3 1 0 0 2',  'r1',   0n, 'Size of the selected cache, upper half']]],
  ['PFR2',    'D13.2', [['id_pfr2_el1', '3 0 0 3 4',  'r1',   0n, 'AArch32 processor features 2']]],
  ['PMUv3p4', 'D13.4', [['pmmir_el1',   '3 0 9 14 6', 'r1',   0n, 'Performance monitors machine identification']]],
  ['LS64',    'D13.2', [['accdata_el1', '3 0 13 0 5', 'r1w1', 0n, 'Low word that ST64BV0 stores']]],
  ['RME',     'D13.2', [
    ['gptbr_el3',       '3 6 2 1 4',  'r3w3', 0n, 'Granule protection table'],
    ['gpccr_el3',       '3 6 2 1 6',  'r3w3', 0n, 'Granule protection check control'],
    ['mfar_el3',        '3 6 6 0 5',  'r3w3', 0n, 'Physical fault address'],
  ]],
  ['T32EE',   'D13.2', [
    ['teecr32_el1',     '2 2 0 0 0',  'r1w1', 0n, 'ThumbEE configuration'],
    ['teehbr32_el1',    '2 2 1 0 0',  'r1w1', 0n, 'ThumbEE handler base'],
  ]],
  ['GICv3', 'D13.5', [
    ...inEights(8, n => `icc_ap0r${n - 4}_el1`, [0, 12, 8], 'r1w1', 'Active priorities of group 0, bank', 5),
    ...inEights(4, n => `icc_ap1r${n}_el1`, [0, 12, 9], 'r1w1', 'Active priorities of group 1, bank', 1),
    ...inEights(4, n => `ich_ap0r${n}_el2`, [4, 12, 8], 'r2w2', 'Active priorities of virtual group 0, bank', 1),
    ...inEights(4, n => `ich_ap1r${n}_el2`, [4, 12, 9], 'r2w2', 'Active priorities of virtual group 1, bank', 1),
  ]],
  // Of Armv8.0, but not of the modelled processor.
  ['v8.0', 'D13.2', [
    ['rvbar_el1',        '3 0 12 0 1', 'r1',   0n, 'Address of the first instruction after reset, where EL1 is the highest level'],
    ['rvbar_el2',        '3 4 12 0 1', 'r2',   0n, 'Address of the first instruction after reset, where EL2 is the highest level'],
    ['rmr_el1',          '3 0 12 0 2', 'r1w1', 0n, 'Reset management, where EL1 is the highest level'],
    ['rmr_el2',          '3 4 12 0 2', 'r2w2', 0n, 'Reset management, where EL2 is the highest level'],
    ['dbgdtr_el0',       '2 3 0 4 0',  'r0w0', 0n, 'Debug data transfer, both halves'],
    ['dbgdtrrx_el0',     '2 3 0 5 0',  'r0',   0n, 'Debug data transfer, receive'],
    ['dbgdtrtx_el0',     '2 3 0 5 0',  'w0',   0n, 'Debug data transfer, transmit'],
    ['id_dfr1_el1',      '3 0 0 3 5',  'r1',   0n, 'AArch32 debug features 1'],
    ['id_mmfr5_el1',     '3 0 0 3 6',  'r1',   0n, 'AArch32 memory model 5'],
    ['id_isar6_el1',     '3 0 0 2 7',  'r1',   0n, 'AArch32 instructions 6'],
    ['id_aa64isar2_el1', '3 0 0 6 2',  'r1',   0n, 'AArch64 instructions 2'],
    ...inEights(31, n => `pmevcntr${n}_el0`, [3, 14, 8], 'r0w0', 'Event counter', 6),
    ...inEights(31, n => `pmevtyper${n}_el0`, [3, 14, 12], 'r0w0', 'Type of event counter', 6),
  ]],
];

export const extensionRegisters: readonly SystemRegister[] = extensions.flatMap(([feature, section, rows]) =>
  systemRegisterGroup({ group: 'Extensions', section, feature, storage: 'none' }, rows),
);
