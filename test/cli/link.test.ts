/** `ventry link`, and programs that a linker script lays out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readElf } from '../../emulator/boot/elf.ts';
import { type CommandLine, commandLine } from './ventry.ts';

const boot = `
  .section .text.boot, "ax"
  .globl _start
_start:
  ldr x0, =__stack_top
  mov sp, x0
  adr x1, vectors
  msr vbar_el3, x1
  bl main
  ldr x0, =0x84000008          // PSCI SYSTEM_OFF
  smc #0
  .text
  .p2align 11
vectors:
  .skip 2048
`;

const main = `
  .text
  .globl main
main:
  ldr x1, =0x09000000
  adrp x2, message
  add x2, x2, :lo12:message
1: ldrb w3, [x2], #1
  cbz w3, 2f
  str w3, [x1]
  b 1b
2: ret
  .section .rodata.text, "a"
message: .asciz "linked\\n"
  .data
  .globl kept
kept: .quad main
`;

const script = `
ENTRY(_start)
MEMORY { RAM (rwx) : ORIGIN = 0x40080000, LENGTH = 1M }
SECTIONS {
  .text : { *(.text.boot) *(.text*) } > RAM
  .rodata : { *(.rodata*) } > RAM
  .data : { *(.data*) } > RAM
  .stack (NOLOAD) : ALIGN(16) { . += 0x1000; __stack_top = .; } > RAM
  ASSERT(__stack_top < ORIGIN(RAM) + LENGTH(RAM), "no room for the stack")
}
`;

let ventry: CommandLine;
beforeAll(async () => {
  ventry = await commandLine();
  ventry.file('boot.S', boot);
  ventry.file('main.s', main);
  ventry.file('ram.ld', script);
});
afterAll(() => ventry.remove());

const arguments_ = ['--entry-el', '3', '-T', 'ram.ld'];

describe('a linker script', () => {
  it('lays out what runs', async () => {
    const { out } = await ventry.run('run', 'boot.S', 'main.s', ...arguments_, '--max-instructions', '10000');
    expect(out).toBe('linked\n');
  });

  it('takes objects beside sources, and alone', async () => {
    expect((await ventry.run('asm', 'main.s', '-o', 'main.o')).code).toBe(0);
    expect((await ventry.run('asm', 'boot.S', '-o', 'boot.o')).code).toBe(0);
    for (const files of [
      ['boot.S', 'main.o'],
      ['boot.o', 'main.o'],
    ]) {
      const { out } = await ventry.run('run', ...files, ...arguments_, '--max-instructions', '10000');
      expect(out).toBe('linked\n');
    }
  });

  it('makes an executable and a flat image', async () => {
    const { code, err } = await ventry.run('link', 'boot.S', 'main.s', '-T', 'ram.ld', '-o', 'out.elf');
    expect({ code, err }).toMatchObject({ code: 0 });
    const program = readElf(new Uint8Array(readFileSync(join(ventry.folder, 'out.elf'))));
    if (typeof program === 'string') throw new Error(program);
    expect(program.entry).toBe(0x40080000n);
    expect((await ventry.run('run', 'out.elf', '--entry-el', '3', '--max-instructions', '10000')).out).toBe(
      'linked\n',
    );
    expect((await ventry.run('link', 'boot.S', 'main.s', '-T', 'ram.ld', '-o', 'out.bin')).code).toBe(0);
    const image = readFileSync(join(ventry.folder, 'out.bin'));
    const [text] = program.segments;
    expect(image.subarray(0, text!.bytes.length)).toEqual(Buffer.from(text!.bytes));
  });

  it('says where it is wrong', async () => {
    ventry.file('wrong.ld', script.replace('*(.rodata*) } > RAM', '*(.rodata*) } > ROM'));
    const { code, err } = await ventry.run('link', 'boot.S', 'main.s', '-T', 'wrong.ld', '-o', 'never.elf');
    expect(code).toBe(1);
    expect(err).toMatch(/^wrong\.ld:6:3: error: there is no memory region ROM/);
    ventry.file('torn.ld', 'SECTIONS { .text : { *(.text) }\n');
    const torn = await ventry.run('link', 'boot.S', 'main.s', '-T', 'torn.ld', '-o', 'never.elf');
    expect(torn.err).toMatch(/^torn\.ld:\d+:\d+: error: \} is missing at the end of SECTIONS/);
  });

  it('says what is defined nowhere', async () => {
    const { code, err } = await ventry.run('link', 'boot.S', '-T', 'ram.ld', '-o', 'never.elf');
    expect(code).toBe(1);
    expect(err).toContain('defined nowhere, so that no program can be made: main');
  });

  it('says where a value does not fit', async () => {
    ventry.file('far.s', ' .globl main\nmain: b.eq kept\n .data\n .globl kept\nkept: .word 1\n');
    ventry.file(
      'far.ld',
      script.replace('*(.data*) } > RAM', '*(.data*) }').replace('.data :', '.data 0x50000000 :'),
    );
    const { err } = await ventry.run('link', 'boot.S', 'far.s', '-T', 'far.ld', '-o', 'never.elf');
    expect(err).toMatch(
      /^far\.s:2:\d+: error: kept cannot be filled in here \(R_AARCH64_CONDBR19\): it is out of reach/,
    );
  });
});
