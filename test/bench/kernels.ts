/** Programs that the emulators are measured with. Each takes its number of turns, and ends by semihosting. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MachineOptions } from '../../emulator/api.ts';
import { readElf } from '../../emulator/boot/elf.ts';
import { assembleText } from '../assembler/assemble.ts';
import { elfOf } from '../oracle/qemu.ts';
import { tool } from './measure.ts';

export type Program = Pick<MachineOptions, 'segments' | 'entry'>;

export interface Kernel {
  readonly name: string;
  /** Turns of about 4 million instructions. */
  readonly turns: number;
  /** Undefined where a tool is missing. */
  readonly program: (turns: number) => { readonly program: Program; readonly elf: Uint8Array } | undefined;
}

const loadAddress = 0x4008_0000n;

const pairs = (mnemonic: 'ldp' | 'stp'): string =>
  Array.from({ length: 15 }, (_, at) => `  ${mnemonic} x${2 * at}, x${2 * at + 1}, [sp, #${16 * at}]\n`).join(
    '',
  );

/** The body at `level` 1, or at 0 under handlers that save and restore a frame of 34 words. */
const source = (body: readonly string[], level: 0 | 1, turns: number): string => `
_start: adr x0, vectors
  msr vbar_el1, x0
  ldr x0, =0x40200000
  mov sp, x0
  ldr x10, =0x40300000
  ldr x20, =${turns}
  adr x0, begin
  msr elr_el1, x0
  mov x0, #${level === 0 ? '0x3c0' : '0x3c5'}
  msr spsr_el1, x0
  eret
begin:
1:${body.map(line => `  ${line}\n`).join('')}
  subs x20, x20, #1
  b.ne 1b
  svc #1
callee: add x5, x5, #1
  ret
.ltorg
.balign 8
end: .quad 0x20026, 0
.balign 2048
vectors: .rept 16
  .balign 128
  sub sp, sp, #272
  b handler
.endr
handler:
${pairs('stp')}
  str x30, [sp, #240]
  mrs x0, elr_el1
  mrs x1, spsr_el1
  stp x0, x1, [sp, #256]
  cbz x20, 3f
  ldp x0, x1, [sp, #256]
  msr elr_el1, x0
  msr spsr_el1, x1
  ldr x30, [sp, #240]
${pairs('ldp')}
  add sp, sp, #272
  eret
3: adr x1, end
  mov w0, #0x18
  hlt #0xf000
`;

function assembled(text: string) {
  const { program, diagnostics } = assembleText(text, { loadAddress });
  if (diagnostics.length > 0) throw new Error(diagnostics[0]!.message);
  const made = {
    segments: program.sections.filter(({ bytes }) => bytes.length > 0),
    entry: program.entry,
  };
  return { program: made, elf: elfOf(made) };
}

const kernel = (name: string, turns: number, level: 0 | 1, body: readonly string[]): Kernel => ({
  name,
  turns,
  program: count => assembled(source(body, level, count)),
});

/** C as gcc compiles it, with the MMU on. */
function compiled(turns: number) {
  const gcc = tool('aarch64-linux-gnu-gcc');
  if (gcc === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'ventry-bench-'));
  // npm runs scripts in the package's folder.
  const guest = (file: string): string => join('test/bench/guest', file);
  try {
    const file = join(folder, 'mixed.elf');
    const options =
      `-O2 -ffreestanding -fno-pic -no-pie -mgeneral-regs-only -mcpu=cortex-a57 -nostdlib -static ` +
      `-fno-tree-loop-distribute-patterns -Wl,-Ttext=0x40080000 -Wl,--build-id=none -DTURNS=${turns}`;
    execFileSync(gcc, [...options.split(' '), guest('mixed.S'), guest('mixed.c'), '-o', file]);
    const elf = readFileSync(file);
    const program = readElf(elf);
    if (typeof program === 'string') throw new Error(program);
    return { program, elf };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const kernels: readonly Kernel[] = [
  kernel('integer', 500_000, 1, [
    'add x0, x0, x1',
    'eor x1, x1, x0',
    'lsl x2, x0, #3',
    'mul x3, x2, x1',
    'cmp x3, x0',
    'cinc x4, x4, ne',
  ]),
  kernel('memory', 650_000, 1, [
    'ldp x0, x1, [x10]',
    'stp x1, x0, [x10, #16]',
    'ldrb w2, [x10, #5]',
    'str w2, [x10, #40]',
  ]),
  kernel('calls', 500_000, 1, ['bl callee', 'bl callee']),
  kernel('exceptions', 85_000, 0, ['svc #0']),
  { name: 'compiled C, MMU on', turns: 9, program: compiled },
];
