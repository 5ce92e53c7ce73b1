/** Every example: the bytes of GNU as, and in QEMU the same console output, exceptions and end. */
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diskReaderSync } from '../../assembler/host.node.ts';
import { assembleWithSync } from '../../assembler/host.ts';
import { defaultLimits } from '../../assembler/limits.ts';
import type { Program } from '../../assembler/program.ts';
import { createMachine } from '../../emulator/machine.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { gasBytes, gasTools } from './gas-assemble.ts';
import { qemu, runQemu } from './qemu.ts';
import { tool } from './tools.ts';

interface Example {
  readonly file: string;
  readonly operands: Readonly<Record<string, string>>;
  /** Exceptions to compare: all of them, unless the program never ends. */
  readonly exceptions: number;
  /** What the guest exits with; `limit` when it spins for ever. */
  readonly end: number | 'limit';
}

const examples: readonly Example[] = [
  {
    file: 'examples/el2-hypervisor/hypervisor.S',
    operands: { exception_sync: '0', exception_irq: '1' },
    exceptions: 4,
    end: 0,
  },
  { file: 'examples/el1-kernel/kernel.S', operands: {}, exceptions: 3, end: 0 },
  { file: 'examples/el2-ventry/hypervisor.S', operands: {}, exceptions: 3, end: 0 },
  { file: 'examples/el3-dummy/start.S', operands: {}, exceptions: 1, end: 'limit' },
];

function assembled({ file, operands }: Example): Program {
  const input = {
    main: [file],
    includePaths: [],
    defines: {},
    operands,
    loadAddress: 0x40080000n,
    limits: defaultLimits,
  };
  const { program, diagnostics } = assembleWithSync(a64, input, diskReaderSync);
  expect(diagnostics).toEqual([]);
  return program;
}

/** The example as GNU as takes it: preprocessed by gcc, operands put in. */
function plainSource({ file, operands }: Example): string {
  const text = execFileSync(
    'gcc',
    ['-E', '-P', '-x', 'assembler-with-cpp', '-undef', '-I', dirname(file), file],
    {
      encoding: 'utf8',
    },
  );
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => operands[name] ?? whole);
}

/** One exception, in words that both machines can say. */
const words = (
  from: number,
  to: number,
  handler: bigint,
  elr: bigint,
  esr: bigint | undefined,
  far: bigint | undefined,
): string =>
  `EL${from} to EL${to} at ${handler.toString(16)}, ELR ${elr.toString(16)}, ESR ${esr?.toString(16)}, FAR ${far?.toString(16)}`;

function runOurs(program: Program, end: Example['end']) {
  let console = '';
  const exceptions: string[] = [];
  const machine = createMachine({
    architecture: a64,
    board: 'virt',
    segments: program.sections.filter(section => section.flags.alloc),
    entry: program.entry,
    console: bytes => {
      console += Buffer.from(bytes).toString('latin1');
    },
  });
  machine.onEvent(event => {
    if (event.event !== 'exceptionEntry') return;
    const { fromLevel, toLevel, vectorBase, offset, returnAddress, syndrome, faultAddress } = event;
    const handler = vectorBase + BigInt(offset);
    exceptions.push(words(fromLevel, toLevel, handler, returnAddress, syndrome, faultAddress));
  });
  const stopped = machine.run({ budget: end === 'limit' ? 20_000 : 1_000_000, stop: {} });
  return { console, exceptions, end: stopped.event === 'exit' ? stopped.code : stopped.event };
}

describe.each(examples)('$file', example => {
  test.skipIf(!gasTools.every(tool) || !tool('gcc'))('assembles to the bytes of GNU as', () => {
    const program = assembled(example);
    const theirs = gasBytes(plainSource(example), program);
    for (const section of program.sections.filter(({ flags }) => flags.alloc)) {
      expect(Buffer.from(section.bytes), section.name).toEqual(theirs.get(section.name));
    }
  });

  test.skipIf(!qemu)('runs as in QEMU', async () => {
    const program = assembled(example);
    const segments = program.sections.filter(section => section.flags.alloc && section.bytes.length > 0);
    const spins = example.end === 'limit';
    const theirs = await runQemu({ segments, entry: program.entry, timeout: spins ? 2000 : 20_000 });
    const ours = runOurs(program, example.end);
    expect(ours.console).toBe(theirs.console);
    expect(ours.exceptions).toEqual(
      theirs.exceptions.map(e =>
        words(e.fromLevel, e.toLevel, e.handler, e.returnAddress, e.syndrome, e.faultAddress),
      ),
    );
    expect(ours.exceptions).toHaveLength(example.exceptions);
    expect(ours.end).toBe(example.end);
    expect(theirs.exit).toBe(spins ? undefined : example.end);
  });
});
