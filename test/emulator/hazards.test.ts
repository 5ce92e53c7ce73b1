import { describe, expect, it } from 'vitest';
import { loadAddress, spinningTable, start } from './start.ts';

const setTable = 'adr x0, table\n msr vbar_el3, x0\n';
const onHazard = { onHazard: () => true };

/** A table at a known address, so that ranges can be marked before the program is assembled. */
const tableAddress = loadAddress + 0x800n;

describe('hazards', () => {
  it('VBAR never written', () => {
    const { run } = start('svc #0');
    expect(run(onHazard)).toMatchObject({
      hazard: 'vbar-unset',
      message:
        'VBAR_EL3 was never written: the exception goes to VBAR_EL3 + 0x200 (0x200), where no table was put',
    });
  });

  it('VBAR written with an address that is not 2 KiB aligned', () => {
    const { run } = start(`adr x0, table + 0x80\n msr vbar_el3, x0\n svc #0\n ${spinningTable('table')}`);
    const stop = run(onHazard);
    expect(stop).toMatchObject({ hazard: 'vbar-unset' });
    expect('message' in stop && stop.message).toContain('which is not 2 KiB aligned');
  });

  it('a handler that faults before its first instruction is done', () => {
    const { run, entries } = start(`${setTable} svc #0\n .balign 2048\n table: .space 0x200\n brk #1`);
    expect(run(onHazard)).toMatchObject({ hazard: 'recursive-exception' });
    expect(entries.map(({ cause }) => cause)).toEqual(['svc', 'brk']);
  });

  it('an hvc as first instruction of a slot at EL1 is none: it goes to another level', () => {
    const { hazards, run } = start(
      `adr x0, table
      msr vbar_el1, x0
      msr vbar_el2, x0
      mov x0, #0x80000000
      msr hcr_el2, x0
      mov x0, #0x3c5
      msr spsr_el2, x0
      adr x0, guest
      msr elr_el2, x0
      eret
      guest: svc #0
      .balign 2048
      table: .space 0x200
      hvc #1
      .org table + 0x400
      b .`,
      { entryLevel: 2 },
    );
    run();
    expect(hazards).toEqual([]);
  });

  it('a slot that cannot be fetched', () => {
    const { run } = start('mov x0, #0x50000000\n msr vbar_el3, x0\n svc #0');
    const stop = run(onHazard);
    expect(stop).toMatchObject({ hazard: 'recursive-exception' });
    expect('message' in stop && stop.message).toContain('(0x50000200) cannot be fetched: no memory answers');
  });

  it('an empty slot: its first word is zero', () => {
    const { run } = start(`${setTable} svc #0\n .balign 2048\n table: .space 0x800`);
    expect(run(onHazard)).toMatchObject({ hazard: 'empty-slot' });
  });

  it('a slot that is padding', () => {
    const ranges = [
      { name: 'padding', what: 'padding', start: tableAddress + 0x200n, end: tableAddress + 0x280n },
    ] as const;
    const { run } = start(`${setTable} svc #0\n ${spinningTable('table')}`, { ranges });
    expect(run(onHazard)).toMatchObject({ hazard: 'empty-slot', address: tableAddress + 0x200n });
  });

  it('execution that runs on into padding, before it is executed', () => {
    const ranges = [
      { name: 'padding of slot 4', what: 'padding', start: loadAddress + 8n, end: loadAddress + 16n },
    ] as const;
    const { machine, run, hazards } = start('nop\n nop\n nop\n nop\n b .', { ranges });
    expect(run(onHazard)).toMatchObject({ hazard: 'padding-executed', address: loadAddress + 8n });
    expect(machine.pc).toBe(loadAddress + 8n);
    run();
    expect(hazards).toHaveLength(1);
  });

  it('a stack that grows into a table', () => {
    const ranges = [
      { name: 'vectors', what: 'table', start: tableAddress, end: tableAddress + 0x800n },
    ] as const;
    const { run } = start(
      `adr x0, table + 0x810\n mov sp, x0\n stp x0, x1, [sp, #-16]!\n stp x0, x1, [sp, #-16]!\n b .\n ${spinningTable('table')}`,
      { ranges },
    );
    expect(run(onHazard)).toMatchObject({ hazard: 'stack-into-table', address: tableAddress + 0x7f0n });
  });

  it('a misaligned stack pointer', () => {
    const { run } = start(
      `${setTable} mov x1, #0x40200000\n add sp, x1, #8\n ldr x0, [sp]\n ${spinningTable('table')}`,
    );
    expect(run(onHazard)).toMatchObject({ hazard: 'stack-alignment' });
  });

  it('stops at the hazard and not at the entry when both are asked for, and reports both', () => {
    const { run, entries, hazards } = start('svc #0');
    expect(run({ onEntry: () => true, onHazard: () => true })).toMatchObject({ event: 'hazard' });
    expect([entries.length, hazards.length]).toEqual([1, 2]);
  });

  it('an endless recursion does not hang: every attempt counts against the budget', () => {
    const { machine } = start('svc #0');
    expect(machine.run({ budget: 1000, stop: {} })).toEqual({ event: 'limit' });
    expect(machine.entries.length).toBeLessThanOrEqual(1024);
  });
});
