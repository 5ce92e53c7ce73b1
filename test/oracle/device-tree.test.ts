/** The device tree of board `virt` against the one that QEMU makes, as the device tree compiler prints both. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { treeBytes, virtTree } from '../../emulator/boards/virt/device-tree.ts';
import { flattenTree } from '../../emulator/boot/device-tree.ts';
import { qemu } from './qemu.ts';
import { tool } from './tools.ts';

const dtc = tool('dtc');

const mebibyte = 1024 * 1024;

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ventry-tree-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const source = (blob: Uint8Array): string =>
  inFolder(folder => {
    writeFileSync(join(folder, 'tree'), blob);
    const options = ['-q', '-I', 'dtb', '-O', 'dts', join(folder, 'tree')];
    return execFileSync(dtc!, options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  });

const ofQemu = (machine: string, mebibytes: number): Uint8Array =>
  inFolder(folder => {
    const blob = join(folder, 'tree');
    const board = `virt,dtb-randomness=off,${machine}dumpdtb=${blob}`;
    const options = `-M ${board} -cpu cortex-a57 -m ${mebibytes} -net none -display none`;
    execFileSync(qemu!, options.split(' '), { stdio: 'ignore' });
    return readFileSync(blob);
  });

describe.skipIf(!qemu || !dtc)('the device tree against QEMU (qemu-system-aarch64, dtc)', () => {
  it.each([
    [1, 128, '', 'hvc'],
    [1, 1500, '', 'hvc'],
    [2, 512, 'virtualization=on,', 'smc'],
    [3, 128, 'virtualization=on,secure=on,', undefined],
  ] as const)('highest level EL%d, %d MiB', (level, mebibytes, machine, psci) => {
    const memoryBytes = mebibytes * mebibyte;
    const ours = flattenTree(virtTree({ memoryBytes, level, psci }), treeBytes);
    const theirs = ofQemu(machine, mebibytes);
    expect(ours.length).toBe(theirs.length);
    expect(source(ours)).toBe(source(theirs));
  });
});
