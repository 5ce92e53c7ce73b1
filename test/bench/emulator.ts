/** Executing, in million instructions a CPU second, beside QEMU in three ways. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Machine, StopConditions } from '../../emulator/api.ts';
import { createMachine } from '../../emulator/machine.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { start as startHawk } from '../emulator/hawk/start.ts';
import { type Kernel, kernels, type Program } from './kernels.ts';
import { cpuSeconds, median, row } from './measure.ts';
import { type QemuMode, qemuModes, qemuSeconds } from './qemu.ts';

/** Instructions of one measured piece, and pieces of a run. */
const piece = 25_000_000;
const pieces = 16;

/** A kernel's speed when its code is as good as it gets: V8 compiles twice, the second time beside the run. */
function measured(kernel: Kernel, stop: StopConditions = {}): { speed: number; perTurn: number } | undefined {
  const made = kernel.program(kernel.turns);
  const endless = kernel.program(kernel.turns * 1000);
  if (!made || !endless) return undefined;
  const machineWith = (program: Program): Machine =>
    createMachine({ architecture: a64, board: 'virt', entryLevel: 1, engine: 'interpreter', ...program });
  const once = machineWith(made.program);
  once.run({ budget: 1e9, stop });
  const machine = machineWith(endless.program);
  const speeds = Array.from({ length: pieces }, () => {
    const before = machine.time;
    const seconds = cpuSeconds(() => machine.run({ budget: piece, stop }));
    return Number(machine.time - before) / seconds / 1e6;
  });
  return { speed: median(speeds.slice(pieces / 2)), perTurn: Number(once.time) / kernel.turns };
}

/** The difference of two run lengths leaves start-up and translation out. */
function qemu(mode: QemuMode, kernel: Kernel, perTurn: number, folder: string): number | undefined {
  const seconds = (turns: number): number | undefined => {
    const file = join(folder, 'program.elf');
    writeFileSync(file, kernel.program(turns)!.elf);
    return qemuSeconds(mode, file);
  };
  const [few, many] = [1, kernel.turns * qemuModes[mode].scale * 10];
  const [short, whole] = [seconds(few), seconds(many)];
  if (short === undefined || whole === undefined) return undefined;
  return ((many - few) * perTurn) / (whole - short) / 1e6;
}

const hawkLoop = `\tUSE\t"hawk.h"
.\t=\t#0
\tLIS\tR4,0
\tLIL\tR5,#11000
L:\tADDSI\tR3,1
\tADD\tR4,R3,R4
\tSTORES\tR4,R5
\tLOADS\tR6,R5
\tBR\tL
\tEND
`;

function benchHawk(): void {
  const { machine } = startHawk(hawkLoop);
  const budget = 20_000_000;
  machine.run({ budget, stop: {} });
  row('execute on the Hawk', budget / cpuSeconds(() => machine.run({ budget, stop: {} })) / 1e6, 'MIPS');
}

/** What a debugger's wishes cost while nothing of what it waits for happens. */
function benchStops(): void {
  const [integer, , , exceptions] = kernels as readonly [Kernel, Kernel, Kernel, Kernel];
  const elsewhere = new Set([0x4200_0000n]);
  const cost = (kernel: Kernel, stop: StopConditions): string => {
    const [without, having] = [measured(kernel)!.speed, measured(kernel, stop)!.speed];
    return `${((without / having - 1) * 100).toFixed(1)} %`;
  };
  console.log(`cost of an armed breakpoint           ${cost(integer, { breakpoints: elsewhere })}`);
  console.log(`cost of an armed exception filter     ${cost(integer, { onEntry: () => false })}`);
  console.log(`the same, each exception asked about  ${cost(exceptions, { onEntry: () => false })}`);
}

/** Prints a row for each kernel and way. */
export function benchEmulator(): void {
  const folder = mkdtempSync(join(tmpdir(), 'ventry-bench-'));
  try {
    for (const kernel of kernels) {
      const ours = measured(kernel);
      if (!ours) {
        console.log(`execute ${kernel.name}: aarch64-linux-gnu-gcc is not installed`);
        continue;
      }
      for (const mode of Object.keys(qemuModes) as QemuMode[])
        row(`execute ${kernel.name}`, ours.speed, 'MIPS', mode, qemu(mode, kernel, ours.perTurn, folder));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  benchHawk();
  benchStops();
  console.log(
    `resident memory                       ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`,
  );
}
