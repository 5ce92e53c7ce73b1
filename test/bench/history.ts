/** Going back: what snapshots cost, and how long a step back takes from ten million instructions in. */

import { sliceSizer } from '../../debug-adapter/running/slices.ts';
import type { EngineName, Machine } from '../../emulator/api.ts';
import { History, type Way } from '../../emulator/core/history.ts';
import { createMachine } from '../../emulator/machine.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { assembleText } from '../assembler/assemble.ts';
import { median, row } from './measure.ts';

const loadAddress = 0x4008_0000n;
const instructions = 10_000_000n;

/** Copies through four mebibytes, with a call and an exception for every 64 bytes. */
const program = `
_start: adr x0, vectors
  msr vbar_el1, x0
1: ldr x10, =0x40400000
  ldr x11, =0x40800000
2: ldp x0, x1, [x10], #16
  add x0, x0, #1
  stp x0, x1, [x11], #16
  bl callee
  tst x11, #63
  b.ne 3f
  svc #0
3: tst x11, #0x3fffff
  b.ne 2b
  b 1b
callee: eor x5, x5, x0
  ret
.balign 2048
vectors: .rept 16
  .balign 128
  add x6, x6, #1
  eret
.endr
`;

function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function go(way: Way): void {
  while (way.next().done !== true);
}

function machineOf(engine: EngineName): Machine {
  const { program: assembled } = assembleText(program, { loadAddress });
  const segments = assembled.sections.filter(({ bytes }) => bytes.length > 0);
  return createMachine({
    architecture: a64,
    board: 'virt',
    entryLevel: 1,
    engine,
    segments,
    entry: assembled.entry,
  });
}

/** A run as the debugger makes it: in slices of a hundredth of a second. */
function recorded(machine: Machine): History {
  const history = new History(machine, { megabytes: 256 });
  const slices = sliceSizer(10);
  while (machine.time < instructions) {
    const from = machine.time;
    const left = Number(instructions - from);
    const took = milliseconds(() => history.run({ budget: Math.min(slices.budget, left), stop: {} }));
    slices.ran(Number(machine.time - from), took);
    history.slice = slices.budget;
  }
  return history;
}

/** Prints what going back costs with each engine. */
export function benchHistory(): void {
  for (const engine of ['evaluator', 'interpreter'] as const) {
    const machine = machineOf(engine);
    let history: History | undefined;
    const seconds = milliseconds(() => {
      history = recorded(machine);
    });
    const { snapshots } = history!;
    const megabytes = snapshots.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20;
    row(`record 10 M instructions, ${engine}`, Number(instructions) / seconds / 1e3, 'MIPS');
    console.log(`  ${snapshots.length} snapshots, ${megabytes.toFixed(0)} MiB`);
    const snapshot = median(Array.from({ length: 9 }, () => milliseconds(() => void machine.snapshot())));
    row('  snapshot', snapshot, 'ms');
    const pairs = Array.from({ length: 9 }, () => {
      const before = machine.snapshot();
      machine.run({ budget: 200_000, stop: {} });
      return milliseconds(() => machine.restore(before));
    });
    row('  restore, 200,000 instructions back', median(pairs), 'ms');
    const steps = Array.from({ length: 9 }, () => milliseconds(() => go(history!.goTo(machine.moment - 1))));
    row('  first step back (wanted: below 100)', steps[0]!, 'ms');
    row('  further steps back, median', median(steps.slice(1)), 'ms');
    const far = milliseconds(() => go(history!.goToTime(instructions / 2n)));
    row('  to the middle of the run', far, 'ms');
    const entries = Array.from({ length: 5 }, () =>
      milliseconds(() => go(history!.goBack({ onEntry: () => true }))),
    );
    row('  back to the exception before', median(entries), 'ms');
  }
}
