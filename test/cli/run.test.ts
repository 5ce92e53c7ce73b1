import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, commandLine } from './ventry.ts';

let ventry: CommandLine;

/** A hypervisor at EL2 whose guest prints, calls HVC #7, prints again and turns the machine off. */
const hypervisor = `
    .global _start
_start:
    adr     x0, vectors
    msr     vbar_el2, x0
    mov     x0, #0x80000000
    msr     hcr_el2, x0
    adr     x0, guest
    msr     elr_el2, x0
    mov     x0, #0x3c5
    msr     spsr_el2, x0
    isb
    eret
guest:
    mov     x2, #0x09000000
    mov     x1, #'h'
    str     w1, [x2]
    hvc     #7
    mov     x1, #10
    str     w1, [x2]
    mov     x0, #0x84000000
    add     x0, x0, #8
    smc     #0
    b       .
    .balign 0x800
vectors:
    .skip   0x400
    eret
    .balign 0x800
`;

/** Ends by semihosting with an exit code. */
const exits = (code: number): string => `
    adr     x1, block
    mov     w0, #0x18
    hlt     #0xf000
    b       .
    .balign 8
block:
    .quad   0x20026, ${code}
`;

beforeAll(async () => {
  ventry = await commandLine();
  ventry.file('hypervisor.S', hypervisor);
  ventry.file('exits.S', exits(42));
  ventry.file('spins.S', '    b .\n');
  ventry.file('waits.S', '1:  wfi\n    b 1b\n');
  ventry.file('loops.S', '    mov x0, #0x800\n    msr vbar_el3, x0\n    mov x0, #0xc0000000\n    br x0\n');
  ventry.file('calls.S', `    bl helper\n    bl helper\n${exits(0)}`);
  ventry.file('empty.S', '// nothing\n');
  ventry.file('broken.S', '    nop\n    frobnicate\n');
  ventry.file('image.S', '    .word 0x11223344\n    b label\nlabel:\n    .data\n    .byte 1, 2\n');
}, 60_000);

afterAll(() => ventry.remove());

describe('ventry run', () => {
  it("puts the guest's console on standard output", async () => {
    expect(await ventry.run('run', 'hypervisor.S', '--entry-el', '2')).toEqual({
      code: 0,
      out: 'h\n',
      err: '',
    });
  });

  it("exits with the guest's exit code", async () => {
    expect(await ventry.run('run', 'exits.S')).toEqual({ code: 42, out: '', err: '' });
  });

  it('traces exception entries and returns', async () => {
    const { code, out, err } = await ventry.run(
      'run',
      'hypervisor.S',
      '--entry-el=2',
      '--trace',
      'exceptions',
    );
    expect({ code, out }).toEqual({ code: 0, out: 'h\n' });
    expect(err.split('\n')).toEqual([
      'return  EL2 → EL1  to 0x40080028  SPSR EL1h, nzcv, DAIF masked',
      '#1 hvc  EL1 → EL2  offset 0x400 (sync lower64)  ESR_EL2 0x5a000007 HVC #7  ELR 0x40080038  SPSR EL1h, nzcv, DAIF masked',
      '#1 return  EL2 → EL1  to 0x40080038  SPSR EL1h, nzcv, DAIF masked',
      '',
    ]);
  });

  it('traces instructions with their accesses', async () => {
    const { err } = await ventry.run('run', 'hypervisor.S', '--entry-el=2', '--trace', 'instructions');
    const lines = err.split('\n');
    expect(lines.slice(11, 14)).toEqual([
      '12  0x4008002c  mov x1, #104',
      '13  0x40080030  str w1, [x2]  0x9000000 ← 0x68',
      '14  0x40080034  hvc #7  takes an exception',
    ]);
    expect(lines[14]).toBe('15  0x40080c00  eret');
  });

  it('tells how often each slot was entered', async () => {
    const { err } = await ventry.run('run', 'hypervisor.S', '--entry-el=2', '--stats');
    expect(err.split('\n').slice(1)).toEqual([
      '1 exceptions',
      '  1 hvc',
      'slots entered',
      '  1 sync lower64 of the table at 0x40080800',
      '',
    ]);
  });

  it('takes the options of QEMU and of other boards of ours by their names', async () => {
    expect(await ventry.run('run', 'exits.S', '--board', 'virt', '--semihosting')).toMatchObject({
      code: 42,
    });
    const twice = await ventry.run('run', 'exits.S', '--board', 'virt', '--machine', 'virt');
    expect(twice.err).toContain('--machine is given more than once');
  });

  it('stops at an exception whose condition holds, before the handler runs', async () => {
    const stopped = await ventry.run(
      'run',
      'hypervisor.S',
      '--entry-el',
      '2',
      '--break',
      'sync if imm16 == 7',
    );
    expect(stopped).toMatchObject({ code: 0, out: 'h' });
    expect(stopped.err).toContain('stopped: A64 Synchronous');
    expect(stopped.err).toContain('#1 hvc  EL1 → EL2  offset 0x400');
    expect(stopped.err).toMatch(/x2 0000000009000000/);
    const passed = await ventry.run(
      'run',
      'hypervisor.S',
      '--entry-el',
      '2',
      '--break',
      'sync if imm16 == 8',
    );
    expect(passed).toEqual({ code: 0, out: 'h\n', err: '' });
  });

  it('stops at a return with a register that the handler has lost', async () => {
    const clobbering = hypervisor.replace('.skip   0x400\n', '.skip   0x400\n    mov x9, #1\n');
    ventry.file('clobbers.S', clobbering);
    const caught = await ventry.run('run', 'clobbers.S', '--entry-el=2', '--break', 'return-clobbered');
    expect(caught).toMatchObject({ code: 0, out: 'h' });
    expect(caught.err).toContain('stopped: A64 return, registers clobbered');
    expect(caught.err).toMatch(/CLOBBERED x9 0x0 → 0x1: /);
    const clean = await ventry.run('run', 'hypervisor.S', '--entry-el=2', '--break', 'return-clobbered');
    expect(clean).toEqual({ code: 0, out: 'h\n', err: '' });
  });

  it('ends a guest that spins after --max-instructions', async () => {
    const { code, err } = await ventry.run('run', 'spins.S', '--max-instructions', '1000');
    expect({ code, err }).toEqual({
      code: 124,
      err: 'ventry: stopped after 1000 instructions at 0x40080000\n',
    });
  });

  it('ends a guest that waits for nothing', async () => {
    const { code, err } = await ventry.run('run', 'waits.S');
    expect(code).toBe(125);
    expect(err).toContain('for an interrupt, and nothing is there that could raise one');
  });

  it('ends a guest whose vector cannot be fetched', async () => {
    const { code, err } = await ventry.run('run', 'loops.S');
    expect(code).toBe(125);
    expect(err).toContain('hazard recursive-exception');
  });

  it('returns from calls of what is not in the program, and says so once', async () => {
    const { code, err } = await ventry.run('run', 'calls.S');
    expect({ code, err }).toEqual({
      code: 0,
      err: 'ventry: helper is not in this program: a call of it returns at once\n',
    });
  });

  it('does not run what does not assemble', async () => {
    const { code, err } = await ventry.run('run', 'broken.S');
    expect(code).toBe(1);
    expect(err).toContain('broken.S:2:5: error: ');
  });

  it.each([
    [['run', 'exits.S', '--machine', 'toaster'], 'There is no machine "toaster"; there is "virt"'],
    [['run', 'exits.S', '--entry-el', '4'], '--entry-el can be 0, 1, 2, 3, not `4`'],
    [['run', 'exits.S', '--break', 'lunch'], '--break knows no `lunch`; there are sync, irq,'],
    [['run', 'exits.S', '--break', 'sync if ('], 'The condition cannot be read at character'],
    [['run', 'exits.S', '--max-instructions', 'many'], '--max-instructions needs a number, not `many`'],
    [['run', 'absent.S'], 'there is no file absent.S'],
    [['run', 'empty.S'], 'there is no instruction in empty.S'],
    [['run'], 'a file is needed'],
  ])('%j could not run', async (words, message) => {
    const { code, out, err } = await ventry.run(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`ventry: ${message}`);
  });
});

describe('ventry asm', () => {
  it('writes the image from its lowest section on', async () => {
    const { code, err } = await ventry.run('asm', 'image.S', '-o', 'image.bin', '--load', '0x1000');
    expect({ code, err }).toEqual({ code: 0, err: 'image.bin: 10 bytes from 0x1000\n' });
    const image = readFileSync(join(ventry.folder, 'image.bin'));
    expect(image.toString('hex')).toBe('44332211' + '01000014' + '0102');
  });

  it('writes nothing when the source has errors or holes', async () => {
    expect(await ventry.run('asm', 'broken.S', '-o', 'never.bin')).toMatchObject({ code: 1 });
    const holes = await ventry.run('asm', 'calls.S', '-o', 'never.bin');
    expect(holes).toMatchObject({
      code: 1,
      err: 'ventry: defined nowhere, so that no program can be made: helper\n',
    });
    expect(() => readFileSync(join(ventry.folder, 'never.bin'))).toThrow('ENOENT');
  });

  it.each([
    [['asm', 'image.S', '-o', 'no/such/folder.bin'], 'cannot write no/such/folder.bin'],
    [['asm', 'image.S', '-o', 'a', '-o', 'b'], '--output is given more than once'],
  ])('%j could not run', async (words, message) => {
    const { code, err } = await ventry.run(...words);
    expect(code).toBe(2);
    expect(err).toContain(`ventry: ${message}`);
  });
});

/** Words of a program as a file. */
const image = (...words: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(words).buffer);

/** A flat program that prints x0 >> 24, writes what is typed until a newline, and ends by PSCI. */
const echo = image(
  0xd2a1_2001 /* mov x1, #0x09000000 */,
  0xd358_fc00 /* lsr x0, x0, #24 */,
  0xb900_0020 /* str w0, [x1] */,
  0xb940_1822 /* 1: ldr w2, [x1, #0x18] */,
  0x3727_ffe2 /* tbnz w2, #4, 1b */,
  0xb940_0022 /* ldr w2, [x1] */,
  0xb900_0022 /* str w2, [x1] */,
  0x7100_285f /* cmp w2, #10 */,
  0x54ff_ff61 /* b.ne 1b */,
  0xd2b0_8000 /* mov x0, #0x84000000 */,
  0x9100_2000 /* add x0, x0, #8 */,
  0xd400_0002 /* hvc #0 */,
);

describe('ventry run of images', () => {
  beforeAll(() => {
    ventry.file('echo.bin', echo);
    ventry.file('kernel', echo);
    ventry.file('spins.bin', image(0x1400_0000));
  });

  it('a kernel is entered with its device tree, and reads the console', async () => {
    expect(await ventry.type('hello\n', 'run', '--kernel', 'kernel')).toEqual({
      code: 0,
      out: 'Dhello\n',
      err: '',
    });
  });

  it('a kernel that gzip has compressed', async () => {
    ventry.file('kernel.gz', gzipSync(echo));
    expect(await ventry.type('\n', 'run', '--kernel', 'kernel.gz')).toMatchObject({ code: 0, out: 'D\n' });
    ventry.file('damaged.gz', gzipSync(echo).subarray(0, 20));
    const { code, err } = await ventry.run('run', '--kernel', 'damaged.gz');
    expect([code, err]).toEqual([2, expect.stringContaining('damaged.gz cannot be uncompressed')]);
  });

  it('the second flash holds what is given', async () => {
    ventry.file('variables', 'UEFI');
    ventry.file(
      'first-byte.bin',
      image(
        0xd2a0_8001 /* mov x1, #0x04000000 */,
        0x3940_0020 /* ldrb w0, [x1] */,
        0xd2a1_2001 /* mov x1, #0x09000000 */,
        0xb900_0020 /* str w0, [x1] */,
        0xd2b0_8000 /* mov x0, #0x84000000 */,
        0x9100_2000 /* add x0, x0, #8 */,
        0xd400_0002 /* hvc #0 */,
      ),
    );
    const words = ['run', 'first-byte.bin', '--entry-el', '1', '--flash', 'variables'];
    expect(await ventry.run(...words)).toEqual({ code: 0, out: 'U', err: '' });
  });

  it('more memory moves the tree', async () => {
    const { out } = await ventry.type('\n', 'run', '--kernel', 'kernel', '--memory', '512M');
    expect(out).toBe('H\n');
  });

  it('a raw image at an address', async () => {
    expect(
      await ventry.type('\n', 'run', 'echo.bin', '--load', '0x40001000', '--entry-el', '1'),
    ).toMatchObject({
      code: 0,
      out: '\0\n',
    });
  });

  it('firmware at address 0, with statistics', async () => {
    const { code, err } = await ventry.run(
      'run',
      '--bios',
      'spins.bin',
      '--max-instructions',
      '10',
      '--stats',
    );
    expect(code).toBe(124);
    expect(err).toContain('stopped after 10 instructions at 0x0');
    expect(err).toMatch(/^10 instructions in .* s \(.* million a second\)\n0 exceptions\n$/m);
  });

  it.each([
    [['--bios', 'none.bin'], 'there is no file none.bin'],
    [['--bios', 'spins.bin', 'spins.S'], 'spins.S cannot be run together with --bios'],
    [['--kernel', 'kernel', '--bios', 'spins.bin'], '--bios and --kernel together are not modelled'],
    [['spins.S', '--flash', 'kernel'], '--flash is for firmware, kernels, ELF files and raw images'],
    [['--kernel', 'kernel', '--memory', '1M'], 'are too few for the kernel'],
    [['--kernel', 'kernel', '--memory', 'much'], '--memory needs a size like 256M'],
    [['--kernel', 'kernel', '--secure'], '--secure needs --virtualization'],
    [['spins.bin', '--load', '0x1000000000'], 'lie outside the memory of board virt'],
  ])('refuses %j', async (words, message) => {
    const { code, err } = await ventry.run('run', ...words);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
