/** Assembling, as a ratio to GNU as: CPU time of the same preprocessed text, start-up of both left out. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembleWithSync } from '../../assembler/host.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import type { AssembleResult } from '../../assembler/program.ts';
import type { Architecture } from '../../isa/architecture.ts';
import { architectureById } from '../../isa/architectures.ts';
import { cpuSeconds, median, retainedBytes, row, tool } from './measure.ts';
import {
  linuxEntry,
  macroCalls,
  mixedInstructions,
  noLinux,
  preprocessedEntry,
  smalInstructions,
} from './sources.ts';

/** A text and how often it is assembled at a stretch: short ones take less than a clock can tell. */
interface Sample {
  readonly name: string;
  readonly text: string;
  readonly times: number;
}

const linesIn = (text: string): number => text.split('\n').length;

/** CPU seconds of one assembly, and the bytes that its result keeps. */
function ours(architecture: Architecture, file: string, { text, times }: Omit<Sample, 'name'>) {
  const input = {
    main: [file],
    includePaths: [],
    defines: {},
    operands: {},
    loadAddress: architecture.loadAddress,
    preprocess: false,
    limits: defaultLimits,
  };
  const assemble = (): AssembleResult => {
    const read = { text: (path: string) => (path === file ? text : undefined) };
    const result = assembleWithSync(architecture, input, read);
    const error = result.diagnostics.find(({ severity }) => severity === 'error');
    if (error) throw new Error(`${file}: ${error.message}: ${text.slice(error.span.start, error.span.end)}`);
    return result;
  };
  const repeat = (): void => {
    for (let n = 0; n < times; n++) assemble();
  };
  // The first turn is our start-up, as loading is that of the other: code is compiled in it.
  repeat();
  const seconds = median([1, 2, 3, 4, 5].map(() => cpuSeconds(repeat))) / times;
  return { seconds, bytes: retainedBytes(assemble) };
}

/** CPU seconds of GNU as; undefined when it is not installed. */
function gnu({ text, times }: Sample): number | undefined {
  const as = tool('aarch64-linux-gnu-as');
  if (as === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'ventry-bench-'));
  const seconds = (source: string): number => {
    writeFileSync(join(folder, 'in.s'), source);
    const run = () => {
      const loop = `for ((n = 0; n < ${times}; n++)); do ${as} -march=armv8.5-a in.s -o out.o; done`;
      const [user, system] = execFileSync('bash', ['-c', `TIMEFORMAT='%U %S'; { time { ${loop}; }; } 2>&1`], {
        cwd: folder,
        encoding: 'utf8',
      })
        .trim()
        .split(/\s+/)
        .map(Number);
      return ((user ?? 0) + (system ?? 0)) / times;
    };
    return median([1, 2, 3, 4, 5].map(run));
  };
  try {
    return seconds(`${text}\n`) - seconds('\tnop\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Prints a row for each text; `part` of the lines of the generated ones. */
export function benchAssembler(part = 1): void {
  const a64 = architectureById('a64')!;
  const lines = 200_000 * part;
  const calls = 100_000 * part;
  const entry = linuxEntry();
  const samples: Sample[] = [
    { name: `${lines.toLocaleString('en')} mixed lines`, text: mixedInstructions(lines), times: 1 },
    { name: `${calls.toLocaleString('en')} macro calls`, text: macroCalls(calls), times: 1 },
    ...(entry ? [{ name: 'Linux entry.S', text: preprocessedEntry(entry), times: 5 }] : []),
  ];
  for (const sample of samples) {
    const { seconds, bytes } = ours(a64, 'bench.s', sample);
    row(`assemble ${sample.name}`, seconds, 's CPU', 'GNU as', gnu(sample));
    if (bytes !== undefined)
      console.log(`  memory that the result keeps: ${Math.round(bytes / linesIn(sample.text))} bytes a line`);
  }
  if (entry === undefined) console.log(`${'assemble Linux entry.S'.padEnd(36)} not measured: ${noLinux}`);
  const hawk = architectureById('hawk');
  if (hawk) {
    const { seconds } = ours(hawk, 'bench.a', { text: smalInstructions(100_000 * part), times: 1 });
    row(`assemble ${(100_000 * part).toLocaleString('en')} lines of SMAL (2 s)`, seconds, 's CPU');
  }
}
