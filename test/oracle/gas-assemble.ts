/** GNU as and ld as an oracle: assembles, and links with every section at the address that we gave it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Program } from '../../assembler/program.ts';

const prefix = 'aarch64-linux-gnu-';
export const gasTools = ['as', 'ld', 'objcopy'].map(name => prefix + name);

/** Runs in a directory of its own, which is removed afterwards. */
export function inDirectory<T>(use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'ventry-gas-'));
  try {
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Errors that GNU as reports, as `line: text`. */
export function gasErrors(source: string): readonly { readonly line: number; readonly text: string }[] {
  return inDirectory(directory => {
    writeFileSync(join(directory, 'in.s'), source);
    const { stderr } = spawnSync(`${prefix}as`, ['-march=armv8.5-a', '-o', 'out.o', 'in.s'], {
      cwd: directory,
      encoding: 'utf8',
      timeout: 20_000,
    });
    return [...stderr.matchAll(/^in\.s:(?:(\d+):)? (?:Error|Fatal error): (.*)$/gm)].map(
      ([, line, text]) => ({
        line: Number(line ?? 0),
        text: text!,
      }),
    );
  });
}

/** Bytes of each section as GNU as and ld make them, at the addresses of `program`. */
export function gasBytes(source: string, program: Program): ReadonlyMap<string, Buffer> {
  return inDirectory(directory => {
    const run = (tool: string, ...args: string[]): void => {
      execFileSync(prefix + tool, args, { cwd: directory, timeout: 20_000, stdio: 'pipe' });
    };
    writeFileSync(join(directory, 'in.s'), source);
    run('as', '-march=armv8.5-a', '-o', 'out.o', 'in.s');
    const allocated = program.sections.filter(section => section.flags.alloc);
    const places = allocated.map(
      ({ name, address }) => `"${name}" 0x${address.toString(16)} : { *("${name}") }`,
    );
    writeFileSync(join(directory, 'link.ld'), `SECTIONS {\n${places.join('\n')}\n}\n`);
    const stubs = program.externals.map(({ name, stub }) => `--defsym=${name}=0x${stub.toString(16)}`);
    run('ld', '--no-warn-rwx-segments', '-T', 'link.ld', ...stubs, '-o', 'out.elf', 'out.o');
    const bytes = new Map<string, Buffer>();
    for (const { name } of allocated) {
      // Sections without bytes of their own (.bss) are made to have them.
      const flags = `--set-section-flags=${name}=alloc,load,contents`;
      run('objcopy', '-O', 'binary', '-j', name, flags, 'out.elf', 'out.bin');
      bytes.set(
        name,
        existsSync(join(directory, 'out.bin')) ? readFileSync(join(directory, 'out.bin')) : Buffer.of(),
      );
      rmSync(join(directory, 'out.bin'), { force: true });
    }
    return bytes;
  });
}
