/** What `ventry run` runs besides assembled sources: firmware, kernels, ELF files and raw images. */
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { isRelocatable } from '../assembler/elf/read-object.ts';
import { targetOf } from '../debug-adapter/targets/emulator.ts';
import type { Target } from '../debug-adapter/targets/target.ts';
import type { MachineOptions } from '../emulator/api.ts';
import { firmwareBoot, kernelBoot, problemsOfKernel } from '../emulator/boards/virt/boot.ts';
import { places } from '../emulator/boards/virt/layout.ts';
import { isElf, readElf } from '../emulator/boot/elf.ts';
import { boardsOf, createMachine, problemsOf } from '../emulator/machine.ts';
import type { Architecture } from '../isa/architecture.ts';
import { choiceOption, type Given, numberOption, type Options, UsageError } from './options.ts';
import { architectureOf, readable } from './sources.ts';
import type { Terminal } from './terminal.ts';

export const bootOptions = {
  bios: { value: 'FILE', doc: 'Firmware in the first flash, where the processor then starts.' },
  flash: { value: 'FILE', doc: 'What the second flash holds: the variables of UEFI firmware.' },
  kernel: {
    value: 'FILE',
    doc: 'A Linux-style Image, also compressed by gzip, or a flat program; entered with a device tree.',
  },
  initrd: { value: 'FILE', doc: 'Initial file system for --kernel.' },
  append: { value: 'TEXT', doc: 'Command line for --kernel.' },
  secure: { doc: 'A processor with EL3, which is then the level at entry; needs --virtualization.' },
  virtualization: { doc: 'A processor with EL2.' },
  semihosting: { doc: 'Nothing: semihosting calls are always answered.' },
  cpu: { value: 'NAME', doc: 'cortex-a57 (usual), or max: the instructions of Armv8.1 to v8.5, too.' },
  memory: { value: 'SIZE', doc: 'RAM, as in 256M or 1G.' },
  engine: {
    value: 'NAME',
    doc: 'interpreter, or evaluator: the slow reference that the interpreter is compared with.',
  },
} as const satisfies Options;

/** Most bytes of an uncompressed kernel: a file of a few kilobytes may claim any number. */
const largestKernel = 512 * 1024 ** 2;

/** Raw images go by their names, because any bytes could be one. */
const isRawImage = (file: string): boolean => /\.(bin|img|raw)$/i.test(file);

const sizeUnits: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Bytes of `--memory`. Throws `UsageError`. */
export function memoryOption(given: Given): number | undefined {
  const text = given.value('memory');
  if (text === undefined) return undefined;
  const [, number, unit] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  if (number === undefined) throw new UsageError(`--memory needs a size like 256M, not \`${text}\``);
  return Number(number) * sizeUnits[unit!.toLowerCase()]!;
}

/** What `--engine` asks for. Throws `UsageError`. */
export function engineOption(given: Given): Pick<MachineOptions, 'engine'> {
  const engine = choiceOption(given, 'engine', ['interpreter', 'evaluator']);
  return engine === undefined ? {} : { engine };
}

/** What `--cpu` asks for; whether there is such a processor the machine knows. */
export function cpuOption(given: Given): Pick<MachineOptions, 'cpu'> {
  const cpu = given.value('cpu');
  return cpu === undefined ? {} : { cpu };
}

/** Level at entry that the options ask for, if they do. Throws `UsageError`. */
export function levelOption(given: Given): number | undefined {
  const level = choiceOption(given, 'entry-el', ['0', '1', '2', '3']);
  if (level !== undefined) return Number(level);
  if (given.has('secure') && !given.has('virtualization')) {
    throw new UsageError('--secure needs --virtualization: a processor with EL3 and no EL2 is not modelled');
  }
  if (given.has('secure')) return 3;
  return given.has('virtualization') ? 2 : undefined;
}

type Boot = Pick<MachineOptions, 'segments' | 'entry'> & { readonly entryLevel: number };

async function bytesOf(file: string): Promise<Uint8Array> {
  const { missing } = await readable([file]);
  if (missing.length > 0) throw new UsageError(missing.join('; '));
  return readFile(file);
}

/** Bytes of a file that gzip may have compressed, as distributions do with kernels. */
async function uncompressed(file: string): Promise<Uint8Array> {
  const bytes = await bytesOf(file);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: largestKernel });
  } catch (problem) {
    throw new UsageError(
      `${file} cannot be uncompressed: ${problem instanceof Error ? problem.message : problem}`,
    );
  }
}

/** What `--flash` puts into the second flash. Throws `UsageError`. */
async function flashSegments(given: Given): Promise<MachineOptions['segments']> {
  const file = given.value('flash');
  if (file === undefined) return [];
  const bytes = await bytesOf(file);
  const { start, bytes: size } = places.flash1;
  if (bytes.length > size) throw new UsageError(`${file} has ${bytes.length} bytes; the flash has ${size}`);
  return [{ address: BigInt(start), bytes }];
}

/** The calls that the board's firmware answers, by the highest level. */
const conduits: Readonly<Record<number, 'hvc' | 'smc' | undefined>> = { 1: 'hvc', 2: 'smc' };

async function bootOf(
  given: Given,
  memoryBytes: number,
  { loadAddress }: Architecture,
): Promise<Boot | undefined> {
  const bios = given.value('bios');
  const kernel = given.value('kernel');
  const [file] = given.files;
  const level = levelOption(given);
  const board = { memoryBytes, level: level ?? 1, psci: conduits[level ?? 1] };
  if (bios !== undefined && kernel !== undefined) {
    throw new UsageError('--bios and --kernel together are not modelled: firmware gets no kernel');
  }
  if ((bios ?? kernel) !== undefined && file !== undefined) {
    throw new UsageError(`${file} cannot be run together with ${bios === undefined ? '--kernel' : '--bios'}`);
  }
  if (bios !== undefined) return { ...firmwareBoot(await bytesOf(bios), board), entryLevel: board.level };
  if (kernel !== undefined) {
    const initrd = given.value('initrd');
    const commandLine = given.value('append');
    const options = {
      ...board,
      kernel: await uncompressed(kernel),
      ...(initrd === undefined ? {} : { initrd: await bytesOf(initrd) }),
      ...(commandLine === undefined ? {} : { commandLine }),
    };
    const [problem] = problemsOfKernel(options);
    if (problem !== undefined) throw new UsageError(problem);
    return { ...kernelBoot(options), entryLevel: board.level };
  }
  return file === undefined ? undefined : programOf(file, given, level ?? 3, loadAddress);
}

/** An ELF file or a raw image; undefined for a source. */
async function programOf(
  file: string,
  given: Given,
  entryLevel: number,
  loadAddress: bigint,
): Promise<Boot | undefined> {
  const raw = isRawImage(file);
  const { missing } = await readable([file]);
  if (missing.length > 0) return undefined;
  const bytes = await readFile(file);
  // Objects are linked first.
  if (isElf(bytes) && !isRelocatable(bytes)) {
    const program = readElf(bytes);
    if (typeof program === 'string') throw new UsageError(`${file} cannot be loaded: ${program}`);
    return { ...program, entryLevel };
  }
  if (!raw) return undefined;
  const entry = numberOption(given, 'load') ?? loadAddress;
  return { segments: [{ address: entry, bytes }], entry, entryLevel };
}

/** A machine with what the options name, or undefined when they name sources. Throws `UsageError`. */
export async function bootedTarget(given: Given, terminal: Terminal): Promise<Target | undefined> {
  const architecture = architectureOf(given, []);
  const boards = boardsOf(architecture);
  const board = boards.find(({ id }) => id === given.value('machine')) ?? boards[0]!;
  const memoryBytes = memoryOption(given) ?? board.memoryBytes;
  const boot = await bootOf(given, memoryBytes, architecture);
  const flash = await flashSegments(given);
  if (boot === undefined) {
    if (flash.length > 0) throw new UsageError('--flash is for firmware, kernels, ELF files and raw images');
    return undefined;
  }
  const options: MachineOptions = {
    architecture,
    board: board.id,
    memoryBytes,
    ...boot,
    segments: [...boot.segments, ...flash],
    ...cpuOption(given),
    ...engineOption(given),
    console: terminal.out,
    log: message => terminal.err(`ventry: ${message}\n`),
  };
  const [problem] = problemsOf(options);
  if (problem !== undefined) throw new UsageError(problem);
  return targetOf(createMachine(options));
}
