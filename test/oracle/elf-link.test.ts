/** Our objects in the hands of others: GNU ld links them, QEMU runs them, gdb shows their lines. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeObject } from '../../assembler/elf/write-object.ts';
import { diskReader } from '../../assembler/host.node.ts';
import { assembleObjectWith } from '../../assembler/host.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import { readElf } from '../../emulator/boot/elf.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { inDirectory } from './gas-assemble.ts';
import { qemu, runQemu } from './qemu.ts';
import { tool } from './tools.ts';

const ld = tool('aarch64-linux-gnu-ld');
const gdb = tool('gdb-multiarch');

/** The object of an example, with its lines. */
async function assembled(file: string, operands: Readonly<Record<string, string>>) {
  const directory = process.cwd();
  const { object, diagnostics } = await assembleObjectWith(
    a64,
    {
      main: [file],
      includePaths: [],
      defines: {},
      operands,
      loadAddress: 0n,
      limits: defaultLimits,
      debugDirectory: directory,
    },
    diskReader,
  );
  expect(diagnostics).toEqual([]);
  return writeObject(object);
}

const withElf = <T>(object: Uint8Array, use: (path: string, bytes: Uint8Array) => T): T =>
  inDirectory(directory => {
    const path = join(directory, 'out.elf');
    writeFileSync(join(directory, 'in.o'), object);
    const place = ['-Ttext', '0x40080000', '--no-warn-rwx-segments', '-N'];
    execFileSync(ld!, [...place, '-e', '0x40080000', '-o', path, join(directory, 'in.o')]);
    return use(path, readFileSync(path));
  });

describe.skipIf(ld === undefined)('objects of ventry', () => {
  test.skipIf(!qemu)('link with GNU ld and run in QEMU', async () => {
    const object = await assembled('examples/el1-kernel/kernel.S', {});
    const program = withElf(object, (_, bytes) => readElf(new Uint8Array(bytes)));
    if (typeof program === 'string') throw new Error(program);
    const { console, exit, exceptions } = await runQemu({ ...program, timeout: 20_000 });
    expect(exit).toBe(0);
    expect(console).not.toBe('');
    expect(exceptions).toHaveLength(3);
  });

  test.skipIf(gdb === undefined)('show their source lines in gdb', async () => {
    const object = await assembled('examples/el2-hypervisor/hypervisor.S', {
      exception_sync: '0',
      exception_irq: '1',
    });
    const shown = withElf(object, path =>
      execFileSync(gdb!, ['-batch', '-nx', '-ex', 'info line _start', '-ex', 'list _start', path], {
        encoding: 'utf8',
      }),
    );
    expect(shown).toMatch(
      /^Line \d+ of "examples\/el2-hypervisor\/hypervisor\.S" starts at address 0x40080000/,
    );
    expect(shown).toMatch(/^\d+\t_start:/m);
  });
});
