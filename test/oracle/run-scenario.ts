/** Runs a scenario in QEMU and in the emulator, and tells what happened in the same words. */
import type { ExceptionEntry } from '../../emulator/api.ts';
import { createMachine } from '../../emulator/machine.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { loadAddress, programOf, type Scenario } from './exception-harness.ts';
import { gnuImage } from './gnu-image.ts';
import { type QemuException, runQemu } from './qemu.ts';

/** What a run shows. */
export interface Seen {
  /** One line for each exception: levels, handler, ELR, ESR, FAR. */
  readonly exceptions: readonly string[];
  readonly console: string;
  /** Exit code, or how else it ended. */
  readonly exit: number | string | undefined;
}

const hexadecimal = (value: bigint | undefined): string => (value === undefined ? '-' : value.toString(16));

const line = (
  from: number,
  to: number,
  handler: bigint,
  elr: bigint,
  esr: bigint | undefined,
  far: bigint | undefined,
): string =>
  `EL${from}>EL${to} handler ${hexadecimal(handler)} ELR ${hexadecimal(elr)} ESR ${hexadecimal(esr)} FAR ${hexadecimal(far)}`;

const ofQemu = (each: QemuException): string =>
  line(each.fromLevel, each.toLevel, each.handler, each.returnAddress, each.syndrome, each.faultAddress);

const ofOurs = (each: ExceptionEntry): string =>
  line(
    each.fromLevel,
    each.toLevel,
    each.vectorBase + BigInt(each.offset),
    each.returnAddress,
    each.syndrome,
    each.faultAddress,
  );

function runOurs(image: Uint8Array, start: 1 | 2 | 3): Seen {
  let console = '';
  const exceptions: string[] = [];
  const machine = createMachine({
    architecture: a64,
    board: 'virt',
    segments: [{ address: loadAddress, bytes: image }],
    entry: loadAddress,
    entryLevel: start,
    console: bytes => {
      console += Buffer.from(bytes).toString('latin1');
    },
  });
  machine.onEvent(event => {
    if (event.event === 'exceptionEntry') exceptions.push(ofOurs(event));
  });
  const end = machine.run({ budget: 300_000, stop: {} });
  return { console, exceptions, exit: end.event === 'exit' ? end.code : end.event };
}

export interface Both {
  readonly ours: Seen;
  readonly theirs: Seen;
}

/** Both runs of an image linked at `loadAddress` that starts at a level. */
export async function runImage(image: Uint8Array, start: 1 | 2 | 3): Promise<Both> {
  const segments = [{ address: loadAddress, bytes: image }];
  const seen = await runQemu({ segments, entry: loadAddress, level: start });
  const theirs = { ...seen, exceptions: seen.exceptions.map(ofQemu) };
  return { ours: runOurs(image, start), theirs };
}

/** Both runs of one scenario. */
export const runScenario = (scenario: Scenario): Promise<Both> =>
  runImage(gnuImage(programOf(scenario), loadAddress), scenario.start);
