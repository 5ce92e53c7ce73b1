import { describe, expect, it } from 'vitest';
import { spinningTable, start, stopAtEntry } from './start.ts';

const table = `
  adr x0, table
  msr vbar_el3, x0
  msr vbar_el2, x0
  msr vbar_el1, x0
`;

/** Goes from EL3 to a level in Non-secure state. */
const goTo = (status: number, scr = 0x531): string => `
  mov x0, #0x${scr.toString(16)}
  msr scr_el3, x0
  mov x0, #0x80000000
  msr hcr_el2, x0
  ldr x0, =0x${status.toString(16)}
  msr spsr_el3, x0
  adr x0, there
  msr elr_el3, x0
  eret
there:
`;

describe('an exception entry', () => {
  it('stops before the first instruction of the slot, with the interrupted state', () => {
    const { machine, run, entries, address } = start(`${table}${goTo(0x3c5)}
      mov x7, #7
      hvc #0x4a48
      ${spinningTable('table')}`);
    const stop = run(stopAtEntry);
    expect(stop).toMatchObject({
      event: 'exceptionEntry',
      cause: 'hvc',
      kind: 0,
      source: 2,
      fromLevel: 1,
      toLevel: 2,
      offset: 0x400,
      syndrome: 0x5a00_4a48n,
      vectorBase: address('table'),
      returnAddress: address('there') + 8n,
      savedStatus: 0x3c5n,
      sequence: 1,
    });
    expect(machine.pc).toBe(address('table') + 0x400n);
    expect(entries[0]?.interrupted.get('x7')).toBe(7n);
    expect(entries[0]?.interrupted.get('pc')).toBe(address('there') + 4n);
    expect(machine.entries).toHaveLength(1);
  });

  it('masks interrupts, selects SP_ELx, and keeps the flags', () => {
    const { machine, run } = start(`${table}${goTo(0x6000_0004)}
      svc #0
      ${spinningTable('table')}`);
    run(stopAtEntry);
    expect(machine.read('daif')).toBe(0x3c0n);
    expect(machine.read('spsel')).toBe(1n);
    expect(machine.read('nzcv')).toBe(0x6000_0000n);
    expect(machine.read('spsr_el1')).toBe(0x6000_0004n);
  });

  it('uses the slots for SP_EL0 when the level ran on it', () => {
    const { run } = start(`${table} msr spsel, #0\n svc #1\n ${spinningTable('table')}`);
    expect(run(stopAtEntry)).toMatchObject({ source: 0, offset: 0, fromLevel: 3, toLevel: 3 });
  });

  it('says in words why it goes where it goes', () => {
    const { run } = start(`${table}
      mov x1, #0x88000000
      msr hcr_el2, x1
      mov x0, #0x531
      msr scr_el3, x0
      mov x0, #0x3c0
      msr spsr_el3, x0
      adr x0, there
      msr elr_el3, x0
      eret
      there: svc #0
      ${spinningTable('table')}`);
    const stop = run(stopAtEntry);
    expect(stop).toMatchObject({ toLevel: 2 });
    expect('routing' in stop && stop.routing).toEqual([
      'HCR_EL2.TGE is 1: exceptions of EL0 go to EL2 instead of EL1',
      'From a lower level using AArch64',
    ]);
  });
});

describe('an exception return', () => {
  it('answers its entry, however deep they nest', () => {
    const { machine, run, returns } = start(`${table}
      svc #1
      nop
      stop: b .
      .balign 2048
      table:
      .space 0x200
      cbnz x3, leave
      mrs x1, elr_el3
      mrs x2, spsr_el3
      mov x3, #1
      svc #2
      msr elr_el3, x1
      msr spsr_el3, x2
      leave: eret`);
    run();
    expect(returns.map(({ entry, illegal }) => ({ entry, illegal }))).toEqual([
      { entry: 2, illegal: false },
      { entry: 1, illegal: false },
    ]);
    expect(machine.entries).toEqual([]);
  });

  it('that is illegal keeps the level and sets PSTATE.IL', () => {
    const { run, returns, machine, hazards } = start(`${table}
      mov x0, #0x3c2
      msr spsr_el3, x0
      adr x0, there
      msr elr_el3, x0
      eret
      there: nop
      ${spinningTable('table')}`);
    const stop = run({ onEntry: () => true });
    expect(returns[0]).toMatchObject({ illegal: true, fromLevel: 3, toLevel: 3 });
    expect(hazards[0]?.message).toContain('SPSR_EL3.M is 0b0010: bit 1 is reserved');
    expect(stop).toMatchObject({ event: 'exceptionEntry', syndrome: 0x3a00_0000n });
    expect(machine.read('il')).toBe(0n);
  });

  it('to AArch32 says that it is not modelled', () => {
    const { run, hazards } = start(`${table}
      mov x0, #0x1d3
      msr spsr_el3, x0
      eret
      ${spinningTable('table')}`);
    run(stopAtEntry);
    expect(hazards[0]?.message).toContain('a return to AArch32 (mode 0x13), which is not modelled');
  });

  it('to AArch64 where HCR_EL2.RW says AArch32 names the bit', () => {
    const { run, hazards } = start(
      `adr x0, table
      msr vbar_el2, x0
      mov x0, #0x3c5
      msr spsr_el2, x0
      eret
      ${spinningTable('table')}`,
      { entryLevel: 2 },
    );
    run(stopAtEntry);
    expect(hazards[0]?.message).toContain(
      'HCR_EL2.RW is 0: EL1 is configured for AArch32, and SPSR_EL2 asks for AArch64',
    );
  });
});

describe('stack pointers', () => {
  it('are banked by level and SPSel, also under their names', () => {
    const { machine, run, address } = start(`
      mov x0, #0x1000
      mov sp, x0
      msr spsel, #0
      mov x0, #0x2000
      mov sp, x0
      mov x0, #0x3000
      msr sp_el1, x0
      msr sp_el2, x0
      stop: b .`);
    run({ breakpoints: new Set([address('stop')]) });
    expect(['sp', 'sp_el0', 'sp_el1', 'sp_el2', 'sp_el3'].map(name => machine.read(name))).toEqual([
      0x2000n,
      0x2000n,
      0x3000n,
      0x3000n,
      0x1000n,
    ]);
    expect(machine.write('spsel', 1n)).toBe(true);
    expect(machine.read('sp')).toBe(0x1000n);
    machine.write('sp_el3', 0x5000n);
    expect(machine.read('sp')).toBe(0x5000n);
  });
});
