/** Files that are no sources, given to every command: a sentence and exit code 2, nothing else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommandLine, commandLine } from './ventry.ts';

let ventry: CommandLine;

beforeAll(async () => {
  ventry = await commandLine();
  ventry.file(
    'picture.S',
    Uint8Array.from({ length: 5000 }, (_, n) => (n * 89 + 0xff) & 0xff),
  );
  ventry.file('wide.S', Buffer.from('\ufeff_start: nop\n', 'utf16le'));
  ventry.file('long.S', 'nop\n'.repeat(1_100_000));
  ventry.file('devices.S', '_start: nop\n.incbin "/dev/zero"\n.include "/dev/zero"\n#include "."\n');
  ventry.file('line.S', `.byte ${'1,'.repeat(50_000)}1\nbogus x0\n`);
});
afterAll(() => ventry.remove());

test.each([
  ['picture.S', 'picture.S: not analysed: this is not text in UTF-8'],
  ['wide.S', 'wide.S: not analysed: this is not text in UTF-8'],
  ['long.S', 'long.S: not analysed: 4.2 MiB of text; the limit is 4 MiB'],
  ['bin', 'bin is not a file'],
  ['/dev/zero', '/dev/zero is not a file'],
  ['none.S', 'there is no file none.S'],
])('lint %s', async (file, sentence) => {
  const { code, out, err } = await ventry.run('lint', file);
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: `ventry: ${sentence}\n` });
});

test('what cannot be included is missing, devices too', async () => {
  const { code, out } = await ventry.run('lint', 'devices.S', '--format', 'json');
  const found: { line: number; severity: string }[] = JSON.parse(out);
  expect(code).toBe(0);
  expect(found.map(({ line, severity }) => `${line} ${severity}`)).toEqual([
    '2 warning',
    '3 warning',
    '4 warning',
  ]);
});

test('a line that nobody can read is not printed', async () => {
  const { code, out } = await ventry.run('lint', 'line.S');
  expect(code).toBe(1);
  expect(out).toContain('line.S:1:1: error: this line has more than 65536 characters');
  expect(out).toContain('line.S:2:1: error: bogus is no instruction');
  expect(out.length).toBeLessThan(1000);
});
