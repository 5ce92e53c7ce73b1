/** What compilers write: their assembly into our objects and those of GNU as. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gnuObject, ourObjectRead } from './elf-assemble.ts';
import { objectLines } from './elf-text.ts';
import { inDirectory } from './gas-assemble.ts';
import { tool } from './tools.ts';

const gcc = tool('aarch64-linux-gnu-gcc');
const missing = gcc === undefined || tool('aarch64-linux-gnu-as') === undefined;
const skipped = missing ? ' (skipped: no aarch64-linux-gnu-gcc)' : '';

const source = `
#include <stddef.h>
extern int ext(int); extern int extv; int common_a[10]; static int bss_b[20]; int data_c = 5; const char *names[] = {"one","two","three"};
static const double table[] = {1.5, 2.5, -3.25}; __thread int tls_v = 3; __thread int tls_z;
struct s { int a; long b; char c[20]; } st = {1, 2, "hello"};
__attribute__((weak)) int weakf(int x) { return x + 1; }
static int (*const fns[])(int) = { ext, weakf };
int sw(int x) { switch (x) { case 0: return ext(1); case 1: return ext(7); case 2: return 3; case 3: return ext(x+9); case 4: return 11; case 5: return -4; case 6: return ext(44);} return 9; }
double fp(double x, int i) { return x * table[i] + 3.14159; }
long many(long a, long b, long c, struct s *p) { for (long i = 0; i < a; i++) { p->b += i * b; p->c[i % 20] ^= c; bss_b[i % 20] += fns[i & 1](i); } return p->b + common_a[a] + tls_v + tls_z + st.a + extv; }
int vla(int n) { int a[n]; for (int i = 0; i < n; i++) a[i] = ext(i); return a[n/2] + data_c; }
const char *nm(int i) { return names[i]; }
inline int inl(int x) { return x * 3; }
__attribute__((section(".text.special"), noinline)) void special(void) { __asm__ volatile("dsb sy\\n\\tisb"); }
__attribute__((visibility("hidden"))) int hid(void) { special(); return weakf(2); }
_Atomic int at; int atomics(void) { return ++at; }
static void ctor(void) __attribute__((constructor)); static void ctor(void) { data_c++; }
__int128 mul(__int128 a, __int128 b) { return a * b; }
`;

const assemblyOf = (flags: readonly string[]): string =>
  inDirectory(directory => {
    writeFileSync(join(directory, 'in.c'), source);
    execFileSync(gcc!, [...flags, '-S', '-o', 'out.s', 'in.c'], { cwd: directory, stdio: 'pipe' });
    return readFileSync(join(directory, 'out.s'), 'utf8');
  });

/**
 * Lines are described with tables of our own; and names that only the compiler knows (`.LANCHOR3`), which GNU as
 * keeps for thread-local data, stand where it first turns them into symbols.
 */
const compared = (lines: readonly string[]): readonly string[] =>
  lines.filter(line => !/ \.debug_line(?:_str)?\b|^symbol \.L/.test(line));

const same = (text: string): void => {
  const { object, errors } = ourObjectRead(text);
  expect(errors).toEqual([]);
  expect(compared(objectLines(object))).toEqual(compared(objectLines(gnuObject(text))));
};

describe.skipIf(missing)(`objects of C${skipped}`, () => {
  it.each([
    '-O0',
    '-O2',
    '-Os -fpic',
    '-O2 -g',
    '-O1 -g -fno-pic',
    '-O3 -fno-pic -ffunction-sections -fdata-sections',
    '-O2 -fexceptions -fcommon -mbranch-protection=standard',
  ])('gcc %s', flags => same(assemblyOf(flags.split(' '))));
});

describe.skipIf(missing)(`objects of the examples${skipped}`, () => {
  it.each([
    ['examples/el2-hypervisor/hypervisor.S', { exception_sync: '0', exception_irq: '1' }],
    ['examples/el1-kernel/kernel.S', {}],
    ['examples/el2-ventry/hypervisor.S', {}],
    ['examples/el3-dummy/start.S', {}],
  ])('%s', (file, operands: Readonly<Record<string, string>>) => {
    const preprocessor = ['-E', '-P', '-x', 'assembler-with-cpp', '-undef', '-I', dirname(file), file];
    const text = execFileSync(gcc!, preprocessor, { encoding: 'utf8' });
    same(text.replace(/\{(\w+)\}/g, (whole, name: string) => operands[name] ?? whole));
  });
});
