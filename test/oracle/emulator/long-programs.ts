/**
 * Long random programs with exceptions from EL0 and EL1 to every level. The program records itself: each handler
 * writes all registers to a trace, so that two runs are compared every few instructions.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineName } from '../../../emulator/api.ts';
import { createMachine } from '../../../emulator/machine.ts';
import { a64 } from '../../../isa/a64/architecture.ts';
import { gnuImage } from '../gnu-image.ts';
import { type Random, randomBody } from '../random-programs.ts';
import { tool } from '../tools.ts';

const qemu = tool('qemu-system-aarch64');

const base = 0x4010_0000n;
/** What the program reads and writes: its data, then the trace. */
const data = 0x4020_0000n;
const stack = data + 0x1000n;
const trace = data + 0x1_0000n;
const tracePointer = data + 0x8000n;
const memoryBytes = 0x400_0000;
/** Pointer authentication beyond hints: QEMU's `max` has it, ours not yet. */
const authentication = /\b(?:(?:pac|aut)[id]\w*\s+x|(?:bl?r|ldr|ret)a[ab])/;

/** Quads of an entry of the trace. */
const entryNames = [
  ...Array.from({ length: 31 }, (_, number) => `x${number}`),
  ...['slot', 'sp_el0', 'elr', 'spsr', 'esr', 'far'],
];
const entryBytes = 8 * entryNames.length;

const endOfProgram = 0xffe;

/** What takes an exception, here or there; odd immediates of SVC go on at the other level. */
const exceptions: readonly ((random: Random) => readonly string[])[] = [
  random => [`svc #${random(0x800)}`],
  random => [`svc #${2 * random(0x400) + 1}`],
  random => [`hvc #${random(0x1_0000)}`],
  random => [`smc #${random(0x1_0000)}`],
  random => [`brk #${random(0x1_0000)}`],
  () => ['.inst 0'],
  random => [`mrs x${random(9)}, ${['vbar_el1', 'esr_el2', 'scr_el3', 'currentel', 'daif'][random(5)]}`],
  () => ['fmov d0, x1'],
  () => ['ldr q0, [sp]'],
  // Nothing is mapped there, and nothing answers there.
  random => ['mov x7, #0x700000000', `${['ldr x8', 'strb w8', 'ldrsh x8', 'ldar w8'][random(4)]}, [x7]`],
  random => ['mov x7, #0x80000000', `${['ldr x8', 'str w8', 'ldrsb w8', 'stp x8, x9'][random(4)]}, [x7]`],
  () => ['adr x7, literal', 'str x8, [x7]'],
  () => ['mov x7, #0x700000000', 'blr x7'],
  () => ['adr x7, .', 'orr x7, x7, #2', 'blr x7'],
  () => ['adr x7, privileged', 'blr x7'],
];

/** Instructions of about so many, as blocks that end in an exception. */
function bodyOf(random: Random, instructions: number): readonly string[] {
  const lines: string[] = [];
  let count = 0;
  while (count < instructions) {
    const body = randomBody(random, 4 + random(12));
    if (body.some(line => authentication.test(line))) continue;
    const block = [...body, ...exceptions[random(exceptions.length)]!(random)];
    count += block.filter(line => !line.endsWith(':')).length;
    lines.push(...block);
  }
  return lines;
}

const general = (mnemonic: 'ldp' | 'stp', from: number, at: string): string =>
  Array.from(
    { length: (30 - from) / 2 },
    (_, pair) =>
      `${mnemonic} x${from + 2 * pair}, x${from + 2 * pair + 1}, [${at}, #${8 * (from + 2 * pair)}]`,
  ).join('\n');

const field = (name: string): number => 8 * entryNames.indexOf(name);

const slots = (level: number): string =>
  Array.from(
    { length: 16 },
    (_, slot) =>
      `.balign 128\nstp x0, x1, [sp]\nmov x0, #0x${(level * 0x1000 + slot * 0x80).toString(16)}\nb handler${level}`,
  ).join('\n');

/** Records, then goes on: behind the instruction, after the call that went nowhere, or at the other level. */
const handler = (level: number): string => `
handler${level}:
  ldr x1, =0x${tracePointer.toString(16)}
  ldr x1, [x1]
  str x0, [x1, #${field('slot')}]
  ${general('stp', 2, 'x1')}
  str x30, [x1, #${field('x30')}]
  ldp x2, x3, [sp]
  stp x2, x3, [x1]
  mrs x2, sp_el0
  str x2, [x1, #${field('sp_el0')}]
  mrs x2, elr_el${level}
  str x2, [x1, #${field('elr')}]
  mrs x3, spsr_el${level}
  // PSTATE.BTYPE is not modelled.
  bic x3, x3, #0xc00
  str x3, [x1, #${field('spsr')}]
  mrs x4, esr_el${level}
  str x4, [x1, #${field('esr')}]
  mrs x5, far_el${level}
  str x5, [x1, #${field('far')}]
  lsr x6, x4, #26
  cmp x6, #0x16
  b.eq 9f
  cmp x6, #0x17
  b.eq 9f
  cmp x6, #0x15
  b.ne 2f
  and x7, x4, #0xffff
  cmp x7, #0x${endOfProgram.toString(16)}
  b.eq finish
  tbz x4, #0, 9f
  eor x3, x3, #4
  b 9f
2:
  and x7, x6, #0x3e
  cmp x7, #0x20
  b.eq 3f
  cmp x6, #0x22
  b.eq 3f
  add x2, x2, #4
  b 9f
3:
  mov x2, x30
9:
  msr elr_el${level}, x2
  msr spsr_el${level}, x3
  add x2, x1, #${entryBytes}
  ldr x3, =0x${tracePointer.toString(16)}
  str x2, [x3]
  ${general('ldp', 2, 'x1')}
  ldp x0, x1, [sp]
  eret
  .ltorg`;

function sourceOf(random: Random, instructions: number): string {
  const seeds = Array.from({ length: 31 }, () => BigInt(random(0x4000_0000)) * 0x1_0000_0001n);
  return `
.arch armv8.5-a
.global _start
_start: b start
  .balign 8
  .quad finish
start:
  ${[1, 2, 3]
    .map(
      level => `
  ldr x0, =table${level}
  msr vbar_el${level}, x0
  ldr x0, =0x${(data + BigInt(0x100 * level)).toString(16)}
  ${level === 3 ? 'mov sp, x0' : `msr sp_el${level}, x0`}`,
    )
    .join('')}
  ldr x0, =0x${stack.toString(16)}
  msr sp_el0, x0
  ldr x0, =0x${tracePointer.toString(16)}
  ldr x1, =0x${trace.toString(16)}
  str x1, [x0]
  mov x0, #0x531
  msr scr_el3, x0
  mov x0, #0x80000000
  msr hcr_el2, x0
  msr cptr_el3, xzr
  mov x0, #0x33ff
  msr cptr_el2, x0
  msr cpacr_el1, xzr
  ldr x0, =tables
  msr ttbr0_el1, x0
  ldr x0, =0x100800019
  msr tcr_el1, x0
  mov x0, #0xff
  msr mair_el1, x0
  ldr x0, =0x30d50839
  msr sctlr_el1, x0
  isb
  mov x0, #0x3c4
  msr spsr_el3, x0
  ldr x0, =body
  msr elr_el3, x0
  ${seeds.map((seed, number) => `ldr x${number}, =${seed}`).join('\n')}
  eret
finish:
  ldr x1, =open
  mov x0, #1
  hlt #0xf000
  ldr x1, =write
  ldr x2, =0x${tracePointer.toString(16)}
  str x0, [x2, #8]
  mov x3, x0
  ldr x4, =0x${data.toString(16)}
  ldr x5, [x2]
  sub x5, x5, x4
  add x1, x2, #16
  stp x3, x4, [x1]
  str x5, [x1, #16]
  mov x0, #5
  hlt #0xf000
  ldr x1, =exit
  mov x0, #0x18
  hlt #0xf000
  b .
  .ltorg
  .balign 8
name: .asciz "trace"
  .balign 8
open: .quad name, 5, 5
write: .quad 0
exit: .quad 0x20026, 0
  ${[1, 2, 3].map(level => `.balign 2048\ntable${level}: ${slots(level)}\n${handler(level)}`).join('\n')}
  // Level 1: tables for RAM, and a gibibyte where nothing answers. Level 2: code to read, data to write.
  .balign 4096
tables: .quad 0x401, tables2 + 3, 0x80000441
  .balign 4096
tables2: .quad 0x400004c1, 0x40200441
  .balign 4096
  .quad 0
  // EL0 goes no further, as on a page that it may not execute.
privileged: mrs x1, vbar_el1
  ret
body:
  ${bodyOf(random, instructions).join('\n  ')}
  svc #0x${endOfProgram.toString(16)}
  svc #0x${endOfProgram.toString(16)}
  .balign 8
`;
}

/** The literal that loads use has to be in reach: one in front of the body and one behind it. */
const withLiteral = (source: string): string =>
  source.replace('privileged:', 'literal: .quad 0xfedcba9876543210\nprivileged:');

export interface LongProgram {
  readonly image: Uint8Array;
  readonly finish: bigint;
}

/** A program of about so many instructions. */
export function longProgram(random: Random, instructions: number): LongProgram {
  const image = gnuImage(withLiteral(sourceOf(random, instructions)), base);
  const finish = new DataView(image.buffer, image.byteOffset, image.length).getBigUint64(8, true);
  return { image, finish };
}

/** Data and trace as QEMU leaves them. */
export function traceInQemu({ image }: LongProgram): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'ventry-program-'));
  try {
    writeFileSync(join(folder, 'image'), image);
    execFileSync(
      qemu!,
      [
        ...['-M', 'virt,virtualization=on,secure=on,gic-version=2', '-cpu', 'max', '-net', 'none'],
        ...['-m', `${memoryBytes >> 20}M`, '-display', 'none', '-serial', 'none', '-monitor', 'none'],
        ...['-semihosting-config', 'enable=on,target=native'],
        ...['-device', `loader,file=${join(folder, 'image')},addr=${base},force-raw=on`],
        ...['-device', `loader,addr=${base},cpu-num=0`],
      ],
      { cwd: folder, timeout: 30_000, stdio: 'pipe' },
    );
    return readFileSync(join(folder, 'trace'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same by an engine of ours; with the hash of the whole state at the end. */
export function traceHere(
  { image, finish }: LongProgram,
  engine: EngineName,
): { readonly bytes: Uint8Array; readonly time: bigint; readonly hash: string } {
  const machine = createMachine({
    architecture: a64,
    board: 'virt',
    cpu: 'max',
    memoryBytes,
    segments: [{ address: base, bytes: image }],
    entry: base,
    engine,
  });
  const end = machine.run({ budget: 5_000_000, stop: { breakpoints: new Set([finish]) } });
  if (end.event !== 'breakpoint') throw new Error(`ended by ${end.event} at ${machine.pc.toString(16)}`);
  const pointer = new DataView(machine.readMemory(tracePointer, 8)!.buffer).getBigUint64(0, true);
  const bytes = machine.readMemory(data, Number(pointer - data))!;
  return { bytes, time: machine.time, hash: machine.stateHash() };
}

export type TraceEntry = Readonly<Record<string, string>>;

/** Entries of a trace in words. */
export function entriesOf(bytes: Uint8Array): readonly TraceEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = Number(trace - data);
  return Array.from({ length: Math.floor((bytes.length - start) / entryBytes) }, (_, number) =>
    Object.fromEntries(
      entryNames.map((name, at) => [
        name,
        view.getBigUint64(start + number * entryBytes + 8 * at, true).toString(16),
      ]),
    ),
  );
}

/** The program's memory at the end. */
export const memoryOf = (bytes: Uint8Array): Uint8Array =>
  bytes.subarray(Number(stack - data), Number(stack - data) + 0x200);
