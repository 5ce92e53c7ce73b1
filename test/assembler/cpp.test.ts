import { describe, expect, test } from 'vitest';
import { preprocess } from '../../assembler/cpp/preprocess.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import { originOf, outermost } from '../../assembler/text.ts';

interface Setup {
  readonly files?: Readonly<Record<string, string>>;
  readonly missing?: readonly string[];
  readonly includePaths?: readonly string[];
  readonly defines?: Readonly<Record<string, string>>;
}

function run(text: string, setup: Setup = {}) {
  return preprocess({
    file: '/src/main.S',
    files: new Map(Object.entries({ ...setup.files, '/src/main.S': text })),
    missing: new Set(setup.missing ?? []),
    includePaths: setup.includePaths ?? [],
    defines: setup.defines ?? {},
    limits: defaultLimits,
  });
}

/** Lines of output with white space made single. */
function output(text: string, setup?: Setup): string[] {
  return run(text, setup).lines.map(line => line.text.trim().replace(/\s+/g, ' '));
}

const codes = (text: string, setup?: Setup) => run(text, setup).diagnostics.map(d => d.code);

describe('lines and comments', () => {
  test.each([
    ['a backslash joins lines', '#define BOTH nop ;\\\n  eret\nBOTH', ['nop ; eret']],
    ['comments are one space', 'mov /* here */ x0, x1 // there', ['mov x0, x1']],
    ['a comment over lines joins them', '#define A 1 /* one\n two */ + 1\nmov x0, A', ['mov x0, 1 + 1']],
    ['no comment in a string', '.ascii "// /* no */"', ['.ascii "// /* no */"']],
    ['byte order mark and CRLF', '\uFEFF#define A 5\r\nmov x0, #A\r\n', ['mov x0, #5']],
    ['an apostrophe in a comment line', "# don't expand /* this\nnop", ["# don't expand /* this", 'nop']],
    ['an unclosed quote ends with its line', '#define A 5\nA " A\nA', ['5 " A', '5']],
    ['an apostrophe in skipped text', "#if 0\nit's off\n#endif\nnop", ['nop']],
    ['a line comment goes on after a backslash', 'nop // one \\\n two\neret', ['nop', 'eret']],
  ])('%s', (_, source, expected) => expect(output(source)).toEqual(expected));

  test('a comment without end is one error and ends the text', () => {
    const result = run('nop\n/* eret\n');
    expect(result.diagnostics).toMatchObject([{ code: 'comment-open', span: { start: 4, end: 6 } }]);
    expect(result.lines.map(line => line.text)).toEqual(['nop']);
  });
});

describe('directives', () => {
  test.each([
    ['an unknown directive is text', '#define x y\n# x comment\n#align 7', ['# y comment', '#align 7']],
    ['a null directive is nothing', '#\nnop', ['nop']],
    ['a number after # is text', '# 12 "file.S"', ['# 12 "file.S"']],
    ['spaces around the #', '  #  define A 1\nA', ['1']],
    ['undef', '#define A 1\n#undef A\nA', ['A']],
    ['predefined names', '__ASSEMBLER__ __aarch64__ __LINE__', ['1 1 1']],
    ['line and file', '\n__LINE__ __FILE__', ['2 "/src/main.S"']],
  ])('%s', (_, source, expected) => expect(output(source)).toEqual(expected));

  test('defines given from outside', () => {
    expect(output('A F(2)', { defines: { A: '7', 'F(x)': 'x*x' } })).toEqual(['7 2*2']);
  });

  test.each([
    ['#if 1 + 1 == 2', true],
    ['#if UNKNOWN', false],
    ['#if defined UNKNOWN || defined(__aarch64__)', true],
    ['#if -1 > 0u', true],
    ['#if (2 || 1 / 0) && 0x10 == 020', true],
    ['#if 1 ? 0 : 1', false],
    ["#if 'A' == 65 && '\\n' == 10", true],
    ['#if 1 << 63 < 0 && 7 % 4 == 3', true],
    ['#if ~0 == -1 && !0', true],
    ['#ifdef __ASSEMBLER__', true],
    ['#ifndef __ASSEMBLER__', false],
  ])('%s is %s', (condition, expected) => {
    expect(output(`${condition}\nyes\n#else\nno\n#endif`)).toEqual([expected ? 'yes' : 'no']);
    expect(codes(`${condition}\n#endif`)).toEqual([]);
  });

  test('the first true branch is taken, and conditions after it are not looked at', () => {
    expect(output('#if 0\na\n#elif 1\nb\n#elif 1 / 0\nc\n#else\nd\n#endif')).toEqual(['b']);
  });

  test.each([
    ['#if 1 +\n#endif', 'bad-condition'],
    ['#if 1 / 0\n#endif', 'bad-condition'],
    ['#if F(1)\n#endif', 'bad-condition'],
    ['#if 1\nnop', 'conditional-open'],
    ['#endif', 'conditional-stray'],
    ['#if 1\n#else\n#else\n#endif', 'conditional-stray'],
    ['#define 5', 'bad-define'],
    ['#define F(x nop', 'bad-define'],
    ['#define A 1\n#define A 2', 'macro-redefined'],
    ['#error no such board', 'user-error'],
    ['#warning old', 'user-warning'],
    ['#include nothing', 'bad-include'],
    ['#define F(x) x\nF(1', 'macro-call-open'],
  ])('%j says %s', (source, code) => expect(codes(source)).toEqual([code]));

  test.each([
    '#define A 1\n#define A 1',
    '#define A  x + y\n#define A x +  y',
    '#pragma GCC poison A',
    '#ident "1"',
  ])('%j is silent', source => expect(codes(source)).toEqual([]));
});

describe('expansion', () => {
  test.each([
    ['an argument', '#define ENTRY(name) .globl name; name:\nENTRY(start)', ['.globl start; start:']],
    ['nested calls', '#define F(x) (x)\nF(F(F(1)))', ['(((1)))']],
    ['a call over lines', '#define F(a, b) a b\nF(1,\n  2)\nnop', ['1 2', 'nop']],
    [
      'a directive inside a call',
      '#define F(a, b) a b\nF(1,\n#ifdef NO\n3\n#else\n2)\n#endif\nnop',
      ['1 2', 'nop'],
    ],
    ['no call without parentheses', '#define F(x) x\nF + F (1)', ['F + 1']],
    ['stringize', '#define S(x) #x\nS(a  "b\\n")', ['"a \\"b\\\\n\\""']],
    ['an immediate is no stringize', '#define LOAD(r) mov r, #0\nLOAD(x1)', ['mov x1, #0']],
    ['paste', '#define R(n) x ## n\nR(12)', ['x12']],
    ['paste with nothing', '#define J(a, b) a ## b\nJ(,x) J(y,)', ['x y']],
    ['paste that makes no token leaves both', '#define L(n) .L ## n . ## n\nL(5x)', ['.L5x .5x']],
    ['a macro named like its text', '#define mov mov x0,\nmov x1', ['mov x0, x1']],
    ['two that name each other', '#define a b\n#define b a\na b', ['a b']],
    ['variadic', '#define V(f, ...) f(__VA_ARGS__)\nV(g, 1, 2)', ['g(1, 2)']],
    ['the comma before no argument', '#define V(f, args...) f , ## args\nV(1) V(1, 2)', ['1 1 , 2']],
    ['arguments are expanded first, but not beside ##', '#define A 1\n#define J(x) x x ## _\nJ(A)', ['1 A_']],
    [
      'nothing leaves its space',
      '#define NO\n#define W(x) .word x-1\n.word NO-1\nW()',
      ['.word -1', '.word -1'],
    ],
    ['tokens stay apart', '#define M -1\n-M', ['- -1']],
  ])('%s', (_, source, expected) => expect(output(source)).toEqual(expected));

  test('an unclosed call costs its own line', () => {
    expect(output('#define F(x) <x>\nF(1\nF(2)\nnop')).toEqual(['F(1', '<2>', 'nop']);
  });
});

describe('origins', () => {
  const source = '#define LOAD(r, v) mov r, #v\n\tLOAD(x1, 5) // five';

  test('an argument is the caller’s own text; the rest comes from the body by way of the call', () => {
    const line = run(source).lines[0]!;
    const at = (text: string) => {
      const start = line.text.indexOf(text);
      return originOf(line, start, start + text.length, line.map[0]!.origin);
    };
    const argument = at('x1');
    expect(argument.parent).toBeUndefined();
    expect(source.slice(argument.span.start, argument.span.end)).toBe('x1');
    const body = at('mov');
    expect(source.slice(body.span.start, body.span.end)).toBe('mov');
    expect(body.parent).toMatchObject({ how: 'define', name: 'LOAD' });
    const call = outermost(body).span;
    expect(source.slice(call.start, call.end)).toBe('LOAD(x1, 5)');
  });

  test('every line’s map covers its text without gaps', () => {
    for (const line of run(`${source}\n a\\\nb /* c */ d __LINE__\n`).lines) {
      let end = 0;
      for (const entry of line.map) {
        expect(entry.start).toBe(end);
        end += entry.length;
      }
      expect(end).toBe(line.text.length);
    }
  });

  test('calls know their definition and arguments', () => {
    const { calls, definitions } = run(`${source}\nLOAD(x2)`);
    expect(definitions).toMatchObject([{ name: 'LOAD', how: 'define' }]);
    expect(calls).toMatchObject([
      { name: 'LOAD', definition: definitions[0], arguments: { r: 'x1', v: '5' }, problems: [] },
      {
        name: 'LOAD',
        arguments: { r: 'x2' },
        problems: [{ message: 'LOAD needs 2 arguments, but 1 given' }],
      },
    ]);
    const [given] = calls[0]!.given.slice(1);
    expect(source.slice(given!.span.start, given!.span.end)).toBe('5');
  });

  test('included text has the include as its parent', () => {
    const { lines } = run('#include "a.h"', { files: { '/src/a.h': 'nop' } });
    expect(lines[0]!.map[0]!.origin).toMatchObject({
      span: { file: '/src/a.h', start: 0, end: 3 },
      parent: { how: 'include', at: { span: { file: '/src/main.S', start: 0, end: 14 } } },
    });
  });
});

describe('includes', () => {
  test('quoted names are looked for beside the file first, angle brackets only in the include paths', () => {
    const files = { '/src/a.h': 'beside', '/inc/a.h': 'path', '/inc/b/c.h': '#include "../a.h"' };
    const setup = { files, missing: ['/src/b/c.h'], includePaths: ['/inc'] };
    expect(output('#include "a.h"\n#include <a.h>\n#include "b/c.h"', setup)).toEqual([
      'beside',
      'path',
      'path',
    ]);
  });

  test('a file that was not looked for yet is asked for, without complaint', () => {
    const result = run('#include "a.h"\nnop', { includePaths: ['/inc'] });
    expect(result.needs).toMatchObject([
      { name: 'a.h', how: 'include', candidates: ['/src/a.h', '/inc/a.h'], span: { start: 0, end: 14 } },
    ]);
    expect(result).toMatchObject({ incomplete: true, diagnostics: [] });
  });

  test('a missing header is one warning with its remedy, and unknown from then on', () => {
    const result = run(
      '#include <a.h>\n#include <a.h>\n#if VERSION(5, 4) > 3\n#endif\n#ifndef A\n#error no A\n#endif',
    );
    expect(result.incomplete).toBe(true);
    expect(result.diagnostics.map(d => [d.severity, d.code])).toEqual([
      ['warning', 'missing-include'],
      ['information', 'user-error'],
    ]);
    expect(result.diagnostics[0]!.message).toContain('ventry.includePaths');
  });

  test('the name may come from a macro; once means once; guards work', () => {
    const files = { '/src/a.h': '#pragma once\na', '/src/b.h': '#ifndef B\n#define B\nb\n#endif' };
    const twice = '#define H "a.h"\n#include H\n#include H\n#include "b.h"\n#include "b.h"';
    expect(output(twice, { files })).toEqual(['a', 'b']);
  });

  test('a condition must end in its own file', () => {
    const result = run('#include "a.h"\nnop', { files: { '/src/a.h': '#if 0' } });
    expect(result.diagnostics).toMatchObject([{ code: 'conditional-open', span: { file: '/src/a.h' } }]);
    expect(result.lines.map(line => line.text)).toEqual(['nop']);
  });

  test('__has_include', () => {
    const setup = { files: { '/src/a.h': '' }, missing: ['/src/b.h'] };
    expect(output('#if __has_include("a.h") && !__has_include("b.h")\nyes\n#endif', setup)).toEqual(['yes']);
  });
});

describe('bounded work', () => {
  test('a file that includes itself twice', () => {
    const files = { '/src/a.h': '#include "a.h"\n#include "a.h"\n' };
    expect(codes('#include "a.h"\nnop', { files })).toEqual(['include-depth']);
  });

  test('doubling macros', () => {
    const lines = ['#define A0 x x'];
    for (let i = 1; i < 60; i++) lines.push(`#define A${i} A${i - 1} A${i - 1}`);
    for (let i = 0; i < 100; i++) lines.push('A59');
    const started = performance.now();
    const result = run([...lines, 'nop'].join('\n'));
    expect(new Set(result.diagnostics.map(d => d.code))).toEqual(new Set(['expansion-limit']));
    expect(result.lines.at(-1)!.text).toBe('nop');
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('doubling arguments, deep nesting, long chains', () => {
    const nested = `#define F(x) x x\n${'F('.repeat(5000)}1${')'.repeat(5000)}`;
    expect(codes(nested)).toEqual(['expansion-limit']);
    const chain = Array.from({ length: 5000 }, (_, i) => `#define A${i + 1} A${i}`).join('\n');
    expect(output(`${chain}\nA5000`)).toEqual(['A0']);
    expect(codes(`#if ${'1?'.repeat(30_000)}1\n#endif`)).toEqual(['bad-condition']);
    expect(codes(`#if ${'('.repeat(60_000)}\n#endif`)).toEqual(['bad-condition']);
  });

  test('many unclosed calls', () => {
    const result = run(`#define F(x) x\n${'F(\n'.repeat(3000)}`);
    expect(result.lines).toHaveLength(3000);
  });

  test('any bytes', () => {
    const alphabet = [
      '#',
      'define',
      ' ',
      'F',
      '(',
      ')',
      ',',
      '\n',
      '"',
      "'",
      '\\',
      '##',
      'if',
      '/*',
      '*/',
      '1',
      '...',
    ];
    let seed = 1;
    for (let round = 0; round < 500; round++) {
      let text = '#define F(x, ...) x ## __VA_ARGS__ #x F\n';
      for (let i = 0; i < 60; i++) {
        seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
        text += alphabet[(seed >>> 8) % alphabet.length];
      }
      expect(() => run(text), text).not.toThrow();
    }
  });
});
