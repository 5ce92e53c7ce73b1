/** The object that GNU as makes of a text, and ours of the same. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElfObject } from '../../assembler/elf/object.ts';
import { readObject } from '../../assembler/elf/read-object.ts';
import { writeObject } from '../../assembler/elf/write-object.ts';
import { assembleObject } from '../../assembler/gas/assemble.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import type { Diagnostic } from '../../assembler/program.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { inDirectory } from './gas-assemble.ts';

function objectIn(file: Uint8Array): ElfObject {
  const object = readObject(file);
  if (typeof object === 'string') throw new Error(object);
  return object;
}

/** As GNU as makes it. */
export const gnuObject = (source: string, flags: readonly string[] = []): ElfObject =>
  inDirectory(directory => {
    writeFileSync(join(directory, 'in.s'), source);
    execFileSync('aarch64-linux-gnu-as', ['-march=armv8.5-a', ...flags, '-o', 'out.o', 'in.s'], {
      cwd: directory,
      stdio: 'pipe',
    });
    return objectIn(readFileSync(join(directory, 'out.o')));
  });

/** The same, or what GNU as says against the source. */
export function gnuObjectOrErrors(source: string): ElfObject | string {
  try {
    return gnuObject(source);
  } catch (error) {
    return `${(error as { stderr?: Buffer }).stderr}`;
  }
}

export interface OurObject {
  /** The bytes of the file. */
  readonly file: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
}

/** As we make it. */
export function ourObject(source: string): OurObject {
  const { object, diagnostics } = assembleObject(a64, {
    main: ['in.s'],
    files: new Map([['in.s', source]]),
    missing: new Set(),
    includePaths: [],
    defines: {},
    operands: {},
    loadAddress: 0n,
    limits: defaultLimits,
  });
  return { file: writeObject(object), diagnostics };
}

/** The object that is read back from our file, and what is wrong with the source. */
export function ourObjectRead(source: string) {
  const { file, diagnostics } = ourObject(source);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  return { object: objectIn(file), errors };
}
