import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../emulator/machine.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { start } from './start.ts';

const withCpu = (cpu: string | undefined) => (cpu === undefined ? {} : { cpu });

/** The cause of the exception that a program of one instruction takes. */
function causeOf(instruction: string, cpu?: string): string {
  const { machine, entries } = start(`${instruction}\n1: b 1b`, withCpu(cpu));
  machine.run({ budget: 3, stop: {} });
  return entries[0]?.cause ?? 'nothing';
}

describe('the processor', () => {
  it.each([
    ['fadd d0, d1, d2', 'nothing', 'nothing'],
    ['aese v0.16b, v1.16b', 'nothing', 'nothing'],
    ['crc32b w0, w1, w2', 'nothing', 'nothing'],
    ['ldadd x0, x1, [sp]', 'undefined', 'nothing'],
    ['fadd h0, h1, h2', 'undefined', 'nothing'],
    ['fadd v0.8h, v1.8h, v2.8h', 'undefined', 'nothing'],
    ['fcmla v0.4s, v1.4s, v2.4s, #90', 'undefined', 'nothing'],
    ['sdot v0.4s, v1.16b, v2.16b', 'undefined', 'nothing'],
    ['paciasp', 'nothing', 'nothing'],
    ['irg x0, x1', 'undefined', 'undefined'],
  ] as const)('%s meets %s on a Cortex-A57 and %s on max', (instruction, onA57, onMax) => {
    expect(causeOf(instruction)).toBe(onA57);
    expect(causeOf(instruction, 'max')).toBe(onMax);
  });

  it('tells in its identification registers what it has', () => {
    const valueIn = (name: string, cpu?: string) => start('nop', withCpu(cpu)).machine.read(name)! >> 20n;
    expect(valueIn('id_aa64isar0_el1') & 15n).toBe(0n);
    expect(valueIn('id_aa64isar0_el1', 'max') & 15n).toBe(2n);
  });

  it('must be one that there is', () => {
    const options = { architecture: a64, board: 'virt', segments: [], entry: 0n };
    expect(problemsOf({ ...options, cpu: 'z80' })).toEqual([
      'There is no processor "z80"; there are "cortex-a57" and "max".',
    ]);
  });
});
