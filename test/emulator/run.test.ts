import { describe, expect, it } from 'vitest';
import { createMachine, problemsOf } from '../../emulator/machine.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { loadAddress, start } from './start.ts';

describe('a run', () => {
  it('ends at its budget, and goes on where it was', () => {
    const { machine } = start('1: add x0, x0, #1\n b 1b');
    expect(machine.run({ budget: 10, stop: {} })).toEqual({ event: 'limit' });
    expect(machine.time).toBe(10n);
    machine.run({ budget: 10, stop: {} });
    expect(machine.read('x0')).toBe(10n);
  });

  it('stops at a breakpoint before its instruction, and passes it when told', () => {
    const { machine, address, run } = start('nop\n here: add x0, x0, #1\n b here');
    const breakpoints = new Set([address('here')]);
    expect(run({ breakpoints })).toEqual({ event: 'breakpoint', address: address('here') });
    expect(machine.read('x0')).toBe(0n);
    expect(machine.run({ budget: 100, stop: { breakpoints }, skipFirstBreakpoint: true })).toEqual({
      event: 'breakpoint',
      address: address('here'),
    });
    expect(machine.read('x0')).toBe(1n);
  });

  it('asks at a breakpoint whether to stop', () => {
    const { machine, address, run } = start('here: add x0, x0, #1\n b here');
    let hits = 0;
    run({ breakpoints: new Set([address('here')]), onBreakpoint: () => ++hits === 3 });
    expect(machine.read('x0')).toBe(2n);
  });

  it('stops at a stub, and returns from it with a value', () => {
    const stub = 0x4700_0000n;
    const { machine, run, address } = start(`ldr x1, =0x47000000\n blr x1\n after: b .`, {
      stubs: [{ address: stub, name: 'handle_irq' }],
    });
    expect(run()).toEqual({ event: 'stub', address: stub, name: 'handle_irq' });
    machine.returnFromStub(42n);
    expect(machine.pc).toBe(address('after'));
    expect(machine.read('x0')).toBe(42n);
  });

  it('is idle in WFI until an interrupt is pending, masked or not', () => {
    const { machine, run, address } = start('wfi\n after: b .');
    expect(run()).toEqual({ event: 'idle', address: address('after') });
    expect(run()).toEqual({ event: 'idle', address: address('after') });
    machine.setInterrupt('irq', true);
    expect(run({ breakpoints: new Set([address('after')]) })).toMatchObject({ event: 'breakpoint' });
  });

  it('passes the first WFE after an exception return or SEVL, and waits in the next', () => {
    const { run, address } = start('sevl\n wfe\n wfe\n after: b .');
    expect(run()).toEqual({ event: 'idle', address: address('after') });
  });

  it('tells every instruction with its accesses to an observer', () => {
    const { machine, run } = start(
      'ldr x1, =0x40200000\n mov x0, #7\n str x0, [x1]\n ldrb w2, [x1]\n svc #0',
    );
    const seen: string[] = [];
    const stop = machine.onInstruction(({ instruction, accesses, faulted }) =>
      seen.push(
        `${instruction.row.mnemonic} ${accesses.map(a => `${a.kind} ${a.size} ${a.value}`)}${faulted ? '!' : ''}`,
      ),
    );
    run({ onEntry: () => true });
    stop();
    expect(seen.slice(1)).toEqual(['movz ', 'str store 8 7', 'ldrb load 1 7', 'svc !']);
  });

  it('sees code that the program changes', () => {
    const { machine, run, address } = start(`
      ldr w1, patch
      adr x2, here
      bl here
      str w1, [x2]
      bl here
      stop: b .
      here: add x0, x0, #1
      ret
      patch: add x0, x0, #16`);
    run({ breakpoints: new Set([address('stop')]) });
    expect(machine.read('x0')).toBe(17n);
  });
});

describe('the end of a guest', () => {
  const block = 'block: .quad 0x20026, 42';

  it.each([
    [
      'semihosting exit with a code',
      3,
      `mov x0, #0x18\n adr x1, 1f\n hlt #0xf000\n .balign 8\n 1: ${block}`,
      42,
    ],
    ['PSCI SYSTEM_OFF by HVC, from EL1', 1, 'ldr x0, =0x84000008\n hvc #0', 0],
    ['PSCI SYSTEM_OFF by SMC, from EL2', 2, 'ldr x0, =0x84000008\n smc #0', 0],
    ['PSCI SYSTEM_RESET by HVC, from EL1', 1, 'ldr x0, =0x84000009\n hvc #0', 0],
  ] as const)('%s', (_, entryLevel, source, code) => {
    const { run } = start(source, { entryLevel });
    expect(run()).toMatchObject({ event: 'exit', code });
    expect(run()).toMatchObject({ event: 'exit', code });
  });

  it('PSCI answers what it does not know with NOT_SUPPORTED', () => {
    const { machine, run, address } = start('ldr x0, =0x84001234\n hvc #0\n stop: b .', { entryLevel: 1 });
    run({ breakpoints: new Set([address('stop')]) });
    expect(machine.read('x0')).toBe(0xffff_ffff_ffff_ffffn);
  });

  it('semihosting never reaches files', () => {
    const { machine, run, address, log } = start('mov x0, #1\n hlt #0xf000\n stop: b .');
    run({ breakpoints: new Set([address('stop')]) });
    expect(machine.read('x0')).toBe(0xffff_ffff_ffff_ffffn);
    expect(log).toEqual(['Semihosting operation 0x1 is not offered: it answers -1']);
  });
});

describe('the console', () => {
  it('gets what the UART and semihosting write, and gives what was typed', () => {
    const { machine, run, console } = start(`
      mov x3, #0x09000000
      ldr w0, [x3]
      str w0, [x3]
      ldr w1, [x3, #0x18]
      mov x0, #4
      adr x1, text
      hlt #0xf000
      mov x0, #3
      adr x1, text
      hlt #0xf000
      mov x0, #0x18
      hlt #0xf000
      text: .asciz "abc"`);
    machine.consoleInput(Uint8Array.of(0x5a));
    expect(run()).toMatchObject({ event: 'exit' });
    expect(console()).toBe('Zabca');
  });
});

describe('determinism', () => {
  it('the same launch gives the same state, and every difference shows', () => {
    const source = 'ldr x1, =0x40200000\n 1: add x0, x0, #3\n str x0, [x1], #8\n b 1b';
    const hashAfter = (budget: number): string => {
      const { machine } = start(source);
      machine.run({ budget, stop: {} });
      return machine.stateHash();
    };
    expect(hashAfter(500)).toBe(hashAfter(500));
    expect(hashAfter(500)).not.toBe(hashAfter(501));
  });

  it('does not depend on how a run is sliced', () => {
    const one = start('1: add x0, x0, #3\n b 1b').machine;
    const other = start('1: add x0, x0, #3\n b 1b').machine;
    one.run({ budget: 100, stop: {} });
    for (let slice = 0; slice < 10; slice++) other.run({ budget: 10, stop: {} });
    expect(other.stateHash()).toBe(one.stateHash());
  });
});

describe('options', () => {
  const good = { architecture: a64, board: 'virt', segments: [], entry: loadAddress };

  it.each([
    [{ board: 'toaster' }, 'There is no board "toaster"; there is virt.'],
    [{ entryLevel: 0 }, 'The entry level is 0; it must be 1, 2 or 3.'],
    [{ memoryBytes: -1 }, '-1 bytes of RAM: board virt takes 1 to 2147483648.'],
    [
      { segments: [{ address: 0x2000_0000n, bytes: new Uint8Array(16) }] },
      "The program's bytes at 0x20000000 to 0x20000010 lie outside the memory of board virt.",
    ],
    [{ registers: { x99: 1n } }, 'There is no register "x99".'],
  ])('%o: %s', (options, sentence) => {
    expect(problemsOf({ ...good, ...options })).toEqual([sentence]);
    expect(() => createMachine({ ...good, ...options })).toThrow(sentence);
  });

  it('sets registers and the level at entry', () => {
    const { machine } = start('nop', { entryLevel: 2, registers: { x0: 5n, sp: 0x4030_0000n } });
    expect(machine.level).toBe(2);
    expect([machine.read('x0'), machine.read('sp_el2')]).toEqual([5n, 0x4030_0000n]);
    expect(machine.read('pstate')).toBe(0x4000_03c9n);
  });
});
