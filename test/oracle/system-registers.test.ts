import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statusFieldOperands, systemOperations } from '../../isa/a64/system-operations.ts';
import { systemRegisters } from '../../isa/a64/system-registers.ts';
import { tool } from './tools.ts';

const as = tool('aarch64-linux-gnu-as');
const objcopy = tool('aarch64-linux-gnu-objcopy');

/** The instruction words that GNU as makes of these lines. */
function assemble(lines: readonly string[]): Uint32Array {
  const folder = mkdtempSync(join(tmpdir(), 'ventry-'));
  try {
    writeFileSync(join(folder, 'a.s'), `${lines.join('\n')}\n`);
    execFileSync(as as string, ['-march=armv8.6-a+memtag+sve+profile', '-o', 'a.o', 'a.s'], { cwd: folder });
    execFileSync(objcopy as string, ['-O', 'binary', '-j', '.text', 'a.o', 'a.bin'], { cwd: folder });
    const bytes = readFileSync(join(folder, 'a.bin'));
    return Uint32Array.from({ length: bytes.length / 4 }, (_, n) => bytes.readUInt32LE(n * 4));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const register = 7;

describe.skipIf(!as || !objcopy)('system names against GNU as', () => {
  it('encodes every system register as mrs or msr does', () => {
    const words = assemble(
      systemRegisters.map(({ name, readLevel }) =>
        readLevel === undefined ? `msr ${name}, x${register}` : `mrs x${register}, ${name}`,
      ),
    );
    const expected = systemRegisters.map(
      ({ encoding, readLevel }) =>
        ((readLevel === undefined ? 0xd5000000 : 0xd5200000) | (encoding << 5) | register) >>> 0,
    );
    const wrong = systemRegisters.filter((_, n) => words[n] !== expected[n]).map(({ name }) => name);
    expect(wrong).toEqual([]);
    expect(words.length).toBe(systemRegisters.length);
  });

  it('encodes every system operation', () => {
    const words = assemble(
      systemOperations.map(({ instruction, name, register: takes }) =>
        takes ? `${instruction} ${name}, x${register}` : `${instruction} ${name}`,
      ),
    );
    const wrong = systemOperations
      .filter(
        (operation, n) =>
          words[n] !== (0xd5080000 | (operation.number << 5) | (operation.register ? register : 31)) >>> 0,
      )
      .map(({ name }) => name);
    expect(wrong).toEqual([]);
  });

  it('encodes every PSTATE field', () => {
    const words = assemble(statusFieldOperands.map(({ name, maximum }) => `msr ${name}, #${maximum}`));
    const expected = statusFieldOperands.map(
      ({ op1, op2, maximum }) => (0xd500401f | (op1 << 16) | (maximum << 8) | (op2 << 5)) >>> 0,
    );
    expect([...words]).toEqual(expected);
  });
});
