import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { genericSystemRegisterName, systemRegisters } from '../../isa/a64/system-registers.ts';
import { tool } from './tools.ts';

const as = tool('aarch64-linux-gnu-as');
const ld = tool('aarch64-linux-gnu-ld');
const qemu = tool('qemu-system-aarch64');

/**
 * Where QEMU's cortex-a57 differs from the processor. Each entry is proved anew: an entry that no longer
 * differs fails the test.
 */
const differences: Readonly<Record<string, string>> = {
  sctlr_el2: 'QEMU resets it to 0; the Cortex-A57 has its RES1 bits set (its TRM)',
  rmr_el3: 'QEMU does not have it; the Cortex-A57 does, and comes up in AArch64',
  id_aa64mmfr0_el1: 'the Cortex-A57 has no 16 KiB granule; the processor has, as the Neoverse N1',
};

/** Registers whose value after reset is a constant, not a matter of the program or the clock. */
const constant = systemRegisters.filter(
  ({ group, feature, readLevel }) =>
    readLevel !== undefined &&
    feature === 'v8.0' &&
    ['Identification', 'Control', 'Translation'].includes(group),
);

/** A program for EL3 that prints every register in hexadecimal on the PL011 and ends by semihosting. */
function program(names: readonly string[]): string {
  return `
    ldr x20, =0x09000000
    adr x0, vectors
    msr vbar_el3, x0
    isb
    ${names.map(name => `mrs x0, ${name}\n bl print`).join('\n')}
    ldr x1, =block
    mov w0, #0x18
    hlt #0xf000
print:
    mov x3, #60
1:  lsr x4, x0, x3
    and x4, x4, #15
    cmp x4, #10
    add x5, x4, #'0'
    add x6, x4, #'a' - 10
    csel x4, x5, x6, lt
    str w4, [x20]
    subs x3, x3, #4
    b.ge 1b
    mov w4, #10
    str w4, [x20]
    ret
    .align 3
block: .quad 0x20026, 0
    .align 11
vectors: .space 0x200
    mrs x1, elr_el3        // An undefined register prints as all ones.
    add x1, x1, #4
    msr elr_el3, x1
    mov x0, #-1
    eret
`;
}

describe.skipIf(!as || !ld || !qemu)('reset values against QEMU', () => {
  it('are those of a cortex-a57 with EL2 and EL3', { timeout: 30_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'ventry-'));
    try {
      const names = constant.map(({ encoding }) => genericSystemRegisterName(encoding));
      writeFileSync(join(folder, 'a.s'), `.global _start\n_start:${program(names)}`);
      execFileSync(as as string, ['-march=armv8-a', '-o', 'a.o', 'a.s'], { cwd: folder });
      execFileSync(ld as string, ['-Ttext=0x40080000', '-o', 'a.elf', 'a.o'], { cwd: folder });
      const machine = ['-M', 'virt,virtualization=on,secure=on', '-cpu', 'cortex-a57', '-m', '64'];
      const output = execFileSync(
        qemu as string,
        [...machine, '-net', 'none', '-nographic', '-semihosting', '-kernel', 'a.elf'],
        { cwd: folder, timeout: 20_000, encoding: 'utf8' },
      );
      const values = output.trim().split(/\s+/);
      expect(values.length).toBe(names.length);
      const different = constant.filter(({ reset }, n) => BigInt(`0x${values[n]}`) !== reset);
      expect(different.map(({ name }) => name)).toEqual(Object.keys(differences));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
