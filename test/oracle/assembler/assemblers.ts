/** GNU as, llvm-mc and ventry as functions from lines to words. */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble } from '../../../assembler/assemble.ts';
import type { SourceFlags } from '../../../assembler/compile-flags.ts';
import { defaultLimits } from '../../../assembler/limits.ts';
import { a64 } from '../../../isa/a64/architecture.ts';
import { inDirectory } from '../gas-assemble.ts';

/** The word of each line; undefined where it is refused. */
export type Words = readonly (number | undefined)[];

/** Where lines are laid: as far from address 0 as a page address reaches, so that no target is negative. */
export const origin = 0x2_0000_0000n;

/** All that the tables have; GNU as knows scalar half precision only with SVE in some forms. */
export const gnuArchitecture =
  '-march=armv8.6-a+flagm+pauth+sb+memtag+profile+sve+fp16+fp16fml+rdma+dotprod+crypto+sha3+sm4+bf16+i8mm+compnum+rng';

/** Everything of v8.5, and what the tables have of later versions. */
export const llvmFeatures =
  '+v8.5a,+flagm,+altnzcv,+pauth,+sb,+spe,+tracev8.4,+clrbhb,+lor,+rcpc-immo,+lse,+ras,+bti,+ssbs,+ccpp,+crc,+mte,' +
  '+fullfp16,+fp16fml,+rdm,+dotprod,+crypto,+sha2,+sha3,+aes,+sm4,+complxnum,+jsconv,+fptoint,+bf16,+i8mm,+predres,' +
  '+specrestrict,+vh,+pan-rwv,+sel2,+am,+tlb-rmi,+ecv,+fgt,+rme,+rand';

/** Lines given to an assembler at once. */
const batchSize = 50_000;

interface Outcome {
  readonly words: Uint32Array;
  /** Indices of lines with errors; the words are of no use when there are any. */
  readonly refused: ReadonlySet<number>;
}

/**
 * Assembles all lines; those with errors are left out until none has any, as an assembler that met an error gives no
 * object, and checks some things only when all else is right.
 */
function assembleWhatIsRight(lines: readonly string[], run: (lines: readonly string[]) => Outcome): Words {
  const words: (number | undefined)[] = new Array(lines.length).fill(undefined);
  for (let from = 0; from < lines.length; from += batchSize) {
    let places = lines.slice(from, from + batchSize).map((_, at) => from + at);
    for (let round = 0; places.length > 0; round++) {
      if (round === 6) throw new Error(`still errors in ${places.length} lines`);
      const outcome = run(places.map(at => lines[at]!));
      if (outcome.refused.size === 0) {
        if (outcome.words.length !== places.length)
          throw new Error(`${outcome.words.length} words of ${places.length} lines`);
        for (const [index, at] of places.entries()) words[at] = outcome.words[index];
        break;
      }
      places = places.filter((_, index) => !outcome.refused.has(index));
    }
  }
  return words;
}

const wordsIn = (bytes: Uint8Array): Uint32Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.byteLength / 4 }, (_, at) => view.getUint32(4 * at, true));
};

/** Indices of the lines that a pattern's first group gives. */
const linesIn = (text: string, pattern: RegExp): Set<number> =>
  new Set([...text.matchAll(pattern)].map(([, line]) => Number(line) - 1));

/** Links an object at `origin` and gives its code; `refused` are the words whose relocations do not fit. */
function linked(directory: string): Outcome {
  const path = (name: string): string => join(directory, name);
  const address = `0x${origin.toString(16)}`;
  const { stderr } = spawnSync(
    'aarch64-linux-gnu-ld',
    [`-Ttext=${address}`, '-e', '0', '--noinhibit-exec', '-o', path('a.elf'), path('a.o')],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const refused = new Set(
    [...stderr.matchAll(/\(\.text\+0x([0-9a-f]+)\): relocation truncated/g)].map(
      ([, offset]) => Number.parseInt(offset!, 16) / 4,
    ),
  );
  execFileSync('aarch64-linux-gnu-objcopy', ['-O', 'binary', '-j', '.text', path('a.elf'), path('a.bin')]);
  return { words: wordsIn(readFileSync(path('a.bin'))), refused };
}

/** Runs a program whose messages are many; gives them back. */
function messagesOf(directory: string, program: string, options: readonly string[]): string {
  const path = join(directory, 'messages');
  const file = openSync(path, 'w');
  try {
    const { error } = spawnSync(program, options, { stdio: ['ignore', 'ignore', file], cwd: directory });
    if (error) throw error;
  } finally {
    closeSync(file);
  }
  return readFileSync(path, 'utf8');
}

/** The lines that GNU as refuses before it links. */
function gnuRefused(directory: string, lines: readonly string[], options: readonly string[]): Set<number> {
  writeFileSync(join(directory, 'a.s'), `${lines.join('\n')}\n`);
  const messages = messagesOf(directory, 'aarch64-linux-gnu-as', [...options, '-W', '-o', 'a.o', 'a.s']);
  return linesIn(messages, /^a\.s:(\d+): (?:Error|Fatal error):/gm);
}

/** The words that GNU as makes. */
export const gnuWords = (lines: readonly string[], options: readonly string[] = [gnuArchitecture]): Words =>
  assembleWhatIsRight(lines, part =>
    inDirectory(directory => {
      const refused = gnuRefused(directory, part, options);
      return refused.size > 0 ? { words: new Uint32Array(), refused } : linked(directory);
    }),
  );

/** Places of lines that GNU as refuses with these options, whose numbers are all in range. */
export const refusedByGnu = (lines: readonly string[], options: readonly string[]): ReadonlySet<number> =>
  inDirectory(directory => gnuRefused(directory, lines, options));

/** The words that llvm-mc makes; with SVE, whose system registers and names of conditions the tables have. */
export const llvmWords = (lines: readonly string[]): Words =>
  assembleWhatIsRight(lines, part =>
    inDirectory(directory => {
      writeFileSync(join(directory, 'a.s'), `${part.join('\n')}\n`);
      const options = ['-triple=aarch64', `-mattr=${llvmFeatures},+sve`, '-filetype=obj', '-o', 'a.o', 'a.s'];
      const messages = messagesOf(directory, 'llvm-mc-19', options);
      const refused = linesIn(messages, /^a\.s:(\d+):\d+: error:/gm);
      return refused.size > 0 ? { words: new Uint32Array(), refused } : linked(directory);
    }),
  );

function own(lines: readonly string[], flags: Partial<SourceFlags>): Outcome {
  const source = `${lines.join('\n')}\n`;
  const starts: number[] = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  const { program, diagnostics } = assemble(a64, {
    main: ['a.s'],
    files: new Map([['a.s', source]]),
    missing: new Set(),
    includePaths: [],
    defines: {},
    operands: {},
    loadAddress: origin,
    ...flags,
    limits: { ...defaultLimits, diagnostics: Number.POSITIVE_INFINITY },
  });
  const lineOf = new Map(starts.map((start, line) => [start, line]));
  const refused = new Set<number>();
  for (const { severity, span } of diagnostics)
    if (severity === 'error') refused.add(lineOf.get(source.lastIndexOf('\n', span.start - 1) + 1)!);
  const code = program.sections.find(({ name }) => name === '.text');
  return { words: wordsIn(code?.bytes ?? new Uint8Array()), refused };
}

/** The words that ventry makes. */
export const ownWords = (lines: readonly string[]): Words =>
  assembleWhatIsRight(lines, part => own(part, {}));

/** Places of lines that ventry refuses with these flags. */
export const refusedByUs = (lines: readonly string[], flags: Partial<SourceFlags>): ReadonlySet<number> =>
  own(lines, flags).refused;
