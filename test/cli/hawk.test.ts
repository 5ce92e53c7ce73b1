/** Every example of the Hawk runs to its stated end; assembling and linting choose the machine by the file. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommandLine, commandLine } from './ventry.ts';

const examples = join(import.meta.dirname, '../../examples/hawk-traps');
let ventry: CommandLine;

beforeAll(async () => {
  ventry = await commandLine();
  cpSync(examples, ventry.folder, { recursive: true });
  ventry.file('by-board.txt', readFileSync(join(examples, 'minimal.a'), 'utf8'));
});
afterAll(() => ventry.remove());

/** Trace lines up to the saved return address. */
const traps = (err: string): string[] =>
  err.split('\n').flatMap(line => /^#\d+ (?!return).*?(?= {2}TPC)/.exec(line)?.[0] ?? []);

// biome-ignore format: a table is read by columns
test.each([
  ['minimal.a',   'after the trap, R1 is #00001016',        ['#1 bus  level 0 → level 0  offset 0x10 (bus)  TMA 0x40000']],
  ['tsv.a',       'constraint error at #00001048',          ['#1 bus  level 0 → level 0  offset 0x10 (bus)  TMA 0x0']],
  ['save.a',      'no memory at #00040000, and on it goes', ['#1 bus  level 0 → level 0  offset 0x10 (bus)  TMA 0x40000']],
  ['multiply.a',  '42, then a program error',               ['#1 instruction  level 0 → level 0  offset 0x20 (instruction)', '#2 instruction  level 0 → level 0  offset 0x20 (instruction)']],
  ['privilege.a', 'violations: 1',                          ['#1 privilege  level 15 (user) → level 0  offset 0x30 (privilege)']],
  ['broken.a',    '',                                       ['#1 bus  level 0 → level 0  offset 0x10 (bus)  TMA 0x40000', '#2 privilege  level 15 (user) → level 0  offset 0x30 (privilege)']],
])('%s runs to its end', async (file, console, expected) => {
  const { code, out, err } = await ventry.run('run', '--trace', 'exceptions', '--max-instructions', '5000', file);
  expect([code, out, traps(err)]).toEqual([0, console, expected]);
});

test('the keyboard waits for keys on standard input', async () => {
  const { code, err } = await ventry.run('run', '--max-instructions', '5000', 'keyboard.a');
  expect(code).toBe(124);
  expect(err).toContain('stopped after 5000 instructions');
});

test('a break with a condition shows the registers at their width', async () => {
  const { code, err } = await ventry.run('run', '--break', 'bus if TMA == 0x40000', 'save.a');
  expect(code).toBe(0);
  expect(err).toContain('stopped: Hawk: Bus');
  expect(err).toMatch(/ r5 00040000 +r6 00000006/);
});

test('the board says what a file is for whose name does not', async () => {
  const { code, out } = await ventry.run('run', '--machine', 'hawk', 'by-board.txt');
  expect([code, out]).toEqual([0, 'after the trap, R1 is #00001016']);
});

test('asm writes the vector and the program', async () => {
  const { code, err } = await ventry.run('asm', 'minimal.a', '-o', 'minimal.bin');
  expect(err).toContain('from 0x10');
  expect(code).toBe(0);
  const image = readFileSync(join(ventry.folder, 'minimal.bin'));
  expect([...image.subarray(0, 6)]).toEqual([0xe1, 0x00, 0x10, 0x00, 0xf0, 0xb1]);
});

test('lint reads the language of the file', async () => {
  const { out, code } = await ventry.run('lint', '--format', 'json', 'save.a', 'tsv.a');
  expect(code).toBe(0);
  const errors = JSON.parse(out).filter(({ severity }: { severity: string }) => severity === 'error');
  expect(errors).toEqual([]);
});
