/** The trap-handler programs T1–T6 of the reference, which state what every register holds at the end. */
import { expect, test } from 'vitest';
import { fixture, type Started, start } from './start.ts';

const halted = { event: 'exit', code: 0, how: 'arrived at address 0' };

function registersOf(started: Started, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map(name => [name, started.read(name)]));
}

const traps = ({ entries }: Started) =>
  entries.map(({ offset, returnAddress }) => [offset, Number(returnAddress)]);

test('T1: a minimal handler skips the instruction that traps, and loses R1', () => {
  const started = start(fixture('t1-minimal-bus-error.a'));
  expect(started.run()).toEqual(halted);
  expect(traps(started)).toEqual([[0x10, 0x1016]]);
  expect(started.entries[0]).toMatchObject({ cause: 'bus', faultAddress: 0x20000n, fromLevel: 0 });
  expect(registersOf(started, ['r1', 'r5', 'r4', 'r8', 'r9', 'r10'])).toEqual({
    r1: 0x1000,
    r5: 0x1000,
    r4: 55,
    r8: 0x1018,
    r9: 0x20000,
    r10: 0,
  });
  expect(started.machine.time).toBe(16n);
  expect(started.hazards).toEqual([]);
});

test('T2: a bus error at user level becomes an exception of the program', () => {
  const started = start(fixture('t2-bus-error-to-exception.a'));
  expect(started.run()).toEqual(halted);
  expect(traps(started)).toEqual([[0x10, 0x105e]]);
  expect(started.entries[0]).toMatchObject({ faultAddress: 0x100n, fromLevel: 15, toLevel: 0 });
  const saved = [0, 4, 8, 12, 16].map(offset => started.word(0x10010 + offset));
  expect(saved).toEqual([33, 0xffffffff, 0x105e, 0x100, 0x0f000000]);
  expect(registersOf(started, ['r1', 'r2', 'r6', 'tsv', 'psw'])).toEqual({
    r1: 0x1062,
    r2: 0x10100,
    r6: 77,
    tsv: 33,
    psw: 0xf0000000,
  });
  expect(Number(started.machine.time) + started.entries.length).toBe(38);
});

test('T3: an instruction that is not there is carried out by its handler', () => {
  const started = start(fixture('t3-emulated-multiply.a'));
  expect(started.run()).toEqual(halted);
  expect(traps(started)).toEqual([
    [0x20, 0x1120],
    [0x20, 0x1124],
    [0x20, 0x1126],
    [0x20, 0x1128],
  ]);
  expect(
    registersOf(started, ['r3', 'r9', 'r10', 'r2', 'r1', 'r4', 'r11', 'r12', 'r13', 'psw', 'tsv']),
  ).toEqual({
    r3: 42,
    r9: 0xf8a43600,
    r10: 0xfffffc18,
    r2: 0x10200,
    r1: 1,
    r4: 6,
    r11: 0,
    r12: 0,
    r13: 13,
    psw: 0xf000ff05,
    tsv: 0x2a2a00,
  });
});

test('T4: CPUGET at user level traps and has no effect', () => {
  const started = start(fixture('t4-privilege-violation.a'));
  expect(started.run()).toEqual(halted);
  expect(traps(started)).toEqual([[0x30, 0x1022]]);
  expect(registersOf(started, ['r4', 'r10', 'r11', 'r12', 'r1', 'r6', 'psw'])).toEqual({
    r4: 44,
    r10: 0x0f000000,
    r11: 0x1024,
    r12: 5,
    r1: 5,
    r6: 5,
    psw: 0xf0000000,
  });
  expect(started.returns.map(({ fromLevel, toLevel }) => [fromLevel, toLevel])).toEqual([
    [0, 15],
    [0, 15],
  ]);
});

test('T5: each key interrupts the loop that waits for it', () => {
  const started = start(fixture('t5-keyboard-interrupt.a'));
  for (const key of 'AB') {
    expect(started.run({}, 101)).toEqual({ event: 'limit' });
    started.machine.consoleInput(Buffer.from(key));
  }
  expect(started.run()).toEqual(halted);
  expect(started.entries.map(({ offset, cause }) => [offset, cause])).toEqual([
    [0xf0, 'interrupt 7'],
    [0xf0, 'interrupt 7'],
  ]);
  for (const { returnAddress } of started.entries)
    expect([0x1056n, 0x1058n, 0x105cn]).toContain(returnAddress);
  expect([started.word(0x10020), started.word(0x10024), started.read('r8')]).toEqual([2, 0x42, 0x42]);
  expect(started.machine.level).toBe(7);
  expect(started.word(0xff100004)).toBe(0x80);
  expect(started.hazards).toEqual([]);
});

test('T6: a handler that traps before it has read TPC never gets back', () => {
  const started = start(fixture('t6-nested-trap.a'));
  expect(started.run({}, 500)).toEqual({ event: 'limit' });
  const [first, ...later] = traps(started);
  expect(first).toEqual([0x10, 0x1012]);
  expect(later.length).toBeGreaterThan(50);
  expect(new Set(later.map(String))).toEqual(new Set([`${0x10},${0x1006}`]));
  expect(started.read('tsv')).toBe(0x1000);
  expect(started.hazards[0]).toMatchObject({
    hazard: 'nested-trap',
    address: 0x1006n,
    message:
      'Trap inside a trap handler: bus at #00001006 before the handler for bus has read TPC; ' +
      'the return address #00001012 and the old level are lost',
  });
});
