/**
 * A program that carries out thousands of cases in one run, the same in QEMU and here. A case sets system
 * registers at EL3, goes to a level, executes a few instructions there, and comes back by whatever exception that
 * takes: then all that exceptions leave at any level is recorded. Results are compared word by word.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineName } from '../../../emulator/api.ts';
import { createMachine } from '../../../emulator/machine.ts';
import { a64 } from '../../../isa/a64/architecture.ts';
import { gnuImage } from '../gnu-image.ts';
import { tool } from '../tools.ts';

const qemu = tool('qemu-system-aarch64');

/** Registers that a case sets, in the order in which they are written. */
export const controls = [
  ...['scr_el3', 'cptr_el3', 'mdcr_el3', 'tcr_el3', 'ttbr0_el3', 'mair_el3'],
  ...['sctlr_el2', 'cptr_el2', 'mdcr_el2', 'tcr_el2', 'ttbr0_el2', 'mair_el2', 'vtcr_el2', 'vttbr_el2'],
  ...['cnthctl_el2', 'sctlr_el1', 'cpacr_el1', 'tcr_el1', 'ttbr0_el1', 'ttbr1_el1', 'mair_el1'],
  ...['cntkctl_el1', 'mdscr_el1', 'pmuserenr_el0', 'hcr_el2', 'sctlr_el3'],
] as const;

export type Control = (typeof controls)[number];

/** General registers that a case gives values and that are recorded. */
const operands = ['x20', 'x21', 'x22', 'x23', 'x24', 'x25'] as const;

export interface RecordedCase {
  /** What it is, for a report. */
  readonly title: string;
  /** Index of the body that is executed. */
  readonly body: number;
  /** PSTATE of the body. */
  readonly status: number;
  /** Registers that differ from `plain`. */
  readonly controls: Partial<Readonly<Record<Control, bigint>>>;
  readonly operands?: Partial<Readonly<Record<(typeof operands)[number], bigint>>>;
  /** Interrupts that are pending: bit 0 IRQ, bit 1 FIQ. */
  readonly pending?: number;
}

/** Everything that a case leaves, by name. */
export const recorded = [
  ...['slot', 'elr_el3', 'spsr_el3', 'esr_el3', 'far_el3'],
  ...['elr_el2', 'spsr_el2', 'esr_el2', 'far_el2', 'hpfar_el2'],
  ...['elr_el1', 'spsr_el1', 'esr_el1', 'far_el1', 'par_el1', 'sp_el0', 'sp_el1', 'sp_el2'],
  ...operands,
] as const;

export type Recorded = Readonly<Record<string, bigint>>;

/** Memory of a run: where the program, its cases and its results are, and what is free for tables and data. */
export const places = {
  image: 0x4010_0000n,
  cases: 0x4200_0000n,
  results: 0x4600_0000n,
  data: 0x4800_0000n,
  memoryBytes: 0x1000_0000,
} as const;

/** EL2 and below are AArch64 and Non-secure, HVC works, CPTR_EL3.TCPAC brings every level back to EL3. */
export const plain: Readonly<Record<Control, bigint>> = {
  scr_el3: 0x531n,
  sctlr_el3: 0x30c5_0838n,
  cptr_el3: 0x8000_0000n,
  mdcr_el3: 0n,
  tcr_el3: 0x8080_0000n,
  ttbr0_el3: 0n,
  mair_el3: 0n,
  sctlr_el2: 0x30c5_0838n,
  cptr_el2: 0x33ffn,
  mdcr_el2: 6n,
  tcr_el2: 0x8080_0000n,
  ttbr0_el2: 0n,
  mair_el2: 0n,
  vtcr_el2: 0x8000_0000n,
  vttbr_el2: 0n,
  cnthctl_el2: 3n,
  sctlr_el1: 0x30d5_0838n,
  cpacr_el1: 0x30_0000n,
  tcr_el1: 0n,
  ttbr0_el1: 0n,
  ttbr1_el1: 0n,
  mair_el1: 0n,
  cntkctl_el1: 0n,
  mdscr_el1: 0n,
  pmuserenr_el0: 0n,
  hcr_el2: 0x8000_0000n,
};

/** Quads of a case's block: body, PSTATE, pending interrupts, operands, controls. */
const header = 3;
const caseQuads = header + operands.length + controls.length;
const resultQuads = recorded.length;

/** Sixteen slots of a level below EL3: on to EL3, by a trap that leaves this level's registers alone, or a call. */
const passingSlots = (access: string): string =>
  Array.from({ length: 16 }, () => `.balign 128\nmrs xzr, ${access}\nsmc #0\nb .`).join('\n');

const recordingSlots = Array.from(
  { length: 16 },
  (_, slot) => `.balign 128\nstp x0, x1, [sp]\nmov x0, #0x${(slot * 0x80).toString(16)}\nb record`,
).join('\n');

const distributor = '0x08000000';
const cpuInterface = '0x08010000';
/** SGI 0 is in group 0, a FIQ; SGI 1 in group 1, an IRQ. */
const enableInterrupts = `
  ldr x0, =${distributor}
  mov w1, #0xfffe
  str w1, [x0, #0x80]
  mov w1, #3
  str w1, [x0]
  str w1, [x0, #0x100]
  ldr x0, =${cpuInterface}
  mov w1, #0xf0
  str w1, [x0, #4]
  mov w1, #0xb
  str w1, [x0]`;

const end = '.inst 0xdead';

/** GNU assembly of the program with its bodies. The first words say where it is finished, and the bodies. */
function sourceOf(bodies: readonly (readonly string[])[], cases: number): string {
  return `
.global _start
_start: b start
  .balign 8
  .quad finish
  ${bodies.map((_, number) => `.quad body${number}`).join('\n')}
start:
  ldr x0, =table_el3
  msr vbar_el3, x0
  ldr x0, =table_el2
  msr vbar_el2, x0
  ldr x0, =table_el1
  msr vbar_el1, x0
  ldr x0, =frame
  mov sp, x0
  ${enableInterrupts}
  ldr x28, =0x${places.cases.toString(16)}
  ldr x27, =0x${places.results.toString(16)}
  ldr x26, =${cases}
next:
  cbz x26, finish
  adr x0, progress
  stp x26, x27, [x0]
  str x28, [x0, #16]
  ${['elr', 'spsr', 'esr', 'far'].flatMap(name => [1, 2, 3].map(level => `msr ${name}_el${level}, xzr`)).join('\n')}
  msr hpfar_el2, xzr
  msr par_el1, xzr
  ${[0, 1, 2].map(level => `mov x0, #0x${level + 1}000\nmsr sp_el${level}, x0`).join('\n')}
  ldr w1, [x28, #16]
  cbz w1, 1f
  ldr x0, =${distributor}
  mov w2, #1
  tbz w1, #0, 2f
  strb w2, [x0, #0xf21]
2:
  tbz w1, #1, 1f
  strb w2, [x0, #0xf20]
1:
  ${controls.map((name, at) => `ldr x0, [x28, #${8 * (header + operands.length + at)}]\nmsr ${name}, x0`).join('\n')}
  tlbi alle1
  tlbi alle2
  tlbi alle3
  dsb sy
  isb
  ldr x0, [x28]
  msr elr_el3, x0
  ldr x0, [x28, #8]
  msr spsr_el3, x0
  ${operands.map((name, at) => `ldr ${name}, [x28, #${8 * (header + at)}]`).join('\n')}
  eret

record:
  adr x1, progress
  ldp x26, x27, [x1]
  ldr x28, [x1, #16]
  ${recorded
    .map((name, at) => {
      if (name === 'slot') return `str x0, [x27, #${8 * at}]`;
      if (name.startsWith('x')) return `str ${name}, [x27, #${8 * at}]`;
      return `mrs x2, ${name}\nstr x2, [x27, #${8 * at}]`;
    })
    .join('\n')}
  ldr x2, =0x${plain.sctlr_el3.toString(16)}
  msr sctlr_el3, x2
  ldr x2, =0x${plain.scr_el3.toString(16)}
  msr scr_el3, x2
  isb
  msr spsel, #1
  ldr x0, =frame
  mov sp, x0
  ldr w1, [x28, #16]
  cbz w1, 1f
  ldr x0, =${distributor}
  mov w2, #0x101
  str w2, [x0, #0xf10]
1:
  add x27, x27, #${8 * resultQuads}
  add x28, x28, #${8 * caseQuads}
  sub x26, x26, #1
  b next

finish:
  ldr x1, =open
  mov x0, #1
  hlt #0xf000
  ldr x1, =write
  str x0, [x1]
  mov x0, #5
  hlt #0xf000
  ldr x1, =exit
  mov x0, #0x18
  hlt #0xf000
  b .
  .ltorg
  .balign 16
frame: .space 16
progress: .space 32
name: .asciz "results"
  .balign 8
open: .quad name, 5, 7
write: .quad 0, 0x${places.results.toString(16)}, ${cases * resultQuads * 8}
exit: .quad 0x20026, 0
  .balign 2048
table_el1: ${passingSlots('cpacr_el1')}
  .balign 2048
table_el2: ${passingSlots('cptr_el2')}
  .balign 2048
table_el3: ${recordingSlots}
${bodies.map((body, number) => `.balign 16\nbody${number}: ${body.join('\n')}\n${end}`).join('\n')}
`;
}

/** Memory that a run begins with, besides the program and its cases. */
export interface Preset {
  readonly address: bigint;
  readonly bytes: Uint8Array;
}

export interface Recording {
  readonly cases: readonly RecordedCase[];
  readonly bodies: readonly (readonly string[])[];
  readonly presets?: readonly Preset[];
  /** The processor of QEMU that it is compared with. */
  readonly processor?: string;
  /** What executes it here; the evaluator when absent. */
  readonly engine?: EngineName;
}

interface Prepared {
  readonly segments: readonly Preset[];
  readonly finish: bigint;
}

function prepare({ cases, bodies, presets = [] }: Recording): Prepared {
  const image = gnuImage(sourceOf(bodies, cases.length), places.image);
  const words = new DataView(image.buffer, image.byteOffset, image.length);
  const quad = (at: number): bigint => words.getBigUint64(8 * (1 + at), true);
  const blocks = new BigUint64Array(cases.length * caseQuads);
  for (const [number, each] of cases.entries()) {
    const { status, pending = 0 } = each;
    blocks.set(
      [
        quad(1 + each.body),
        BigInt(status),
        BigInt(pending),
        ...operands.map(name => each.operands?.[name] ?? 0n),
        ...controls.map(name => each.controls[name] ?? plain[name]),
      ],
      number * caseQuads,
    );
  }
  const segments = [
    { address: places.image, bytes: image },
    { address: places.cases, bytes: new Uint8Array(blocks.buffer) },
    ...presets,
  ];
  return { segments, finish: quad(0) };
}

const resultsOf = (bytes: Uint8Array, cases: number): readonly Recorded[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: cases }, (_, number) =>
    Object.fromEntries(
      recorded.map((name, at) => [name, view.getBigUint64(8 * (number * resultQuads + at), true)]),
    ),
  );
};

function inQemu({ segments }: Prepared, cases: number, processor: string): readonly Recorded[] {
  const folder = mkdtempSync(join(tmpdir(), 'ventry-recorder-'));
  try {
    const loaders = segments.flatMap(({ address, bytes }, number) => {
      const file = join(folder, `segment${number}`);
      writeFileSync(file, bytes);
      return ['-device', `loader,file=${file},addr=${address},force-raw=on`];
    });
    execFileSync(
      qemu!,
      [
        ...['-M', 'virt,virtualization=on,secure=on,gic-version=2', '-cpu', processor, '-net', 'none'],
        ...['-m', `${places.memoryBytes >> 20}M`, '-display', 'none', '-serial', 'none', '-monitor', 'none'],
        ...['-semihosting-config', 'enable=on,target=native', ...loaders],
        ...['-device', `loader,addr=${places.image},cpu-num=0`],
      ],
      { cwd: folder, timeout: Number(process.env.QT ?? 300_000), stdio: 'pipe' },
    );
    return resultsOf(readFileSync(join(folder, 'results')), cases);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function here({ segments, finish }: Prepared, cases: number, engine: EngineName): readonly Recorded[] {
  const machine = createMachine({
    architecture: a64,
    board: 'virt',
    memoryBytes: places.memoryBytes,
    segments,
    entry: places.image,
    engine,
  });
  const stop = machine.run({ budget: 20_000 + cases * 1000, stop: { breakpoints: new Set([finish]) } });
  if (stop.event !== 'breakpoint')
    throw new Error(`the run ended by ${stop.event} at ${machine.pc.toString(16)}`);
  return resultsOf(machine.readMemory(places.results, cases * resultQuads * 8)!, cases);
}

/** A case with different results. */
export interface RecordedDifference {
  readonly number: number;
  readonly case: RecordedCase;
  readonly ours: Recorded;
  readonly theirs: Recorded;
}

/** Carries out all cases in QEMU and here; those that differ. */
export function compareRecordings(recording: Recording): readonly RecordedDifference[] {
  const { cases, processor = 'cortex-a57', engine = 'evaluator' } = recording;
  const prepared = prepare(recording);
  const theirs = inQemu(prepared, cases.length, processor);
  const ours = here(prepared, cases.length, engine);
  return cases.flatMap((each, number) => {
    const [mine, other] = [ours[number]!, theirs[number]!];
    const same = recorded.every(name => mine[name] === other[name]);
    return same ? [] : [{ number, case: each, ours: mine, theirs: other }];
  });
}

/** A difference in words. */
export function describeRecorded({
  case: { title, operands: given = {} },
  ours,
  theirs,
}: RecordedDifference): string {
  const hex = (value: bigint | undefined): string => (value ?? 0n).toString(16);
  const wrong = recorded
    .filter(name => ours[name] !== theirs[name])
    .map(name => `${name} is ${hex(ours[name])}, in QEMU ${hex(theirs[name])}`);
  const values = Object.entries(given).map(([name, value]) => `${name}=${hex(value)}`);
  return [`${title} ${values.join(' ')}`, ...wrong].join('\n  ');
}
