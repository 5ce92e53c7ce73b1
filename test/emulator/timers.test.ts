/** Generic timers and the interrupt controller in a machine, as programs see them. */
import { describe, expect, it } from 'vitest';
import { start } from './start.ts';

/** Both sides of the interrupt controller on; the private interrupts of the timers enabled. */
const controller = `
  mov x27, #0x08000000
  add x28, x27, #0x10000
  mov w0, #1
  str w0, [x27]
  str w0, [x28]
  mov w0, #0xff
  str w0, [x28, #4]
  mov w0, #0x6c000000
  str w0, [x27, #0x100]
`;

const setTimer = (name: string, suffix: string, ticks: number): string => `
  mov x0, #${ticks}
  msr ${name}_tval${suffix}, x0
  mov x0, #1
  msr ${name}_ctl${suffix}, x0
`;

describe('a timer', () => {
  it.each([
    ['cntp', '_el0', 1],
    ['cntv', '_el0', 1],
    ['cnthp', '_el2', 2],
    ['cntps', '_el1', 3],
  ])('%s interrupts at its tick', (name, suffix, level) => {
    const { machine, entries } = start(
      `${controller}${setTimer(name, suffix, 50)}
        msr daifclr, #2
      1: b 1b`,
      {
        entryLevel: level,
        registers: {
          [`vbar_el${level}`]: 0x4010_0000n,
          ...(level === 2 ? { hcr_el2: 0x8000_0010n } : {}),
          ...(level === 3 ? { scr_el3: 2n } : {}),
        },
      },
    );
    machine.run({ budget: 200, stop: { onEntry: () => true } });
    expect(entries.map(({ cause, toLevel }) => [cause, toLevel])).toEqual([['irq', level]]);
    // TVAL was written 50 ticks before, after the nine instructions for the controller and a MOV.
    expect(entries[0]!.time).toBe(9n + 1n + 50n);
    expect(machine.read('isr_el1')).toBe(0x80n);
  });
});

describe('waiting', () => {
  it('WFI jumps to the timer, whatever its distance', () => {
    const { machine, entries } = start(
      `${controller}
        mov x0, #0x100000000000
        msr cntv_cval_el0, x0
        mov x0, #1
        msr cntv_ctl_el0, x0
        wfi
        mrs x1, cntvct_el0
      1: b 1b`,
      { entryLevel: 1 },
    );
    machine.run({ budget: 30, stop: {} });
    expect(entries).toEqual([]);
    expect(machine.read('x1')).toBe(0x1000_0000_0000n);
    expect(machine.time).toBeLessThan(40n);
  });

  it.each([
    ['rising', 0x44n, 0x10n],
    ['falling', 0x4cn, 0x20n],
  ])('WFE goes on at the next %s edge of the event stream', (_, control, tick) => {
    const { machine } = start('wfe\n mrs x1, cntvct_el0\n wfe\n mrs x2, cntvct_el0\n b .', {
      entryLevel: 1,
      registers: { cntkctl_el1: control },
    });
    machine.run({ budget: 8, stop: {} });
    expect(['x1', 'x2'].map(name => machine.read(name))).toEqual([tick, tick + 0x20n]);
  });

  it('is idle when the timer cannot wake it', () => {
    const { run } = start(`${setTimer('cntv', '_el0', 10)}\n wfi\n b .`, { entryLevel: 1 });
    expect(run().event).toBe('idle');
  });

  it('ends by console input that interrupts', () => {
    const { machine, run, address } = start(
      `${controller}
        mov w0, #2
        str w0, [x27, #0x104]
        movz x1, #0x0900, lsl #16
        mov w0, #0x10
        str w0, [x1, #0x38]
      waits:
        wfi
        ldr w2, [x1]
      1: b 1b`,
      { entryLevel: 1 },
    );
    expect(run()).toMatchObject({ event: 'idle', address: address('waits') + 4n });
    machine.consoleInput(Uint8Array.of(0x7a));
    machine.run({ budget: 3, stop: {} });
    expect(machine.read('x2')).toBe(0x7an);
  });
});

describe('CNTHP at EL2', () => {
  it('is acknowledged as 0x1a while ISR_EL1 shows an IRQ', () => {
    const { machine, entries } = start(
      `${controller}${setTimer('cnthp', '_el2', 100)}
        msr daifclr, #2
        wfi
        b .
        .balign 2048
      table:
        .space 0x280
        mrs x20, isr_el1
        ldr w21, [x28, #0x0c]
        mrs x22, isr_el1
        b .`,
      { entryLevel: 2, registers: { hcr_el2: 0x8000_0010n, vbar_el2: 0x4008_0800n } },
    );
    machine.run({ budget: 50, stop: {} });
    expect(
      entries.map(({ cause, fromLevel, toLevel, offset }) => [cause, fromLevel, toLevel, offset]),
    ).toEqual([['irq', 2, 2, 0x280]]);
    expect(['x20', 'x21', 'x22'].map(name => machine.read(name))).toEqual([0x80n, 0x1an, 0n]);
  });
});

it('a run with timers, interrupts and waiting repeats exactly', () => {
  const source = `${controller}${setTimer('cntv', '_el0', 300)}
      msr daifclr, #2
    1: wfi
      b 1b
      .balign 2048
      .space 0x280
      ldr w21, [x28, #0x0c]
      mov x0, #700
      msr cntv_tval_el0, x0
      str w21, [x28, #0x10]
      add x25, x25, #1
      eret`;
  const states = [100, 37].map(budget => {
    const { machine } = start(source, { entryLevel: 1, registers: { vbar_el1: 0x4008_0800n } });
    while (machine.time < 5000n) machine.run({ budget, stop: {} });
    return [machine.read('x25')! > 100n, machine.time >= 5000n];
  });
  expect(states).toEqual([
    [true, true],
    [true, true],
  ]);
  const hash = (budget: number) => {
    const { machine } = start(source, { entryLevel: 1, registers: { vbar_el1: 0x4008_0800n } });
    for (let left = 3700; left > 0; left -= budget) machine.run({ budget, stop: {} });
    return machine.stateHash();
  };
  expect(hash(100)).toBe(hash(37));
});
