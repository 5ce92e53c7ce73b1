import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { predefined } from '../../assembler/cpp/predefined.ts';
import { preprocess } from '../../assembler/cpp/preprocess.ts';
import { tokenize } from '../../assembler/cpp/tokens.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import { plainText } from '../../assembler/text.ts';
import { tool } from './tools.ts';

/** Each source is preprocessed by GNU cpp and by us; the streams of tokens must be the same. */
const SOURCES: readonly (readonly [string, string])[] = [
  ['lines', '#define A 1 \\\n + 2\nmov x0, A /* a\nb */ nop // c \\\n d\n.ascii "// A /* A */"\n\tA\n'],
  ['stray quotes', "# don't A\n#define A 5\nA ' A\n.byte 'A, A\nA \" A // A\n#if 0\nit's\n#endif\nA\n"],
  ['unknown directives', '#define A 5\n#A comment\n# 12 "x.S"\n#align A\n  # A\n#\n#ident "x"\nA\n'],
  [
    'function-like',
    '#define ENTRY(x) .globl x; .type x, %function; x:\n#define END(x) .size x, . - x\nENTRY(start)\nnop\nEND(start)\nENTRY (a\n)\nENTRY\nENTRY x\n',
  ],
  [
    'stringize and paste',
    '#define S(x) #x\n#define X(x) S(x)\n#define L(n) .L##n##_end:\n#define I(r,v) mov r##0, #v\n#define K 1 "\\x"\nS(K) X(K) S( a  b ) L(foo) L(5) I(x, 7) S(\'"\') S("\\n")\n',
  ],
  [
    'paste that fails',
    '#define P(a, b) a ## b\nP(x, +) P(., L) P(\\, el) P(1, .5) P(+, +) P(<, <) P(,) P(a,) P(,b) P(#, #)\n',
  ],
  [
    'rescanning',
    '#define f(x) x f\n#define g f(\nf(1)(2)(3) g 4)(5)\n#define AA BB\n#define BB AA + BB\nAA BB\n',
  ],
  [
    'examples of the C standard',
    '#define x 3\n#define f(a) f(x * (a))\n#undef x\n#define x 2\n#define g f\n#define z z[0]\n#define h g(~\n#define m(a) a(w)\n#define w 0,1\n#define t(a) a\n#define p() int\n#define q(x) x\n#define r(x,y) x ## y\n#define str(x) # x\nf(y+1) + f(f(z)) % t(t(g)(0) + t)(1);\ng(x+(3,4)-w) | h 5) & m\n(f)^m(m);\np() i[q()] = { q(1), r(2,3), r(4,), r(,5), r(,) };\nstr(hello) str()\n',
  ],
  [
    'hash_hash',
    '#define hash_hash # ## #\n#define mkstr(a) # a\n#define in_between(a) mkstr(a)\n#define join(c, d) in_between(c hash_hash d)\njoin(x, y)\n#define t(x,y,z) x ## y ## z\nt(1,2,3) t(,4,5) t(6,,7) t(8,9,) t(10,,) t(,11,) t(,,12) t(,,)\n',
  ],
  [
    'variadic',
    '#define V(...) <__VA_ARGS__>\n#define W(a, ...) <a, ## __VA_ARGS__>\n#define Y(a, r...) <a , r>\nV() V(1) V(1, (2, 3)) W(1) W(1,) W(1, 2, 3) Y(1, 2) Y(1,)\n#define N 4\nW(N, N)\n#define U(r...) <a , ## r>\nU() U(1) U(1,2)\n',
  ],
  [
    'apart',
    '#define M -1\n#define EMPTY\n#define D .\n#define B \\\\\n-M x EMPTY y +EMPTY+ D L v0.N 1EMPTY x <EMPTY< /EMPTY/ D 5\n#define N 16b\nv0.N N.N\n',
  ],
  ['numbers', '#define FOO 3\n0x1e+FOO 1.FOO .5FOO 0xFOO 1p+FOO 1f 2b 0x10+FOO $FOO FOO$ @FOO é FOO\n'],
  [
    'conditions',
    [
      '1 == 1L',
      '-1 > 0u',
      '(2 || 1 / 0) && !0',
      '0 ? 1 / 0 : 3',
      "'a' == 97",
      '0x7fffffffffffffff + 0 < 0',
      '0xffffffffffffffff == -1',
      '1 << 62 >> 61 == 2',
      '-8 >> 1 == -4',
      '10 % 4 * 2 - 1 == 3',
      '5 & 3 | 8 ^ 1',
      'UNDEFINED',
      'defined(A) && A(2) == 4',
      'defined A && !defined B',
      'D',
      '1 == 2, 3',
    ]
      .map((condition, i) => `#if ${condition}\n.byte ${i}\n#endif\n`)
      .reduce((all, text) => all + text, '#define A(x) x * 2\n#define D defined(A)\n'),
  ],
  [
    'nested conditions',
    '#if 0\n#if 1\na\n#else\nb\n#endif\n#elif 1\n# if 0\nc\n# elif 0\n# else\nd\n# endif\n#else\ne\n#endif\n#ifdef __aarch64__\nf\n#endif\n#if defined(__ASSEMBLER__)\ng\n#endif\n',
  ],
  ['line numbers', '__LINE__\n#define L(x) __LINE__ x\nL(1)\n\\\n__LINE__ /*\n*/ __LINE__\n'],
  ['directives in a call', '#define F(a, b) [a b]\nF(1,\n#define X 5\n#if 0\n2\n#else\nX\n#endif\n)\nX\n'],
  [
    'a table',
    '#define VECTOR(kind, source) .p2align 7; b handle_##kind##_##source\n#define FOUR(s) VECTOR(sync, s); VECTOR(irq, s); VECTOR(fiq, s); VECTOR(serror, s)\n#define SAVE(a, b, n) stp x##a, x##b, [sp, #(n) * 8]\n\t.p2align 11\nvectors: FOUR(sp0)\n\tFOUR(spx)\n\tSAVE(0, 1, 0)\n\tSAVE(30, zr, 30)\n',
  ],
];

const gcc = tool('gcc');
const cross = tool('aarch64-linux-gnu-gcc');

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const exampleFiles = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter(name =>
  name.endsWith('.S'),
);

const onDisk = (file: string): string | undefined =>
  existsSync(file) ? readFileSync(file, 'utf8') : undefined;

/** Tokens that we make of a file, reading what it asks for. */
function ours(file: string): string[] {
  const files = new Map([[file, readFileSync(file, 'utf8')]]);
  const missing = new Set<string>();
  for (;;) {
    const result = preprocess({ file, files, missing, includePaths: [], defines: {}, limits: defaultLimits });
    if (result.needs.length === 0)
      return result.lines.flatMap(line => tokenize(line).map(token => token.text));
    for (const candidate of result.needs.flatMap(({ candidates }) => candidates)) {
      const text = onDisk(candidate);
      if (text === undefined) missing.add(candidate);
      else files.set(candidate, text);
    }
  }
}

function theirs(file: string): string[] {
  const options = '-E -x assembler-with-cpp -P -undef -w -D__aarch64__=1 -D__ASSEMBLER__=1'.split(' ');
  const out = execFileSync(gcc!, [...options, file], { encoding: 'utf8', timeout: 10_000 });
  const lines = out.split('\n').filter(line => line !== '' && !/^\s*#(?:ident|pragma)/.test(line));
  return lines.flatMap(line =>
    tokenize(plainText(line, { span: { file: '', start: 0, end: line.length } })).map(token => token.text),
  );
}

/**
 * Random macros that call each other, and lines that call them. Parentheses are balanced and every function-like
 * macro takes any number of arguments, so that nothing is an error.
 */
function randomSource(seed: number): string {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 12) % limit;
  };
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;
  const words = ['A', 'B', 'F', 'G', 'H', 'x0', '12', '+', '.L', '-', '#1', ','];
  const tokens = (count: number, more: readonly string[]): string =>
    Array.from({ length: count }, () =>
      below(5) === 0
        ? `${pick(['F', 'G', 'H', 'A', ''])}(${tokens(count >> 1, more)})`
        : pick([...words, ...more]),
    ).join(pick(['', ' ']));
  const body = (more: readonly string[]): string => tokens(1 + below(6), more);
  const parameters = [
    'p',
    'p',
    '__VA_ARGS__',
    'p ## x',
    'B ## p',
    '#p',
    'p ## __VA_ARGS__',
    ', ## __VA_ARGS__',
  ];
  const lines = [
    `#define A ${body([])}`,
    `#define B ${body(['1 ## B', 'A ## B'])}`,
    ...['F', 'G', 'H'].map(name => `#define ${name}(p, ...) ${body(parameters)}`),
    ...Array.from({ length: 5 }, () => tokens(2 + below(8), [])),
    // A name at the end of a line looks for its arguments on the next one: not beyond this.
    '.end',
    ...['A', 'B', 'F', 'G', 'H'].map(name => `#undef ${name}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** White space in strings that `#` made of empty arguments is not where GNU cpp puts it. */
const unspaced = (token: string): string => token.replace(/ /g, '');

describe.skipIf(gcc === undefined)('the preprocessor and gcc -E -x assembler-with-cpp', () => {
  test.each(SOURCES)('%s', (_, text) => {
    const folder = mkdtempSync(join(tmpdir(), 'ventry-cpp-'));
    try {
      const file = join(folder, 'main.S');
      writeFileSync(file, text);
      expect(ours(file)).toEqual(theirs(file));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('random macros', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ventry-cpp-'));
    try {
      for (let seed = 1; seed <= 15; seed++) {
        const file = join(folder, `random${seed}.S`);
        const text = Array.from({ length: 20 }, (_, n) => randomSource(seed * 1000 + n)).join('');
        writeFileSync(file, text);
        expect(ours(file).map(unspaced), text).toEqual(theirs(file).map(unspaced));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.skipIf(cross === undefined)('predefined macros, with the compiler for AArch64', () => {
    const given = execFileSync(cross!, ['-dM', '-E', '-x', 'assembler-with-cpp', '/dev/null'], {
      encoding: 'utf8',
    });
    const theirs = new Map(
      [...given.matchAll(/^#define (\w+(?:\(\w+\))?) ?(.*)$/gm)].map(([, name, text]) => [name!, text!]),
    );
    for (const [name, text] of Object.entries(predefined))
      expect(`${name} ${theirs.get(name)}`).toBe(`${name} ${text}`);
  });

  test.each(exampleFiles)('examples/%s', name => {
    const file = join(examples, name);
    expect(ours(file)).toEqual(theirs(file));
  });
});
