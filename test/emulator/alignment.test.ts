/**
 * Alignment, which QEMU does not check on the stack pointer, nor on Device memory: the manual's pseudo-code as
 * tables (J1.1.3 `CheckSPAlignment`, `AArch64.CheckAlignment`; D5.2.8: data is Device-nGnRnE without the MMU).
 */
import { describe, expect, it } from 'vitest';
import { start } from './start.ts';

const data = 0x4020_0000n;

/** Accesses by `x1`, with the bytes that must be aligned; 0 when any address will do. */
const accesses: readonly (readonly [source: string, alignment: number, store: boolean])[] = [
  ['ldrb w2, [x1]', 0, false],
  ['ldrh w2, [x1]', 2, false],
  ['ldr w2, [x1]', 4, false],
  ['ldr x2, [x1]', 8, false],
  ['ldp w2, w3, [x1]', 4, false],
  ['ldp x2, x3, [x1]', 8, false],
  ['ldar x2, [x1]', 8, false],
  ['ldxr w2, [x1]', 4, false],
  ['strb w2, [x1]', 0, true],
  ['strh w2, [x1]', 2, true],
  ['str w2, [x1]', 4, true],
  ['str x2, [x1]', 8, true],
  ['stp w2, w3, [x1]', 4, true],
  ['stp x2, x3, [x1]', 8, true],
  ['stlr x2, [x1]', 8, true],
];

/** The same by `sp`. */
const byStack: readonly (readonly [source: string, alignment: number, store: boolean])[] = accesses
  .filter(([source]) => /^(ldr|str|ldp|stp) /.test(source))
  .map(([source, ...rest]) => [source.replace('x1', 'sp'), ...rest]);

const all = [...accesses, ...byStack];
const lines = all.map(([source]) => source);
const { machine, entries, address } = start(`body: ${lines.join('\n')}\nb .`, { engine: 'evaluator' });

/** Exception class and fault status of an access, or `-`. */
function result(number: number, level: number, at: bigint, control: bigint): string {
  for (const each of [1, 2, 3]) {
    machine.write(`vbar_el${each}`, 0x4010_0000n);
    machine.write(`sctlr_el${each}`, 0x30c5_0800n | control);
  }
  machine.write('scr_el3', 0x531n);
  machine.write('hcr_el2', 0x8000_0000n);
  machine.write('pstate', 0x3c0n | (BigInt(level) << 2n) | (level > 0 ? 1n : 0n));
  machine.write('x1', at);
  machine.write('sp', at);
  machine.write('pc', address('body') + BigInt(4 * number));
  const before = entries.length;
  machine.run({ budget: 1, stop: { onEntry: () => true } });
  const entry = entries[before];
  if (!entry) return '-';
  const syndrome = entry.syndrome!;
  const status = syndrome & 0x7fn;
  return `EL${entry.toLevel} ${(syndrome >> 26n).toString(16)}${status ? ` ${status.toString(16)}` : ''}`;
}

/** SCTLR_ELx.A, SA and SA0. */
const bits = { A: 2n, SA: 8n, SA0: 16n } as const;

const controls: readonly (readonly (keyof typeof bits)[])[] = [[], ['A'], ['SA'], ['SA0'], ['SA', 'SA0']];

function expected(number: number, level: number, at: bigint, control: readonly string[]): string {
  const [source, alignment, store] = all[number]!;
  const target = Math.max(level, 1);
  const same = level === target ? 1 : 0;
  if (source.includes('sp') && at % 16n !== 0n && control.includes(level === 0 ? 'SA0' : 'SA'))
    return `EL${target} 26`;
  if (alignment > 0 && at % BigInt(alignment) !== 0n)
    return `EL${target} ${(0x24 + same).toString(16)} ${store ? '61' : '21'}`;
  return '-';
}

describe.each([0, 1, 2, 3])('EL%i, without the MMU', level => {
  it.each(controls.map(control => ({ control })))('SCTLR_ELx: $control', ({ control }) => {
    const value = control.reduce((sum, name) => sum | bits[name], 0n);
    const got: string[] = [];
    const want: string[] = [];
    for (const number of all.keys())
      for (const offset of [0n, 1n, 2n, 4n, 8n, 12n]) {
        const name = `${lines[number]} at ${offset}: `;
        got.push(name + result(number, level, data + offset, value));
        want.push(name + expected(number, level, data + offset, control));
      }
    expect(got).toEqual(want);
  });
});
