/**
 * Where QEMU 7.2 does something else than the manual says; the emulator follows the manual. Each entry is
 * proved in each run by a program: when a QEMU comes that agrees with the manual, the entry fails and goes.
 */
import type { Scenario } from './exception-harness.ts';
import { stage1Of, stage2 } from './exception-scenarios.ts';

export interface Difference {
  readonly title: string;
  /** Where the Arm Architecture Reference Manual (DDI 0487) says it. */
  readonly section: string;
  readonly scenario: Scenario;
  /** Levels and ESR of the exceptions by the manual, the end of the program left out. */
  readonly manual: readonly string[];
  /** The same by QEMU. */
  readonly qemu: readonly string[];
}

const set = (register: string, value: number): readonly string[] => [
  `ldr x0, =0x${(value >>> 0).toString(16)}`,
  `msr ${register}, x0`,
];

/** SCR_EL3: Non-secure, HVC enabled, AArch64 below; HCR_EL2: AArch64 below. */
const open = 0x531;
const rw = 0x8000_0000;

/** What differs from the ordinary in a scenario; `handler` false uses SP_EL0. */
interface Settings {
  readonly scr?: number;
  readonly hcr?: number;
  readonly handler?: boolean;
  readonly setup?: readonly string[];
}

const scenario = (
  title: string,
  level: Scenario['level'],
  body: readonly string[],
  { scr = open, hcr = rw, handler = true, setup = [] }: Settings,
): Scenario => ({
  name: title,
  start: 3,
  level,
  handler,
  setup: [...set('scr_el3', scr), ...setup, ...set('hcr_el2', hcr)],
  body,
});

const difference = (
  title: string,
  section: string,
  level: Scenario['level'],
  body: readonly string[],
  manual: readonly string[],
  qemu: readonly string[],
  settings: Settings = {},
): Difference => ({ title, section, scenario: scenario(title, level, body, settings), manual, qemu });

const unmapped = 'movz x20, #0x5000, lsl #16';
/** An address in RAM that is a multiple of 8 and one more. */
const unaligned = 'ldr x20, =0x40200001';

export const differences: readonly Difference[] = [
  difference(
    'a load through a misaligned stack pointer faults while SCTLR_ELx.SA is 1',
    'D1.8.2',
    1,
    ['mov x20, #0x40200000', 'add sp, x20, #8', 'ldr x0, [sp]', 'ldr x0, [x20]'],
    ['EL1>EL1 9a000000'],
    [],
    { handler: false },
  ),
  difference(
    'a store through a misaligned SP_EL0 faults at EL0 while SCTLR_EL1.SA0 is 1',
    'D1.8.2',
    0,
    ['mov x20, #0x40200000', 'add sp, x20, #8', 'str x0, [sp]', 'ldp x0, x1, [sp, #16]'],
    ['EL0>EL1 9a000000', 'EL0>EL1 9a000000'],
    [],
  ),
  difference(
    'unaligned data accesses fault while the MMU is off: all data is Device memory',
    'D5.2.8, B2.5.2',
    1,
    [unaligned, 'ldr w21, [x20]', 'strh w21, [x20]', 'ldr x21, [x20], #8', 'ldrb w21, [x20]'],
    ['EL1>EL1 96000021', 'EL1>EL1 96000061', 'EL1>EL1 96000021'],
    [],
  ),
  difference(
    'DC ZVA to Device memory faults',
    'C5.3.19',
    1,
    ['ldr x20, =0x40200000', 'dc zva, x20'],
    ['EL1>EL1 96000061'],
    [],
  ),
  difference(
    'the syndrome of a trapped MSR DAIFSet has op1 and op2 in their own fields',
    'D13.2.37, exception class 0x18',
    0,
    ['msr daifset, #15', 'msr daifclr, #1'],
    ['EL0>EL1 620cd3fe', 'EL0>EL1 620ed3e2'],
    ['EL0>EL1 620793fe', 'EL0>EL1 6207d3e2'],
  ),
  difference(
    'ISS.ISV is 0 for aborts that stage 2 did not cause, also at EL2',
    'D13.2.37, ISS.ISV',
    2,
    [unmapped, 'ldr w21, [x20, #8]', 'str x22, [x20, #16]'],
    ['EL2>EL2 96000010', 'EL2>EL2 96000050'],
    ['EL2>EL2 97950010', 'EL2>EL2 97d68050'],
  ),
  difference(
    'HVC is undefined in Secure EL1',
    'C6.2, HVC',
    1,
    ['hvc #2'],
    ['EL1>EL1 2000000'],
    ['EL1>EL2 5a000002'],
    { scr: open & ~1 },
  ),
  difference(
    'synchronous external aborts go to EL3 while SCR_EL3.EA is 1',
    'D13.2, SCR_EL3.EA',
    1,
    [unmapped, 'ldr w21, [x20, #8]', 'blr x20'],
    ['EL1>EL3 92000010', 'EL1>EL3 82000010'],
    ['EL1>EL1 96000010', 'EL1>EL1 86000010'],
    { scr: open | 8 },
  ),
  difference(
    'returning to EL0 in AArch64 is illegal while EL1 is configured for AArch32',
    'D1.11.4',
    0,
    ['svc #1'],
    ['EL3>EL3 3a000000', 'EL3>EL3 56000001'],
    [],
    { hcr: 0 },
  ),
  difference(
    'WFE that would wait traps while HCR_EL2.TWE is 1',
    'D13.2, HCR_EL2.TWE',
    1,
    ['wfe', 'wfe'],
    ['EL1>EL2 7e00001'],
    [],
    { hcr: rw + 0x4000 },
  ),
  difference(
    'the level of a stage 2 fault on a walk of stage 1 is that of stage 2',
    'D13.2.37, ISS.S1PTW and DFSC; J1.1.5, AArch64.SecondStageWalk',
    1,
    ['ldr x20, =0xc0000000', 'ldr x21, [x20]', 'str x21, [x20]'],
    ['EL1>EL2 92000085', 'EL1>EL2 920000c5'],
    ['EL1>EL2 92000086', 'EL1>EL2 920000c6'],
    { setup: [...stage1Of(1), ...stage2], hcr: rw + 1 },
  ),
];
