/** Executing, in million instructions a second, as a ratio to QEMU that translates one instruction at a time. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Machine } from '../../emulator/api.ts';
import { createMachine } from '../../emulator/machine.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { assembleText } from '../assembler/assemble.ts';
import { start as startHawk } from '../emulator/hawk/start.ts';
import { elfOf } from '../oracle/qemu.ts';
import { cpuSeconds, row, tool } from './measure.ts';

const loadAddress = 0x4008_0000n;

/** Each kernel counts x20 down to zero, then exits. The body's length is what one turn executes besides the loop. */
const kernels = {
  integer: [
    'add x0, x0, x1',
    'eor x1, x1, x0',
    'lsl x2, x0, #3',
    'mul x3, x2, x1',
    'cmp x3, x0',
    'cinc x4, x4, ne',
  ],
  memory: ['ldp x0, x1, [x10]', 'stp x1, x0, [x10, #16]', 'ldrb w2, [x10, #5]', 'str w2, [x10, #40]'],
  calls: ['bl callee', 'bl callee'],
  exceptions: ['svc #0'],
} as const;

const source = (body: readonly string[], turns: number): string => `
_start: adr x0, vectors
  msr vbar_el3, x0
  mov x0, #0x531
  msr scr_el3, x0
  ldr x0, =0x40200000
  mov sp, x0
  ldr x10, =0x40300000
  ldr x20, =${turns}
1:${body.map(line => `  ${line}\n`).join('')}
  subs x20, x20, #1
  b.ne 1b
  adr x1, 2f
  mov w0, #0x18
  hlt #0xf000
callee: add x5, x5, #1
  ret
.balign 8
2: .quad 0x20026, 0
.balign 2048
vectors: .rept 16
  .balign 128
  sub sp, sp, #272
  stp x0, x1, [sp]
  stp x2, x3, [sp, #16]
  mrs x0, elr_el3
  mrs x1, spsr_el3
  stp x0, x1, [sp, #256]
  ldp x0, x1, [sp, #256]
  msr elr_el3, x0
  msr spsr_el3, x1
  ldp x2, x3, [sp, #16]
  ldp x0, x1, [sp]
  add sp, sp, #272
  eret
.endr
`;

function assembled(body: readonly string[], turns: number) {
  const { program, diagnostics } = assembleText(source(body, turns), { loadAddress });
  if (diagnostics.length > 0) throw new Error(diagnostics[0]!.message);
  return { segments: program.sections.filter(({ bytes }) => bytes.length > 0), entry: program.entry };
}

/** Million instructions a CPU second. */
function ours(
  body: readonly string[],
  turns: number,
): { readonly speed: number; readonly instructions: number } {
  const machine = createMachine({ architecture: a64, board: 'virt', ...assembled(body, turns) });
  const seconds = cpuSeconds(() => machine.run({ budget: 1e9, stop: {} }));
  const instructions = Number(machine.time);
  return { speed: instructions / seconds / 1e6, instructions };
}

/** The same in QEMU; the difference of two run lengths leaves its start-up out. */
function qemu(body: readonly string[], perTurn: number): number | undefined {
  const path = tool('qemu-system-aarch64');
  if (path === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'ventry-bench-'));
  const options =
    '-M virt,virtualization=on,secure=on -cpu cortex-a57 -net none -display none -semihosting -singlestep -kernel';
  const seconds = (turns: number): number => {
    const file = join(folder, 'program.elf');
    writeFileSync(file, elfOf(assembled(body, turns)));
    const start = performance.now();
    spawnSync(path, [...options.split(' '), file], { timeout: 60_000 });
    return (performance.now() - start) / 1000;
  };
  try {
    const [few, many] = [1, 2_000_000];
    return ((many - few) * perTurn) / (seconds(many) - seconds(few)) / 1e6;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const hawkLoop = `\tUSE\t"hawk.h"
.\t=\t#0
\tLIS\tR4,0
L:\tADDSI\tR3,1
\tADD\tR4,R3,R4
\tBR\tL
\tEND
`;

/** Million instructions a CPU second of a program without an end, warmed up, over half a second or more. */
function loopSpeed(machine: Machine): number {
  machine.run({ budget: 100_000, stop: {} });
  for (let budget = 100_000; ; budget *= 2) {
    const seconds = cpuSeconds(() => machine.run({ budget, stop: {} }));
    if (seconds >= 0.5) return budget / seconds / 1e6;
  }
}

/** Prints a row for each kernel. */
export function benchEmulator(): void {
  for (const [name, body] of Object.entries(kernels)) {
    const turns = 100_000;
    ours(body, 1000);
    const { speed, instructions } = ours(body, turns);
    row(`execute ${name}`, speed, 'MIPS', 'QEMU -singlestep', qemu(body, instructions / turns));
  }
  row('execute on the Hawk (wanted: 50)', loopSpeed(startHawk(hawkLoop).machine), 'MIPS');
}
