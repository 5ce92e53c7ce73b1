/** Generic timers (D13.8), the interrupt controller's CPU interface (GIC specification IHI 0069, 12.2). */
import { type SystemRegister, systemRegisterGroup } from './system-register.ts';

/** Ticks per second of the generic timer: the 62.5 MHz of the `virt` board. */
const counterFrequency = 62_500_000n;

// biome-ignore format: one row per register
const timers = systemRegisterGroup({ group: 'Timer', section: 'D13.8',
  writeMasks: { cntkctl_el1: 0x3ffn, cnthctl_el2: 0xffn, cntp_ctl_el0: 3n, cntv_ctl_el0: 3n, cnthp_ctl_el2: 3n, cntps_ctl_el1: 3n } }, [
  ['cntfrq_el0',    '3 3 14 0 0', 'r0w3', counterFrequency, 'Frequency of the system counter, as firmware wrote it'],
  ['cntkctl_el1',   '3 0 14 1 0', 'r1w1', 0n, 'Access of EL0 to counters and timers'],
  ['cnthctl_el2',   '3 4 14 1 0', 'r2w2', 3n, 'Access of EL1 to the physical counter and timer'],
  ['cntvoff_el2',   '3 4 14 0 3', 'r2w2', 0n, 'Virtual counter offset'],
  ['cntp_ctl_el0',  '3 3 14 2 1', 'r0w0', 0n, 'Control of the EL1 physical timer'],
  ['cntp_cval_el0', '3 3 14 2 2', 'r0w0', 0n, 'Compare value of the EL1 physical timer'],
  ['cntv_ctl_el0',  '3 3 14 3 1', 'r0w0', 0n, 'Control of the virtual timer'],
  ['cntv_cval_el0', '3 3 14 3 2', 'r0w0', 0n, 'Compare value of the virtual timer'],
  ['cnthp_ctl_el2', '3 4 14 2 1', 'r2w2', 0n, 'Control of the EL2 physical timer'],
  ['cnthp_cval_el2','3 4 14 2 2', 'r2w2', 0n, 'Compare value of the EL2 physical timer'],
  ['cntps_ctl_el1', '3 7 14 2 1', 'r1w1', 0n, 'Control of the secure physical timer'],
  ['cntps_cval_el1','3 7 14 2 2', 'r1w1', 0n, 'Compare value of the secure physical timer'],
]);

// biome-ignore format: one row per register
const virtualizedTimers = systemRegisterGroup({ group: 'Timer', section: 'D13.8', feature: 'VHE',
  writeMasks: { cnthv_ctl_el2: 3n } }, [
  ['cnthv_ctl_el2', '3 4 14 3 1', 'r2w2', 0n, 'Control of the EL2 virtual timer'],
  ['cnthv_cval_el2','3 4 14 3 2', 'r2w2', 0n, 'Compare value of the EL2 virtual timer'],
]);

// biome-ignore format: one row per register
const counters = systemRegisterGroup({ group: 'Timer', section: 'D13.8', storage: 'device', features: { cnthv_tval_el2: 'VHE' } }, [
  ['cntpct_el0',    '3 3 14 0 1', 'r0',   0n, 'Physical counter'],
  ['cntvct_el0',    '3 3 14 0 2', 'r0',   0n, 'Virtual counter'],
  ['cntp_tval_el0', '3 3 14 2 0', 'r0w0', 0n, 'Ticks until the EL1 physical timer fires'],
  ['cntv_tval_el0', '3 3 14 3 0', 'r0w0', 0n, 'Ticks until the virtual timer fires'],
  ['cnthp_tval_el2','3 4 14 2 0', 'r2w2', 0n, 'Ticks until the EL2 physical timer fires'],
  ['cnthv_tval_el2','3 4 14 3 0', 'r2w2', 0n, 'Ticks until the EL2 virtual timer fires'],
  ['cntps_tval_el1','3 7 14 2 0', 'r1w1', 0n, 'Ticks until the secure physical timer fires'],
]);

// biome-ignore format: one row per register
const interruptController = systemRegisterGroup({ group: 'Interrupt controller', section: 'IHI 0069, 12.2', feature: 'GICv3', storage: 'device' }, [
  ['icc_pmr_el1',     '3 0 4 6 0',   'r1w1', 0n, 'Priority mask'],
  ['icc_iar0_el1',    '3 0 12 8 0',  'r1',   0n, 'Acknowledge a group 0 interrupt'],
  ['icc_eoir0_el1',   '3 0 12 8 1',  'w1',   0n, 'End of a group 0 interrupt'],
  ['icc_hppir0_el1',  '3 0 12 8 2',  'r1',   0n, 'Highest priority pending group 0 interrupt'],
  ['icc_bpr0_el1',    '3 0 12 8 3',  'r1w1', 0n, 'Binary point of group 0'],
  ['icc_ap0r0_el1',   '3 0 12 8 4',  'r1w1', 0n, 'Active priorities of group 0'],
  ['icc_ap1r0_el1',   '3 0 12 9 0',  'r1w1', 0n, 'Active priorities of group 1'],
  ['icc_dir_el1',     '3 0 12 11 1', 'w1',   0n, 'Deactivate an interrupt'],
  ['icc_rpr_el1',     '3 0 12 11 3', 'r1',   0n, 'Running priority'],
  ['icc_sgi1r_el1',   '3 0 12 11 5', 'w1',   0n, 'Send a group 1 software interrupt'],
  ['icc_asgi1r_el1',  '3 0 12 11 6', 'w1',   0n, 'Send a group 1 software interrupt of the other security state'],
  ['icc_sgi0r_el1',   '3 0 12 11 7', 'w1',   0n, 'Send a group 0 software interrupt'],
  ['icc_iar1_el1',    '3 0 12 12 0', 'r1',   0n, 'Acknowledge a group 1 interrupt'],
  ['icc_eoir1_el1',   '3 0 12 12 1', 'w1',   0n, 'End of a group 1 interrupt'],
  ['icc_hppir1_el1',  '3 0 12 12 2', 'r1',   0n, 'Highest priority pending group 1 interrupt'],
  ['icc_bpr1_el1',    '3 0 12 12 3', 'r1w1', 0n, 'Binary point of group 1'],
  ['icc_ctlr_el1',    '3 0 12 12 4', 'r1w1', 0n, 'CPU interface control'],
  ['icc_sre_el1',     '3 0 12 12 5', 'r1w1', 0n, 'Use of the system registers at EL1'],
  ['icc_igrpen0_el1', '3 0 12 12 6', 'r1w1', 0n, 'Enable of group 0'],
  ['icc_igrpen1_el1', '3 0 12 12 7', 'r1w1', 0n, 'Enable of group 1'],
  ['icc_sre_el2',     '3 4 12 9 5',  'r2w2', 0n, 'Use of the system registers at EL2'],
  ['icc_ctlr_el3',    '3 6 12 12 4', 'r3w3', 0n, 'CPU interface control of EL3'],
  ['icc_sre_el3',     '3 6 12 12 5', 'r3w3', 0n, 'Use of the system registers at EL3'],
  ['icc_igrpen1_el3', '3 6 12 12 7', 'r3w3', 0n, 'Enable of group 1 for both security states'],
  ['ich_ap0r0_el2',   '3 4 12 8 0',  'r2w2', 0n, 'Active priorities of virtual group 0'],
  ['ich_ap1r0_el2',   '3 4 12 9 0',  'r2w2', 0n, 'Active priorities of virtual group 1'],
  ['ich_hcr_el2',     '3 4 12 11 0', 'r2w2', 0n, 'Virtual CPU interface control'],
  ['ich_vtr_el2',     '3 4 12 11 1', 'r2',   0n, 'What the virtual CPU interface has'],
  ['ich_misr_el2',    '3 4 12 11 2', 'r2',   0n, 'Maintenance interrupt status'],
  ['ich_eisr_el2',    '3 4 12 11 3', 'r2',   0n, 'List registers that ended'],
  ['ich_elrsr_el2',   '3 4 12 11 5', 'r2',   0n, 'List registers that are free'],
  ['ich_vmcr_el2',    '3 4 12 11 7', 'r2w2', 0n, 'Virtual machine control'],
  ...Array.from({ length: 16 }, (_, n) =>
    [`ich_lr${n}_el2`, `3 4 12 ${12 + (n >> 3)} ${n & 7}`, 'r2w2', 0n, `List register ${n}: one virtual interrupt`] as const),
]);

export const deviceRegisters: readonly SystemRegister[] = [
  ...timers,
  ...virtualizedTimers,
  ...counters,
  ...interruptController,
];
