import { describe, expect, test } from 'vitest';
import { fieldLookup } from '../../../emulator/conditions.ts';
import { hawk } from '../../../isa/hawk/architecture.ts';
import { monitorData, monitorRoutines } from '../../../isa/hawk/monitor.ts';

describe('status', () => {
  test.each([
    [0n, 'level 0, old level 0, nzvc'],
    [0xf000ff05n, 'level 15 (user), old level 0, nZvC'],
    [0x0700000an, 'level 0, old level 7, NzVc'],
  ])('%i is %s', (value, text) => {
    expect(hawk.describeStatus(value)).toBe(text);
  });

  test('its fields are found by name', () => {
    const field = fieldLookup(hawk);
    expect(field('psw', 'OldLevel')).toMatchObject({ high: 27, low: 24 });
    expect(field('psw', 'bcd')).toMatchObject({ high: 15, low: 8 });
    expect(field('costat', 'select')).toMatchObject({ high: 10, low: 8 });
  });

  test('a handler must give back all of it but the levels', () => {
    expect(hawk.context.statusKeptByHandler).toBe(0x00ff_ffffn);
  });
});

test.each([
  ['R3', 'r3'],
  ['RA', 'r10'],
  ['rf', 'r15'],
  ['TSV', 'tsv'],
  ['FPA1', 'fpa1'],
])('register %s is %s', (spelling, name) => {
  expect(hawk.register(spelling)?.name).toBe(name);
});

test.each(['R0', 'R16', 'RG', 'SP'])('there is no register %s', name => {
  expect(hawk.register(name)).toBeUndefined();
});

test('the trap vector has sixteen entries of sixteen bytes from address 0', () => {
  const { base, slots, slotSize } = hawk.vectorTable;
  expect([base, slots.length, slotSize]).toEqual([0n, 16, 16]);
  expect(slots.map(({ offset }) => offset)).toEqual(Array.from({ length: 16 }, (_, n) => n * 16));
  expect(slots.find(({ name }) => name === 'Interrupt 7')?.offset).toBe(0xf0);
  expect(slots.find(({ short }) => short === 'bus')?.offset).toBe(0x10);
});

test('a filter for each trap that the manual names', () => {
  const entries = hawk.exceptionFilters.filter(({ event }) => event === 'entry');
  expect(entries.map(({ label }) => label)).toEqual(
    ['Bus', 'Illegal instruction', 'Privilege', 'MMU', 'Coprocessor', 'Interrupt'].map(
      name => `Hawk: ${name}`,
    ),
  );
});

test('the monitor has one name for each routine and datum', () => {
  const names = [...monitorRoutines, ...monitorData].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
