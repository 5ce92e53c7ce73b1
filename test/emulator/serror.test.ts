/**
 * Physical SError interrupts, which no board of QEMU makes: where they are taken and what masks them, by the
 * manual's table of asynchronous exceptions (D1.13.4, `AArch64.TakePhysicalSErrorException`).
 */
import { describe, expect, it } from 'vitest';
import { start } from './start.ts';

/** What happens at EL0, EL1, EL2 and EL3: the target, `mask` when PSTATE.A holds it back, `-` when it pends. */
type Row = readonly [state: string, el0: string, el1: string, el2: string, el3: string];

/** SCR_EL3.NS, SCR_EL3.EA, HCR_EL2.TGE, HCR_EL2.AMO as `0`, `1` or `x` for either. */
const table: readonly Row[] = [
  ['0 0 x x', 'EL1 mask', 'EL1 mask', 'absent', '-'],
  ['0 1 x x', 'EL3', 'EL3', 'absent', 'EL3 mask'],
  ['1 0 0 0', 'EL1 mask', 'EL1 mask', '-', '-'],
  ['1 0 0 1', 'EL2', 'EL2', 'EL2 mask', '-'],
  ['1 0 1 x', 'EL2', 'absent', 'EL2 mask', '-'],
  ['1 1 0 x', 'EL3', 'EL3', 'EL3', 'EL3 mask'],
  ['1 1 1 x', 'EL3', 'absent', 'EL3', 'EL3 mask'],
];

/** Every way to put 0 and 1 for `x`. */
const expand = (bits: string): readonly string[] =>
  bits.includes('x') ? ['0', '1'].flatMap(bit => expand(bits.replace('x', bit))) : [bits];

const cases = table.flatMap(([pattern, ...levels]) =>
  expand(pattern).flatMap(state =>
    levels.flatMap((expected, level) =>
      expected === 'absent' ? [] : [0, 1].map(masked => ({ state, level, masked, expected })),
    ),
  ),
);

/** The level that takes it and the entry of the table, or that none does. */
function taken(state: string, level: number, masked: number): string {
  const [ns, ea, tge, amo] = state.split(' ').map(BigInt) as [bigint, bigint, bigint, bigint];
  const { machine, entries } = start('nop\nnop\nb .', { engine: 'evaluator', memoryBytes: 0x40_0000 });
  for (const each of [1, 2, 3]) machine.write(`vbar_el${each}`, 0x4010_0000n);
  machine.write('scr_el3', 0x530n | ns | (ea << 3n));
  machine.write('hcr_el2', 0x8000_0000n | (tge << 27n) | (amo << 5n));
  machine.write('pstate', (BigInt(level) << 2n) | (level > 0 ? 1n : 0n) | 0x2c0n | (BigInt(masked) << 8n));
  machine.setInterrupt('serror', true);
  machine.run({ budget: 1, stop: { onEntry: () => true } });
  const entry = entries[0];
  if (!entry) return 'none';
  const kind = entry.offset & 0x180;
  return `EL${entry.toLevel} ${kind === 0x180 ? 'SError' : 'another'} ${(entry.syndrome ?? 0n) >> 26n}`;
}

describe('a physical SError', () => {
  it.each(cases)('NS EA TGE AMO $state at EL$level, A $masked: $expected', each => {
    const { state, level, masked, expected } = each;
    const held = expected === '-' || (expected.endsWith('mask') && masked === 1);
    expect(taken(state, level, masked)).toBe(held ? 'none' : `${expected.slice(0, 3)} SError 47`);
  });
});
