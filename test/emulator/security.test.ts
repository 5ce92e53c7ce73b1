/** Secure and Non-secure accesses of board `virt` with EL3. */
import { describe, expect, it } from 'vitest';
import { start } from './start.ts';

const secureRam = 0x0e00_0000n;

/** Goes from EL3 to EL1, Secure or not, and executes there. */
const atEl1 = (body: string, secure: boolean) => {
  const started = start(
    `mov x0, #${secure ? 0x400 : 0x401}
      msr scr_el3, x0
      mov x0, #0x3c5
      msr spsr_el3, x0
      adr x0, el1
      msr elr_el3, x0
      mov x1, #0x0e000000
      mov w2, #0x55
      str w2, [x1]
      eret
    el1:
      ${body}
      b .`,
    { registers: { vbar_el1: 0x4010_0000n, hcr_el2: 0x8000_0000n } },
  );
  started.machine.run({ budget: 14, stop: { onEntry: () => true } });
  return started;
};

describe('Secure RAM', () => {
  it('is there for Secure EL1', () => {
    const { machine, entries } = atEl1('ldr w3, [x1]', true);
    expect([entries.length, machine.read('x3')]).toEqual([0, 0x55n]);
  });

  it.each([
    ['a read', 'ldr w3, [x1]', 0x9600_0010n],
    ['a write', 'str w3, [x1]', 0x9600_0050n],
    ['a fetch', 'br x1', 0x8600_0010n],
  ])('is an external abort for %s by Non-secure EL1', (_, body, syndrome) => {
    const { entries } = atEl1(body, false);
    expect(entries.map(entry => [entry.toLevel, entry.syndrome, entry.faultAddress])).toEqual([
      [1, syndrome, secureRam],
    ]);
  });

  it.each([
    ['Secure', 0x701n, true],
    ['Non-secure', 0x721n, false],
  ])('is reached through a descriptor of the %s address space', (_, attributes, reached) => {
    const { machine, entries } = start('ldr w3, [x1]\n b .', {
      registers: { vbar_el3: 0x4010_0000n, x1: 0x0e00_0000n, mair_el3: 0xff00n, tcr_el3: 0x8080_3500n | 25n },
    });
    // One table of 1 GiB blocks: devices and Secure RAM, then RAM.
    const table = new DataView(new ArrayBuffer(16));
    table.setBigUint64(0, attributes, true);
    table.setBigUint64(8, 0x4000_0705n, true);
    machine.writeMemory(0x4020_0000n, new Uint8Array(table.buffer));
    machine.write('ttbr0_el3', 0x4020_0000n);
    machine.write('sctlr_el3', 1n);
    machine.run({ budget: 1, stop: {} });
    expect(entries.map(({ syndrome }) => syndrome)).toEqual(reached ? [] : [0x9600_0010n]);
  });
});
