/** `ventry asm` as an assembler and a compiler are called: objects, flags, diagnostics. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readObject } from '../../assembler/elf/read-object.ts';
import { type CommandLine, commandLine } from './ventry.ts';

let ventry: CommandLine;
beforeAll(async () => {
  ventry = await commandLine();
  ventry.file('call.S', '#include "width.h"\n .globl start\nstart:\n mov x0, #WIDTH\n bl helper\n');
  ventry.file('width.h', '#ifndef WIDTH\n#define WIDTH 8\n#endif\n');
  ventry.file('data.s', ' .data\n .quad start\n .word size\n');
  ventry.file('wrong.s', ' nop\n add x0, x1, #4097\n');
  ventry.file('lost.S', '#include "nowhere.h"\n nop\n');
});
afterAll(() => ventry.remove());

function object(name: string) {
  const found = readObject(readFileSync(join(ventry.folder, name)));
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const text = (name: string): string =>
  Buffer.from(object(name).sections.find(section => section.name === '.text')!.bytes).toString('hex');

describe('ventry asm', () => {
  it('writes an object', async () => {
    expect(await ventry.run('asm', 'call.S', '-o', 'call.o')).toEqual({ code: 0, out: '', err: '' });
    expect(text('call.o')).toBe('000180d2' + '00000094');
    const undefinedNames = object('call.o').symbols.filter(({ section }) => section === 'undefined');
    expect(undefinedNames.map(({ name }) => name)).toEqual(['helper']);
  });

  it('writes it beside the source when nothing else is said', async () => {
    expect((await ventry.run('asm', 'call.S')).code).toBe(0);
    expect(text('call.o')).toBe('000180d2' + '00000094');
  });

  it('takes the flags of gcc and of GNU as', async () => {
    const gcc =
      '-c -Wall -O2 -ffreestanding -mgeneral-regs-only -g0 -D WIDTH=0x20 -Wa,--noexecstack -march=armv8-a';
    expect(await ventry.run('asm', ...gcc.split(' '), 'call.S', '-o', 'flags.o')).toMatchObject({ code: 0 });
    expect(text('flags.o')).toBe('000480d2' + '00000094');
    expect(await ventry.run('asm', '-EL', '--defsym', 'size=5', '-x', 'assembler', 'data.s')).toMatchObject({
      code: 0,
    });
    const data = object('data.o').sections.find(({ name }) => name === '.data')!;
    expect(Buffer.from(data.bytes).toString('hex')).toBe('0000000000000000' + '05000000');
  });

  it('assembles several files as one', async () => {
    expect((await ventry.run('asm', 'call.S', 'data.s', '--defsym', 'size=1', '-o', 'both.o')).code).toBe(0);
    expect(object('both.o').symbols.find(({ name }) => name === 'start')!.section).toBe(0);
  });

  it('prints a listing', async () => {
    const { code, out } = await ventry.run('asm', '-a', 'call.S', '-o', 'listed.o');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      '   1               \t#include "width.h"',
      '   2               \t .globl start',
      '   3               \tstart:',
      '   4 0000 000180D2 \t mov x0, #WIDTH',
      '   5 0004 00000094 \t bl helper',
      '   6               \t',
      '',
    ]);
  });

  it('says where errors are, and writes nothing', async () => {
    const { code, err } = await ventry.run('asm', 'wrong.s', '-o', 'wrong.o');
    expect(code).toBe(1);
    expect(err).toMatch(/^wrong\.s:2:\d+: error: /);
    expect(() => object('wrong.o')).toThrow('ENOENT');
  });

  it('makes no object without a header', async () => {
    const { code, err } = await ventry.run('asm', 'lost.S');
    expect(code).toBe(1);
    expect(err).toContain('lost.S:1:');
    expect(err).toContain('nowhere.h');
  });

  it.each(['wrong.o', 'wrong.bin'])('says for %s what to write instead', async output => {
    const { code, err } = await ventry.run('asm', 'wrong.s', '-o', output);
    expect(code).toBe(1);
    expect(err).toContain('write `add x0, x1, #1, lsl #12` and `add x0, x0, #1`');
  });

  it.each([
    ['-march=armv8.1a', 'there is no architecture armv8.1a; did you mean armv8.1-a?'],
    ['-march=foo', 'there is no architecture foo'],
    ['-march=armv8-a+crytpo', 'there is no extension crytpo; did you mean crypto?'],
    ['-march=armv8-a+', 'no extension is named'],
    ['-mcpu=cortex-a35x', 'there is no processor cortex-a35x; did you mean cortex-a35?'],
  ])('knows what %s cannot mean, as GNU as does', async (flag, reason) => {
    expect(await ventry.run('asm', flag, 'call.S', '-o', 'unknown.o')).toEqual({
      code: 1,
      out: '',
      err: `ventry: ${flag}: ${reason}\n`,
    });
    expect(() => object('unknown.o')).toThrow('ENOENT');
  });

  it.each(['-march=armv8-a+rdm', '-march=armv9.3-a+sme', '-mcpu=all'])('knows %s', async flag => {
    expect(await ventry.run('asm', flag, 'call.S', '-o', 'known.o')).toEqual({ code: 0, out: '', err: '' });
  });

  it.each([
    ['-EB', 'only little-endian objects are made'],
    ['-E', 'only objects are made'],
    ['-MD', 'files of dependencies are not written'],
  ])('does not obey %s', async (flag, reason) => {
    const { code, err } = await ventry.run('asm', flag, 'call.S');
    expect(code).toBe(2);
    expect(err).toContain(`${flag} cannot be obeyed: ${reason}`);
  });
});
