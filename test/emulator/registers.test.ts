import { describe, expect, it } from 'vitest';
import { start } from './start.ts';

describe('registers by name', () => {
  const { machine } = start('nop', { registers: { x3: 0x1122_3344_5566_7788n } });

  it.each([
    ['x3', 0x1122_3344_5566_7788n],
    ['X3', 0x1122_3344_5566_7788n],
    ['w3', 0x5566_7788n],
    ['xzr', 0n],
    ['wzr', 0n],
    ['lr', 0n],
    ['fp', 0n],
    ['nzcv', 0x4000_0000n],
    ['daif', 0x3c0n],
    ['currentel', 0xcn],
    ['el', 3n],
    ['pstate', 0x4000_03cdn],
    ['midr_el1', 0x411f_d070n],
    ['sctlr_el3', 0x00c5_0838n],
    ['x31', undefined],
    ['w31', undefined],
    ['nonsense', undefined],
  ])('%s reads as %s', (name, value) => {
    expect(machine.read(name)).toBe(value);
  });

  it('a w register clears the upper half', () => {
    expect(machine.write('w3', 0xffff_ffff_0000_0001n)).toBe(true);
    expect(machine.read('x3')).toBe(1n);
  });

  it.each(['xzr', 'midr_el1', 'nonsense', 'x31'])('%s cannot be written', name => {
    expect(machine.write(name, 1n)).toBe(false);
  });

  it('the program counter can', () => {
    expect(machine.write('pc', 0x4020_0000n)).toBe(true);
    expect(machine.pc).toBe(0x4020_0000n);
  });

  it('a level that does not exist is refused', () => {
    const el1 = start('nop', { entryLevel: 1 }).machine;
    expect(el1.write('el', 2n)).toBe(false);
    expect(el1.write('el', 0n)).toBe(true);
    expect(el1.level).toBe(0);
  });
});

describe('system registers', () => {
  const read = (source: string, options = {}) => {
    const started = start(`${source}\n stop: b .`, options);
    started.run({ breakpoints: new Set([started.address('stop')]) });
    return started;
  };

  it('keep only the bits that exist', () => {
    const { machine } = read('mov x0, #-1\n msr vbar_el3, x0\n msr spsr_el3, x0\n msr hcr_el2, x0');
    expect(machine.read('vbar_el3')).toBe(0xffff_ffff_ffff_f800n);
    expect(machine.read('spsr_el3')).toBe(0xffff_ffffn);
    expect(machine.read('hcr_el2')).toBe(0x3_dfff_ffffn);
  });

  it('EL1 sees the virtual ids', () => {
    const { machine, run, address } = start(
      `
      ldr x0, =0x80000003
      msr vmpidr_el2, x0
      mov x0, #0x1234
      msr vpidr_el2, x0
      mov x0, #0x80000000
      msr hcr_el2, x0
      mov x0, #0x3c5
      msr spsr_el2, x0
      adr x0, guest
      msr elr_el2, x0
      mrs x3, midr_el1
      eret
      guest: mrs x1, mpidr_el1
      mrs x2, midr_el1
      stop: b .`,
      { entryLevel: 2 },
    );
    run({ breakpoints: new Set([address('stop')]) });
    expect(['x1', 'x2', 'x3'].map(name => machine.read(name))).toEqual([0x8000_0003n, 0x1234n, 0x411f_d070n]);
  });

  it('ID_AA64PFR0_EL1 tells which levels there are', () => {
    expect(start('nop').machine.read('id_aa64pfr0_el1')).toBe(0x2222n);
    expect(start('nop', { entryLevel: 2 }).machine.read('id_aa64pfr0_el1')).toBe(0x222n);
    expect(start('nop', { entryLevel: 1 }).machine.read('id_aa64pfr0_el1')).toBe(0x22n);
  });

  it('counters count instructions, the virtual one less its offset', () => {
    const { machine } = read('mov x0, #100\n msr cntvoff_el2, x0\n mrs x1, cntpct_el0\n mrs x2, cntvct_el0');
    expect(machine.read('x1')).toBe(2n);
    expect(machine.read('x2')).toBe(BigInt.asUintN(64, 3n - 100n));
  });

  it('a timer condition is met when the counter reaches the compare value', () => {
    const { machine, log } = read(`
      mov x0, #4
      msr cntp_tval_el0, x0
      mov x0, #1
      msr cntp_ctl_el0, x0
      mrs x1, cntp_ctl_el0
      mrs x2, cntp_ctl_el0`);
    expect([machine.read('x1'), machine.read('x2')]).toEqual([1n, 5n]);
    expect(log).toEqual([]);
  });

  it('implementation defined ones read as zero and say so once', () => {
    const { machine, log } = read(
      'mov x1, #7\n mrs x1, s3_1_c15_c2_1\n msr s3_1_c15_c2_1, x1\n mrs x1, s3_1_c15_c2_1',
    );
    expect(machine.read('x1')).toBe(0n);
    expect(log).toEqual([
      'S3_1_C15_C2_1 is implementation defined and not modelled: reads as zero, writes are ignored',
    ]);
  });

  it('DC ZVA zeroes 64 bytes of Normal memory', () => {
    // HCR_EL2.DC makes memory Normal and cacheable while the MMU is off.
    const { machine } = start('dc zva, x0\n b .', { entryLevel: 2 });
    machine.write('hcr_el2', 0x8000_1000n);
    machine.write('vtcr_el2', 0x8000_3560n);
    machine.write('vttbr_el2', 0x4030_0000n);
    machine.writeMemory(0x4030_0008n, new Uint8Array(new BigUint64Array([0x4000_07fdn]).buffer));
    machine.writeMemory(0x4020_0000n, new Uint8Array(192).fill(0xaa));
    machine.write('x0', 0x4020_0055n);
    machine.write('el', 1n);
    machine.run({ budget: 1, stop: {} });
    machine.write('el', 2n);
    const bytes = machine.readMemory(0x4020_0000n, 192);
    expect([...bytes!].map((byte, at) => (byte === 0 ? at : -1)).filter(at => at >= 0)).toEqual(
      Array.from({ length: 64 }, (_, at) => at + 64),
    );
  });
});
