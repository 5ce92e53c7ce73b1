/** Debug (D13.3) and performance monitors (D13.4). */
import { type SystemRegister, type SystemRegisterRow, systemRegisterGroup } from './system-register.ts';

/** The `count` registers of a family, one per CRm: `dbgbvr0_el1` … */
const perUnit = (count: number, name: string, op2: number, doc: string): SystemRegisterRow[] =>
  Array.from({ length: count }, (_, n) => [
    `${name}${n}_el1`,
    `2 0 0 ${n} ${op2}`,
    'r1w1',
    0n,
    `${doc} ${n}`,
  ]);

/** The registers of the six event counters. */
const perCounter = (name: string, crm: number, doc: string): SystemRegisterRow[] =>
  Array.from({ length: 6 }, (_, n) => [`${name}${n}_el0`, `3 3 14 ${crm} ${n}`, 'r0w0', 0n, `${doc} ${n}`]);

// biome-ignore format: one row per register
const debug = systemRegisterGroup({ group: 'Debug', section: 'D13.3', writeMasks: { mdscr_el1: 0xffff_ffffn, osdlr_el1: 1n } }, [
  ['mdscr_el1',    '2 0 0 2 2',  'r1w1', 0n,   'Monitor debug control: software step, breakpoints enabled'],
  ['mdccint_el1',  '2 0 0 2 0',  'r1w1', 0n,   'Debug communication interrupt enable'],
  ['mdccsr_el0',   '2 3 0 1 0',  'r0',   0n,   'Debug communication status'],
  ['mdrar_el1',    '2 0 1 0 0',  'r1',   0n,   'Address of the debug ROM table'],
  ['oslar_el1',    '2 0 1 0 4',  'w1',   0n,   'OS lock'],
  ['oslsr_el1',    '2 0 1 1 4',  'r1',   0xan, 'OS lock status'],
  ['osdlr_el1',    '2 0 1 3 4',  'r1w1', 0n,   'OS double lock'],
  ['osdtrrx_el1',  '2 0 0 0 2',  'r1w1', 0n,   'Debug data transfer, receive'],
  ['osdtrtx_el1',  '2 0 0 3 2',  'r1w1', 0n,   'Debug data transfer, transmit'],
  ['oseccr_el1',   '2 0 0 6 2',  'r1w1', 0n,   'Exception catch control'],
  ['dbgprcr_el1',  '2 0 1 4 4',  'r1w1', 0n,   'Debug power control'],
  ['dbgclaimset_el1','2 0 7 8 6','r1w1', 0n,   'Set debug claim bits'],
  ['dbgclaimclr_el1','2 0 7 9 6','r1w1', 0n,   'Clear debug claim bits'],
  ['dbgauthstatus_el1','2 0 7 14 6','r1',0n,   'Debug authentication status'],
  ['dbgvcr32_el2', '2 4 0 7 0',  'r2w2', 0n,   'AArch32 vector catch'],
  ['dspsr_el0',    '3 3 4 5 0',  'r0w0', 0n,   'Status saved on entry to Debug state'],
  ['dlr_el0',      '3 3 4 5 1',  'r0w0', 0n,   'Address saved on entry to Debug state'],
  ...perUnit(16, 'dbgbvr', 4, 'Value of hardware breakpoint'),
  ...perUnit(16, 'dbgbcr', 5, 'Control of hardware breakpoint'),
  ...perUnit(16, 'dbgwvr', 6, 'Value of hardware watchpoint'),
  ...perUnit(16, 'dbgwcr', 7, 'Control of hardware watchpoint'),
]);

// biome-ignore format: one row per register
const performance = systemRegisterGroup({ group: 'Performance monitors', section: 'D13.4' }, [
  ['pmcr_el0',      '3 3 9 12 0',  'r0w0', 0x4101_3000n, 'Performance monitor control'],
  ['pmcntenset_el0','3 3 9 12 1',  'r0w0', 0n, 'Enable counters'],
  ['pmcntenclr_el0','3 3 9 12 2',  'r0w0', 0n, 'Disable counters'],
  ['pmovsclr_el0',  '3 3 9 12 3',  'r0w0', 0n, 'Clear overflow flags'],
  ['pmswinc_el0',   '3 3 9 12 4',  'w0',   0n, 'Software increment'],
  ['pmselr_el0',    '3 3 9 12 5',  'r0w0', 0n, 'Event counter selection'],
  ['pmceid0_el0',   '3 3 9 12 6',  'r0',   0x2_0001n, 'Common events 0'],
  ['pmceid1_el0',   '3 3 9 12 7',  'r0',   0n, 'Common events 1'],
  ['pmccntr_el0',   '3 3 9 13 0',  'r0w0', 0n, 'Cycle counter'],
  ['pmxevtyper_el0','3 3 9 13 1',  'r0w0', 0n, 'Event type of the selected counter'],
  ['pmxevcntr_el0', '3 3 9 13 2',  'r0w0', 0n, 'Value of the selected counter'],
  ['pmuserenr_el0', '3 3 9 14 0',  'r0w1', 0n, 'Access of EL0 to the performance monitors'],
  ['pmintenset_el1','3 0 9 14 1',  'r1w1', 0n, 'Enable overflow interrupts'],
  ['pmintenclr_el1','3 0 9 14 2',  'r1w1', 0n, 'Disable overflow interrupts'],
  ['pmovsset_el0',  '3 3 9 14 3',  'r0w0', 0n, 'Set overflow flags'],
  ['pmccfiltr_el0', '3 3 14 15 7', 'r0w0', 0n, 'Filter of the cycle counter'],
  ...perCounter('pmevcntr', 8, 'Event counter'),
  ...perCounter('pmevtyper', 12, 'Type of event counter'),
]);

// biome-ignore format: one row per register
const tracing = systemRegisterGroup({ group: 'Debug', section: 'D13.3',
  features: { pmscr_el1: 'SPE', pmscr_el2: 'SPE', pmsidr_el1: 'SPE', pmbidr_el1: 'SPE', trfcr_el1: 'TRF', trfcr_el2: 'TRF' } }, [
  ['pmscr_el1',  '3 0 9 9 0',  'r1w1', 0n, 'Statistical profiling control of EL1'],
  ['pmscr_el2',  '3 4 9 9 0',  'r2w2', 0n, 'Statistical profiling control of EL2'],
  ['pmsidr_el1', '3 0 9 9 7',  'r1',   0n, 'Statistical profiling features'],
  ['pmbidr_el1', '3 0 9 10 7', 'r1',   0n, 'Statistical profiling buffer features'],
  ['trfcr_el1',  '3 0 1 2 1',  'r1w1', 0n, 'Trace filter control of EL1'],
  ['trfcr_el2',  '3 4 1 2 1',  'r2w2', 0n, 'Trace filter control of EL2'],
]);

export const debugRegisters: readonly SystemRegister[] = [...debug, ...performance, ...tracing];
