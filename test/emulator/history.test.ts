/** Ways through the recorded past: they arrive where the run was, and find what would have stopped last. */
import { describe, expect, it } from 'vitest';
import type { StopConditions, StopEvent } from '../../emulator/api.ts';
import { History, type Way } from '../../emulator/core/history.ts';
import { fixture, start as startHawk } from './hawk/start.ts';
import { type Started, start } from './start.ts';

/** Goes a way to its end. */
function go(way: Way): StopEvent | undefined {
  for (;;) {
    const { done, value } = way.next();
    if (done) return value;
  }
}

/** Calls into a handler in turns; x20 counts the turns, and memory is written all the time. */
const turning = `
    adr x0, vectors
    msr vbar_el1, x0
    ldr x10, =0x40200000
  turn: add x20, x20, #1
    str x20, [x10], #128
    svc #1
  back: b turn
    .balign 2048
  vectors: .space 0x200
    add x21, x21, #1
    eret`;

interface Recorded extends Started {
  readonly history: History;
  /** State at some moments of the run. */
  readonly hashes: ReadonlyMap<number, string>;
}

/** A run of so many steps, with the hash at every 397th. */
function recorded(
  steps: number,
  started = start(turning, { entryLevel: 1, engine: 'interpreter' }),
  megabytes = 64,
): Recorded {
  const { machine } = started;
  const history = new History(machine, { megabytes });
  history.slice = 50;
  const hashes = new Map<number, string>();
  while (machine.moment < steps) {
    history.run({ budget: 1e6, until: Math.min(machine.moment + 397, steps), stop: {} });
    hashes.set(machine.moment, machine.stateHash());
  }
  return { ...started, history, hashes };
}

describe('a way to a moment', () => {
  it('arrives in the state that was there then, from wherever it begins', () => {
    const { machine, history, hashes } = recorded(5000);
    const moments = [...hashes.keys()];
    for (let turn = 0; turn < 25; turn++) {
      const moment = moments[(turn * 7) % moments.length]!;
      go(history.goTo(moment));
      expect([machine.moment, machine.stateHash()]).toEqual([moment, hashes.get(moment)]);
    }
    expect(machine.end).toBe(5000);
  });

  it('goes step by step to the start, and stays there', () => {
    const { machine, history } = recorded(300);
    for (let moment = 299; moment >= 0; moment--) {
      go(history.stepBack());
      expect(machine.moment).toBe(moment);
    }
    expect([history.atStart, machine.time, machine.read('x20')]).toEqual([true, 0n, 0n]);
    go(history.stepBack());
    expect(machine.moment).toBe(0);
    history.run({ budget: 1e6, until: 300, stop: {} });
    expect(machine.end).toBe(300);
  });

  it('goes to a number of retired instructions, which an exception does not count', () => {
    const started = start(
      'ldr x0, =0x40081000\n msr vbar_el1, x0\n 1: ldr x1, [x3]\n b 1b\n .balign 4096\n .space 0x200\n mrs x2, elr_el1\n add x2, x2, #4\n msr elr_el1, x2\n eret',
      { entryLevel: 1 },
    );
    const { machine, history } = recorded(400, started);
    for (const time of [250n, 3n, 100n, 101n, 102n, 0n]) {
      go(history.goToTime(time));
      expect(machine.time).toBe(time);
      const { moment } = machine;
      if (moment > 0) go(history.stepBack());
      if (moment > 0) expect(machine.time).toBe(time - 1n);
    }
    go(history.goToTime(1_000_000n));
    expect(machine.moment).toBe(400);
  });

  it('takes time in slices, and may be given up on the way', () => {
    const { machine, history, hashes } = recorded(5000);
    history.slice = 10;
    const way = history.goTo(4990);
    go(history.goTo(0));
    expect(history.isTravelling).toBe(false);
    way.next();
    way.next();
    expect(history.isTravelling).toBe(true);
    way.return(undefined);
    expect(history.isTravelling).toBe(false);
    expect(machine.moment).toBeLessThan(4990);
    go(history.goTo(4764));
    expect(machine.stateHash()).toBe(hashes.get(4764));
  });

  it('brings companions along, and takes them to where the machine is', () => {
    const { machine, history } = recorded(0);
    let entries = 0;
    machine.onEvent(({ event }) => {
      if (event === 'exceptionEntry') entries++;
    });
    history.accompany<number>({
      save: () => entries,
      restore: saved => {
        entries = saved;
      },
    });
    history.run({ budget: 3000, stop: {} });
    for (const moment of [2900, 17, 1500, 2901]) {
      go(history.goTo(moment));
      expect(entries).toBe([...machine.slotEntries.values()].reduce((sum, count) => sum + count, 0));
    }
  });
});

describe('the way back to the last event that stops', () => {
  const at = (label: string, { address }: Started): StopConditions => ({
    breakpoints: new Set([address(label)]),
  });

  it('finds the last visit of a breakpoint, then the one before', () => {
    const run = recorded(5000);
    const { machine, history, address } = run;
    const moments: number[] = [];
    for (let turn = 0; turn < 20; turn++) {
      expect(go(history.goBack(at('turn', run)))).toEqual({ event: 'breakpoint', address: address('turn') });
      moments.push(machine.moment);
      expect(machine.pc).toBe(address('turn'));
    }
    expect(new Set(moments.map((moment, n) => moment - (moments[n + 1] ?? moment - 6)))).toEqual(
      new Set([6]),
    );
  });

  it('finds the last entry and the last return that conditions let through', () => {
    const { machine, history } = recorded(5000);
    const wanted = (time: bigint): StopConditions => ({ onEntry: entry => entry.time < time });
    expect(go(history.goBack({ onReturn: () => true }))).toMatchObject({
      event: 'exceptionReturn',
      time: machine.time,
    });
    const before = machine.moment;
    expect(go(history.goBack({ onEntry: () => true }))).toMatchObject({ event: 'exceptionEntry' });
    expect(machine.moment).toBe(before - 2);
    expect(go(history.goBack(wanted(400n)))).toMatchObject({ event: 'exceptionEntry', time: machine.time });
    expect(machine.time).toBeLessThan(400n);
    expect(machine.time).toBeGreaterThan(390n);
  });

  it('goes to the start when there is none', () => {
    const { machine, history } = recorded(2000);
    expect(go(history.goBack({ onHazard: () => true }))).toBeUndefined();
    expect([machine.moment, history.atStart]).toEqual([0, true]);
  });

  it('finds stops on the Hawk', () => {
    const started = startHawk(fixture('t3-emulated-multiply.a'));
    const history = new History(started.machine, { megabytes: 1 });
    history.run({ budget: 10_000, stop: {} });
    const traps: bigint[] = [];
    for (;;) {
      const event = go(history.goBack({ onEntry: () => true }));
      if (event?.event !== 'exceptionEntry') break;
      traps.push(event.returnAddress);
    }
    expect(traps).toEqual([0x1128n, 0x1126n, 0x1124n, 0x1120n]);
  });

  it('finds calls of stubs, and what was answered is answered again', () => {
    const started = start('ldr x1, =0x47000000\n 1: blr x1\n add x2, x2, x0\n b 1b', {
      stubs: [{ address: 0x4700_0000n, name: 'handle_irq' }],
    });
    const { machine } = started;
    const history = new History(machine, { megabytes: 1 });
    for (let call = 1n; call < 20n; call++) {
      expect(history.run({ budget: 100, stop: {} }).event).toBe('stub');
      machine.returnFromStub(call);
    }
    history.run({ budget: 2, stop: {} });
    expect(machine.read('x2')).toBe(190n);
    for (let call = 19n; call > 0n; call--) {
      expect(go(history.goBack({}))).toMatchObject({ event: 'stub', name: 'handle_irq' });
      expect(machine.read('x2')).toBe((call * (call - 1n)) / 2n);
    }
    go(history.goTo(machine.end));
    expect(machine.read('x2')).toBe(190n);
  });
});

describe('other input in the past', () => {
  it('begins another future', () => {
    const { machine, history } = recorded(3000);
    go(history.goTo(1000));
    expect(machine.end).toBe(3000);
    machine.write('x20', 0x1234n);
    expect(machine.end).toBe(1000);
    history.run({ budget: 500, stop: {} });
    const hash = machine.stateHash();
    const { moment } = machine;
    go(history.goTo(900));
    expect(machine.read('x20')).toBeLessThan(0x1234n);
    go(history.goTo(moment));
    expect(machine.stateHash()).toBe(hash);
    expect(history.snapshots.every(each => each.moment <= moment)).toBe(true);
  });
});

describe('the length of ways', () => {
  it('is short for the second step back, also far from the present with few snapshots', () => {
    const { machine } = start(turning, { entryLevel: 1 });
    const history = new History(machine, { megabytes: 1 });
    history.slice = 1000;
    while (machine.moment < 100_000) history.run({ budget: 1000, stop: {} });
    go(history.goTo(40_123));
    let repeated = 0;
    machine.onInstruction(() => repeated++);
    go(history.stepBack());
    expect(repeated).toBeLessThan(40_123 / 15);
    for (let steps = 0; steps < 9; steps++) go(history.stepBack());
    expect(machine.moment).toBe(40_113);
    expect(repeated).toBeLessThan(40_123 / 5);
  });
});

describe('memory', () => {
  it('is bounded: what is long ago has fewer snapshots, and the start stays', () => {
    const { history, machine, hashes } = recorded(15_000, undefined, 2);
    const kept = history.snapshots;
    expect(kept[0]!.moment).toBe(0);
    expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(2 * 2 ** 20);
    const gaps = kept.slice(1).map(({ moment }, at) => moment - kept[at]!.moment);
    expect(Math.max(...gaps.slice(0, 3))).toBeGreaterThan(4 * Math.min(...gaps.slice(-3)));
    const moment = [...hashes.keys()][7]!;
    go(history.goTo(moment));
    expect(machine.stateHash()).toBe(hashes.get(moment));
  });
});
