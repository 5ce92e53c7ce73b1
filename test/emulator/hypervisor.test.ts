/**
 * A hypervisor's table at EL2 with a guest at EL1 behind stage 2: the sequence of exceptions with the exact
 * values of ESR, FAR, HPFAR and SPSR that a Cortex-A57 under QEMU gives for such a program.
 */
import { describe, expect, it } from 'vitest';
import { start } from './start.ts';

/** Saves 34 doublewords, notes what happened, and goes on where the exception's class says. */
const table = `
.macro SAVE
  sub sp, sp, #272
  stp x0, x1, [sp]
  stp x2, x3, [sp, #16]
  mrs x0, elr_el2
  mrs x1, spsr_el2
  stp x0, x1, [sp, #256]
.endm
.macro RESTORE
  ldp x0, x1, [sp, #256]
  msr elr_el2, x0
  msr spsr_el2, x1
  ldp x2, x3, [sp, #16]
  ldp x0, x1, [sp]
  add sp, sp, #272
.endm
.macro SLOT skip
  .balign 128
  SAVE
  mrs x0, esr_el2
  lsr x0, x0, #26
  ldr x1, [sp, #256]
  // An aborted or trapped instruction is passed over.
  cmp x0, #0x24
  b.eq \\skip
  cmp x0, #0x17
  b.eq \\skip
  RESTORE
  eret
.endm
skip_instruction:
  add x1, x1, #4
  str x1, [sp, #256]
  RESTORE
  eret
  .balign 2048
table:
  .rept 16
  SLOT skip_instruction
  .endr
`;

const program = `
_start:
  adr x0, table
  msr vbar_el2, x0
  adr x0, guest_table
  msr vbar_el1, x0
  ldr x0, =0x40400000
  mov sp, x0
  sub x0, x0, #0x1000
  msr sp_el0, x0
  // Flags as after a comparison of equals, as the harness of the reference had them.
  cmp x0, x0
  svc #0x55
  msr spsel, #0
  svc #1
  msr spsel, #1
  adr x0, stage2
  msr vttbr_el2, x0
  ldr x0, =0x80003560
  msr vtcr_el2, x0
  ldr x0, =0x80000003
  msr vmpidr_el2, x0
  // VM, IMO, TSC, RW.
  ldr x0, =0x80080011
  msr hcr_el2, x0
  mov x0, #0x3c5
  msr spsr_el2, x0
  adr x0, guest
  msr elr_el2, x0
  eret

guest:
  hvc #0
  hvc #0x4a48
  smc #0
  movz x20, #0x0a00, lsl #16
  ldr w21, [x20, #8]
  str x22, [x20, #16]
  ldrsb x23, [x20, #3]
  mrs x24, mpidr_el1
  mrs x26, currentel
  hvc #1
  msr daifclr, #2
  wfi
  msr daifset, #2
  svc #0x77
  hvc #3
ready:
  msr daifclr, #2
  nop
waits: b .

  .balign 2048
guest_table:
  .org guest_table + 0x200
  mrs x10, esr_el1
  eret
  .org guest_table + 0x280
  hvc #0x80
  b .
${table}
  .balign 4096
stage2:
  .quad 0, 0x400007fd, 0, 0
`;

describe('a hypervisor and its guest', () => {
  const { machine, run, entries, address, hazards } = start(program, { entryLevel: 2 });
  run();
  // The guest waits in WFI: a physical interrupt, routed to EL2, wakes it.
  machine.setInterrupt('irq', true);
  run({ onEntry: () => true });
  machine.setInterrupt('irq', false);
  run({ breakpoints: new Set([address('ready')]) });
  // The hypervisor made a virtual interrupt pending.
  machine.write('hcr_el2', machine.read('hcr_el2')! | 0x80n);
  run({ breakpoints: new Set([address('waits')]) });

  const seen = entries.map(
    ({ cause, fromLevel, toLevel, kind, source, syndrome, faultAddress, intermediateAddress }) =>
      [
        `${cause} EL${fromLevel}>EL${toLevel} ${kind},${source}`,
        syndrome?.toString(16) ?? '-',
        faultAddress?.toString(16) ?? '-',
        intermediateAddress?.toString(16) ?? '-',
      ].join(' '),
  );

  it('gives this sequence', () => {
    expect(seen).toEqual([
      'svc EL2>EL2 0,1 56000055 - -',
      'svc EL2>EL2 0,0 56000001 - -',
      'hvc EL1>EL2 0,2 5a000000 - -',
      'hvc EL1>EL2 0,2 5a004a48 - -',
      'smc-trap EL1>EL2 0,2 5e000000 - -',
      'data-abort EL1>EL2 0,2 93950005 a000008 a000008',
      'data-abort EL1>EL2 0,2 93d68045 a000010 a000010',
      'data-abort EL1>EL2 0,2 93378005 a000003 a000003',
      'hvc EL1>EL2 0,2 5a000001 - -',
      'irq EL1>EL2 1,2 - - -',
      'svc EL1>EL1 0,1 56000077 - -',
      'hvc EL1>EL2 0,2 5a000003 - -',
      'virq EL1>EL1 1,1 - - -',
      'hvc EL1>EL2 0,2 5a000080 - -',
    ]);
  });

  it('saves these statuses', () => {
    const statuses = entries.map(({ savedStatus }) => savedStatus.toString(16));
    expect(statuses.slice(0, 2)).toEqual(['600003c9', '600003c8']);
    expect(statuses[2]).toBe('3c5');
    // WFI with IRQs unmasked.
    expect(statuses[9]).toBe('345');
  });

  it('keeps FAR and HPFAR from the last abort', () => {
    expect(machine.read('far_el2')).toBe(0xa00_0003n);
    expect(machine.read('hpfar_el2')).toBe(0xa_0000n);
  });

  it('the trapped SMC returns to itself, the calls to the next instruction', () => {
    const guest = address('guest');
    expect(entries.slice(2, 6).map(({ returnAddress }) => returnAddress - guest)).toEqual([4n, 8n, 8n, 16n]);
  });

  it('the guest sees its own level and its virtual id', () => {
    expect(machine.read('x24')).toBe(0x8000_0003n);
    expect(machine.read('x26')).toBe(4n);
    expect(machine.read('x10')).toBe(0x5600_0077n);
  });

  it('has no hazards', () => {
    expect(hazards).toEqual([]);
  });
});
