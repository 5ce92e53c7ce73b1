/**
 * Registers of trace (D13.3 and the ETMv4 architecture), of branch records and of the call stack recorder: for the
 * assembler; the modelled processor has none of them.
 */
import { type SystemRegister, type SystemRegisterRow, systemRegisterGroup } from './system-register.ts';

/** Registers numbered from 0, or from `from`. */
const several = (
  count: number,
  row: (n: number) => readonly [name: string, encoding: string],
  access: string,
  doc: string,
  from = 0,
): SystemRegisterRow[] =>
  Array.from({ length: count - from }, (_, at) => [...row(from + at), access, 0n, `${doc} ${from + at}`]);

/** Registers that are one of a bank, wide apart. */
const spread = (n: number, step: number, perBank: number): number => step * (n % perBank);

// biome-ignore format: one row per register
const traceUnit = systemRegisterGroup({ group: 'Trace', section: 'D13.3', feature: 'ETM', storage: 'none' }, [
  ['trctraceidr',   '2 1 0 0 1',  'r1w1', 0n, 'Trace ID'],
  ['trcprgctlr',    '2 1 0 1 0',  'r1w1', 0n, 'Programming control: trace unit enabled'],
  ['trcqctlr',      '2 1 0 1 1',  'r1w1', 0n, 'Q element control'],
  ['trcprocselr',   '2 1 0 2 0',  'r1w1', 0n, 'Processing element that is traced'],
  ['trcstatr',      '2 1 0 3 0',  'r1',   0n, 'Trace status'],
  ['trcconfigr',    '2 1 0 4 0',  'r1w1', 0n, 'Trace configuration'],
  ['trcauxctlr',    '2 1 0 6 0',  'r1w1', 0n, 'Auxiliary trace control'],
  ['trceventctl0r', '2 1 0 8 0',  'r1w1', 0n, 'Event control 0'],
  ['trceventctl1r', '2 1 0 9 0',  'r1w1', 0n, 'Event control 1'],
  ['trcrsr',        '2 1 0 10 0', 'r1w1', 0n, 'Resources status'],
  ['trcstallctlr',  '2 1 0 11 0', 'r1w1', 0n, 'Stall control'],
  ['trctsctlr',     '2 1 0 12 0', 'r1w1', 0n, 'Timestamp control'],
  ['trcsyncpr',     '2 1 0 13 0', 'r1w1', 0n, 'Synchronization period'],
  ['trcccctlr',     '2 1 0 14 0', 'r1w1', 0n, 'Cycle count control'],
  ['trcbbctlr',     '2 1 0 15 0', 'r1w1', 0n, 'Branch broadcast control'],
  ['trcvictlr',     '2 1 0 0 2',  'r1w1', 0n, 'ViewInst main control'],
  ['trcviiectlr',   '2 1 0 1 2',  'r1w1', 0n, 'ViewInst include and exclude control'],
  ['trcvissctlr',   '2 1 0 2 2',  'r1w1', 0n, 'ViewInst start and stop control'],
  ['trcvipcssctlr', '2 1 0 3 2',  'r1w1', 0n, 'ViewInst start and stop by PE comparators'],
  ['trcvdctlr',     '2 1 0 8 2',  'r1w1', 0n, 'ViewData main control'],
  ['trcvdsacctlr',  '2 1 0 9 2',  'r1w1', 0n, 'ViewData single address comparators'],
  ['trcvdarcctlr',  '2 1 0 10 2', 'r1w1', 0n, 'ViewData address range comparators'],
  ['trcseqrstevr',  '2 1 0 6 4',  'r1w1', 0n, 'Sequencer reset control'],
  ['trcseqstr',     '2 1 0 7 4',  'r1w1', 0n, 'Sequencer state'],
  ['trcextinselr',  '2 1 0 8 4',  'r1w1', 0n, 'External input select'],
  ['trcoslar',      '2 1 1 0 4',  'w1',   0n, 'Trace OS lock'],
  ['trcoslsr',      '2 1 1 1 4',  'r1',   0n, 'Trace OS lock status'],
  ['trcpdcr',       '2 1 1 4 4',  'r1w1', 0n, 'Power down control'],
  ['trcpdsr',       '2 1 1 5 4',  'r1',   0n, 'Power down status'],
  ['trcitctrl',     '2 1 7 0 4',  'r1w1', 0n, 'Integration mode control'],
  ['trcclaimset',   '2 1 7 8 6',  'r1w1', 0n, 'Set claim tags'],
  ['trcclaimclr',   '2 1 7 9 6',  'r1w1', 0n, 'Clear claim tags'],
  ['trclar',        '2 1 7 12 6', 'w1',   0n, 'Software lock'],
  ['trclsr',        '2 1 7 13 6', 'r1',   0n, 'Software lock status'],
  ['trcauthstatus', '2 1 7 14 6', 'r1',   0n, 'Trace authentication status'],
  ['trcdevarch',    '2 1 7 15 6', 'r1',   0n, 'Architecture of the trace unit'],
  ['trcdevid',      '2 1 7 2 7',  'r1',   0n, 'Trace device configuration'],
  ['trcdevtype',    '2 1 7 3 7',  'r1',   0n, 'Trace device type'],
  ...several(4, n => [`trcextinselr${n}`, `2 1 0 ${8 + n} 4`], 'r1w1', 'External input select'),
  ...several(3, n => [`trcseqevr${n}`, `2 1 0 ${n} 4`], 'r1w1', 'Sequencer state transition'),
  ...several(4, n => [`trccntrldvr${n}`, `2 1 0 ${n} 5`], 'r1w1', 'Reload value of counter'),
  ...several(4, n => [`trccntctlr${n}`, `2 1 0 ${4 + n} 5`], 'r1w1', 'Control of counter'),
  ...several(4, n => [`trccntvr${n}`, `2 1 0 ${8 + n} 5`], 'r1w1', 'Value of counter'),
  ...several(8, n => [`trcimspec${n}`, `2 1 0 ${n} 7`], 'r1w1', 'Implementation-specific trace register'),
  ...several(14, n => [`trcidr${n}`, `2 1 0 ${n < 8 ? 8 + n : n - 8} ${n < 8 ? 7 : 6}`], 'r1', 'Trace ID register'),
  ...several(32, n => [`trcrsctlr${n}`, `2 1 1 ${n % 16} ${n >> 4}`], 'r1w1', 'Resource selection', 2),
  ...several(8, n => [`trcssccr${n}`, `2 1 1 ${n} 2`], 'r1w1', 'Single-shot comparator control'),
  ...several(8, n => [`trcsscsr${n}`, `2 1 1 ${8 + n} 2`], 'r1w1', 'Single-shot comparator status'),
  ...several(8, n => [`trcsspcicr${n}`, `2 1 1 ${n} 3`], 'r1w1', 'Single-shot PE comparator input'),
  ...several(16, n => [`trcacvr${n}`, `2 1 2 ${spread(n, 2, 8)} ${n >> 3}`], 'r1w1', 'Value of address comparator'),
  ...several(16, n => [`trcacatr${n}`, `2 1 2 ${spread(n, 2, 8)} ${2 | (n >> 3)}`], 'r1w1', 'Access type of address comparator'),
  ...several(8, n => [`trcdvcvr${n}`, `2 1 2 ${spread(n, 4, 4)} ${4 | (n >> 2)}`], 'r1w1', 'Value of data value comparator'),
  ...several(8, n => [`trcdvcmr${n}`, `2 1 2 ${spread(n, 4, 4)} ${6 | (n >> 2)}`], 'r1w1', 'Mask of data value comparator'),
  ...several(8, n => [`trccidcvr${n}`, `2 1 3 ${2 * n} 0`], 'r1w1', 'Value of context identifier comparator'),
  ...several(8, n => [`trcvmidcvr${n}`, `2 1 3 ${2 * n} 1`], 'r1w1', 'Value of VMID comparator'),
  ...several(2, n => [`trccidcctlr${n}`, `2 1 3 ${n} 2`], 'r1w1', 'Context identifier comparators, masks'),
  ...several(2, n => [`trcvmidcctlr${n}`, `2 1 3 ${2 + n} 2`], 'r1w1', 'VMID comparators, masks'),
  ...several(2, n => [`trcdevaff${n}`, `2 1 7 ${10 + n} 6`], 'r1', 'Device affinity'),
  ...several(8, n => [`trcpidr${n}`, `2 1 7 ${n < 4 ? 8 + n : n} 7`], 'r1', 'Peripheral identification'),
  ...several(4, n => [`trccidr${n}`, `2 1 7 ${12 + n} 7`], 'r1', 'Component identification'),
]);

// biome-ignore format: one row per register
const traceBuffer = systemRegisterGroup({ group: 'Trace', section: 'D13.3', feature: 'TRBE', storage: 'none' }, [
  ['trblimitr_el1', '3 0 9 11 0', 'r1w1', 0n, 'Limit of the trace buffer, and its control'],
  ['trbptr_el1',    '3 0 9 11 1', 'r1w1', 0n, 'Write pointer of the trace buffer'],
  ['trbbaser_el1',  '3 0 9 11 2', 'r1w1', 0n, 'Base of the trace buffer'],
  ['trbsr_el1',     '3 0 9 11 3', 'r1w1', 0n, 'Syndrome of the trace buffer'],
  ['trbmar_el1',    '3 0 9 11 4', 'r1w1', 0n, 'Memory attributes of the trace buffer'],
  ['trbtrg_el1',    '3 0 9 11 6', 'r1w1', 0n, 'Trigger counter of the trace buffer'],
  ['trbidr_el1',    '3 0 9 11 7', 'r1',   0n, 'Features of the trace buffer'],
]);

// biome-ignore format: one row per register
const branchRecords = systemRegisterGroup({ group: 'Trace', section: 'D13.3', feature: 'BRBE', storage: 'none' }, [
  ['brbcr_el1',     '2 1 9 0 0', 'r1w1', 0n, 'Branch record control of EL1'],
  ['brbcr_el2',     '2 4 9 0 0', 'r2w2', 0n, 'Branch record control of EL2'],
  ['brbfcr_el1',    '2 1 9 0 1', 'r1w1', 0n, 'Branch record function control'],
  ['brbts_el1',     '2 1 9 0 2', 'r1w1', 0n, 'Branch record timestamp'],
  ['brbinfinj_el1', '2 1 9 1 0', 'r1w1', 0n, 'Information of the branch record to inject'],
  ['brbsrcinj_el1', '2 1 9 1 1', 'r1w1', 0n, 'Source of the branch record to inject'],
  ['brbtgtinj_el1', '2 1 9 1 2', 'r1w1', 0n, 'Target of the branch record to inject'],
  ['brbidr0_el1',   '2 1 9 2 0', 'r1',   0n, 'Features of the branch record buffer'],
  ...several(32, n => [`brbinf${n}_el1`, `2 1 8 ${n % 16} ${4 * (n >> 4)}`], 'r1', 'Information of branch record'),
  ...several(32, n => [`brbsrc${n}_el1`, `2 1 8 ${n % 16} ${4 * (n >> 4) + 1}`], 'r1', 'Source of branch record'),
  ...several(32, n => [`brbtgt${n}_el1`, `2 1 8 ${n % 16} ${4 * (n >> 4) + 2}`], 'r1', 'Target of branch record'),
]);

// biome-ignore format: one row per register
const callStackRecorder = systemRegisterGroup({ group: 'Trace', section: 'D13.3', feature: 'CSRE', storage: 'none' }, [
  ['csrcr_el0',     '2 3 8 0 0', 'r0w0', 0n, 'Call stack recorder control of EL0'],
  ['csrptr_el0',    '2 3 8 0 1', 'r0w0', 0n, 'Call stack recorder pointer of EL0'],
  ['csridr_el0',    '2 3 8 0 2', 'r0',   0n, 'Call stack recorder features'],
  ['csrptridx_el0', '2 3 8 0 3', 'r0',   0n, 'Call stack recorder index of EL0'],
  ['csrcr_el1',     '2 0 8 0 0', 'r1w1', 0n, 'Call stack recorder control of EL1'],
  ['csrptr_el1',    '2 0 8 0 1', 'r1w1', 0n, 'Call stack recorder pointer of EL1'],
  ['csrptridx_el1', '2 0 8 0 3', 'r1',   0n, 'Call stack recorder index of EL1'],
  ['csrcr_el2',     '2 4 8 0 0', 'r2w2', 0n, 'Call stack recorder control of EL2'],
  ['csrptr_el2',    '2 4 8 0 1', 'r2w2', 0n, 'Call stack recorder pointer of EL2'],
  ['csrptridx_el2', '2 4 8 0 3', 'r2',   0n, 'Call stack recorder index of EL2'],
]);

export const traceRegisters: readonly SystemRegister[] = [
  ...traceUnit,
  ...traceBuffer,
  ...branchRecords,
  ...callStackRecorder,
];
