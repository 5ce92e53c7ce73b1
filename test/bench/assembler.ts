/** Assembling, as a ratio to GNU as: CPU time of the same preprocessed text, start-up of both left out. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembleWithSync } from '../../assembler/host.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import type { Architecture } from '../../isa/architecture.ts';
import { architectureById } from '../../isa/architectures.ts';
import { cpuSeconds, median, row, tool } from './measure.ts';

const blocks = [
  [
    'sub sp, sp, #272',
    'stp x0, x1, [sp]',
    'stp x2, x3, [sp, #16]',
    'mrs x9, sp_el0',
    'stp x30, x9, [sp, #240]',
  ],
  ['mrs x0, esr_el1', 'lsr x1, x0, #26', 'cmp x1, #0x15', 'b.eq 1f', '1: ldr x2, [x3, x4, lsl #3]'],
  [
    'and x0, x0, #0xff00',
    'ubfx x3, x0, #16, #5',
    'csel x0, x1, x2, ne',
    'movz x5, #0x1234, lsl #16',
    'madd x0, x1, x2, x3',
  ],
  ['msr elr_el1, x10', 'ldp x28, x29, [sp, #224]', 'add sp, sp, #272', 'tbz w0, #3, 2f', '2: ret'],
];

const mixed = (lines: number): string =>
  Array.from({ length: lines }, (_, n) => `\t${blocks[Math.floor(n / 5) % blocks.length]![n % 5]}`).join(
    '\n',
  );

const macros = (calls: number): string =>
  [
    '.macro save a, b, at=0',
    '\tstp \\a, \\b, [sp, #\\at]',
    '.endm',
    ...Array.from({ length: calls }, (_, n) => `\tsave x${n % 29}, x${(n % 29) + 1}, ${16 * (n % 16)}`),
  ].join('\n');

const smal = (lines: number): string =>
  `${[
    '\tUSE\t"hawk.h"',
    ...Array.from(
      { length: lines },
      (_, n) => ['\tLIS\tR3,5', '\tADD\tR4,R3,R5', '\tSTORES\tR4,R2', '\tADDSI\tR2,4'][n % 4],
    ),
  ].join('\n')}\n\tEND\n`;

function ours(architecture: Architecture, file: string, text: string): number {
  const input = {
    main: [file],
    includePaths: [],
    defines: {},
    operands: {},
    loadAddress: architecture.loadAddress,
    preprocess: false,
    limits: defaultLimits,
  };
  const assemble = () => {
    const read = { text: (path: string) => (path === file ? text : undefined) };
    const { diagnostics } = assembleWithSync(architecture, input, read);
    const error = diagnostics.find(({ severity }) => severity === 'error');
    if (error) throw new Error(`${file}: ${error.message}`);
  };
  assemble();
  return median([1, 2, 3].map(() => cpuSeconds(assemble)));
}

function gnu(text: string): number | undefined {
  const as = tool('aarch64-linux-gnu-as');
  if (as === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'ventry-bench-'));
  const seconds = (source: string): number => {
    writeFileSync(join(folder, 'in.s'), source);
    const run = () => {
      const script = `TIMEFORMAT='%U %S'; time ${as} in.s -o out.o`;
      const [user, system] = execFileSync('bash', ['-c', `{ ${script}; } 2>&1`], {
        cwd: folder,
        encoding: 'utf8',
      })
        .trim()
        .split(/\s+/)
        .map(Number);
      return (user ?? 0) + (system ?? 0);
    };
    return median([1, 2, 3].map(run));
  };
  try {
    return seconds(`${text}\n`) - seconds('\tnop\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Prints a row for each text. */
export function benchAssembler(): void {
  const a64 = architectureById('a64')!;
  for (const [name, text] of [
    ['200,000 mixed lines', mixed(200_000)],
    ['100,000 macro calls', macros(100_000)],
  ] as const) {
    row(`assemble ${name}`, ours(a64, 'bench.s', text), 's CPU', 'GNU as', gnu(text));
  }
  const hawk = architectureById('hawk');
  if (hawk) row('assemble 100,000 lines of SMAL (2 s)', ours(hawk, 'bench.a', smal(100_000)), 's CPU');
}
