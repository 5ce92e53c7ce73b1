/** One source of the corpus, assembled by GNU's tools as its project does and by ventry with the same flags. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CompileCommands, splitCommand } from '../../../assembler/compile-commands.ts';
import type { ElfObject } from '../../../assembler/elf/object.ts';
import { readObject } from '../../../assembler/elf/read-object.ts';
import { writeObject } from '../../../assembler/elf/write-object.ts';
import { assembleObject } from '../../../assembler/gas/assemble.ts';
import { diskReaderSync } from '../../../assembler/host.node.ts';
import { assembleWithSync } from '../../../assembler/host.ts';
import { defaultLimits } from '../../../assembler/limits.ts';
import type { AssembleResult } from '../../../assembler/program.ts';
import { a64 } from '../../../isa/a64/architecture.ts';
import { type ObjectSection, withoutFields } from './object.ts';
import type { Project } from './projects.ts';

/** What GNU as makes of a source. */
export function assembledByGnu(project: Project, directory: string, command: string): ElfObject {
  const folder = mkdtempSync(join(tmpdir(), 'ventry-corpus-'));
  const object = join(folder, 'out.o');
  const options = { cwd: directory, timeout: 60_000, stdio: 'pipe', maxBuffer: 64 * 1024 * 1024 } as const;
  try {
    const words = withoutOutput(splitCommand(command));
    if (project.trim === undefined) execFileSync(words[0]!, [...words.slice(1), '-o', object], options);
    else {
      const at = (name: string): string => join(folder, name);
      execFileSync(words[0]!, [...words.slice(1), '-o', at('in.ii')], options);
      execFileSync('sh', ['-ec', `${project.trim} -o ${at('in.iiii')} ${at('in.ii')}`], options);
      execFileSync(words[0]!, ['-c', '-x', 'assembler', at('in.iiii'), '-o', object], options);
    }
    return objectIn(readFileSync(object));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The words of a command but for those that say where to write. */
const withoutOutput = (words: readonly string[]): readonly string[] =>
  words.filter(
    (word, index) =>
      !/^-Wp,-MM?D/.test(word) &&
      !['-MMD', '-MP', '-o', '-MF', '-MT'].includes(word) &&
      !['-o', '-MF', '-MT'].includes(words[index - 1] ?? ''),
  );

export interface Assembled {
  readonly result: AssembleResult;
  readonly object: ElfObject;
}

/** What ventry makes of it: the program, and the object that is read back from its file. */
export function assembledByVentry(commands: CompileCommands, file: string): Assembled {
  const flags = commands.flagsOf(file)!;
  const common = { main: [file], ...flags, operands: {}, loadAddress: 0x4008_0000n, limits: defaultLimits };
  const files = new Map<string, string>();
  const missing = new Set<string>();
  const result = assembleWithSync(a64, common, {
    text: path => {
      const text = diskReaderSync.text(path);
      if (text === undefined) missing.add(path);
      else files.set(path, text);
      return text;
    },
  });
  const { object } = assembleObject(a64, { ...common, files, missing });
  return { result, object: objectIn(writeObject(object)) };
}

function objectIn(file: Uint8Array): ElfObject {
  const object = readObject(file);
  if (typeof object === 'string') throw new Error(object);
  return object;
}

/** Our allocated sections in the form of the oracle's, fields that a linker fills in left out of both. */
export function sectionsOf(
  { program }: AssembleResult,
  theirs: ReadonlyMap<string, ObjectSection>,
): ReadonlyMap<string, Omit<ObjectSection, 'fields'>> {
  return new Map(
    program.sections
      .filter(({ flags, bytes }) => flags.alloc && bytes.length > 0)
      .map(({ name, flags, alignment, bytes }) => [
        name,
        {
          name,
          flags: `a${flags.write ? 'w' : ''}${flags.exec ? 'x' : ''}`,
          alignment,
          bytes: withoutFields(bytes, theirs.get(name)?.fields ?? []),
        },
      ]),
  );
}

/** What differs, in words: the first places of each section. */
export function differences(
  ours: ReturnType<typeof sectionsOf>,
  theirs: ReadonlyMap<string, ObjectSection>,
): readonly string[] {
  const found: string[] = [];
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const [a, b] = [ours.get(name), theirs.get(name)];
    if (a === undefined || b === undefined) {
      found.push(`${name}: only ${a === undefined ? 'GNU as' : 'ventry'} makes it`);
      continue;
    }
    const heads = [a, b].map(
      ({ flags, alignment, bytes }) => `${flags} align ${alignment} size ${bytes.length}`,
    );
    if (heads[0] !== heads[1]) found.push(`${name}: ventry ${heads[0]}, GNU as ${heads[1]}`);
    const expected = withoutFields(b.bytes, b.fields);
    const places: string[] = [];
    for (let at = 0; at < Math.min(expected.length, a.bytes.length) && places.length < 5; at += 4) {
      const [own, other] = [a.bytes, expected].map(bytes => bytes.subarray(at, at + 4).toString('hex'));
      if (own !== other) places.push(`${name}+0x${at.toString(16)}: ventry ${own}, GNU as ${other}`);
    }
    found.push(...places);
  }
  return found;
}
