/**
 * The semantics of A64 against QEMU: random programs, all general registers, flags and memory compared. Many
 * cases run in one QEMU; each has a block of its registers, flags and memory, to which `sp` points.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Evaluator } from '../../emulator/engines/evaluator.ts';
import { a64InstructionSet } from '../../isa/a64/instruction-set.ts';
import { PlainHost } from '../emulator/plain-host.ts';
import { type Random, randomBody, randomValue, seededRandom } from './random-programs.ts';
import { comparableRows } from './row-cases.ts';
import { tool } from './tools.ts';

const tools = {
  as: tool('aarch64-linux-gnu-as'),
  ld: tool('aarch64-linux-gnu-ld'),
  objcopy: tool('aarch64-linux-gnu-objcopy'),
  qemu: tool('qemu-system-aarch64'),
};
const missing = Object.entries(tools).flatMap(([name, path]) => (path === undefined ? [name] : []));

const base = 0x4010_0000n;
/** Bytes of a case's block: x0 … x30, NZCV, then memory. */
const blockBytes = 0x200;
const memoryOffset = 0x100;
const general = Array.from({ length: 31 }, (_, number) => `x${number}`);
/** S3_3_C4_C2_0, as the operand `sysreg` holds it. */
const nzcv = (3 << 14) | (3 << 11) | (4 << 7) | (2 << 3);
const caseCount = 900;

interface Case {
  readonly body: readonly string[];
  readonly registers: readonly bigint[];
  readonly flags: bigint;
  readonly memory: readonly bigint[];
}

const randomCase = (random: Random): Case => ({
  body: randomBody(random, 12),
  registers: general.map(() => randomValue(random)),
  flags: BigInt(random(16)) << 28n,
  memory: Array.from({ length: (blockBytes - memoryOffset) / 8 }, () => randomValue(random)),
});

const pairs = (mnemonic: 'ldp' | 'stp'): string[] =>
  Array.from({ length: 15 }, (_, at) => `${mnemonic} x${2 * at}, x${2 * at + 1}, [sp, #${16 * at}]`);

/** The whole image: a table of the cases' addresses, their code, and their blocks at the end. */
function sourceOf(cases: readonly Case[]): string {
  const code = cases.flatMap(({ body }, number) => [
    `ldr x0, =block${number}`,
    'mov sp, x0',
    'ldr x0, [sp, #248]',
    'msr nzcv, x0',
    ...pairs('ldp'),
    'ldr x30, [sp, #240]',
    `case${number}:`,
    ...body,
    `end${number}:`,
    ...pairs('stp'),
    'str x30, [sp, #240]',
    'mrs x0, nzcv',
    'str x0, [sp, #248]',
  ]);
  const quads = (values: readonly bigint[]): string => `.quad ${values.join(', ')}`;
  return [
    '.arch armv8.5-a',
    '.globl _start',
    '_start: b start',
    '.balign 8',
    ...cases.map((_, number) => `.quad case${number}, end${number}, block${number}`),
    'literal: .quad 0xfedcba9876543210',
    'start:',
    ...code,
    // Semihosting: open a file, write all blocks at once, exit.
    'adr x1, open',
    'mov x0, #1',
    'hlt #0xf000',
    'adr x1, write',
    'str x0, [x1]',
    'mov x0, #5',
    'hlt #0xf000',
    'adr x1, exit',
    'mov x0, #0x18',
    'hlt #0xf000',
    '.ltorg',
    '.balign 8',
    'name: .asciz "blocks"',
    '.balign 8',
    'open: .quad name, 5, 6',
    `write: .quad 0, block0, ${cases.length * blockBytes}`,
    'exit: .quad 0x20026, 0',
    '.balign 16',
    ...cases.map(
      ({ registers, flags, memory }, number) => `block${number}: ${quads([...registers, flags, ...memory])}`,
    ),
    '',
  ].join('\n');
}

/** Assembles the image and runs it in QEMU: its bytes, and the blocks as they were at the end. */
function runInQemu(source: string): { readonly image: Uint8Array; readonly blocks: Uint8Array } {
  const folder = mkdtempSync(join(tmpdir(), 'ventry-semantics-'));
  const file = (name: string): string => join(folder, name);
  try {
    writeFileSync(file('a.s'), source);
    execFileSync(tools.as!, ['-o', file('a.o'), file('a.s')]);
    execFileSync(tools.ld!, [`-Ttext=0x${base.toString(16)}`, '-o', file('a.elf'), file('a.o')]);
    execFileSync(tools.objcopy!, ['-O', 'binary', file('a.elf'), file('a.bin')]);
    execFileSync(
      tools.qemu!,
      [
        ...['-M', 'virt', '-cpu', 'max', '-m', '64M', '-net', 'none', '-display', 'none'],
        ...['-serial', 'none', '-monitor', 'none', '-semihosting-config', 'enable=on,target=native'],
        ...['-device', `loader,file=${file('a.bin')},addr=${base},force-raw=on`],
        ...['-device', `loader,addr=${base},cpu-num=0`],
      ],
      { cwd: folder, timeout: 15_000 },
    );
    return { image: readFileSync(file('a.bin')), blocks: readFileSync(file('blocks')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Rows that these programs cannot hold: they take exceptions, wait, or need privileged state. */
const notExecuted = [
  ...['svc', 'hvc', 'smc', 'brk', 'hlt', 'udf', 'dcps1', 'dcps2', 'dcps3', 'eret'],
  ...['wfe', 'wfi', 'msr-immediate', 'msr-bit', 'sys', 'sysl', 'drps', 'eretaa', 'eretab'],
];

/** A plain host that knows the one system register that the programs use. */
class FlagsHost extends PlainHost {
  override system(operation: string, args: readonly bigint[]): bigint | undefined | { jump: bigint } {
    const flags = ['n', 'z', 'c', 'v'] as const;
    if (operation === 'clrex') this.monitor = undefined;
    else if (operation === 'mrs' && args[0] === BigInt(nzcv))
      return flags.reduce((value, name, at) => value | (this.read(name) << BigInt(31 - at)), 0n);
    else if (operation === 'msr' && args[0] === BigInt(nzcv))
      for (const [at, name] of flags.entries()) this.write(name, (args[1]! >> BigInt(31 - at)) & 1n);
    else if (!['yield', 'sev', 'sevl', 'esb', 'isb', 'sb', 'dsb', 'dmb'].includes(operation))
      throw new Error(`no operation ${operation} ${args}`);
    return undefined;
  }
}

describe.skipIf(missing.length > 0)(
  `A64 semantics in QEMU${missing.length ? ` (missing: ${missing})` : ''}`,
  () => {
    const executed = new Set<string>();

    test.each([1, 2, 3])(`${caseCount} random programs, seed %i`, seed => {
      const random = seededRandom(seed);
      const cases = Array.from({ length: caseCount }, () => randomCase(random));
      const { image, blocks } = runInQemu(sourceOf(cases));
      expect(blocks.length).toBe(caseCount * blockBytes);

      const evaluator = new Evaluator(a64InstructionSet.vocabulary);
      const host = new FlagsHost({}, base, image.length);
      host.bytes.set(image);
      const code = new DataView(image.buffer, image.byteOffset, image.length);
      const expected = new DataView(blocks.buffer, blocks.byteOffset, blocks.length);

      for (const [number, { body, registers, flags }] of cases.entries()) {
        const [start, end, block] = [0, 8, 16].map(at => code.getBigUint64(8 + 24 * number + at, true)) as [
          bigint,
          bigint,
          bigint,
        ];
        for (const [at, name] of general.entries()) host.write(name, registers[at]!);
        for (const [at, name] of ['n', 'z', 'c', 'v'].entries())
          host.write(name, (flags >> BigInt(31 - at)) & 1n);
        host.write('sp', block);

        let pc = start;
        while (pc !== end) {
          const bits = code.getUint32(Number(pc - base), true);
          const instruction = a64InstructionSet.decode(bits, pc);
          if (instruction === undefined)
            throw new Error(`not decoded: ${bits.toString(16)} in\n${body.join('\n')}`);
          executed.add(instruction.row.id);
          const outcome = evaluator.execute(instruction, host);
          if (outcome.ended !== 'next' && outcome.ended !== 'branch')
            throw new Error(
              `${outcome.ended} at ${bits.toString(16)} (${instruction.row.id}) in\n${body.join('\n')}`,
            );
          pc = outcome.pc;
        }

        const got: Record<string, string> = {};
        const want: Record<string, string> = {};
        const note = (name: string, value: bigint, at: number): void => {
          got[name] = value.toString(16);
          want[name] = expected.getBigUint64(number * blockBytes + at, true).toString(16);
        };
        for (const [at, name] of general.entries()) note(name, host.read(name), 8 * at);
        note('nzcv', BigInt(host.system('mrs', [BigInt(nzcv)]) as bigint), 248);
        const memory = new DataView(host.bytes.buffer, Number(block - base), blockBytes);
        for (let at = memoryOffset; at < blockBytes; at += 8)
          note(`[sp, #${at}]`, memory.getBigUint64(at, true), at);
        expect(got, `seed ${seed}, program ${number}:\n${body.join('\n')}`).toEqual(want);
      }
    });

    test('every row ran in such a program, or runs alone in the comparison of rows', () => {
      const alone = new Set(comparableRows);
      const rows = a64InstructionSet.rows.filter(
        row => row.semantics && !executed.has(row.id) && !alone.has(row),
      );
      expect(rows.map(row => row.id).toSorted()).toEqual(notExecuted.toSorted());
    });
  },
);
