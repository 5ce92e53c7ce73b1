import { describe, expect, test } from 'vitest';
import type { Origin } from '../../assembler/program.ts';
import { parseHitCondition } from '../../debug-adapter/breakpoints/hit-condition.ts';
import { GuestOutput } from '../../debug-adapter/console/guest-output.ts';
import { CallStack } from '../../debug-adapter/exceptions/call-tracking.ts';
import { formatAddress, formatValue } from '../../debug-adapter/expressions/format.ts';
import { parseNumber } from '../../debug-adapter/launch.ts';
import { launchArguments, requiredArguments } from '../../debug-adapter/launch-arguments.ts';
import { linesOf } from '../../debug-adapter/program/lines.ts';
import { samePath } from '../../debug-adapter/program/paths.ts';
import { levelsOf } from '../../debug-adapter/program/positions.ts';
import { sliceSizer } from '../../debug-adapter/running/slices.ts';

describe('paths', () => {
  const same: readonly [string, string][] = [
    ['/a/b.S', '/a/b.S'],
    ['/a//b.S', '/a/b.S'],
    ['C:\\Work\\x.S', 'c:/work/x.S'],
    ['file:///c%3A/work/x.S', 'C:\\work\\X.S'],
    ['file:///home/me/x.S', '/home/me/x.S'],
  ];
  for (const [a, b] of same) test(`${a} is ${b}`, () => expect(samePath(a, b)).toBe(true));
  test('case matters outside of Windows', () => expect(samePath('/a/b.S', '/a/B.S')).toBe(false));
});

test('lines end with LF, CRLF or CR', () => {
  const lines = linesOf('ab\r\nc\rd\n');
  expect(lines.count).toBe(4);
  expect(lines.at(0)).toEqual({ line: 1, column: 1 });
  expect(lines.at(5)).toEqual({ line: 2, column: 2 });
  expect(lines.at(6)).toEqual({ line: 3, column: 1 });
  expect(lines.at(99).line).toBe(4);
});

test('levels: macros count, repetitions and includes and defines do not', () => {
  const at = (start: number, parent?: Origin['parent']): Origin => ({
    span: { file: 'a.S', start, end: start + 1 },
    ...(parent && { parent }),
  });
  const included = at(100, { how: 'include', name: 'b.h', at: at(1) });
  const repeated = at(20, { how: 'repeat', name: '.rept', count: 3, at: included });
  const inMacro = at(30, { how: 'macro', name: 'M', count: 7, at: repeated });
  const defined = at(40, { how: 'define', name: 'D', at: inMacro });
  expect(levelsOf(defined).map(l => [l.span.start, l.macro, l.instance])).toEqual([
    [20, undefined, ':3'],
    [30, 'M', '7:'],
  ]);
});

test('hit conditions', () => {
  const holds = (text: string): number[] => [1, 2, 3, 4, 5, 6].filter(n => parseHitCondition(text)?.(n));
  expect(holds('3')).toEqual([3]);
  expect(holds('>= 5')).toEqual([5, 6]);
  expect(holds('% 3')).toEqual([3, 6]);
  expect(holds('< 2')).toEqual([1]);
  expect(holds('% 0')).toEqual([]);
  expect(parseHitCondition('three')).toBeUndefined();
});

test('numbers of a launch configuration', () => {
  expect(parseNumber('0xFFFF_ffff_0000_0000')).toBe(0xffff_ffff_0000_0000n);
  expect(parseNumber(-1)).toBe(0xffff_ffff_ffff_ffffn);
  expect(parseNumber('12')).toBe(12n);
  expect(parseNumber(1.5)).toBeUndefined();
  expect(parseNumber('1e3')).toBeUndefined();
});

test('launch arguments: every one is described, and defaults are of their own type', () => {
  for (const [name, schema] of Object.entries(launchArguments)) {
    expect(schema.description, name).toMatch(/\.$/);
    if (!('default' in schema)) continue;
    const type = Array.isArray(schema.default) ? 'array' : typeof schema.default;
    expect([schema.type].flat(), name).toContain(type);
  }
  for (const name of requiredArguments) expect(launchArguments).toHaveProperty(name);
});

test('values as text', () => {
  expect(formatValue(5n, 64, 'hex')).toBe('0x0000000000000005');
  expect(formatValue(0xffff_ffff_ffff_ffffn, 64, 'decimal')).toBe('-1');
  expect(formatValue(1n, 1, 'hex')).toBe('0x1');
  expect(formatAddress(0x40n, 64, 'hex', () => 'here')).toBe('0x0000000000000040 <here>');
});

test('the shadow call stack', () => {
  const calls = new CallStack();
  const at = (address: bigint) => ({ address, length: 4 });
  calls.follow(at(0x100n), ['call'], 0x200n);
  calls.follow(at(0x200n), ['call'], 0x300n);
  expect(calls.calls.map(c => c.site)).toEqual([0x100n, 0x200n]);
  calls.follow(at(0x300n), ['jump'], 0x204n);
  expect(calls.calls.map(c => c.site)).toEqual([0x100n]);
  calls.follow(at(0x204n), ['next', 'jump'], 0x220n);
  expect(calls.calls).toHaveLength(1);
  calls.follow(at(0x220n), ['call'], 0x400n);
  calls.follow(at(0x400n), ['return'], 0x104n);
  expect(calls.calls).toEqual([]);
  calls.follow(at(0x104n), ['call'], 0x500n);
  calls.follow(at(0x500n), ['return'], 0x9000n);
  expect(calls.calls).toEqual([]);
});

test('slices grow and shrink towards the time they are to take', () => {
  const sizer = sliceSizer(10);
  const first = sizer.budget;
  sizer.ran(first, 1);
  expect(sizer.budget).toBe(first * 2);
  const grown = sizer.budget;
  sizer.ran(grown, 20);
  expect(sizer.budget).toBe(grown / 2);
  sizer.ran(1, 100);
  expect(sizer.budget).toBe(grown / 2);
});

test('guest output keeps characters whole and is gathered', () => {
  const sent: string[] = [];
  const tasks: (() => void)[] = [];
  const output = new GuestOutput(
    text => sent.push(text),
    task => tasks.push(task),
  );
  const bytes = new TextEncoder().encode('für');
  for (const byte of bytes) output.write(Uint8Array.of(byte));
  expect(sent).toEqual([]);
  for (const task of tasks) task();
  expect(sent).toEqual(['für']);
  expect(tasks).toHaveLength(1);
});
