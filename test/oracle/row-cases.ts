/**
 * Rows of the A64 table against QEMU, one instruction at a time: every row with random operands and states, all
 * registers that it can reach, flags, FPCR, FPSR and memory compared. Many cases run in one QEMU; each has a block
 * of state, loaded before the instruction and stored after it.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Evaluator } from '../../emulator/engines/evaluator.ts';
import { a64InstructionSet } from '../../isa/a64/instruction-set.ts';
import type { Instruction, InstructionRow, OperandValues } from '../../isa/instruction.ts';
import { parsePattern } from '../../isa/pattern.ts';
import { PlainHost } from '../emulator/plain-host.ts';
import { randomElement } from './random-numbers.ts';
import { type Random, randomValue, seededRandom } from './random-programs.ts';
import { tool } from './tools.ts';

const tools = {
  as: tool('aarch64-linux-gnu-as'),
  ld: tool('aarch64-linux-gnu-ld'),
  objcopy: tool('aarch64-linux-gnu-objcopy'),
  qemu: tool('qemu-system-aarch64'),
};

/** Tools that are not installed. */
export const missing = Object.entries(tools).flatMap(([name, path]) => (path === undefined ? [name] : []));

const base = 0x4010_0000n;

/** Registers that cases use: operands are chosen among them. `x5` is the base of memory, `x6` a small index. */
const general = [0, 1, 2, 3, 4, 5, 6];
const vectors = [0, 1, 2, 3, 4, 5, 6, 7, 28, 29, 30, 31];
const baseRegister = 5;
const indexRegister = 6;

/** Where a block has what: bytes. Memory lies around the address in `x5`. */
const place = { general: 0, nzcv: 56, fpcr: 64, fpsr: 72, vectors: 80, memory: 272 } as const;
const blockBytes = 432;
const memoryBase = place.memory + 64;

/** FPSR.QC and the cumulative exceptions. */
const statusBits = 0x0800_009fn;

/** How much to do: words of every row, states of every word. */
export interface Amount {
  readonly words: number;
  readonly states: number;
  readonly seed: number;
}

/** A case in which we and QEMU differ. */
export interface Difference {
  readonly row: string;
  readonly operands: OperandValues;
  /** What came out here and there. */
  readonly values: readonly { readonly name: string; readonly ours: bigint; readonly theirs: bigint }[];
  /** Registers before. */
  readonly before: Readonly<Record<string, bigint>>;
}

const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** A difference in words. */
export function describeDifference({ row, operands, values, before }: Difference): string {
  const named = (all: Readonly<Record<string, bigint>>): string =>
    Object.entries(all)
      .map(([name, value]) => `${name}=${hex(value)}`)
      .join(' ');
  const wrong = values.map(({ name, ours, theirs }) => `${name} is ${hex(ours)}, in QEMU ${hex(theirs)}`);
  return [`${row} ${named(operands)}`, ...wrong, named(before)].join('\n  ');
}

interface WordCase {
  readonly row: InstructionRow;
  readonly word: number;
}

const hasSystemOperation = (row: InstructionRow): boolean => {
  const text = JSON.stringify(row.semantics).replaceAll('"operation":"check-fp-simd-enabled"', '');
  return /"operation":|"do":"(branch|raise)"|"exclusive":true/.test(text);
};

/** Rows that one instruction alone can show: no branches, exceptions, exclusives, system operations. */
export const comparableRows = a64InstructionSet.rows.filter(
  row => row.semantics !== undefined && !hasSystemOperation(row),
);

/** Fields of offsets, held to what stays in the block. */
const offsets: Readonly<Record<string, (random: Random) => number>> = {
  imm12: random => random(4),
  imm9: random => random(64) - 32,
  imm7: random => random(5) - 2,
  imm19: random => random(16),
};

/** What is ordered must be aligned. */
const alignedOffset = (random: Random): number => 8 * (random(8) - 4);

/** A pair is loaded to one register (CONSTRAINED UNPREDICTABLE). */
const isUnpredictable = ({ row, operands }: Instruction): boolean =>
  row.mnemonic.startsWith('ld') && operands.Rt !== undefined && operands.Rt === operands.Rt2;

/** A word of the row whose operands are registers that cases have. */
function wordOf(row: InstructionRow, random: Random): number | undefined {
  const { value, fields } = parsePattern(row.pattern);
  const names = new Map(
    [...row.syntax.matchAll(/<([A-Z])\(?(\w+?)[+|:)>]/g)].map(([, letter, role]) => [`R${role}`, letter!]),
  );
  const inMemory = row.syntax.includes('[<Xn|SP>') || row.syntax.includes('<label19>');
  const register = (name: string): number => {
    if (inMemory && name === 'Rn') return baseRegister;
    if (inMemory && name === 'Rm') return indexRegister;
    const isGeneral = 'WX'.includes(names.get(name) ?? 'V');
    if (isGeneral) return random(8) === 0 ? 31 : random(inMemory ? 5 : 7);
    // Lists of registers and lanes of a low register begin early.
    const choice = vectors[random(vectors.length)]!;
    return fields.find(field => field.name === name)!.width === 4
      ? choice % 8
      : choice > 4 && choice < 28
        ? 3
        : choice;
  };
  for (let attempt = 0; attempt < 50; attempt++) {
    let word = value;
    for (const { name, width, shifts } of fields) {
      const isRegister = /^R[a-z]\d?$/.test(name);
      const offset = inMemory ? (row.feature === 'LRCPC2' ? alignedOffset : offsets[name]) : undefined;
      const ones = 2 ** width - 1;
      const field = (isRegister ? register(name) : offset ? offset(random) : random(2 ** width)) & ones;
      for (const shift of shifts) word |= field << shift;
    }
    word >>>= 0;
    const instruction = a64InstructionSet.decode(word, 0x8000n);
    if (instruction?.row.id === row.id && !isUnpredictable(instruction)) return word;
  }
  return undefined;
}

/** Element sizes that a row's operands have, to fill registers with numbers of them. */
function sizesOf({ syntax }: InstructionRow): readonly number[] {
  const bits: Readonly<Record<string, number>> = { B: 8, H: 16, S: 32, D: 64 };
  const letters = [...syntax.matchAll(/(?:\.\d*|<)([BHSD])(?=[>,\\ \]dnmat]|$)/g)].map(
    ([, letter]) => letter!,
  );
  const sizes = [...new Set(letters)].map(letter => bits[letter]!);
  return sizes.length > 0 ? sizes : [8, 32, 64];
}

function randomVector(random: Random, sizes: readonly number[]): readonly [bigint, bigint] {
  const size = sizes[random(sizes.length)]!;
  const half = (): bigint => {
    let value = 0n;
    for (let at = 0; at < 64; at += size) value |= randomElement(random, size) << BigInt(at);
    return value;
  };
  return [half(), half()];
}

/** A state for an instruction of the row. */
function fillBlock(view: DataView, at: number, address: bigint, row: InstructionRow, random: Random): void {
  const put = (offset: number, value: bigint): void =>
    view.setBigUint64(at + offset, BigInt.asUintN(64, value), true);
  const sizes = sizesOf(row);
  for (const number of general) put(place.general + 8 * number, randomValue(random));
  put(place.general + 8 * baseRegister, address + BigInt(memoryBase));
  if (/\[<Xn\|SP>, <[WX]m>/.test(row.syntax)) put(place.general + 8 * indexRegister, BigInt(random(4)));
  put(place.nzcv, BigInt(random(16)) << 28n);
  const controls = [19n, 24n, 25n, 26n].reduce(
    (bits, bit) => (random(4) === 0 ? bits | (1n << bit) : bits),
    0n,
  );
  put(place.fpcr, controls | (BigInt(random(4)) << 22n));
  put(place.fpsr, random(2) === 0 ? 0n : randomValue(random) & statusBits);
  for (let index = 0; index < vectors.length; index++) {
    const [low, high] = randomVector(random, sizes);
    put(place.vectors + 16 * index, low);
    put(place.vectors + 16 * index + 8, high);
  }
  for (let offset = place.memory; offset < blockBytes; offset += 8) put(offset, randomValue(random));
}

const pairsOf = (mnemonic: 'ldp' | 'stp'): readonly string[] =>
  [0, 2, 4, 6, 8, 10].map(
    at => `${mnemonic} q${vectors[at]}, q${vectors[at + 1]}, [x28, #${place.vectors + 16 * at}]`,
  );

const controlRegisters = ['nzcv', 'fpcr', 'fpsr'] as const;

/** The image: for every word a loop over its states, then the blocks. */
function sourceOf(words: readonly WordCase[], states: number): string {
  const generals = (mnemonic: 'ldr' | 'str'): string[] =>
    general.map(number => `${mnemonic} x${number}, [x28, #${place.general + 8 * number}]`);
  return [
    '.arch armv8.5-a+fp16',
    '.globl _start',
    '_start: mov x0, #(3 << 20)',
    'msr cpacr_el1, x0',
    'adr x0, vectors',
    'msr vbar_el1, x0',
    'isb',
    'b start',
    // An exception ends the run: blocks from its case on stay as they were.
    '.balign 2048',
    `vectors: ${Array.from({ length: 16 }, () => 'b finish\n.balign 128').join('\n')}`,
    'start:',
    'ldr x28, =blocks',
    ...words.flatMap(({ word }, number) => [
      `mov x27, #${states}`,
      `loop${number}: bl load`,
      `.globl case${number}`,
      `case${number}: .inst 0x${word.toString(16)}`,
      'bl store',
      'subs x27, x27, #1',
      `b.ne loop${number}`,
      ...(number % 400 === 399 ? [`b over${number}`, '.ltorg', `over${number}:`] : []),
    ]),
    // Semihosting: open a file, write all blocks at once, exit.
    'finish:',
    ...['ldr x1, =open', 'mov x0, #1', 'hlt #0xf000'],
    ...['ldr x1, =write', 'str x0, [x1]', 'mov x0, #5', 'hlt #0xf000'],
    ...['ldr x1, =exit', 'mov x0, #0x18', 'hlt #0xf000'],
    `load: ${pairsOf('ldp').join('\n')}`,
    ...controlRegisters.flatMap(name => [`ldr x0, [x28, #${place[name]}]`, `msr ${name}, x0`]),
    `add x0, x28, #${memoryBase}`,
    'mov sp, x0',
    ...generals('ldr'),
    'ret',
    `store: ${generals('str').join('\n')}`,
    ...controlRegisters.flatMap(name => [`mrs x0, ${name}`, `str x0, [x28, #${place[name]}]`]),
    ...pairsOf('stp'),
    `add x28, x28, #${blockBytes}`,
    'ret',
    '.ltorg',
    '.balign 8',
    'name: .asciz "blocks"',
    '.balign 8',
    'open: .quad name, 5, 6',
    `write: .quad 0, blocks, ${words.length * states * blockBytes}`,
    'exit: .quad 0x20026, 0',
    '.balign 16',
    'table:',
    ...words.map((_, number) => `.word case${number} - _start`),
    '.balign 16',
    'blocks: .incbin "states"',
    '',
  ].join('\n');
}

interface Executed {
  readonly image: Uint8Array;
  readonly blocks: Uint8Array;
  /** Offsets of the instructions in the image, and of the first block. */
  readonly cases: readonly number[];
  readonly blocksAt: number;
}

function runInQemu(words: readonly WordCase[], amount: Amount, random: Random): Executed {
  const folder = mkdtempSync(join(tmpdir(), 'ventry-rows-'));
  const file = (name: string): string => join(folder, name);
  const bytes = words.length * amount.states * blockBytes;
  const assemble = (states: Uint8Array): Uint8Array => {
    writeFileSync(file('states'), states);
    execFileSync(tools.as!, ['-o', 'a.o', 'a.s'], { cwd: folder });
    execFileSync(tools.ld!, [`-Ttext=0x${base.toString(16)}`, '-o', 'a.elf', 'a.o'], { cwd: folder });
    execFileSync(tools.objcopy!, ['-O', 'binary', 'a.elf', 'a.bin'], { cwd: folder });
    return readFileSync(file('a.bin'));
  };
  try {
    writeFileSync(file('a.s'), sourceOf(words, amount.states));
    const image = assemble(new Uint8Array(bytes));
    const blocksAt = image.length - bytes;
    const view = new DataView(image.buffer, image.byteOffset, image.length);
    for (const [number, { row }] of words.entries())
      for (let state = 0; state < amount.states; state++) {
        const at = blocksAt + (number * amount.states + state) * blockBytes;
        fillBlock(view, at, base + BigInt(at), row, random);
      }
    writeFileSync(file('a.bin'), image);
    const tableAt = (blocksAt - 4 * words.length) & ~15;
    execFileSync(
      tools.qemu!,
      [
        ...['-M', 'virt', '-cpu', 'max', '-m', '1G', '-net', 'none', '-display', 'none'],
        ...['-serial', 'none', '-monitor', 'none', '-semihosting-config', 'enable=on,target=native'],
        ...['-device', `loader,file=${file('a.bin')},addr=${base},force-raw=on`],
        ...['-device', `loader,addr=${base},cpu-num=0`],
      ],
      { cwd: folder, timeout: 20_000 },
    );
    const cases = words.map((_, number) => view.getUint32(tableAt + 4 * number, true));
    return { image, blocks: readFileSync(file('blocks')), cases, blocksAt };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const flagNames = ['n', 'z', 'c', 'v'] as const;

/** Everything that a case compares, by name and place in its block. */
const compared: readonly (readonly [name: string, offset: number])[] = [
  ...general.map(number => [`x${number}`, place.general + 8 * number] as const),
  ['nzcv', place.nzcv],
  ['fpsr', place.fpsr],
  ...vectors.flatMap((number, at) => [
    [`d${number}`, place.vectors + 16 * at] as const,
    [`vh${number}`, place.vectors + 16 * at + 8] as const,
  ]),
];

/** Runs words of each row on many states here and in QEMU; where they differ, and the number of cases. */
export function compareRows(
  rows: readonly InstructionRow[],
  amount: Amount,
): {
  readonly differences: readonly Difference[];
  readonly cases: number;
  readonly unreached: readonly string[];
} {
  const random = seededRandom(amount.seed);
  const words: WordCase[] = [];
  const unreached: string[] = [];
  for (const row of rows) {
    for (let each = 0; each < amount.words; each++) {
      const word = wordOf(row, random);
      if (word === undefined) {
        unreached.push(row.id);
        break;
      }
      words.push({ row, word });
    }
  }
  const { image, blocks, cases, blocksAt } = runInQemu(words, amount, random);
  const theirs = new DataView(blocks.buffer, blocks.byteOffset, blocks.length);
  const evaluator = new Evaluator(a64InstructionSet.vocabulary);
  const host = new PlainHost({}, base, image.length);
  host.bytes.set(image);
  const ours = new DataView(host.bytes.buffer);
  const differences: Difference[] = [];
  for (const [number, { row, word }] of words.entries()) {
    const instruction = a64InstructionSet.decode(word, base + BigInt(cases[number]!))!;
    for (let state = 0; state < amount.states; state++) {
      const index = number * amount.states + state;
      const at = blocksAt + index * blockBytes;
      const before = host.bytes.slice(at, at + blockBytes);
      for (const [name, offset] of compared) host.write(name, ours.getBigUint64(at + offset, true));
      const nzcv = ours.getBigUint64(at + place.nzcv, true);
      for (const [bit, name] of flagNames.entries()) host.write(name, (nzcv >> BigInt(31 - bit)) & 1n);
      host.write('fpcr', ours.getBigUint64(at + place.fpcr, true));
      host.write('sp', base + BigInt(at + memoryBase));
      const outcome = evaluator.execute(instruction, host);
      const flags = flagNames.reduce((bits, name, bit) => bits | (host.read(name) << BigInt(31 - bit)), 0n);
      if (outcome.ended !== 'next')
        throw new Error(`${row.id} ended as ${outcome.ended}: ${hex(BigInt(word))}`);
      const values: { name: string; ours: bigint; theirs: bigint }[] = [];
      const note = (name: string, got: bigint, offset: number): void => {
        const want = theirs.getBigUint64(index * blockBytes + offset, true);
        if (got !== want) values.push({ name, ours: got, theirs: want });
      };
      for (const [name, offset] of compared) note(name, name === 'nzcv' ? flags : host.read(name), offset);
      for (let offset = place.memory; offset < blockBytes; offset += 8)
        note(`[x5, #${offset - memoryBase}]`, ours.getBigUint64(at + offset, true), offset);
      if (values.length === 0) continue;
      const view = new DataView(before.buffer);
      const registers = [...compared, ['fpcr', place.fpcr] as const].map(
        ([name, offset]) => [name, view.getBigUint64(offset, true)] as const,
      );
      const { operands } = instruction;
      differences.push({ row: row.id, operands, values, before: Object.fromEntries(registers) });
    }
  }
  return { differences, cases: words.length * amount.states, unreached };
}
