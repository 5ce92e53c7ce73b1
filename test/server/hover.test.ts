import { describe, expect, test } from 'vitest';
import { describePlace } from '../../server/describe/place.ts';
import { analyseMarked, type MarkedOptions } from './marked.ts';

async function hover(source: string, options?: MarkedOptions): Promise<string> {
  const { analysis, at } = await analyseMarked(source, options);
  return describePlace(analysis, at('here'))?.markdown ?? '';
}

/** A table of sixteen branches by `.org`, with `slot` in place of the entry at 0x400. */
const orgTable = (slot: string): string => {
  const entry = (n: number): string => (n === 8 ? slot : `    .org vectors + ${n} * 0x80\n    b handler`);
  const entries = Array.from({ length: 16 }, (_, n) => entry(n)).join('\n');
  return `    adr x0, vectors\n    msr vbar_el1, x0\nhandler: b handler\n    .balign 2048\nvectors:\n${entries}\n    .space 124\n`;
};

describe('hover on a slot', () => {
  const name = '**Synchronous, lower EL using AArch64** of EL1: vector 0x400 in `vectors`';

  test.each([
    ['at its .org', '    ‹here›.org vectors + 0x400\n    b handler'],
    ['at its label', '    .org vectors + 0x400\nl‹here›ower_sync:\n    b handler'],
    ['at its first instruction', '    .org vectors + 0x400\n    ‹here›b handler'],
  ])('%s', async (_, slot) => {
    const text = await hover(orgTable(slot));
    expect(text).toContain(name);
    expect(text).toContain(
      '1 of 32 instructions used, 124 bytes left. It ends with a branch to its handler.',
    );
  });

  test('not at its second instruction, nor at an operand', async () => {
    expect(await hover(orgTable('    .org vectors + 0x400\n    nop\n    ‹here›b handler'))).not.toContain(
      name,
    );
    expect(
      await hover(orgTable('    .org vectors + 0x400\n    mov x0, ‹here›x1\n    b handler')),
    ).not.toContain(name);
  });

  test('that is pushed from its place', async () => {
    const macro =
      '.macro ventry l\n .p2align 7\n b \\l\n.endm\n.macro long\n .p2align 7\n .rept 33\n nop\n .endr\n.endm\n';
    const slots = [' long', ' ‹here›ventry h', ...Array.from({ length: 14 }, () => ' ventry h')].join('\n');
    const text = await hover(`${macro} adr x0, t\n msr vbar_el2, x0\nh: b h\n .balign 2048\nt:\n${slots}\n`);
    expect(text).toContain('**IRQ, current EL with SP_EL0** of EL2: vector 0x080 in `t`');
    expect(text).toContain('It lies at 0x100, where FIQ, current EL with SP_EL0 is taken.');
  });
});

describe('hover on words', () => {
  test.each([
    ['a constant', '.equ BYTES, 34 * 8\n mov x0, ‹here›BYTES\n', '**BYTES** = `0x110` (272)'],
    ['a register', ' mov x0, ‹here›x30\n', '**X30**'],
    ['a system register', ' mrs x0, ‹here›elr_el2\n', '**ELR_EL2**: Preferred return address'],
    ['an instruction', ' ‹here›eret\n', '`0xd69f03e0`'],
    ['an alias', ' ‹here›cmp x0, #1\n', 'Alias of `subs'],
    ['an instruction without a use', '.macro m\n ‹here›ldp x0, x1, [sp]\n.endm\n', 'ldp <'],
    ['an instruction through a macro', '.macro m r\n ‹here›mov \\r, #1\n.endm\n m x3\n', '`0xd2800023`'],
    ['a #define', '#define SIZE 8\n mov x0, ‹here›SIZE\n', '#define SIZE 8'],
    ['a macro of the settings', ' mov x0, ‹here›GIVEN\n', '#define GIVEN (from the settings)'],
    ['an external name', ' bl ‹here›handle\n', '**handle**: defined elsewhere'],
    ['a register of an extension', ' mrs x0, ‹here›ttbr1_el2\n', 'VHE (virtualization host extensions)'],
    [
      'an instruction of an extension',
      ' ‹here›ldadd x0, x1, [x2]\n',
      'LSE (Large System Extensions: atomic instructions)\n\nWhere it is off: `.arch_extension lse` or `-march=armv8.1-a`',
    ],
    ['a numeric label', '1: nop\n b ‹here›1b\n', '**1** = `0x40080000`'],
  ])('%s', async (_, source, expected) => {
    expect(await hover(source, { settings: { defines: { GIVEN: '1' } } })).toContain(expected);
  });

  test.each([
    ['in a comment', ' nop // ‹here›mov\n'],
    ['in a block comment', ' nop /* x\n ‹here›mov */\n'],
    ['between words', ' nop ‹here› // x\n'],
    ['an unknown word', ' ‹here›frobnicate x0\n'],
  ])('nothing %s', async (_, source) => expect(await hover(source)).toBe(''));

  test('the arguments and the text of a macro call', async () => {
    const source = '.macro save a, b=x9\n stp \\a, \\b, [sp, #-16]!\n.endm\n ‹here›save x0\n';
    const text = await hover(source);
    expect(text).toContain('With `a` = `x0`, `b` = `x9`');
    expect(text).toContain('Here it makes\n\n```asm\nstp x0, x9, [sp, #-16]!\n```');
  });
});

describe('hover on the Hawk', () => {
  const program = (entry: string): string =>
    `        USE     "hawk.h"\n.       =       #10\n${entry}\n.       =       #1000\nHANDLE: RTT\n        END\n`;
  const lines = '        CPUSET  R1,TSV\n        LIL     R1,HANDLE\n        JUMPS   R1';

  test.each([
    ['an entry', lines.replace('CPUSET', '‹here›CPUSET'), '8 of 16 bytes used, 8 bytes left'],
    ['an instruction', lines.replace('LIL', '‹here›LIL'), 'Condition codes: Unchanged'],
    ['an instruction that sets them', '        ‹here›ADDSI   R1,1', 'Condition codes: N, Z, V, C'],
    ['an encoding', lines.replace('JUMPS', '‹here›JUMPS'), 'Encoding `0xb1f0` at 0x16'],
    ['a condition', '        ‹here›BNE     HANDLE', '(Z = 0)'],
    ['a special register', lines.replace('TSV', '‹here›TSV'), '**TSV**: For trap handlers'],
    ['a label', lines.replace('HANDLE', '‹here›HANDLE'), '**HANDLE** = `0x1000`'],
    ['a macro', '        ‹here›LIW     R1,#12345678', 'oris r1,'],
    ['a macro of a header', '        ‹here›LIW     R1,#12345678', 'MACRO   LIW     dst,=const'],
  ])('%s', async (_, entry, expected) => {
    expect((await hover(program(entry), { file: '/w/trap.a' })).toLowerCase()).toContain(
      expected.toLowerCase(),
    );
  });

  test('nothing in a comment', async () => {
    expect(await hover(program('        RTT             ; not ‹here›RTT'), { file: '/w/trap.a' })).toBe('');
  });
});
