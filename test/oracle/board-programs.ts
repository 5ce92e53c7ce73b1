/** Programs about interrupt controller, timers and devices of board `virt`, for a comparison with QEMU. */
import {
  type BoardProgram,
  enableController,
  enableInterrupt,
  showWords,
  writeWord,
} from './board-harness.ts';

const distributor = 0x0800_0000;
const cpuInterface = 0x0801_0000;

const range = (start: number, count: number, step = 4): readonly number[] =>
  Array.from({ length: count }, (_, n) => start + n * step);

/** Offsets of a few registers of each array of the distributor: private, shared, last, beyond. */
const arrays = [0x080, 0x100, 0x180, 0x200, 0x280, 0x300, 0x380].flatMap(start => [
  start,
  start + 4,
  start + 0x20,
  start + 0x24,
]);
const byteArrays = [0x400, 0x41c, 0x420, 0x51c, 0x520, 0x800, 0x820, 0xc00, 0xc04, 0xc08, 0xf10, 0xf20];
const distributorRegisters = [0, 4, 8, ...arrays, ...byteArrays, ...range(0xfd0, 12)].map(
  at => distributor + at,
);
const interfaceRegisters = [0x00, 0x04, 0x08, 0x14, 0x18, 0x1c, 0xd0, 0xe0, 0xfc].map(
  at => cpuInterface + at,
);

/** Writes a pattern to registers that hold something, then reads all back. */
const writeAndRead = (values: readonly (readonly [offset: number, value: number])[]): string =>
  values.map(([offset, value]) => writeWord(distributor + offset, value)).join('') +
  showWords(distributorRegisters);

const unmask = 'msr daifclr, #3';
const mask = 'msr daifset, #3';

/** Sets a timer and waits for its interrupt, once. */
const waitFor = (timer: string, suffix: string, ticks = 100): string => `
  mov x0, #${ticks}
  msr ${timer}_tval${suffix}, x0
  mov x0, #1
  msr ${timer}_ctl${suffix}, x0
  isb
  wfi
  ${unmask}
  nop
  ${mask}`;

const sendToSelf = (id: number): string => writeWord(distributor + 0xf00, 0x200_0000 | id);

/** A Group 1 interrupt, and what acknowledges it with these controls of the CPU interface. */
const ofGroup1 = (control: number): string => `
  ${enableController}${writeWord(distributor + 0x80, 0xffff_ffff)}${writeWord(cpuInterface, control)}
  ${enableInterrupt(2, 0x40)}${sendToSelf(2)}
  mrs x0, isr_el1
  bl print
  ${showWords([0x18, 0x0c, 0x14, 0xd0, 0xe0].map(offset => cpuInterface + offset))}`;

/** A byte write to a register of the distributor. */
const writeByte = (offset: number, value: number): string => `
  mov w0, #${value}
  strb w0, [x27, #${offset}]`;

const softwareInterrupts: readonly BoardProgram[] = [
  {
    name: 'an SGI to itself',
    level: 1,
    body: `${enableController}${enableInterrupt(3, 0x40)}${sendToSelf(3)}
      ${showWords([distributor + 0x200, distributor + 0xf20, cpuInterface + 0x18])}
      ${unmask}
      nop
      ${mask}
      ${showWords([distributor + 0x200, distributor + 0x300, cpuInterface + 0x14, cpuInterface + 0x18])}`,
  },
  {
    name: 'an SGI set pending and cleared by its requester',
    level: 1,
    body: `${enableController}${enableInterrupt(3, 0x40)}${writeByte(0xf23, 1)}
      ${showWords([0x200, 0xf10, 0xf20].map(offset => distributor + offset))}
      ${writeByte(0xf13, 1)}
      ${showWords([0x200, 0xf10, 0xf20].map(offset => distributor + offset))}`,
  },
  {
    name: 'two SGIs by priority',
    level: 1,
    body: `${enableController}${enableInterrupt(1, 0x80)}${enableInterrupt(2, 0x40)}
      ${sendToSelf(1)}${sendToSelf(2)}
      ${unmask}
      nop
      nop
      ${mask}`,
  },
  {
    name: 'two SGIs of the same priority: the lower number first',
    level: 1,
    body: `${enableController}${enableInterrupt(9, 0x40)}${enableInterrupt(4, 0x40)}
      ${sendToSelf(9)}${sendToSelf(4)}
      ${unmask}
      nop
      nop
      ${mask}`,
  },
  ...[0x40, 0x48, 0x50, 0x60].flatMap(pending =>
    [0, 3, 5].map(
      (point): BoardProgram => ({
        name: `preemption of priority 50 by ${pending.toString(16)}, binary point ${point}`,
        level: 1,
        body: `${enableController}${writeWord(cpuInterface + 8, point)}
          ${enableInterrupt(5, 0x50)}${enableInterrupt(6, pending)}
          ${sendToSelf(5)}
          ${unmask}
          nop
          ${mask}`,
        handler: `
          ldr w14, [x28, #0x0c]
          mov x0, x14
          bl print
          ${showWords([cpuInterface + 0x14, cpuInterface + 0xd0, cpuInterface + 0xd4, distributor + 0x300])}
          cmp w14, #5
          b.ne 8f
          ${sendToSelf(6)}
          ${unmask}
          nop
          ${mask}
        8:
          str w14, [x28, #0x10]
          ${showWords([cpuInterface + 0x14, distributor + 0x300])}`,
      }),
    ),
  ),
  ...[0x00, 0x40, 0x41, 0x80].map(
    (priorityMask): BoardProgram => ({
      name: `priority 40 under mask ${priorityMask.toString(16)}`,
      level: 1,
      body: `${enableController}${writeWord(cpuInterface + 4, priorityMask)}${enableInterrupt(7, 0x40)}${sendToSelf(7)}
        ${unmask}
        nop
        ${mask}
        mrs x0, isr_el1
        bl print
        ${showWords([cpuInterface + 0x0c, cpuInterface + 4])}`,
    }),
  ),
  {
    name: 'ending and deactivating apart',
    level: 1,
    body: `${enableController}${writeWord(cpuInterface, 0x207)}${enableInterrupt(8, 0x40)}${sendToSelf(8)}
      ${showWords([cpuInterface])}
      ${unmask}
      nop
      ${mask}
      ${showWords([distributor + 0x300, cpuInterface + 0x14])}`,
    handler: `
      ldr w14, [x28, #0x0c]
      str w14, [x28, #0x10]
      ${showWords([distributor + 0x300, cpuInterface + 0x14])}
      movz x13, #0x0801, lsl #16
      add x13, x13, #0x1000
      str w14, [x13]
      ${showWords([distributor + 0x300])}`,
  },
  ...(
    [
      ['Group 1 without AckCtl', 3],
      ['Group 1 with AckCtl', 7],
      ['Group 1 with FIQEn', 0xf],
    ] as const
  ).map(
    ([name, control]): BoardProgram => ({
      name,
      level: 1,
      body: ofGroup1(control),
    }),
  ),
  {
    name: 'Group 0 with FIQEn is an FIQ',
    level: 1,
    body: `${enableController}${writeWord(cpuInterface, 0xb)}${enableInterrupt(2, 0x40)}${sendToSelf(2)}
      ${unmask}
      nop
      ${mask}`,
  },
];

const timers: readonly BoardProgram[] = [
  {
    name: 'the physical timer at EL1',
    level: 1,
    body: `${enableController}${enableInterrupt(30, 0x80)}${waitFor('cntp', '_el0')}
      ${showWords([distributor + 0x200, distributor + 0x300])}`,
  },
  {
    name: 'the virtual timer at EL1, twice',
    level: 1,
    body: `${enableController}${enableInterrupt(27, 0x80)}${waitFor('cntv', '_el0')}${waitFor('cntv', '_el0')}`,
  },
  {
    name: 'a timer that is masked, disabled, in the past',
    level: 1,
    body: `${enableController}${enableInterrupt(27, 0x80)}
      mov x0, #-1
      msr cntv_tval_el0, x0
      mov x0, #3
      msr cntv_ctl_el0, x0
      isb
      mrs x0, cntv_ctl_el0
      bl print
      mrs x0, isr_el1
      bl print
      ${showWords([distributor + 0x200])}
      msr cntv_ctl_el0, xzr
      isb
      mrs x0, cntv_ctl_el0
      bl print
      mov x0, #1
      msr cntv_ctl_el0, x0
      isb
      mrs x0, cntv_ctl_el0
      bl print
      mrs x0, isr_el1
      bl print
      ${showWords([distributor + 0x200])}
      mov x0, #-1
      msr cntv_cval_el0, x0
      isb
      mrs x0, cntv_ctl_el0
      bl print
      ${showWords([distributor + 0x200])}`,
  },
  {
    name: 'a level that stays is taken again',
    level: 1,
    body: `${enableController}${enableInterrupt(30, 0x80)}
      mov x20, #0
      mov x0, #1
      msr cntp_ctl_el0, x0
      isb
      ${unmask}
      nop
      nop
      ${mask}`,
    handler: `
      ldr w14, [x28, #0x0c]
      mov x0, x14
      bl print
      ${showWords([distributor + 0x200, distributor + 0x300])}
      add x20, x20, #1
      cmp x20, #3
      b.lo 8f
      msr cntp_ctl_el0, xzr
      isb
    8:
      str w14, [x28, #0x10]`,
  },
  ...(
    [
      ['cnthp', '_el2', 26, '#0x10'],
      ['cntp', '_el0', 30, '#0x10'],
      ['cntv', '_el0', 27, '#0x10'],
    ] as const
  ).map(
    ([timer, suffix, id, route]): BoardProgram => ({
      name: `${timer} at EL2 by HCR_EL2.IMO`,
      level: 2,
      body: `${enableController}${enableInterrupt(id, 0x80)}
        mov x0, ${route}
        orr x0, x0, #0x80000000
        msr hcr_el2, x0
        isb
        ${waitFor(timer, suffix)}`,
    }),
  ),
  {
    name: 'a physical interrupt from EL1 to EL2, its wait by WFI',
    level: 2,
    body: `${enableController}${enableInterrupt(26, 0x80)}
      mov x0, #0x10
      orr x0, x0, #0x80000000
      msr hcr_el2, x0
      mov x0, #1000
      msr cnthp_tval_el2, x0
      mov x0, #1
      msr cnthp_ctl_el2, x0
      mov x0, #0x5
      msr spsr_el2, x0
      adr x0, guest
      msr elr_el2, x0
      adr x0, stack
      sub x0, x0, #4096
      msr sp_el1, x0
      isb
      eret
    guest:
      wfi
      nop
      mrs x0, isr_el1
      bl print`,
  },
  {
    name: 'the secure timer at EL3, as an FIQ',
    level: 3,
    body: `${enableController}${writeWord(cpuInterface, 0xb)}${enableInterrupt(29, 0x40)}
      mov x0, #0x404
      msr scr_el3, x0
      isb
      ${waitFor('cntps', '_el1')}`,
  },
  {
    name: 'CNTVOFF_EL2 moves the virtual timer',
    level: 2,
    body: `
      mrs x20, cntpct_el0
      mov x19, #0x100000000
      add x20, x20, x19
      msr cntvoff_el2, x20
      isb
      mov x0, #1
      msr cntv_ctl_el0, x0
      msr cntv_cval_el0, xzr
      isb
      mrs x0, cntv_ctl_el0
      bl print
      mov x20, #0x7fffffffffffffff
      msr cntv_cval_el0, x20
      isb
      mrs x0, cntv_ctl_el0
      bl print
      msr cntvoff_el2, xzr
      msr cntv_cval_el0, xzr
      isb
      mrs x0, cntv_ctl_el0
      bl print`,
  },
];

/** Group 1 belongs to Non-secure software, Group 0 to Secure. */
const toNonSecure = `
  mov x0, #0x401
  msr scr_el3, x0
  mov x0, #0x3c5
  msr spsr_el3, x0
  adr x0, below
  msr elr_el3, x0
  adr x0, stack
  sub x0, x0, #4096
  msr sp_el1, x0
  isb
  eret
below:`;

const patterns: readonly (readonly [number, number])[] = [
  [0x100, 0xffff_ffff],
  [0x104, 0x0ff0_00ff],
  [0x184, 0x00f0_000f],
  [0x204, 0x0000_ff01],
  [0x284, 0x0000_0f00],
  [0x304, 0x0000_00f0],
  [0x384, 0x0000_0030],
  [0x400, 0x1020_4080],
  [0x420, 0xff7f_8001],
  [0x520, 0xffff_ffff],
  [0x820, 0xffff_ffff],
  [0xc00, 0xffff_ffff],
  [0xc08, 0xaaaa_5555],
  [0x120, 0xffff_ffff],
];

const registers: readonly BoardProgram[] = [
  ...([1, 3] as const).map(
    (level): BoardProgram => ({
      name: `registers of the controller after reset at EL${level}`,
      level,
      body: showWords([...distributorRegisters, ...interfaceRegisters]),
    }),
  ),
  {
    name: 'registers of the distributor after writes',
    level: 1,
    body: writeAndRead([[0, 0xffff_ffff], [0x80, 0x0000_ff00], ...patterns]),
  },
  {
    name: 'registers of the CPU interface after writes',
    level: 1,
    body: `${[0x00, 0x04, 0x08, 0x1c].map(offset => writeWord(cpuInterface + offset, 0xffff_fffd)).join('')}
      ${showWords(interfaceRegisters)}
      ${[0x00, 0x04, 0x08, 0x1c].map(offset => writeWord(cpuInterface + offset, 0)).join('')}
      ${showWords(interfaceRegisters)}`,
  },
  {
    name: 'the Non-secure view of the distributor',
    level: 3,
    body: `${writeAndRead([[0, 1], [0x80, 0xffff_0000], [0x84, 0x00ff_ffff], [0x404, 0x3040_5060], [0x410, 0x90a0_b0c0], ...patterns])}
      ${toNonSecure}
      ${showWords(distributorRegisters)}
      ${writeAndRead([[0, 1], [0x80, 0], [0x404, 0], [0x410, 0x1020_3040], ...patterns])}`,
  },
  {
    name: 'the Non-secure view of the CPU interface',
    level: 3,
    body: `${writeWord(cpuInterface, 0x61f)}${writeWord(cpuInterface + 4, 0xa0)}${writeWord(cpuInterface + 8, 2)}
      ${writeWord(cpuInterface + 0x1c, 4)}
      ${showWords(interfaceRegisters)}
      ${toNonSecure}
      ${showWords(interfaceRegisters)}
      ${writeWord(cpuInterface + 4, 0x60)}${writeWord(cpuInterface + 8, 6)}${writeWord(cpuInterface, 1)}
      ${showWords(interfaceRegisters)}`,
  },
  {
    name: 'Non-secure software is shown Group 1 alone',
    level: 3,
    body: `${enableController}${writeWord(cpuInterface + 4, 0xff)}${writeWord(distributor + 0x80, 0x0000_00f0)}
      ${enableInterrupt(1, 0x20)}${enableInterrupt(5, 0xa0)}
      ${sendToSelf(1)}${writeWord(distributor + 0xf00, 0x200_8005)}
      ${showWords([cpuInterface + 0x18])}
      ${toNonSecure}
      ${showWords([cpuInterface + 0x18, cpuInterface + 0x0c, distributor + 0x200])}`,
  },
];

const hypervisor = 0x0803_0000;
const virtualInterface = 0x0804_0000;
const hypervisorRegisters = [0x00, 0x04, 0x08, 0x10, 0x20, 0x30, 0xf0, 0x100, 0x104, 0x108, 0x10c].map(
  at => hypervisor + at,
);
const virtualRegisters = [0x00, 0x04, 0x08, 0x14, 0x18, 0x1c, 0xd0, 0xfc].map(at => virtualInterface + at);

/** A list register: state 1 pending, 2 active; priority in five bits. */
const listRegister = (at: number, id: number, priority: number, more = 0): string =>
  writeWord(hypervisor + 0x100 + 4 * at, ((1 << 28) | (priority << 23) | id | more) >>> 0);

const group1 = 1 << 30;
const notify = 1 << 19;
const hardware = (id: number): number => (1 << 31) | (id << 10);

/** Goes to EL1 with interrupts routed to EL2, and with those that are pending there unmasked for a moment. */
const guest = (instructions: string): string => `
  mov x0, #0x18
  orr x0, x0, #0x80000000
  msr hcr_el2, x0
  mov x0, #0x3c5
  msr spsr_el2, x0
  adr x0, guest
  msr elr_el2, x0
  adr x0, stack
  sub x0, x0, #4096
  msr sp_el1, x0
  movz x28, #0x0804, lsl #16
  isb
  eret
guest:
  ${instructions}`;

/** At EL1 the virtual interface; at EL2 the physical one, with what the hypervisor sees, which it then turns off. */
const virtualHandler = `
  mrs x0, CurrentEL
  cmp x0, #8
  b.eq 7f
  ldr w14, [x28, #0x0c]
  mov x0, x14
  bl print
  ${showWords([...virtualRegisters, 0x0803_00f0, 0x0803_0100])}
  bl end_interrupt
  ${showWords([...hypervisorRegisters, virtualInterface + 0x14])}
  b 8f
7:
  ${showWords([cpuInterface + 0x0c, ...hypervisorRegisters])}
  ${writeWord(hypervisor, 0)}
  ${writeWord(cpuInterface + 0x10, 25)}
8:`;

const openVirtual = `${enableController}${enableInterrupt(25, 0x80)}
  ${writeWord(virtualInterface, 7)}${writeWord(virtualInterface + 4, 0xf8)}`;

const takeAll = `
  ${unmask}
  nop
  nop
  nop
  nop
  ${mask}
  ${showWords(virtualRegisters)}`;

const virtualInterrupts: readonly BoardProgram[] = [
  {
    name: 'registers of the virtual interface after reset and after writes',
    level: 2,
    body: `${showWords([...hypervisorRegisters, ...virtualRegisters])}
      ${writeWord(hypervisor + 0x08, 0xffff_ffff)}
      ${showWords([hypervisor + 0x08, ...virtualRegisters])}
      ${writeWord(hypervisor + 0x08, 0)}
      ${showWords([hypervisor + 0x08, ...virtualRegisters])}
      ${writeWord(virtualInterface, 0x207)}${writeWord(virtualInterface + 4, 0xa8)}
      ${writeWord(virtualInterface + 8, 5)}${writeWord(virtualInterface + 0x1c, 6)}
      ${showWords([hypervisor + 0x08, ...virtualRegisters])}`,
  },
  ...(
    [
      ['one', [[0, 0x2a, 0x10, 0]]],
      [
        'two by priority',
        [
          [0, 0x2a, 0x10, 0],
          [2, 0x2b, 0x08, 0],
        ],
      ],
      ['of Group 1', [[1, 0x30, 0x10, group1]]],
      ['software generated, with its requester', [[3, 5, 0x04, 3 << 10]]],
      ['that stands for a physical one', [[0, 0x2a, 0x10, hardware(27)]]],
    ] as const
  ).map(
    ([name, lists]): BoardProgram => ({
      name: `virtual interrupts: ${name}`,
      level: 2,
      body: `${openVirtual}${writeWord(distributor + 0x300, 1 << 27)}
        ${lists.map(([at, id, priority, more]) => listRegister(at, id, priority, more)).join('')}
        ${writeWord(hypervisor, 1)}
        ${showWords(hypervisorRegisters)}
        ${guest(takeAll)}
        ${showWords([distributor + 0x300])}`,
      handler: virtualHandler,
    }),
  ),
  ...(
    [
      ['at an end with notice', 1, notify],
      ['when the list runs empty', 3, 0],
    ] as const
  ).map(
    ([name, control, more]): BoardProgram => ({
      name: `the maintenance interrupt ${name}`,
      level: 2,
      body: `${openVirtual}${listRegister(0, 0x2a, 0x10, more)}${listRegister(1, 0x2b, 0x18)}
        ${writeWord(hypervisor, control)}
        ${guest(takeAll)}`,
      handler: virtualHandler,
    }),
  ),
  {
    name: 'causes of the maintenance interrupt',
    level: 2,
    body: [0, 1, 2]
      .map(
        used => `
        ${Array.from({ length: used }, (_, at) => listRegister(at, 0x2a + at, 0x10)).join('')}
        ${[0, 1, 2, 3]
          .map(
            groups => `
          ${writeWord(virtualInterface, groups)}
          ${writeWord(hypervisor, 0xff)}
          ${showWords([hypervisor + 0x10, distributor + 0x200])}
          ${writeWord(hypervisor, 0xfe)}
          ${showWords([hypervisor + 0x10, distributor + 0x200])}`,
          )
          .join('')}`,
      )
      .join(''),
  },
  {
    name: 'an end of a virtual interrupt that is in no list register is counted',
    level: 2,
    body: `${openVirtual}${listRegister(0, 0x2a, 0x10)}${writeWord(hypervisor, 1)}
      ${showWords([virtualInterface + 0x0c])}
      ${writeWord(hypervisor + 0x100, 0)}
      ${writeWord(virtualInterface + 0x10, 0x2a)}
      ${showWords([...hypervisorRegisters, virtualInterface + 0x14])}`,
  },
];

const uart = 0x0900_0000;

const devices: readonly BoardProgram[] = [
  {
    name: 'the UART raises its interrupt when it has transmitted',
    level: 1,
    body: `${enableController}${enableInterrupt(33, 0x80)}
      ${writeWord(uart + 0x38, 0x20)}
      ${unmask}
      nop
      ${mask}
      ${showWords([distributor + 0x204])}`,
    handler: `
      ldr w14, [x28, #0x0c]
      mov x0, x14
      bl print
      ${showWords([uart + 0x3c, uart + 0x40, distributor + 0x204])}
      ${writeWord(uart + 0x38, 0)}
      ${writeWord(uart + 0x44, 0x20)}
      ${showWords([uart + 0x38, uart + 0x40, distributor + 0x204])}
      str w14, [x28, #0x10]`,
  },
  {
    name: 'a shared interrupt set pending, as a level and as an edge',
    level: 1,
    body: `${enableController}${enableInterrupt(40, 0x80)}
      ${writeWord(distributor + 0x204, 0x100)}
      ${showWords([distributor + 0x204])}
      ${unmask}
      nop
      ${mask}
      ${writeWord(distributor + 0xc08, 0x20000)}${writeWord(distributor + 0x204, 0x100)}
      ${unmask}
      nop
      ${mask}
      ${showWords([distributor + 0x204, distributor + 0x304])}`,
  },
  {
    name: 'messages raise shared interrupts as edges',
    level: 1,
    body: `${enableController}${enableInterrupt(81, 0x80)}${writeWord(distributor + 0xc14, 0x8)}
      ${showWords([0x0802_0008, 0x0802_0fcc])}
      ${writeWord(0x0802_0040, 81)}
      ${showWords([distributor + 0x208])}
      ${unmask}
      nop
      ${mask}`,
  },
  {
    name: 'identification of the devices',
    level: 1,
    body: showWords([
      ...range(uart + 0xfe0, 8),
      ...range(0x0901_0fe0, 8),
      ...range(0x0903_0fe0, 8),
      ...range(0x0a00_0000, 8),
      ...range(0x0a00_3e00, 4),
      0x1000_0000,
      0x3eff_0000,
      ...range(0x40_1000_0000, 16),
      0x40_1000_8000,
      0x40_1010_0000,
    ]),
  },
  {
    name: 'the clock: alarm, masks, load',
    level: 1,
    body: `${writeWord(0x0901_0008, 0x1234_5678)}
      ${showWords([0x0901_0008, 0x0901_000c, 0x0901_0014])}
      ldr x1, =0x09010000
      ldr w0, [x1]
      lsr w0, w0, #8
      bl print
      ${writeWord(0x0901_0010, 0xff)}
      ${showWords([0x0901_0010, 0x0901_0014, 0x0901_0018])}`,
  },
  {
    name: 'the flash: query, identification, status, program, erase',
    level: 1,
    body: `
      ${writeWord(0x0400_0154, 0x0098_0098)}
      ${showWords(range(0x0400_0040, 48))}
      ${writeWord(0x0400_0000, 0x00ff_00ff)}
      ${writeWord(0x0400_0000, 0x0090_0090)}
      ${showWords(range(0x0400_0000, 2))}
      ${writeWord(0x0400_0000, 0x00ff_00ff)}
      ${writeWord(0x0400_0000, 0x0070_0070)}
      ${showWords([0x0400_0000, 0x0404_0000])}
      ${writeWord(0x0400_0000, 0x0020_0020)}
      ${writeWord(0x0400_0000, 0x00d0_00d0)}
      ${showWords([0x0400_0000])}
      ${writeWord(0x0400_0000, 0x00ff_00ff)}
      ${showWords([0x0400_0000, 0x0403_fffc, 0x0404_0000])}
      ${writeWord(0x0400_0010, 0x0040_0040)}
      ${writeWord(0x0400_0010, 0x1234_5678)}
      ${showWords([0x0400_0010])}
      ${writeWord(0x0400_0020, 0x00e8_00e8)}
      ${writeWord(0x0400_0020, 0x0001_0001)}
      ${writeWord(0x0400_0020, 0x1111_2222)}
      ${writeWord(0x0400_0024, 0x3333_4444)}
      ${writeWord(0x0400_0020, 0x00d0_00d0)}
      ${showWords([0x0400_0020])}
      ${writeWord(0x0400_0000, 0x00ff_00ff)}
      ${showWords([0x0400_000c, 0x0400_0010, 0x0400_0020, 0x0400_0024, 0x0400_0028])}`,
  },
  {
    name: 'fw_cfg: signature, features, DMA',
    level: 1,
    body: `
      ldr x21, =0x09020000
      ldr x0, [x21, #16]
      mov x20, x0
      bl print
      lsr x0, x20, #32
      bl print
      strh wzr, [x21, #8]
      ldr w0, [x21]
      bl print
      mov w0, #0x100
      strh w0, [x21, #8]
      ldrb w0, [x21]
      bl print
      ldrb w0, [x21]
      bl print
      adr x22, descriptor
      rev x0, x22
      str x0, [x21, #16]
      ldr w0, [x22]
      bl print
      ldr w0, [x22, #16]
      bl print
      b 9f
      .balign 8
    descriptor:
      .word 0x0a000000, 0x04000000, 0, 0
      .word 0
    9:
      adr x0, descriptor
      rev w1, w0
      str w1, [x22, #12]
      add x0, x0, #16
      rev w1, w0
      str w1, [x22, #12]
      ldr w1, =0x0a000000
      str w1, [x22]
      rev x0, x22
      str x0, [x21, #16]
      ldr w0, [x22]
      bl print
      ldr w0, [x22, #16]
      bl print`,
  },
];

export const boardPrograms: readonly BoardProgram[] = [
  ...registers,
  ...softwareInterrupts,
  ...timers,
  ...virtualInterrupts,
  ...devices,
];

/** Where QEMU differs from the manual: what each prints. */
export interface BoardDifference {
  readonly program: BoardProgram;
  /** Why ours is right, with the section of Arm IHI 0048B or of the device's manual. */
  readonly reason: string;
  readonly ours: string;
  readonly qemu: string;
}

export const boardDifferences: readonly BoardDifference[] = [
  {
    program: { name: 'an interrupt of a group that is not enabled', level: 1, body: ofGroup1(1) },
    reason:
      '4.4.4: the interrupt of a disabled group is not the highest pending one, so 1023 is read, not 1022',
    ours: ' 00000000 000003ff 000003ff 000000ff 00000000 00000000',
    qemu: ' 00000000 000003fe 000003fe 000000ff 00000000 00000000',
  },
  {
    program: {
      name: 'GICD_SPENDSGIR with zero bytes',
      level: 1,
      body: `${writeWord(distributor + 0xf20, 0x100)}${showWords([distributor + 0x200])}`,
    },
    reason: '4.3.17: writing 0 to a bit has no effect, so that one SGI alone becomes pending',
    ours: ' 00000002',
    qemu: ' 0000000f',
  },
  {
    program: {
      name: 'a flash command in query mode',
      level: 1,
      body: `${writeWord(0x0400_0154, 0x0098_0098)}${writeWord(0x0400_0000, 0x0090_0090)}${showWords([0x0400_0000])}`,
    },
    reason: 'the command set takes every command in every read mode, not only a return to the array',
    ours: ' 00890089',
    qemu: ' 00000000',
  },
];
