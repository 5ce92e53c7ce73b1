/** Runs a program in `qemu-system-aarch64` and reads what it logs of exceptions (`-d int`). */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tool } from './tools.ts';

/** Path of QEMU; undefined when it is not installed. */
export const qemu = tool('qemu-system-aarch64');

export interface QemuRun {
  /** Memory contents at their physical addresses. */
  readonly segments: readonly { readonly address: bigint; readonly bytes: Uint8Array }[];
  readonly entry: bigint;
  /** Exception level at the entry: the highest one that the CPU then has. 3 when absent. */
  readonly level?: 1 | 2 | 3;
  /** Stop after so many exceptions, a loop of them in mind. 1000 when absent. */
  readonly mostExceptions?: number;
  /** Milliseconds until it is killed. 5000 when absent. */
  readonly timeout?: number;
}

/** An exception that QEMU took, PSCI and semihosting calls left out. */
export interface QemuException {
  /** As QEMU names it: `SVC`, `Data Abort`. */
  readonly name: string;
  readonly fromLevel: number;
  readonly toLevel: number;
  /** Absent for interrupts, which leave ESR alone. */
  readonly syndrome?: bigint;
  readonly returnAddress: bigint;
  /** Logged for aborts only. */
  readonly faultAddress?: bigint;
  /** First address of the handler. */
  readonly handler: bigint;
}

export interface QemuResult {
  readonly console: string;
  /** Exit code; undefined when QEMU was killed. */
  readonly exit: number | undefined;
  readonly exceptions: readonly QemuException[];
}

const machines = { 1: 'virt', 2: 'virt,virtualization=on', 3: 'virt,virtualization=on,secure=on' } as const;

/** A minimal ELF executable of these segments, which QEMU loads wherever they lie. */
export function elfOf({ segments, entry }: Pick<QemuRun, 'segments' | 'entry'>): Uint8Array {
  const headerBytes = 64;
  const programHeaderBytes = 56;
  const parts: Uint8Array[] = [];
  const headers = new DataView(new ArrayBuffer(headerBytes + programHeaderBytes * segments.length));
  const ident = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1];
  for (const [at, byte] of ident.entries()) headers.setUint8(at, byte);
  headers.setUint16(16, 2, true); // ET_EXEC
  headers.setUint16(18, 183, true); // EM_AARCH64
  headers.setUint32(20, 1, true);
  headers.setBigUint64(24, entry, true);
  headers.setBigUint64(32, BigInt(headerBytes), true);
  headers.setUint16(52, headerBytes, true);
  headers.setUint16(54, programHeaderBytes, true);
  headers.setUint16(56, segments.length, true);
  let offset = headers.byteLength;
  for (const [at, { address, bytes }] of segments.entries()) {
    const header = headerBytes + at * programHeaderBytes;
    headers.setUint32(header, 1, true); // PT_LOAD
    headers.setUint32(header + 4, 7, true);
    for (const [place, value] of [
      [8, offset],
      [32, bytes.length],
      [40, bytes.length],
      [48, 1],
    ] as const)
      headers.setBigUint64(header + place, BigInt(value), true);
    headers.setBigUint64(header + 16, address, true);
    headers.setBigUint64(header + 24, address, true);
    parts.push(bytes);
    offset += bytes.length;
  }
  return Buffer.concat([new Uint8Array(headers.buffer), ...parts]);
}

const interruptNames = new Set(['IRQ', 'FIQ', 'Virtual IRQ', 'Virtual FIQ']);

/** The exceptions in a `-d int` log. An unfinished last entry is dropped. */
export function parseExceptions(log: string): QemuException[] {
  const exceptions: QemuException[] = [];
  const blocks = log.split(/^Taking exception /m).slice(1);
  for (const block of blocks) {
    const name = /^\d+ \[(.*?)\]/.exec(block)?.[1] ?? '';
    const levels = /^\.\.\.from EL(\d) to EL(\d)/m.exec(block);
    const handler = /^\.\.\.to EL\d PC 0x([0-9a-f]+) PSTATE/m.exec(block)?.[1];
    const elr = /^\.\.\.with ELR 0x([0-9a-f]+)/m.exec(block)?.[1];
    // Calls that QEMU answers itself have no handler.
    if (!levels || !handler || !elr) continue;
    const esr = /^\.\.\.with ESR 0x[0-9a-f]+\/0x([0-9a-f]+)/m.exec(block)?.[1];
    const far = /^\.\.\.with FAR 0x([0-9a-f]+)/m.exec(block)?.[1];
    exceptions.push({
      name,
      fromLevel: Number(levels[1]),
      toLevel: Number(levels[2]),
      returnAddress: BigInt(`0x${elr}`),
      handler: BigInt(`0x${handler}`),
      ...(esr !== undefined && !interruptNames.has(name) ? { syndrome: BigInt(`0x${esr}`) } : {}),
      ...(far !== undefined ? { faultAddress: BigInt(`0x${far}`) } : {}),
    });
  }
  return exceptions;
}

/** Runs the program on `-M virt` with a cortex-a57, semihosting on, the console on the PL011. */
export async function runQemu(run: QemuRun): Promise<QemuResult> {
  if (!qemu) throw new Error('qemu-system-aarch64 is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'ventry-qemu-'));
  try {
    const program = join(folder, 'program.elf');
    writeFileSync(program, elfOf(run));
    return await execute(qemu, program, run);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function execute(path: string, program: string, run: QemuRun): Promise<QemuResult> {
  const { level = 3, mostExceptions = 1000, timeout = 5000 } = run;
  const options =
    `-M ${machines[level]} -cpu cortex-a57 -net none -display none -monitor none -serial stdio ` +
    '-semihosting -no-reboot -d int -kernel';
  return new Promise((resolve, reject) => {
    const child = spawn(path, [...options.split(' '), program], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let log = '';
    let taken = 0;
    const timer = setTimeout(() => child.kill('SIGKILL'), timeout);
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString('latin1');
    });
    child.stderr.on('data', (data: Buffer) => {
      const text = data.toString('latin1');
      if (taken > mostExceptions) return;
      log += text;
      taken += text.split('Taking exception').length - 1;
      if (taken > mostExceptions) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', code => {
      clearTimeout(timer);
      const exceptions = parseExceptions(log).slice(0, mostExceptions);
      resolve({ console: output, exit: code ?? undefined, exceptions });
    });
  });
}
