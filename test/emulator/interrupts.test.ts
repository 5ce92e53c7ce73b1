/** Routing and masking of asynchronous exceptions (D1.13), case by case. */
import { describe, expect, it } from 'vitest';
import { start } from './start.ts';

const NS = 1n;
const RW = 0x400n;
const lines = {
  irq: { scr: 2n, hcr: 0x10n, mask: 'i', kind: 1 },
  fiq: { scr: 4n, hcr: 8n, mask: 'f', kind: 2 },
  serror: { scr: 8n, hcr: 0x20n, mask: 'a', kind: 3 },
} as const;
type Line = keyof typeof lines;

interface Case {
  readonly from: 0 | 1 | 2 | 3;
  readonly routed: 'nowhere' | 'EL2' | 'EL2 by TGE' | 'EL3' | 'EL3 and EL2' | 'EL2 in Secure state';
  readonly masked: boolean;
  /** Target level; undefined: it stays pending. */
  readonly to: number | undefined;
}

const cases: readonly Case[] = (
  [
    // From, routing, target when unmasked, target when masked.
    [0, 'nowhere', 1, undefined],
    [1, 'nowhere', 1, undefined],
    [2, 'nowhere', undefined, undefined],
    [3, 'nowhere', undefined, undefined],
    [0, 'EL2', 2, 2],
    [1, 'EL2', 2, 2],
    [2, 'EL2', 2, undefined],
    [3, 'EL2', undefined, undefined],
    [0, 'EL2 by TGE', 2, 2],
    [2, 'EL2 by TGE', 2, undefined],
    [0, 'EL3', 3, 3],
    [1, 'EL3', 3, 3],
    [2, 'EL3', 3, 3],
    [3, 'EL3', 3, undefined],
    [1, 'EL3 and EL2', 3, 3],
    [2, 'EL3 and EL2', 3, 3],
    [1, 'EL2 in Secure state', 1, undefined],
  ] as const
).flatMap(([from, routed, unmasked, masked]) => [
  { from, routed, masked: false, to: unmasked },
  { from, routed, masked: true, to: masked },
]);

function raise(line: Line, { from, routed, masked }: Case) {
  const { scr, hcr, mask } = lines[line];
  const started = start('1: nop\n b 1b', {
    registers: { vbar_el1: 0x4010_0000n, vbar_el2: 0x4010_0000n, vbar_el3: 0x4010_0000n },
  });
  const { machine } = started;
  const secure = routed === 'EL2 in Secure state';
  machine.write('scr_el3', (secure ? 0n : NS) | RW | (routed.startsWith('EL3') ? scr : 0n));
  const toEl2 = routed === 'EL2' || routed === 'EL3 and EL2' || secure;
  machine.write('hcr_el2', 0x8000_0000n | (toEl2 ? hcr : 0n) | (routed === 'EL2 by TGE' ? 0x800_0000n : 0n));
  for (const each of ['d', 'a', 'i', 'f']) machine.write(each, 0n);
  machine.write(mask, masked ? 1n : 0n);
  machine.write('el', BigInt(from));
  machine.setInterrupt(line, true);
  machine.run({ budget: 5, stop: { onEntry: () => true } });
  return started;
}

describe.each(Object.keys(lines) as Line[])('%s', line => {
  it.each(cases)('from EL$from, routed to $routed, masked $masked: to $to', each => {
    const { entries, machine } = raise(line, each);
    expect(entries.map(({ toLevel }) => toLevel)).toEqual(each.to === undefined ? [] : [each.to]);
    if (each.to !== undefined) {
      expect(entries[0]).toMatchObject({
        cause: line,
        kind: lines[line].kind,
        returnAddress: entries[0]!.interrupted.get('pc'),
      });
      expect(machine.level).toBe(each.to);
      expect(entries[0]!.syndrome).toBe(line === 'serror' ? 0xbe00_0000n : undefined);
    }
  });
});

describe('virtual interrupts', () => {
  const guest = (hcr: bigint, unmask = 0n) => {
    const started = start('1: nop\n b 1b', { registers: { vbar_el1: 0x4010_0000n } });
    started.machine.write('scr_el3', NS | RW);
    started.machine.write('hcr_el2', 0x8000_0000n | hcr);
    for (const each of ['d', 'a', 'i', 'f']) started.machine.write(each, unmask);
    started.machine.write('el', 1n);
    return started;
  };
  const stop = { budget: 5, stop: { onEntry: () => true } };

  it.each([
    ['HCR_EL2.VI', 0x10n | 0x80n, 'virq'],
    ['HCR_EL2.VF', 0x8n | 0x40n, 'vfiq'],
    ['HCR_EL2.VSE', 0x20n | 0x100n, 'vserror'],
  ])('%s is taken at EL1 when the physical kind is routed to EL2', (_, hcr, cause) => {
    const { machine, entries } = guest(hcr);
    machine.run(stop);
    expect(entries[0]).toMatchObject({ cause, fromLevel: 1, toLevel: 1 });
    // Taking a virtual SError clears it; the others stay until the hypervisor takes them back.
    expect(machine.read('hcr_el2')).toBe(0x8000_0000n | (cause === 'vserror' ? 0x20n : hcr));
  });

  it.each([
    ['masked', 0x10n | 0x80n, 1n],
    ['without HCR_EL2.IMO', 0x80n, 0n],
  ])('not %s', (_, hcr, masked) => {
    const { machine, entries } = guest(hcr, masked);
    machine.run(stop);
    expect(entries).toEqual([]);
  });

  it('by the external line, too', () => {
    const { machine, entries } = guest(0x10n);
    machine.setInterrupt('virq', true);
    machine.run(stop);
    expect(entries[0]).toMatchObject({ cause: 'virq', toLevel: 1 });
  });
});

it('ISR_EL1 shows what is pending', () => {
  const { machine } = start('nop');
  machine.setInterrupt('irq', true);
  machine.setInterrupt('serror', true);
  expect(machine.read('isr_el1')).toBe(0x180n);
});

it('a physical SError is taken once', () => {
  const { machine, entries } = start('1: nop\n b 1b', { registers: { vbar_el3: 0x4010_0000n } });
  machine.write('scr_el3', NS | RW | 8n);
  machine.write('a', 0n);
  machine.setInterrupt('serror', true);
  machine.run({ budget: 1, stop: {} });
  expect(entries).toHaveLength(1);
  expect(machine.read('isr_el1')).toBe(0n);
});
