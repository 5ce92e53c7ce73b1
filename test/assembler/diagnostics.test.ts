import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../assembler/limits.ts';
import { assembleText, bytesOf, messagesOf } from './assemble.ts';
import { expectMarked } from './markers.ts';

describe('diagnostics stand where the author acts', () => {
  it('underlines the operand that does not fit', () => {
    const [range] = expectMarked(`
      add x0, x1, #4097
      //           ^^^^ immediate-range
      nop
`);
    expect(range!.message).toContain('4095');
  });

  it('says which form is nearest', () => {
    const [operand] = expectMarked(`
      ldp x0, w1, [sp]
      //      ^^^^^^^^ bad-operand
`);
    expect(operand!.message).toContain('expected a 64-bit register');
    expect(operand!.message).toContain('ldp ');
  });

  it('suggests a spelling', () => {
    const [mnemonic, directive, macro] = expectMarked(`
      .macro save_all
      nop
      .endm
      erte
  //  ^^^^ unknown-mnemonic
      .algin 7
  //  ^^^^^^ unknown-directive
      save_al
  //  ^^^^^^^ unknown-mnemonic
`);
    expect(mnemonic!.message).toContain('did you mean eret?');
    expect(directive!.message).toContain('did you mean .align?');
    expect(macro!.message).toContain('did you mean save_all?');
  });

  it('places an error inside a macro at the outermost call, the way there as related places', () => {
    const source = `
.macro inner value
    add x0, x0, #\\value
.endm
.macro outer value
    inner \\value
.endm
    outer 1
    outer 5000
//        ^^^^ immediate-range
    outer 5000
//        ^^^^ immediate-range
`;
    expectMarked(source);
  });

  it('places an error in the text of a macro at the call', () => {
    const source = `
.macro inner
    add x0, x0, #4097
.endm
.macro outer
    inner
.endm
    outer
//  ^^^^^ immediate-range
`;
    const [error] = expectMarked(source);
    expect(error!.related.map(({ message, span }) => [message, source.slice(span.start, span.end)])).toEqual([
      ['in macro inner', '4097'],
      ['in macro outer', 'inner'],
    ]);
  });

  it('places an error in a repetition at its body, once per repetition', () => {
    const source = `
    .rept 2
    add x0, x0, #4097
    .endr
`;
    const { diagnostics } = assembleText(source);
    expect(diagnostics.map(({ span }) => source.slice(span.start, span.end))).toEqual(['4097', '4097']);
  });

  it('costs one line for one bad line', () => {
    const result = assembleText('nop\nadd x0, , x1\nnop ; !! ; nop\nnop\n');
    expect(result.diagnostics).toHaveLength(2);
    const nop = '1f2003d5';
    expect(bytesOf(result)).toBe(`${nop}00000000${nop}${nop}${nop}`);
  });

  it('points into the original text over CRLF, a byte order mark and surrogate pairs', () => {
    const source = '\ufeffnop\r\n// \u{1f600}\r\n  mov x0, /* \u{1f600}\r\n */ #foo\r\n';
    const [error] = assembleText(source).diagnostics;
    expect(source.slice(error!.span.start, error!.span.end)).toBe('foo');
    expect(bytesOf(assembleText('\ufeffnop\r\nnop\r\n'))).toBe('1f2003d51f2003d5');
  });
});

describe('what has no end is said once, where it begins, and the rest is served', () => {
  it('.macro', () => {
    const result = assembleText('.macro broken x\n mov x0, \\x\n\nfirst: nop\n');
    expect(messagesOf(result)).toEqual(['unterminated: .macro broken has no .endm']);
    expect(result.program.symbols.map(({ name }) => name)).toEqual(['first']);
  });

  it('.macro before another', () => {
    const result = assembleText('.macro a\n nop\n.macro b\n ret\n.endm\n b\n');
    expect(messagesOf(result)).toEqual(['unterminated: .macro a has no .endm']);
    expect(bytesOf(result)).toBe('c0035fd6');
  });

  it('.if', () => {
    expectMarked(`
    .if 1
//  ^^^ unterminated
    nop
`);
  });

  it('.rept', () => {
    const result = assembleText('.rept 2\nnop\nfirst: ret\n');
    expect(messagesOf(result)).toEqual(['unterminated: .rept has no .endr']);
    expect(bytesOf(result)).toBe('1f2003d5c0035fd6');
  });

  it('a comment', () => {
    const result = assembleText('nop /* open\nret\n');
    expect(messagesOf(result)).toEqual(['unterminated-comment: this comment is not closed']);
    expect(bytesOf(result)).toBe('1f2003d5c0035fd6');
  });

  it('a string', () => {
    const result = assembleText('.ascii "ab\n.byte 1\n');
    expect(messagesOf(result)).toEqual(['unterminated-string: this string is not closed']);
    expect(bytesOf(result)).toBe('616201');
  });
});

describe('what GNU as knows and we do not yet is unknown, not wrong', () => {
  it('an instruction takes four uncertain bytes, said once', () => {
    const result = assembleText('rdvl x0, #1\nrdvl x1, #1\nnop\n');
    expect(result.diagnostics.map(({ severity, code }) => [severity, code])).toEqual([
      ['information', 'not-yet-supported'],
    ]);
    expect(bytesOf(result)).toBe('00000000000000001f2003d5');
    expect(result.program.statements.map(({ kind, size, uncertain }) => [kind, size, uncertain])).toEqual([
      ['unknown', 4, true],
      ['unknown', 4, true],
      ['instruction', 4, false],
    ]);
  });

  it('a directive', () => {
    const result = assembleText('.attach_to_group g\n.attach_to_group h\nnop\n');
    expect(result.diagnostics.map(({ severity }) => severity)).toEqual(['information']);
  });

  it('a relocation operator', () => {
    const result = assembleText('ldr x0, [x1, :got_lo12:foo]\n');
    expect(result.diagnostics.map(({ severity, code }) => [severity, code])).toEqual([
      ['information', 'not-yet-supported'],
    ]);
  });

  it('a word at the start of a statement when a header is missing', () => {
    const result = assembleText(
      '#include "macros.h"\nENTRY(foo,\n)\n kernel_entry 1\nmov x0, #SIZE\n.strange 3\n.global NAME(foo)\n',
      {
        preprocess: true,
        missing: new Set(['macros.h']),
      },
    );
    expect(result.incomplete).toBe(true);
    expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(result.program.statements.every(({ uncertain }) => uncertain)).toBe(true);
  });
});

describe('what stands in headers', () => {
  const withHeader = (header: string, main: string) =>
    assembleText(`#include "all.h"\n${main}`, { preprocess: true, files: new Map([['all.h', header]]) });

  it('C declarations are left out, said once, macros beside them are kept', () => {
    const header = `
#define DECLARE(name) static int name(void) { return 0; }
typedef unsigned long size;
struct pair {
  int a, b;
};
enum order { ADD,
  SUB };
DECLARE(first)
static const struct pair zero = {
  .a = 0,
  .size = 4,
};
.macro clear register
  mov \\register, #0
.endm
.set LIMIT, 5
extern int next(void);
`;
    const result = withHeader(header, 'clear x1\nmov x0, #LIMIT\n');
    expect(result.diagnostics.map(({ severity, code }) => [severity, code])).toEqual([
      ['information', 'c-declarations'],
    ]);
    expect(result.diagnostics[0]!.span.start).toBe(header.indexOf('typedef'));
    expect(result.incomplete).toBe(true);
    expect(bytesOf(result)).toBe('010080d2a00080d2');
  });

  it('headers that ask for __ASSEMBLY__ get it, and may define it themselves', () => {
    const guarded = '#ifndef __ASSEMBLY__\nint next(void);\n#endif\n#define SIZE 4\n';
    expect(withHeader(guarded, 'mov x0, #SIZE\n').diagnostics).toEqual([]);
    expect(withHeader('#define __ASSEMBLY__\n', 'nop\n').diagnostics).toEqual([]);
  });

  it('assembly there has its errors', () => {
    const { diagnostics } = withHeader('erte\n', 'nop\n');
    expect(diagnostics.map(({ severity, span }) => [severity, span.file])).toEqual([['error', 'all.h']]);
  });

  it('an .org that goes back over what is unknown, or inside a macro, is no error', () => {
    const severities = (main: string) =>
      assembleText(`#include "none.h"\n${main}`, { preprocess: true, missing: new Set(['none.h']) })
        .diagnostics.filter(({ code }) => code === 'org-backwards')
        .map(({ severity }) => severity);
    expect(severities('SAVE\nnop\n.org 4\n')).toEqual(['information']);
    expect(severities('.macro end\n.org 4\n.endm\nnop\nnop\nend\nend\n')).toEqual(['information']);
    expect(severities('nop\nnop\n.org 4\n')).toEqual(['error']);
  });
});

it('code has no place where .struct gives offsets', () => {
  expectMarked(`
    .struct 8
field:
    nop
//  ^^^ absolute-section
    .text
    nop
`);
});

describe('limits are said once, at the place', () => {
  it('.rept without measure', () => {
    expectMarked(`
    nop
    .rept 1000000000
//  ^^^^^^^^^^^^^^^^ limit
    nop
    .endr
    ret
`);
  });

  it('nested repetitions', () => {
    const result = assembleText('.rept 100000\n.rept 100000\nnop\n.endr\n.endr\nret\n', {
      limits: { ...defaultLimits, statements: 1000 },
    });
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['limit']);
    expect(bytesOf(result).endsWith('c0035fd6')).toBe(true);
  });

  it('a macro that calls itself', () => {
    const result = assembleText('.macro again\nagain\nagain\n.endm\n again\nret\n');
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['limit']);
    expect(bytesOf(result)).toBe('c0035fd6');
  });

  it('a macro whose argument grows', () => {
    const result = assembleText('.macro grow a\ngrow "\\a\\a\\a\\a"\n.endm\n grow ab\nret\n');
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['limit']);
    expect(bytesOf(result)).toBe('c0035fd6');
  });

  it('bytes', () => {
    const result = assembleText('nop\n.space 1 << 40\nret\n');
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['limit']);
    expect(bytesOf(result)).toBe('1f2003d5c0035fd6');
  });

  it('depth of expressions and chains of symbols', () => {
    const deep = assembleText(`.word ${'('.repeat(5000)}1${')'.repeat(5000)}\n.word ${'-'.repeat(5000)}1\n`);
    expect(deep.diagnostics.map(({ code }) => code)).toEqual(['bad-expression', 'bad-expression']);
    const circular = assembleText('.set a, b + 1\n.set b, a + 1\n.word a\n');
    expect(circular.diagnostics.map(({ code }) => code)).toEqual(['bad-expression']);
  });

  it('symbols that use each other twice', () => {
    const doubled = Array.from({ length: 200 }, (_, i) => `s${i + 1} = s${i} + s${i}`).join('\n');
    const known = assembleText(`s0 = later - again\n${doubled}\n.quad s63\nagain: nop\nlater:\n`);
    expect(known.diagnostics).toEqual([]);
    expect(bytesOf(known).slice(0, 16)).toBe('0000000000000000');
    const undefinedEnd = assembleText(`${doubled}\n.word s200\nadd x0, x0, #s200\n`);
    expect(undefinedEnd.diagnostics.map(({ code }) => code)).toEqual(['undefined-symbol']);
    const circular = assembleText('.set a, b + b + a\n.set b, a + b + a\n.word a\n');
    expect(circular.diagnostics.map(({ code }) => code)).toEqual(['bad-expression']);
  });

  it('chains of symbols and terms, each long by itself', () => {
    const terms = ' + 1'.repeat(900);
    const chain = Array.from({ length: 300 }, (_, i) => `.set s${i}, s${i + 1}${terms}`).join('\n');
    const result = assembleText(`${chain}\n.word s0\n`);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['bad-expression']);
    const line = `${'('.repeat(190)}1${`${' + 1'.repeat(80)})`.repeat(190)}`;
    const nested = assembleText(`.word later + ${line}\n.if later + ${line}\n.endif\n`);
    expect(nested.diagnostics.map(({ code }) => code)).toEqual(['bad-expression', 'bad-expression']);
  });

  it('files that include themselves', () => {
    const files = new Map([['self.s', '.include "self.s"\n']]);
    const result = assembleText('.include "self.s"\nnop\n', { files });
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['limit']);
  });

  it('diagnostics', () => {
    const result = assembleText('bad!\n'.repeat(1000));
    expect(result.diagnostics).toHaveLength(201);
    expect(result.diagnostics.at(-1)!.code).toBe('too-many-diagnostics');
  });
});
