import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statusFieldOperands, systemOperations } from '../../isa/a64/system-operations.ts';
import { systemRegisters } from '../../isa/a64/system-registers.ts';
import { gnuWords, llvmFeatures } from './assembler/assemblers.ts';
import { inDirectory } from './gas-assemble.ts';
import { tool } from './tools.ts';

const as = tool('aarch64-linux-gnu-as');
const objcopy = tool('aarch64-linux-gnu-objcopy');

/** All that has names in the tables. */
const architecture = '-march=armv8.6-a+memtag+sve+profile+rng';

/** Runs a program on a file; gives its output. */
const outputOf = (program: string, options: readonly string[], cwd: string): string =>
  spawnSync(program, options, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;

/** The instruction words that GNU as makes of these lines. */
const assemble = (lines: readonly string[]): Uint32Array =>
  inDirectory(folder => {
    writeFileSync(join(folder, 'a.s'), `${lines.join('\n')}\n`);
    execFileSync(as as string, [architecture, '-o', 'a.o', 'a.s'], { cwd: folder });
    execFileSync(objcopy as string, ['-O', 'binary', '-j', '.text', 'a.o', 'a.bin'], { cwd: folder });
    const bytes = readFileSync(join(folder, 'a.bin'));
    return Uint32Array.from({ length: bytes.length / 4 }, (_, n) => bytes.readUInt32LE(n * 4));
  });

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

/** Every word that could name a system register, a system operation or a PSTATE field. */
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
const words = Uint32Array.from([
  ...range(1 << 15).flatMap(place => [0xd5300001 | (place << 5), 0xd5100001 | (place << 5)]),
  ...range(1 << 14).flatMap(place => [0xd5080001 | (place << 5), 0xd508001f | (place << 5)]),
  ...range(64).map(n => 0xd500411f | ((n >> 3) << 16) | ((n & 7) << 5)),
]);

/** What a disassembly names: `mrs elr_el2`, `tlbi vae1`, `msr pan`. Places without a name are left out. */
const namesIn = (text: string): readonly string[] => {
  const lines = text.matchAll(/\b(mrs|msr|at|dc|ic|tlbi)\s+([\w]+)(?:, (\w+))?/g);
  const names = [...lines].map(([, mnemonic, first, second]) =>
    `${mnemonic === 'mrs' || mnemonic === 'msr' ? 'register' : mnemonic} ${mnemonic === 'mrs' ? second : first}`.toLowerCase(),
  );
  return [...new Set(names)].filter(name => !/ s[0-3]_\d_c\d/.test(name));
};

const objdump = tool('aarch64-linux-gnu-objdump');
const llvm = tool('llvm-mc-19');

const gnuNames = (): readonly string[] =>
  inDirectory(folder => {
    writeFileSync(join(folder, 'a.bin'), new Uint8Array(words.buffer));
    const options = ['-D', '-b', 'binary', '-m', 'aarch64', 'a.bin'];
    return namesIn(outputOf(objdump as string, options, folder));
  });

const llvmNames = (): readonly string[] =>
  inDirectory(folder => {
    const bytes = Array.from(words, word =>
      [0, 8, 16, 24].map(shift => `0x${((word >>> shift) & 255).toString(16)}`).join(' '),
    );
    writeFileSync(join(folder, 'words'), bytes.join('\n'));
    const options = ['--disassemble', '-triple=aarch64', `-mattr=${llvmFeatures}`, 'words'];
    return namesIn(outputOf(llvm as string, options, folder));
  });

const ownNames = new Set([
  ...systemRegisters.map(({ name }) => `register ${name}`),
  ...statusFieldOperands.map(({ name }) => `register ${name}`),
  ...systemOperations.map(({ instruction, name }) => `${instruction} ${name}`),
]);

/** What llvm-mc names besides: of Armv8.6-A and later, most of it not known to GNU as 2.40. */
const laterNames =
  /^register ((a?mair|sctlr|tcr)2_|gcs|s?pm|p[io]re?\d*_|s2p[io]r|fpmr|fgwte3|hac?db|hdbss|pfar|mdselr|mdstepop|id_aa64(dfr2|fpfr0|isar3|mmfr[34]|pfr2)_|v(dis|ses)r_el3|cnt([pv]ctss|i?scale|poff|vfrq)_|hd?fg[rwi]tr2_)|^at s1e\da$/;

describe.skipIf(!as || !objcopy || !objdump || !llvm)('names of the system of Armv8.0-A to v8.5-A', () => {
  it('are all that GNU as knows', () => {
    const unknown = gnuNames().filter(name => !ownNames.has(name));
    const lines = unknown.flatMap(name => {
      const [what, word] = name.split(' ');
      return what === 'register'
        ? [`mrs x1, ${word}`, `msr ${word}, x1`]
        : [`${what} ${word}`, `${what} ${word}, x1`];
    });
    const taken = gnuWords(lines, ['-march=armv8.5-a+memtag+profile+rng+sve']);
    expect(lines.filter((_, at) => taken[at] !== undefined)).toEqual([]);
  });

  it('are all that llvm-mc knows', () => {
    const names = llvmNames();
    expect(names.length).toBeGreaterThan(700);
    expect(names.filter(name => !ownNames.has(name) && !laterNames.test(name))).toEqual([]);
  });
});
