/** Every example of the Hawk runs to its stated end; assembling and linting choose the machine by the file. */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandLine, commandLine } from './ventry.ts';

const examples = join(import.meta.dirname, '../../examples/hawk-traps');

/** A program of two files. */
const mainSource = ` USE "hawk.h"
 INT MAIN
 EXT SUB
MAIN: LIL R1,SUB
 JSRS R1,R1
 LIL PC,0
`;
const subSource = ` USE "hawk.h"
 USE "stdio.h"
 INT SUB
SUB: STORES R1,R2
 LEA R3,TEXT
 ADDI R2,R2,4
 LIL R1,PUTSTR
 JSRS R1,R1
 ADDI R2,R2,-4
 LOADS PC,R2
TEXT: ASCII "linked",0
`;

let ventry: CommandLine;

beforeAll(async () => {
  ventry = await commandLine();
  cpSync(examples, ventry.folder, { recursive: true });
  mkdirSync(join(ventry.folder, 'asm'));
  ventry.file('asm/main.a', mainSource);
  ventry.file('asm/sub.a', subSource);
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

test('the keyboard example prints each key up to the full stop, and ends', async () => {
  const { code, out, err } = await ventry.type('Hawk.', 'run', '--trace', 'exceptions', 'keyboard.a');
  const keys = ['H', 'a', 'w', 'k', '.'].map(
    (_, n) => `#${n + 1} interrupt 7  level 7 → level 0  offset 0xf0 (irq7)`,
  );
  expect([code, out, traps(err)]).toEqual([0, 'Hawk.', keys]);
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

describe('what asm writes', () => {
  const exists = (file: string): boolean => existsSync(join(ventry.folder, file));
  const read = (file: string): string => readFileSync(join(ventry.folder, file), 'utf8');

  test('without a word: object and listing of each source, beside it', async () => {
    const { code, err } = await ventry.run('asm', 'asm/main.a', 'asm/sub.a');
    expect([code, err]).toEqual([
      0,
      [
        'asm/main.o: a relocatable object of each file',
        'asm/main.l: each line beside its address and bytes',
        'asm/sub.o: a relocatable object of each file',
        'asm/sub.l: each line beside its address and bytes',
        '',
      ].join('\n'),
    ]);
    expect(read('asm/main.o')).toMatch(/^R=\.\n/);
    expect(read('asm/main.l')).toMatch(/^\+00000000: E1 \+000000 +4 {2}MAIN: LIL R1,SUB$/m);
    expect(exists('asm/main.load.o')).toBe(false);
  });

  test('objects link to the same program as their sources, which runs as a load file too', async () => {
    for (const suffix of ['a', 'o']) {
      const load = `from-${suffix}.o`;
      await ventry.run('asm', '--emit', 'load', '-o', load, `asm/main.${suffix}`, `asm/sub.${suffix}`);
      expect(read(load)).toMatch(/^R=\.\n\.=#00001000\nW#/);
      const { code, out } = await ventry.run('run', '--max-instructions', '1000', load);
      expect([code, out]).toEqual([0, 'linked']);
    }
  });

  test('several kinds at once, and pages of a listing', async () => {
    const { code } = await ventry.run(
      'asm',
      '--emit',
      'symbols,image',
      '--emit=listing',
      '--page-lines',
      '6',
      'tsv.a',
    );
    expect(code).toBe(0);
    expect(read('tsv.d')).toMatch(/^BAD +\+[0-9A-F]{8} {2}label$/m);
    expect(read('tsv.l')).toContain('Page 20');
    expect(exists('tsv.bin')).toBe(true);
  });

  test('a source with errors leaves its listing, which tells of them', async () => {
    ventry.file('wrong.a', ' USE "hawk.h"\n LIS R0,1\n');
    const { code, err } = await ventry.run('asm', 'wrong.a');
    expect(code).toBe(1);
    expect(err).toContain('1 error');
    expect(read('wrong.l')).toContain('== value out of bounds');
    expect(exists('wrong.o')).toBe(false);
  });

  test.each([
    [['--emit', 'elf', 'save.a'], '--emit for hawk can be image, object, listing, symbols, load, not `elf`'],
    [
      ['-o', 'x.o', '--emit', 'object', 'asm/main.a', 'asm/sub.a'],
      '-o names one file, and 2 would be written: asm/main.o, asm/sub.o',
    ],
    [['-o', 'save.a', 'save.a'], 'save.a would be written over, and it is a source'],
    [
      ['--emit', 'image', '-o', 'x.bin', 'asm/main.a'],
      'defined nowhere, so that no program can be made: SUB',
    ],
  ])('asm %j is refused', async (words, message) => {
    const { code, err } = await ventry.run('asm', ...words);
    expect(code).toBeGreaterThan(0);
    expect(err).toContain(message);
  });

  test('the help tells the kinds', async () => {
    const { out } = await ventry.run('asm', '--help');
    expect(out).toMatch(/For hawk:\n {2}object {3}\.o {7}a relocatable object of each file\n/);
  });
});

test('lint reads the language of the file', async () => {
  const { out, code } = await ventry.run('lint', '--format', 'json', 'save.a', 'tsv.a');
  expect(code).toBe(0);
  const errors = JSON.parse(out).filter(({ severity }: { severity: string }) => severity === 'error');
  expect(errors).toEqual([]);
});
