/** Sources that a hostile or half-finished workspace holds: few words at the place, the rest served, at once. */
import { expect, it } from 'vitest';
import { lintText } from '../rules/linting.ts';

/** Most processor time for one of them, in milliseconds: what else the machine does makes no difference. */
const patience = 10_000;

const lines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('');

/** Name → source and the codes that are found besides the last line's. */
const sources: Readonly<Record<string, readonly [source: string, codes: readonly string[]]>> = {
  'a macro that calls itself': ['.macro r\nr\n.endm\nr\n', ['limit']],
  'a macro that calls itself twice': ['.macro r\nr\nr\n.endm\nr\n', ['limit']],
  'macros that call each other': ['.macro a\nb\nb\n.endm\n.macro b\na\na\n.endm\na\n', ['limit']],
  'a macro that doubles its argument': ['.macro g a\ng "\\a\\a"\n.endm\ng xy\n', ['limit']],
  'a macro that doubles its list': [
    '.macro g a:vararg\n.irp x,\\a\ng \\a,\\a\n.endr\n.endm\ng 1\n',
    ['limit'],
  ],
  'a thousand million repetitions': ['.rept 1000000000\nnop\n.endr\n', ['limit']],
  'as many of nothing': ['.rept 1000000000\n.endr\n', []],
  'repetitions in repetitions': [`${'.rept 1000\n'.repeat(10)}nop\n${'.endr\n'.repeat(10)}`, ['limit']],
  'a repetition of lists': [`.irp a,${'1,'.repeat(9000)}1\n.rept 1000\nnop\n.endr\n.endr\n`, ['limit']],
  'definitions that double': [
    `#define a0 lol lol\n${lines(60, n => `#define a${n + 1} a${n} a${n}\n`)}a60\n`,
    ['expansion-limit', 'unknown-mnemonic'],
  ],
  'calls without an end': [
    `#define f(x) x\n${'f('.repeat(20_000)}\n`,
    ['expansion-limit', 'macro-call-open', 'unknown-mnemonic'],
  ],
  'a file that includes itself twice': ['#ifndef INSIDE\n#include "twice.S"\n#endif\n', ['include-depth']],
  'a file of the assembler that includes itself twice': ['.include "again.s"\n', ['limit']],
  'room for everything': ['.space 0x7fffffffffff\n', ['limit']],
  'room for a little too much, many times': ['.space 0x3ffffff\n'.repeat(50), ['limit']],
  'an offset far away': ['.org 0x7fffffffffffffff\n', ['limit']],
  'an alignment beyond all addresses': ['.align 63\n', ['bad-alignment']],
  'a line of a million arguments': [`.macro m a\n.endm\nm ${'1,'.repeat(1_000_000)}1\n`, ['limit']],
  'a line of a million parentheses': [`.quad ${'('.repeat(1_000_000)}\n`, ['limit']],
  'deep parentheses': [`.quad ${'('.repeat(30_000)}1\n`, ['bad-expression']],
  'deep signs': [`.quad ${'-'.repeat(60_000)}1\n`, ['bad-expression']],
  'a deep condition': [`#if ${'('.repeat(30_000)}\n#endif\n`, ['bad-condition']],
  'a deep choice': [`#if ${'1?'.repeat(30_000)}1\n#endif\n`, ['bad-condition']],
  'symbols that double': [`${lines(60, n => `s${n} = s${n + 1} + s${n + 1}\n`)}s60 = 1\n.quad s0\n`, []],
  'a symbol that is itself': ['.set a, b\n.set b, a\n.quad a\n', ['bad-expression']],
  'one unknown word a hundred thousand times': [
    'hogus\n'.repeat(100_000),
    [...Array<string>(200).fill('unknown-mnemonic'), 'too-many-diagnostics'],
  ],
  'twenty thousand sections': [lines(20_000, n => `.section .s${n}, "ax"\nnop\n`), []],
  'names that every object has': [
    '#define constructor 2\n.macro toString\nnop\n.endm\ntoString\n__proto__: nop\n',
    [],
  ],
};

/** Files that include themselves. */
const files = {
  'twice.S': '#include "twice.S"\n#include "twice.S"\n',
  'again.s': '.include "again.s"\n.include "again.s"\n',
};

it.each(Object.entries(sources))('%s', (_, [source, codes]) => {
  const text = `${source}bogus x0\n`;
  const from = process.cpuUsage();
  const { findings } = lintText(text, { files });
  const { user, system } = process.cpuUsage(from);
  expect((user + system) / 1000).toBeLessThan(patience);
  const last = findings.filter(({ span }) => span.start === source.length && span.file === 'test.S');
  const others = findings.filter(one => !last.includes(one));
  expect(others.map(({ rule }) => rule)).toEqual(codes);
  for (const { span, related } of others) {
    expect(span.start).toBeLessThan(source.length);
    expect(related.length).toBeLessThanOrEqual(12);
  }
  // What stands after it is still served, unless there are too many words already.
  if (!codes.includes('too-many-diagnostics'))
    expect(last.map(({ rule }) => rule)).toEqual(['unknown-mnemonic']);
});

/** What is not closed: the place is where it was opened. */
const unclosed: Readonly<Record<string, readonly [source: string, opening: string, code: string]>> = {
  macro: ['nop\n.macro a b\nnop\n', '.macro a b', 'unterminated'],
  condition: ['nop\n.if 1\nnop\n', '.if 1', 'unterminated'],
  repetition: ['nop\n.rept 3\nnop\n', '.rept 3', 'unterminated'],
  list: ['nop\n.irp x, 1, 2\nnop\n', '.irp x, 1, 2', 'unterminated'],
  comment: ['nop\n/* nop\nnop\n', '/*', 'comment-open'],
  text: ['nop\n.ascii "abc\nnop\n', '"abc', 'unterminated-string'],
  'condition of the preprocessor': ['nop\n#if 1\nnop\n', '#if 1', 'conditional-open'],
};

it.each(Object.entries(unclosed))('a %s that is not closed', (_, [source, opening, code]) => {
  const { findings } = lintText(source);
  expect(findings.map(({ rule }) => rule)).toEqual([code]);
  const [{ span }] = findings as [(typeof findings)[0]];
  expect(source.slice(span.start, span.end)).toContain(opening.slice(0, 2));
  expect(span.start).toBe(source.indexOf(opening));
});
