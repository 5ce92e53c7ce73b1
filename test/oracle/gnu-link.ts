/** The image that GNU ld makes of sources and a script, and ours of the same objects. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readObject } from '../../assembler/elf/read-object.ts';
import { type Linked, linkObjects } from '../../assembler/linker/link.ts';
import { parseScript } from '../../assembler/linker/parse.ts';
import type { LinkInput } from '../../assembler/linker/pieces.ts';
import { inDirectory } from './gas-assemble.ts';

const prefix = 'aarch64-linux-gnu-';

export interface ImageLines {
  /** Each allocated section: addresses, size, bytes. */
  readonly sections: readonly string[];
  readonly symbols: readonly string[];
  /** What the linker complains of. */
  readonly errors: readonly string[];
}

const hex = (value: bigint): string => value.toString(16);

/** Both images. Sources by the names of their objects: `a.o`. */
export const linkBoth = (sources: Readonly<Record<string, string>>, script: string) =>
  inDirectory(directory => {
    const run = (tool: string, args: readonly string[]): void => {
      execFileSync(prefix + tool, [...args], { cwd: directory, stdio: 'pipe' });
    };
    const inputs = Object.entries(sources).map(([name, source]): LinkInput => {
      writeFileSync(join(directory, 'in.s'), source);
      run('as', ['-march=armv8.5-a', '-o', name, 'in.s']);
      const object = readObject(readFileSync(join(directory, name)));
      if (typeof object === 'string') throw new Error(object);
      return { name, names: [name], object };
    });
    const { script: parsed, problems } = parseScript('link.ld', script);
    const ours = linkObjects(parsed, inputs);
    writeFileSync(join(directory, 'link.ld'), script);
    let theirs: ImageLines;
    try {
      run('ld', ['-N', '--no-warn-rwx-segments', '-T', 'link.ld', '-o', 'out.elf', ...Object.keys(sources)]);
      theirs = imageOf(readFileSync(join(directory, 'out.elf')));
    } catch (error) {
      theirs = { sections: [], symbols: [], errors: [`${(error as { stderr?: Buffer }).stderr}`] };
    }
    return {
      ours: linesOf(
        ours,
        problems.map(({ message }) => message),
      ),
      theirs,
    };
  });

const sectionLine = (
  name: string,
  address: bigint,
  load: bigint,
  size: bigint,
  bytes: Uint8Array | undefined,
): string =>
  `${name} ${hex(address)} load ${hex(load)} size ${hex(size)} ${bytes === undefined ? 'zeros' : Buffer.from(bytes).toString('hex')}`;

function linesOf(linked: Linked, problems: readonly string[]): ImageLines {
  return {
    sections: linked.sections
      .filter(({ allocated, size }) => allocated && size > 0n)
      .map(({ name, address, loadAddress, size, bytes, loaded }) =>
        sectionLine(name, address, loaded ? loadAddress : address, size, loaded ? bytes : undefined),
      )
      .sort(),
    symbols: linked.symbols
      .filter(({ binding }) => binding !== 'local')
      .map(({ name, value }) => `${name} ${hex(value)}`)
      .sort(),
    errors: [
      ...problems,
      ...linked.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      ...linked.undefined.map(({ name }) => `undefined ${name}`),
    ],
  };
}

/** What an executable of GNU ld has in memory. */
function imageOf(file: Buffer): ImageLines {
  const long = (at: number): bigint => file.readBigUInt64LE(at);
  const programs = Array.from({ length: file.readUInt16LE(56) }, (_, n) => Number(long(32)) + n * 56)
    .filter(at => file.readUInt32LE(at) === 1)
    .map(at => ({ vma: long(at + 16), lma: long(at + 24), size: long(at + 40) }));
  const headers = Array.from({ length: file.readUInt16LE(60) }, (_, n) => Number(long(40)) + n * 64).map(
    at => ({
      name: file.readUInt32LE(at),
      type: file.readUInt32LE(at + 4),
      flags: Number(long(at + 8)),
      address: long(at + 16),
      offset: Number(long(at + 24)),
      size: long(at + 32),
      link: file.readUInt32LE(at + 40),
    }),
  );
  const text = (table: number, at: number): string => {
    const start = headers[table]!.offset + at;
    return file.toString('latin1', start, file.indexOf(0, start));
  };
  const names = file.readUInt16LE(62);
  const sections = headers
    .filter(({ flags, size }) => (flags & 2) !== 0 && size > 0n)
    .map(({ name, type, address, offset, size }) => {
      const program = programs.find(({ vma, size: all }) => address >= vma && address < vma + all);
      const isNoBits = type === 8;
      const load = isNoBits || program === undefined ? address : address - program.vma + program.lma;
      const bytes = isNoBits ? undefined : file.subarray(offset, offset + Number(size));
      return sectionLine(text(names, name), address, load, size, bytes);
    })
    .sort();
  const table = headers.find(({ type }) => type === 2)!;
  const symbols = Array.from({ length: Number(table.size) / 24 }, (_, n) => table.offset + n * 24)
    .filter(at => {
      return file.readUInt16LE(at + 6) !== 0 && file[at + 4]! >> 4 !== 0;
    })
    .map(at => `${text(table.link, file.readUInt32LE(at))} ${hex(long(at + 8))}`)
    .sort();
  return { sections, symbols, errors: [] };
}
