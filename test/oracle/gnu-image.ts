/** Assembles and links with GNU binutils, for programs that are to be independent of our own assembler. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tool } from './tools.ts';

const as = tool('aarch64-linux-gnu-as');
const ld = tool('aarch64-linux-gnu-ld');
const objcopy = tool('aarch64-linux-gnu-objcopy');

/** Whether GNU binutils for AArch64 are installed. */
export const gnuBinutils = as !== undefined && ld !== undefined && objcopy !== undefined;

/** Bytes of a source text linked at an address, its text section first. */
export function gnuImage(source: string, address: bigint): Uint8Array {
  if (!as || !ld || !objcopy) throw new Error('GNU binutils for AArch64 are not installed');
  const folder = mkdtempSync(join(tmpdir(), 'ventry-gnu-'));
  try {
    const at = (name: string): string => join(folder, name);
    writeFileSync(at('program.s'), source);
    execFileSync(as, ['-march=armv8-a', at('program.s'), '-o', at('program.o')]);
    const place = `-Ttext=0x${address.toString(16)}`;
    execFileSync(ld, [
      '-N',
      '--no-warn-rwx-segments',
      '-e',
      '0',
      place,
      at('program.o'),
      '-o',
      at('program.elf'),
    ]);
    execFileSync(objcopy, ['-O', 'binary', at('program.elf'), at('program.bin')]);
    return readFileSync(at('program.bin'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
