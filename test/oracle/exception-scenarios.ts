/** What is compared with QEMU: every exception class, from every level, with routing and trap bits varied. */
import type { Scenario } from './exception-harness.ts';

type Level = 0 | 1 | 2 | 3;

const unmapped = 'movz x20, #0x5000, lsl #16';

/** Accesses of an address where nothing answers: external aborts. */
const externalAborts = [
  'ldr w21, [x20, #8]',
  'str x22, [x20, #16]',
  'ldr q4, [x20]',
  'st1 {v4.8b}, [x20]',
  'ldrsb x23, [x20, #3]',
  'ldp x23, x24, [x20, #16]',
  'blr x20',
] as const;

/** Instructions that are tried at every level in every configuration. */
export const common: readonly string[] = [
  'svc #1',
  'hvc #2',
  'smc #3',
  'brk #4',
  '.inst 0',
  '.inst 0xffffffff',
  'hlt #5',
  // Registers of each level, by readers and writers.
  ...['sctlr_el1', 'vbar_el1', 'hcr_el2', 'vttbr_el2', 'scr_el3', 'vbar_el3', 'sp_el1', 'sp_el2'].map(
    name => `mrs x21, ${name}`,
  ),
  'msr contextidr_el1, x21',
  'msr tpidr_el2, x21',
  'msr tpidr_el3, x21',
  'msr far_el1, x21',
  'mrs x21, far_el1',
  'mrs x21, sp_el0',
  'mrs x21, currentel',
  'mrs x21, daif',
  'msr daifset, #15',
  'mrs x21, ctr_el0',
  'mrs x21, dczid_el0',
  'mrs x21, midr_el1',
  'mrs x21, id_aa64pfr0_el1',
  'mrs x21, id_aa64mmfr1_el1',
  'mrs x21, mvfr0_el1',
  'mrs x21, revidr_el1',
  'mrs x21, aidr_el1',
  'mrs x21, ccsidr_el1',
  'mrs x21, clidr_el1',
  'mrs x21, actlr_el1',
  'mrs x21, fpcr',
  'msr fpsr, xzr',
  'fmov d0, #1.0',
  'movi v1.4s, #1',
  'ldp d2, d3, [sp, #-16]',
  'mrs x21, cpacr_el1',
  'mrs x21, cptr_el2',
  'mrs x21, cntfrq_el0',
  'mrs x21, cntvct_el0',
  'mrs x21, cntpct_el0',
  'mrs x21, cntp_ctl_el0',
  'mrs x21, cntv_ctl_el0',
  'mrs x21, tpidr_el0',
  'msr tpidrro_el0, x21',
  'mrs x21, pmcr_el0',
  'mrs x21, pmuserenr_el0',
  'mrs x21, mdscr_el1',
  'msr oslar_el1, xzr',
  'mrs x21, s3_0_c4_c6_0',
  'mrs x21, s3_3_c4_c2_5',
  // System instructions.
  'tlbi vmalle1',
  'tlbi alle1',
  'tlbi alle3',
  'dc isw, xzr',
  'dc civac, x20',
  'dc cvau, x20',
  'ic iallu',
  'ic ivau, x20',
  'at s1e1r, xzr',
  'at s12e1r, xzr',
  // Memory.
  unmapped,
  ...externalAborts,
  'adr x21, body',
  'add x21, x21, #2',
  'blr x21',
  'movz x20, #0x10, lsl #48',
  'ldr x21, [x20]',
  'str x21, [x20, #8]!',
];

const set = (register: string, value: number): readonly string[] => [
  `ldr x0, =0x${(value >>> 0).toString(16)}`,
  `msr ${register}, x0`,
];

const scr = {
  NS: 1,
  IRQ: 2,
  FIQ: 4,
  EA: 8,
  SMD: 0x80,
  HCE: 0x100,
  RW: 0x400,
  TWI: 0x1000,
  TWE: 0x2000,
} as const;
const hcr = {
  VM: 1, FMO: 8, IMO: 0x10, AMO: 0x20, VF: 0x40, VI: 0x80, TWI: 0x2000, TID1: 0x1_0000, TID2: 0x2_0000,
  TID3: 0x4_0000, TSC: 0x8_0000, TIDCP: 0x10_0000, TACR: 0x20_0000, TSW: 0x40_0000, TPC: 0x80_0000,
  TPU: 0x100_0000, TTLB: 0x200_0000, TVM: 0x400_0000, TGE: 0x800_0000, TDZ: 0x1000_0000, TRVM: 0x4000_0000,
  RW: 0x8000_0000,
} as const; // biome-ignore format: one table

/** Non-secure, AArch64 below, HVC enabled. */
const open = scr.NS | 0x30 | scr.HCE | scr.RW;

interface Configuration {
  readonly name: string;
  readonly setup: readonly string[];
  readonly levels?: readonly Level[];
  readonly body?: readonly string[];
  /** Levels that EL3 cannot return to in this configuration: the body is executed at EL3 then. */
  readonly illegal?: readonly Level[];
  /** EL0 and EL1 are in Secure state. */
  readonly secure?: boolean;
  /** Aborts of EL0 and EL1 that are not stage 2's go to EL2. */
  readonly abortsToEl2?: boolean;
  /** External aborts go to EL3, where QEMU leaves them where they are. */
  readonly externalToEl3?: boolean;
  /** EL0 may use `msr daifset`. */
  readonly masksAtEl0?: boolean;
}

const configure = (
  name: string,
  scrValue: number,
  hcrValue: number,
  more: readonly string[] = [],
  rest: Partial<Configuration> = {},
): Configuration => ({
  name,
  setup: [...set('scr_el3', scrValue), ...set('hcr_el2', hcrValue), ...more],
  ...rest,
});

const hypervisorTraps =
  hcr.TSC | hcr.TID1 | hcr.TID2 | hcr.TID3 | hcr.TIDCP | hcr.TACR | hcr.TSW | hcr.TPC | hcr.TPU | hcr.TTLB | hcr.TDZ; // biome-ignore format: one sum

const wait = ['wfi'];

const configurations: readonly Configuration[] = [
  configure('plain', open, hcr.RW),
  configure('Secure state', open & ~scr.NS, hcr.RW, [], { illegal: [2], secure: true }),
  configure('HCR_EL2.TGE', open, hcr.RW | hcr.TGE, [], { illegal: [1], abortsToEl2: true }),
  configure('all traps of HCR_EL2', open, hcr.RW | hypervisorTraps),
  configure('all traps of HCR_EL2 in Secure state', open & ~scr.NS, hcr.RW | hypervisorTraps, [], {
    illegal: [2],
    secure: true,
  }),
  configure('HCR_EL2.TVM, TRVM', open, hcr.RW | hcr.TVM | hcr.TRVM, [], {
    levels: [1, 2],
    body: [
      'sctlr_el1 ttbr0_el1 ttbr1_el1 tcr_el1 esr_el1 far_el1 afsr0_el1 afsr1_el1 mair_el1 amair_el1',
      'contextidr_el1 vbar_el1 elr_el1 par_el1 tpidr_el1',
    ].flatMap(names => names.split(' ').flatMap(name => [`mrs x21, ${name}`, `msr ${name}, x21`])),
  }),
  configure('SCR_EL3.SMD, HVC disabled', (open | scr.SMD) & ~scr.HCE, hcr.RW),
  configure('SCR_EL3.SMD and HCR_EL2.TSC', open | scr.SMD, hcr.RW | hcr.TSC),
  configure('SCR_EL3.EA', open | scr.EA, hcr.RW, [], { externalToEl3: true }),
  configure('SCR_EL3.EA and HCR_EL2.TGE', open | scr.EA, hcr.RW | hcr.TGE, [], {
    illegal: [1],
    abortsToEl2: true,
    externalToEl3: true,
  }),
  configure('MDCR_EL2.TDE', open, hcr.RW, set('mdcr_el2', 0x100 | 6)),
  configure('MDCR_EL2.TPM, TDA, TDOSA', open, hcr.RW, set('mdcr_el2', 0x640 | 6)),
  configure('MDCR_EL3.TPM, TDA, TDOSA', open, hcr.RW, set('mdcr_el3', 0x640)),
  configure(
    'EL0 allowed by SCTLR_EL1 and CNTKCTL_EL1',
    open,
    hcr.RW,
    [
      ...set('sctlr_el1', 0x04d5_8a38),
      ...set('cntkctl_el1', 0x303),
      ...set('cnthctl_el2', 3),
      ...set('cpacr_el1', 0x30_0000),
      ...set('pmuserenr_el0', 1),
    ],
    { masksAtEl0: true },
  ),
  configure('timers kept from EL1', open, hcr.RW, [...set('cntkctl_el1', 0x303), ...set('cnthctl_el2', 0)]),
  configure('CPACR_EL1.FPEN 1', open, hcr.RW, set('cpacr_el1', 0x10_0000)),
  configure('CPTR_EL2.TFP, TCPAC', open, hcr.RW, [
    ...set('cpacr_el1', 0x30_0000),
    ...set('cptr_el2', 0x8000_37ff),
  ]),
  configure('CPTR_EL3.TFP, TCPAC', open, hcr.RW, [
    ...set('cpacr_el1', 0x30_0000),
    ...set('cptr_el3', 0x8000_0400),
  ]),
  configure('HCR_EL2.RW 0', open, 0, [], { levels: [1, 2, 3], illegal: [1] }),
  configure('SCR_EL3.RW 0', open & ~scr.RW, hcr.RW, [], { levels: [1, 2, 3], illegal: [1, 2] }),
  configure('WFI at EL0', open, hcr.RW, set('sctlr_el1', 0x00c4_0838), { levels: [0], body: wait }),
  configure('WFI at EL0, TGE', open, hcr.RW | hcr.TGE, set('sctlr_el1', 0x00c4_0838), {
    levels: [0],
    body: wait,
  }),
  configure('HCR_EL2.TWI', open, hcr.RW | hcr.TWI, [], { levels: [0, 1], body: wait }),
  configure('SCR_EL3.TWI', open | scr.TWI, hcr.RW, [], { levels: [0, 1, 2], body: wait }),
  configure('virtual IRQ and FIQ', open, hcr.RW | hcr.IMO | hcr.FMO | hcr.VI | hcr.VF, [], {
    levels: [1, 2],
    body: [
      'mrs x21, isr_el1',
      'msr daifclr, #2',
      'nop',
      'msr daifclr, #1',
      'nop',
      'msr daifclr, #3',
      'svc #6',
    ],
  }),
  configure('virtual IRQ without IMO', open, hcr.RW | hcr.VI, [], {
    levels: [1],
    body: ['msr daifclr, #2', 'nop', 'svc #6'],
  }),
];

const modes: readonly { readonly level: Level; readonly handler: boolean }[] = [
  { level: 0, handler: false },
  { level: 1, handler: true },
  { level: 1, handler: false },
  { level: 2, handler: true },
  { level: 2, handler: false },
  { level: 3, handler: true },
  { level: 3, handler: false },
];

/** `EL1h`, `EL2t`. */
const modeName = (level: Level, handler: boolean): string => `EL${level}${handler ? 'h' : 't'}`;

/** Loads and stores for which QEMU gives stage 1 aborts at EL2 a valid syndrome, see `qemu-differences.ts`. */
const singleTransfers = new Set([
  'ldr w21, [x20, #8]',
  'str x22, [x20, #16]',
  'ldrsb x23, [x20, #3]',
  'ldr x21, [x20]',
]);

/** The common body without what QEMU is known to do otherwise at this level. */
function bodyAt(level: Level, configuration: Partial<Configuration> = {}): readonly string[] {
  const landed = configuration.illegal?.includes(level) ? 3 : level;
  const external: readonly string[] = externalAborts;
  return common.filter(line => {
    if (configuration.externalToEl3 && landed < 3 && external.includes(line)) return false;
    if (line.startsWith('hvc')) return landed < 3 && !(level === 1 && configuration.secure);
    if (line.startsWith('msr daifset')) return landed > 0 || configuration.masksAtEl0;
    if (singleTransfers.has(line)) return landed === 3 || (landed < 2 && !configuration.abortsToEl2);
    return true;
  });
}

const fromEl3: readonly Scenario[] = configurations.flatMap(configuration => {
  const { name, setup, levels, body } = configuration;
  return (
    modes
      // The stack pointer in use matters to the slot alone: varied in the plain configuration.
      .filter(
        ({ level, handler }) =>
          (levels?.includes(level) ?? true) && (handler || level === 0 || name === 'plain'),
      )
      .map(({ level, handler }) => ({
        name: `${modeName(level, handler)}, ${name}`,
        start: 3 as const,
        level,
        handler,
        setup,
        body: body ?? bodyAt(level, configuration),
      }))
  );
});

/** The same without EL3, and without EL2: what PSCI does not take over there. */
const lowerMachines: readonly Scenario[] = ([2, 1] as const).flatMap(start =>
  modes
    .filter(({ level, handler }) => level <= start && (handler || level === 0))
    .map(({ level, handler }) => ({
      name: `${modeName(level, handler)}, highest level EL${start}`,
      start,
      level,
      handler,
      setup: start === 2 ? set('hcr_el2', hcr.RW) : [],
      body: bodyAt(level).filter(line => !line.startsWith('smc') && !(start === 1 && line.startsWith('hvc'))),
    })),
);

/** `eret` with this saved status, from the level's own registers. */
const returnTo = (level: number, status: number): readonly string[] => [
  `ldr x21, =0x${(status >>> 0).toString(16)}`,
  `msr spsr_el${level}, x21`,
  'adr x21, 1f',
  `msr elr_el${level}, x21`,
  'eret',
  '1: nop',
  'svc #7',
];

/** Modes that a return may not have; 0x10 to 0x1f are AArch32. */
const illegalModes = [0x1, 0x2, 0x3, 0x6, 0x7, 0xa, 0xb, 0xe, 0xf] as const;

const returns: readonly Scenario[] = ([1, 2, 3] as const).flatMap(level => [
  {
    name: `EL${level}h, returns with impossible modes`,
    start: 3 as const,
    level,
    setup: [...set('scr_el3', open), ...set('hcr_el2', hcr.RW)],
    body: [
      ...illegalModes.flatMap(mode => returnTo(level, 0xa000_03c0 | mode)),
      ...(level < 3 ? returnTo(level, 0x3cd) : []),
      ...(level < 2 ? returnTo(level, 0x3c9) : []),
      ...returnTo(level, 0x6000_03c0 | (level * 4)),
    ],
  },
  {
    name: `EL${level}h, return with IL already set`,
    start: 3 as const,
    level,
    setup: [...set('scr_el3', open), ...set('hcr_el2', hcr.RW)],
    body: returnTo(level, 0x3010_03c0 | (level * 4 + 1)),
  },
]);

/** Stage 2 with the first and second gibibyte mapped, devices and RAM; T0SZ 32, start at level 1. */
export const stage2 = ['adr x0, stage2_table', 'msr vttbr_el2, x0', ...set('vtcr_el2', 0x8000_3560)];

const stage2Body = [
  'movz x20, #0xa000, lsl #16',
  'ldr w21, [x20, #8]',
  'str x22, [x20, #16]',
  'ldrsb x23, [x20, #3]',
  'ldrsh w23, [x20, #2]',
  'ldrsw x23, [x20, #4]',
  'ldurb w23, [x20, #5]',
  'strh w23, [x20, #6]',
  'str xzr, [x20]',
  'ldr x23, [x20], #8',
  'ldp x23, x24, [x20]',
  'stp w23, w24, [x20]',
  'ldar w23, [x20]',
  'stlr x24, [x20]',
  'ldxr w23, [x20]',
  'ldtr x23, [x20]',
  'blr x20',
  'hvc #2',
  // Beyond the input size, and beyond the physical addresses.
  'movz x20, #0x1, lsl #32',
  'ldr x21, [x20]',
  'movz x20, #0x10, lsl #48',
  'ldr x21, [x20]',
  // Mapped, but nothing there.
  unmapped,
  'ldr x21, [x20]',
  'blr x20',
];

const secondStage: readonly Scenario[] = ([0, 1] as const).map(level => ({
  name: `EL${level}, stage 2 on`,
  start: 3 as const,
  level,
  setup: [...set('scr_el3', open), ...stage2, ...set('hcr_el2', hcr.RW | hcr.VM)],
  body: stage2Body,
}));

/** Stage 1 on for a level: T0SZ 32, 36 bits of output; TTBR1 off. */
export const stage1Of = (level: 1 | 2 | 3): readonly string[] => [
  'adr x0, stage1_table',
  `msr ttbr0_el${level}, x0`,
  ...set(`mair_el${level}`, 0xff00),
  ...(level === 1 ? ['ldr x0, =0x100800020', 'msr tcr_el1, x0'] : set(`tcr_el${level}`, 0x8081_0020)),
  'isb',
  ...set(`sctlr_el${level}`, 0x00c5_0839),
];

const pages = Array.from({ length: 9 }, (_, page) => 0x8000_0000 + page * 0x1000);

const stage1Body = [
  ...pages
    .flatMap(address => [
      ...[`ldr x20, =0x${address.toString(16)}`],
      'ldr x21, [x20, #8]',
      'str x21, [x20, #16]',
      'ldtr x21, [x20, #8]',
      'sttrb w21, [x20, #9]',
      'ldp x21, x22, [x20, #8]',
      'blr x20',
    ])
    .filter(line => !/^(ldr x21|str x21)/.test(line)),
  // A block, one without access flag, none; beyond the input size, with a sign, and an impossible table.
  ...['80200000', '80400000', '80600000', '100000000', 'ffffffff80000000', 'c0000000'].flatMap(address => [
    `ldr x20, =0x${address}`,
    'ldp x21, x22, [x20]',
    'stp x21, x22, [x20]',
  ]),
];

const firstStage: readonly Scenario[] = ([1, 2, 3] as const).map(level => ({
  name: `EL${level}, stage 1 on`,
  start: 3 as const,
  level,
  setup: [...set('scr_el3', open), ...set('hcr_el2', hcr.RW), ...stage1Of(level)],
  // At EL2, QEMU gives these a valid syndrome.
  body: stage1Body.filter(line => level !== 2 || !/^(ldtr|sttrb)/.test(line)),
}));

const bothStages: Scenario = {
  name: 'EL1, both stages on',
  start: 3,
  level: 1,
  setup: [...set('scr_el3', open), ...stage1Of(1), ...stage2, ...set('hcr_el2', hcr.RW | hcr.VM)],
  // A table that stage 2 does not map: QEMU gives the level of stage 1.
  body: stage1Body.slice(0, stage1Body.indexOf('ldr x20, =0xc0000000')),
};

export const scenarios: readonly Scenario[] = [
  ...fromEl3,
  ...lowerMachines,
  ...returns,
  ...secondStage,
  ...firstStage,
  bothStages,
];
