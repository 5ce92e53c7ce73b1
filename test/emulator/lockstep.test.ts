/**
 * The interpreter against the evaluator: the same random programs in both, run in pieces of random length, with
 * all state, time and events compared after each piece.
 */
import { describe, expect, test } from 'vitest';
import type {
  EngineName,
  ExceptionEntry,
  ExceptionReturn,
  Hazard,
  Machine,
  StopEvent,
} from '../../emulator/api.ts';
import { createMachine } from '../../emulator/machine.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { assembleText } from '../assembler/assemble.ts';
import { type Random, randomBody, seededRandom } from '../oracle/random-programs.ts';
import { loadAddress } from './start.ts';

/** Something that a block of a program does besides computing; `label` is its own. */
const extras: readonly ((label: string, random: Random) => readonly string[])[] = [
  label => [`bl ${label}f`, `b ${label}e`, `${label}f: add x3, x3, #1`, 'ret', `${label}e:`],
  label => [`adr x9, ${label}t`, 'blr x9', `${label}t: cbz x30, ${label}t`, 'tbz x1, #3, 1f', '1:'],
  (_, random) => [`svc #${random(100)}`],
  () => ['mrs x5, cntvct_el0', 'mrs x6, cntpct_el0'],
  // A word of memory that no table maps, or that nothing answers.
  () => ['mov x7, #0x700000000', 'ldr x8, [x7]', 'str x8, [x7, #8]'],
  // Across a page, and misaligned inside of one.
  () => ['add x9, sp, #0x1000', 'stur x2, [x9, #-3]', 'ldur x4, [x9, #-5]', 'ldur w5, [x9, #-255]'],
  () => ['add x9, sp, #0xff8', 'ldp x4, x5, [x9]', 'stp x1, x2, [x9]', 'strh w2, [x9, #7]'],
  // Code that changes itself.
  (label, random) => [
    `ldr w0, =0x${(0x91000400 + (random(8) << 10)).toString(16)}`,
    `adr x1, ${label}w`,
    'str w0, [x1]',
    'ic ivau, x1',
    'isb',
    `${label}w: add x0, x0, #1`,
  ],
  // Data beside code.
  label => [
    `adr x9, ${label}d`,
    'ldr w4, [x9]',
    'str w3, [x9]',
    `b ${label}n`,
    `${label}d: .word 1`,
    `${label}n:`,
  ],
  () => ['adr x9, uart', 'ldr x9, [x9]', 'ldr w4, [x9, #0x18]', 'mov w5, #65', 'str w5, [x9]'],
  () => ['brk #1'],
  () => ['.inst 0', 'nop'],
  () => ['mrs x4, nzcv', 'msr nzcv, x5', 'mrs x6, tpidr_el0', 'msr tpidr_el0, x7'],
];

function blocks(random: Random, count: number): string[] {
  return Array.from({ length: count }, (_, number) => [
    ...randomBody(random, 6 + random(10)),
    ...extras[random(extras.length)]!(`x${number}`, random),
  ]).flat();
}

/** Sixteen slots: synchronous exceptions at their own instruction go on behind it, interrupts set the timer anew. */
const vectors = (level: number): string[] =>
  Array.from({ length: 16 }, (_, slot) => [
    '.balign 128',
    'sub sp, sp, #256',
    'stp x0, x1, [sp]',
    ...(slot % 4 === 0
      ? [
          `mrs x0, esr_el${level}`,
          'lsr x0, x0, #26',
          'cmp x0, #0x15',
          'b.eq 1f',
          `mrs x0, elr_el${level}`,
          'add x0, x0, #4',
          `msr elr_el${level}, x0`,
          '1:',
        ]
      : ['mov x0, #157', 'msr cntp_tval_el0, x0']),
    'ldp x0, x1, [sp]',
    'add sp, sp, #256',
    'eret',
  ]).flat();

interface Scenario {
  readonly name: string;
  readonly level: number;
  readonly source: (random: Random) => readonly string[];
}

const repeat = (body: readonly string[]): string[] => [
  'mov x0, #40',
  'str x0, [sp, #0x300]',
  'again:',
  ...body,
  'ldr x0, [sp, #0x300]',
  'subs x0, x0, #1',
  'str x0, [sp, #0x300]',
  'cbnz x0, far',
  'adr x1, end',
  'mov w0, #0x18',
  'hlt #0xf000',
  'far: b again',
  '.ltorg',
];

const data = [
  '.balign 8',
  'end: .quad 0x20026, 0',
  'literal: .quad 0xfedcba9876543210',
  'uart: .quad 0x09000000',
];

/** A 39-bit space of 2 MiB blocks: devices, memory for the kernel, and the same memory again for the user. */
const tables = [
  '.balign 4096',
  'top: .quad low + 3, ram + 3',
  '.balign 4096',
  'low: .rept 72',
  '.quad 0x60000000000401 + (. - low) * 0x40000',
  '.endr',
  '.balign 4096',
  'ram: .quad 0x40000705, 0x40000745',
];

/** The user sees all of it this much higher. */
const userOffset = 0x20_0000n;

const stack = (address: number): string[] => [`ldr x0, =${address}`, 'mov sp, x0'];

const scenarios: readonly Scenario[] = [
  {
    name: 'EL3, no translation',
    level: 3,
    source: random => [
      'adr x0, vectors',
      'msr vbar_el3, x0',
      'mov x0, #0x430',
      'msr scr_el3, x0',
      ...stack(0x4030_0000),
      ...repeat(blocks(random, 12)),
      ...data,
      '.balign 2048',
      'vectors:',
      ...vectors(3),
    ],
  },
  {
    name: 'EL1 with translation, a timer, and interrupts',
    level: 1,
    source: random => [
      'adr x0, vectors',
      'msr vbar_el1, x0',
      ...stack(0x4010_0000),
      ...translationOn,
      ...timerOn,
      'msr daifclr, #2',
      ...repeat(blocks(random, 12)),
      ...data,
      '.balign 2048',
      'vectors:',
      ...vectors(1),
      ...tables,
    ],
  },
  {
    name: 'EL0 under EL1 with translation',
    level: 1,
    source: random => [
      'adr x0, vectors',
      'msr vbar_el1, x0',
      ...stack(0x4010_0000),
      ...translationOn,
      ...timerOn,
      'ldr x0, =0x40300000',
      'msr sp_el0, x0',
      'ldr x0, =user + 0x200000',
      'msr elr_el1, x0',
      'mov x0, #0x340',
      'msr spsr_el1, x0',
      'eret',
      '.ltorg',
      '.balign 2048',
      'vectors:',
      ...vectors(1),
      ...tables,
      'user:',
      ...repeat(blocks(random, 12)),
      ...data,
    ],
  },
];

const translationOn = [
  'ldr x0, =0xff00',
  'msr mair_el1, x0',
  'ldr x0, =0x200803519',
  'msr tcr_el1, x0',
  'ldr x0, =top',
  'msr ttbr0_el1, x0',
  'isb',
  'mrs x0, sctlr_el1',
  'orr x0, x0, #1',
  'msr sctlr_el1, x0',
  'isb',
];

/** The physical timer through the GIC. */
const timerOn = [
  'ldr x0, =0x08000000',
  'mov w1, #1',
  'str w1, [x0]',
  'ldr w1, =0x40000000',
  'str w1, [x0, #0x100]',
  'ldr x0, =0x08010000',
  'mov w1, #0xff',
  'str w1, [x0, #4]',
  'mov w1, #1',
  'str w1, [x0]',
  'mov x0, #1000',
  'msr cntp_tval_el0, x0',
  'mov x0, #1',
  'msr cntp_ctl_el0, x0',
  'mov x0, #3',
  'msr cntkctl_el1, x0',
];

interface Run {
  readonly machine: Machine;
  readonly events: string[];
}

const inJson = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'bigint' ? each.toString(16) : each instanceof Map ? undefined : each,
  );

/** An event with all that it says. */
function told(event: ExceptionEntry | ExceptionReturn | Hazard): string {
  const { interrupted, ...rest } = { interrupted: undefined, ...event };
  return inJson({ ...rest, state: interrupted && [...interrupted].map(([, value]) => value) });
}

function start(
  engine: EngineName,
  source: string,
  level: number,
  listens: boolean,
): Run & { readonly addresses: readonly bigint[] } {
  const { program, diagnostics } = assembleText(source, { loadAddress });
  if (diagnostics.length > 0) throw new Error(diagnostics[0]!.message);
  const events: string[] = [];
  const machine = createMachine({
    architecture: a64,
    board: 'virt',
    engine,
    segments: program.sections.filter(({ bytes }) => bytes.length > 0),
    entry: program.entry,
    entryLevel: level,
    console: bytes => events.push(`console ${bytes}`),
  });
  if (listens)
    machine.onEvent(event => {
      events.push(told(event));
    });
  const addresses = program.statements.flatMap(({ address, size }) => (size === 4 ? [address] : []));
  return { machine, events, addresses };
}

/** Runs a piece in both, and answers how it ended. */
function piece(runs: readonly [Run, Run], go: (machine: Machine) => StopEvent): StopEvent {
  const [expected, actual] = runs.map(({ machine, events }) => {
    const { event } = go(machine);
    const { time, pc } = machine;
    const entries = machine.entries.map(told);
    return { event, time, pc, hash: machine.stateHash(), entries, events: events.splice(0) };
  }) as [object & { event: StopEvent['event'] }, object];
  expect(actual).toEqual(expected);
  return { event: expected.event } as StopEvent;
}

describe.each(scenarios)('$name', ({ level, source }) => {
  test.each([1, 2, 3, 4])('seed %i', seed => {
    const random = seededRandom(1000 * level + seed);
    // Where nobody listens, the interpreter takes exceptions by itself.
    const listens = seed % 2 === 0;
    const text = ['_start:', ...source(random), ''].join('\n');
    const reference = start('evaluator', text, level, listens);
    const runs = [reference, start('interpreter', text, level, listens)] as const;
    let pieces = 0;
    let ended = false;
    while (!ended && pieces++ < 60) {
      const budget = [1, 2, 7, 64, 500, 3000][random(6)]!;
      const breakpoints = new Set(
        random(3)
          ? []
          : [0n, userOffset].map(offset => reference.addresses[random(reference.addresses.length)]! + offset),
      );
      const skipFirstBreakpoint = random(2) === 0;
      const line = random(8);
      if (line < 2) for (const { machine } of runs) machine.setInterrupt('fiq', line === 1);
      const { event } = piece(runs, machine =>
        machine.run({ budget, stop: { breakpoints }, skipFirstBreakpoint }),
      );
      ended = event === 'exit';
    }
    expect(reference.machine.time).toBeGreaterThan(3000n);
  });
});
