/** What is said of the commonest mistakes: what is wrong, what belongs there, and what does exactly what was meant. */
import { describe, expect, it } from 'vitest';
import { assembleText } from './assemble.ts';

const mistakes: readonly (readonly [
  about: string,
  lines: readonly (readonly [line: string, message: string])[],
])[] = [
  [
    'immediates of add and subtract',
    [
      [
        'add x0, x1, #4097',
        'immediate must be 0–4095, or a multiple of 4096 up to 16773120; write `add x0, x1, #1, lsl #12` and `add x0, x0, #1`',
      ],
      [
        'add sp, sp, #-4097',
        'immediate must be 0–4095, or a multiple of 4096 up to 16773120; write `sub sp, sp, #1, lsl #12` and `sub sp, sp, #1`',
      ],
      [
        'sub w0, w1, #70000',
        'immediate must be 0–4095, or a multiple of 4096 up to 16773120; write `sub w0, w1, #17, lsl #12` and `sub w0, w0, #368`',
      ],
      ['add x0, x1, #0x1001000', 'immediate must be 0–4095, or a multiple of 4096 up to 16773120'],
      ['cmp x0, #4097', 'immediate must be 0–4095, or a multiple of 4096 up to 16773120'],
    ],
  ],
  [
    'masks',
    [
      [
        'and x0, x1, #5',
        'immediate must be a mask of 64 bits: a run of ones, rotated and repeated every 2, 4, 8, 16, 32 or 64 bits; write `and x0, x1, #0xfffffffffffffffd` and `and x0, x0, #0x7`',
      ],
      [
        'and w0, w1, #0xffff0ff0',
        'immediate must be a mask of 32 bits: a run of ones, rotated and repeated every 2, 4, 8, 16, 32 bits; write `and w0, w1, #0xfffffff0` and `and w0, w0, #0xffff0fff`',
      ],
      [
        'orr x0, x1, #0xf0f',
        'immediate must be a mask of 64 bits: a run of ones, rotated and repeated every 2, 4, 8, 16, 32 or 64 bits; write `orr x0, x1, #0xf` and `orr x0, x0, #0xf00`',
      ],
      [
        'eor w0, w1, #0xffffffff',
        'immediate must be a mask of 32 bits: a run of ones, rotated and repeated every 2, 4, 8, 16, 32 bits; write `mvn w0, w1`',
      ],
      [
        'orr w0, w1, #0',
        'immediate must be a mask of 32 bits: a run of ones, rotated and repeated every 2, 4, 8, 16, 32 bits; write `mov w0, w1`',
      ],
      [
        'bic x0, x1, #0',
        'immediate must be a mask of 64 bits: a run of ones, rotated and repeated every 2, 4, 8, 16, 32 or 64 bits; write `mov x0, x1`',
      ],
      [
        'and x0, x1, #0x15',
        'immediate must be a mask of 64 bits: a run of ones, rotated and repeated every 2, 4, 8, 16, 32 or 64 bits',
      ],
      [
        'tst x0, #0xabcd',
        'immediate must be a mask of 64 bits: a run of ones, rotated and repeated every 2, 4, 8, 16, 32 or 64 bits',
      ],
    ],
  ],
  [
    'moves',
    [
      [
        'mov x0, #0x12345678',
        'immediate must be a number that one movz, movn or orr makes; write `mov x0, #0x5678` and `movk x0, #0x1234, lsl #16`',
      ],
      [
        'mov w0, #0x12345',
        'immediate must be a number that one movz, movn or orr makes; write `mov w0, #0x2345` and `movk w0, #1, lsl #16`',
      ],
      [
        'mov x0, #0xffff1234ffff5678',
        'immediate must be a number that one movz, movn or orr makes; write `mov x0, #-0xa988` and `movk x0, #0x1234, lsl #32`',
      ],
      ['movz x0, #0x10000', 'immediate must be 0 to 65535; write `movz x0, #1, lsl #16`'],
      ['movk x0, #1, lsl #8', 'shift amount must be 0, 16, 32 or 48'],
      ['movn w0, #-1', 'immediate must be 0 to 65535'],
    ],
  ],
  [
    'offsets',
    [
      [
        'ldr x0, [x1, #32768]',
        'offset must be -256 to 255, or a multiple of 8 up to 32760; write `add x0, x1, #0x8000` and `ldr x0, [x0]`',
      ],
      [
        'ldr w0, [x1, #-300]',
        'offset must be -256 to 255, or a multiple of 4 up to 16380; write `sub x0, x1, #300` and `ldr w0, [x0]`',
      ],
      ['ldrb wzr, [x1, #4096]', 'offset must be -256 to 4095'],
      ['str x0, [x1, #32768]', 'offset must be -256 to 255, or a multiple of 8 up to 32760'],
      [
        'ldp x0, x1, [x2, #4]',
        'offset must be a multiple of 8, -512 to 504; write `ldr x0, [x2, #4]` and `ldr x1, [x2, #12]`',
      ],
      [
        'stp x0, x1, [sp, #512]',
        'offset must be a multiple of 8, -512 to 504; write `str x0, [sp, #512]` and `str x1, [sp, #520]`',
      ],
      [
        'stp x0, x1, [sp, #-520]!',
        'offset must be a multiple of 8, -512 to 504; write `sub sp, sp, #520` and `stp x0, x1, [sp]`',
      ],
      [
        'ldp x0, x1, [sp], #520',
        'offset must be a multiple of 8, -512 to 504; write `ldp x0, x1, [sp]` and `add sp, sp, #520`',
      ],
      ['str x0, [sp, #256]!', 'offset must be -256 to 255; write `add sp, sp, #256` and `str x0, [sp]`'],
      ['str x0, [x0], #256', 'offset must be -256 to 255'],
      ['ldadd x0, x1, [x2, #8]', 'offset must be 0'],
    ],
  ],
  [
    'shifts, bits and fields',
    [
      ['lsl x0, x1, #64', 'shift amount must be 0 to 63'],
      ['lsr w0, w1, #32', 'shift amount must be 0 to 31'],
      ['ror w0, w1, #32', 'shift amount must be 0 to 31'],
      ['add x0, x1, x2, lsl #64', 'shift amount must be 0 to 63'],
      ['ldr x0, [x1, x2, lsl #2]', 'shift amount must be 0 or 3'],
      ['ubfx x0, x1, #60, #10', 'width must be 1 to 64 minus the lowest bit'],
      ['bfi x0, x1, #64, #1', 'lowest bit must be 0 to 63'],
      ['tbz x0, #64, 0', 'bit must be 0 to 63'],
      ['tbz w0, #32, 0', 'bit must be 0 to 31'],
      ['ccmp x0, #32, #0, eq', 'immediate must be 0 to 31'],
      ['ccmp x0, #1, #16, eq', 'immediate must be 0 to 15'],
      ['svc #65536', 'immediate must be 0 to 65535'],
      ['hint #128', 'immediate must be 0 to 127'],
      ['msr daifset, #16', 'immediate must be 0 to 15'],
      ['msr spsel, #2', 'immediate must be 0 to 1'],
      ['movi v0.4s, #256', 'immediate must be -128 to 255'],
      ['fmov d0, #0.1', 'immediate must be ±n/16 × 2^r with n from 16 to 31 and r from -3 to 4'],
      ['casp x1, x2, x4, x5, [x0]', 'first register of the pair must be even: x0, x2 …'],
    ],
  ],
  [
    'targets',
    [
      [
        'cbz x0, 0x200000',
        'target must be a multiple of 4 bytes away, within 1 MiB; write `cbnz x0, . + 8` and `b 0x200000`',
      ],
      [
        'b.hi 0x200000',
        'target must be a multiple of 4 bytes away, within 1 MiB; write `b.ls . + 8` and `b 0x200000`',
      ],
      [
        'tbz x0, #3, 0x10000',
        'target must be a multiple of 4 bytes away, within 32 KiB; write `tbnz x0, 3, . + 8` and `b 0x10000`',
      ],
      ['b 0x8000004', 'target must be a multiple of 4 bytes away, within 128 MiB'],
      ['b 2', 'target must be a multiple of 4 bytes away, within 128 MiB'],
      [
        'adr x0, 0x200000',
        'target must be within 1 MiB; write `adrp x0, 0x200000` and `add x0, x0, :lo12:0x200000`',
      ],
    ],
  ],
  [
    'registers of the wrong kind',
    [
      [
        'mov w0, x1',
        'x1 is a 64-bit register: expected a 32-bit register, w0–w30 or wzr; or a vector register, v0–v31; the nearest form is mov <Wd>, <Wm>',
      ],
      [
        'add x0, w1, x2',
        'w1 is a 32-bit register: expected a 64-bit register; the nearest form is add <Xd|SP>, <Xn|SP>, #<imm12>{, LSL #<shift12>}',
      ],
      [
        'ldr w0, [w1]',
        'w1 is a 32-bit register: expected a 64-bit register, x0–x30 or sp; the nearest form is ldr <Wt>, [<Xn|SP>{, #<uimm12*4>}]',
      ],
      [
        'ldrb x0, [x1]',
        'x0 is a 64-bit register: expected a 32-bit register, w0–w30 or wzr; the nearest form is ldrb <Wt>, [<Xn|SP>{, #<uimm12*1>}]',
      ],
      [
        'ldp x0, w1, [sp]',
        'w1 is a 32-bit register: expected a 64-bit register, x0–x30 or xzr; the nearest form is ldp <Xt>, <Xt2>, [<Xn|SP>{, #<simm7*8>}]',
      ],
      [
        'and sp, sp, #0xf0',
        'sp cannot stand here: expected a 64-bit register, x0–x30 or xzr; the nearest form is and <Xd|SP>, <Xn>, #<mask64>',
      ],
      [
        'mov sp, xzr',
        'xzr cannot stand here: expected a 64-bit register, x0–x30 or sp; the nearest form is mov SP, <Xn|SP>',
      ],
      [
        'add x0, x1, x2, ror #3',
        'expected lsl, lsr or asr; or uxtx, sxtx; or uxtb, uxth, uxtw, sxtb, sxth, sxtw; the nearest form is add <Xd>, <Xn>, <Xm>{, <shift> #<amount64>}',
      ],
      ['eret x0', 'x0 is too much; the nearest form is eret'],
      [
        'msr daifset, x0',
        'x0 is a 64-bit register: expected 0 to 15; the nearest form is msr <pstatefield>, #<imm4>',
      ],
      ['add v0.4s, v1.4s, v2.4h', 'expected .4s; the nearest form is add <Vd>.4S, <Vn>.4S, <Vm>.4S'],
    ],
  ],
  [
    'names',
    [
      ['erte', 'erte is no instruction and no macro; did you mean eret?'],
      ['ldpp x0, x1, [sp]', 'ldpp is no instruction and no macro; did you mean ldp?'],
      ['push {x0}', 'push is an instruction of A32; A64 has `stp x0, x1, [sp, #-16]!`'],
      ['bx lr', 'bx is an instruction of A32; A64 has `br` for jumps, `ret` for returns'],
      [
        'msr vbar_el4, x0',
        'vbar_el4 is not a system register, by its name or as s3_<op1>_c<n>_c<m>_<op2>; did you mean vbar_el1?; the nearest form is msr <sysreg>, <Xt>',
      ],
      [
        'mrs x0, vbar_e1',
        'vbar_e1 is not a system register, by its name or as s3_<op1>_c<n>_c<m>_<op2>; did you mean vbar_el1?; the nearest form is mrs <Xt>, <sysreg>',
      ],
      [
        'tlbi vae1si, x0',
        'vae1si is not an operation of tlbi with a register; did you mean vae1is?; the nearest form is tlbi <tlbi_op_x>, <Xt>',
      ],
      ['dsb ishh', 'ishh is none of sy, st, ld, ish …, or 0 to 15; did you mean ish?'],
      ['isb st', 'st is none of sy, or 0 to 15; did you mean sy?'],
      [
        'cset x0, equal',
        'expected a condition: eq, ne, cs, cc, mi, pl, vs, vc, hi, ls, ge, lt, gt, le; the nearest form is cset <Xd>, <invcond>',
      ],
    ],
  ],
  [
    'too little, too much, in the wrong order',
    [
      ['svc', 'an operand is missing: 0 to 65535; the nearest form is svc #<imm16>'],
      [
        'b',
        'an operand is missing: a multiple of 4 bytes away, within 128 MiB; the nearest form is b <label26>',
      ],
      ['dsb', 'an operand is missing: sy, st, ld, ish …, or 0 to 15; the nearest form is dsb <barrier>'],
      [
        'add x0, x1',
        'an operand is missing; the nearest form is add <Xd|SP>, <Xn|SP>, #<imm12>{, LSL #<shift12>}',
      ],
      ['ldp x0, x1', 'an operand is missing; the nearest form is ldp <Xt>, <Xt2>, [<Xn|SP>{, #<simm7*8>}]'],
      ['ldr x0, [x1', 'expected ]; the nearest form is ldr <Xt>, [<Xn|SP>], #<simm9>'],
      ['tlbi vae1', 'an operand is missing; the nearest form is tlbi <tlbi_op_x>, <Xt>'],
      ['tlbi vmalle1, x0', 'x0 is too much; the nearest form is tlbi <tlbi_op>'],
      ['ldr x0, [x1, 8]!, x2', 'x2 is too much; the nearest form is ldr <Xt>, [<Xn|SP>, #<simm9>]!'],
      [
        'stp x0, x1, [sp, #-16!]',
        '! belongs behind the bracket; the nearest form is stp <Xt>, <Xt2>, [<Xn|SP>{, #<simm7*8>}]',
      ],
      [
        'stp x0, x1, [sp], #-16!',
        'no ! belongs here: behind the bracket it moves the base before the access; the nearest form is stp <Xt>, <Xt2>, [<Xn|SP>], #<simm7*8>',
      ],
      [
        'mrs vbar_el1, x0',
        'expected a 64-bit register, x0–x30 or xzr; the nearest form is mrs <Xt>, <sysreg>',
      ],
      ['mov #1, x0', 'expected a 64-bit register, x0–x30 or sp; the nearest form is mov <Xd|SP>, SP'],
    ],
  ],
];

const said = (line: string): readonly string[] =>
  assembleText(`${line}\n`).diagnostics.map(({ message }) => message);

describe.each(mistakes)('%s', (_, lines) => {
  it.each(lines)('%s', (line, message) => {
    expect(said(line)).toEqual([message]);
  });
});

it('what is proposed can be assembled', () => {
  const proposed = mistakes
    .flatMap(([, lines]) => lines)
    .flatMap(([, message]) => [...(message.split('; write ')[1] ?? '').matchAll(/`([^`]+)`/g)])
    .map(([, line]) => line!)
    // The far targets are as far from there.
    .map(line => line.replace(/^(b|adrp) 0x.*/, '$1 .'));
  expect(proposed.length).toBeGreaterThan(30);
  expect(proposed.flatMap(said)).toEqual([]);
});
