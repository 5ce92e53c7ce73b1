/** The interpreter against the evaluator on a Hawk: random memory as a program, all state compared. */
import { expect, test } from 'vitest';
import type { EngineName, Machine } from '../../../emulator/api.ts';
import { createMachine } from '../../../emulator/machine.ts';
import { hawk } from '../../../isa/hawk/architecture.ts';
import { bytesOf } from '../../isa/hawk/line.ts';
import { randomNumbers } from '../../isa/random-words.ts';

const bytes = (line: string): number[] =>
  bytesOf(line)
    .split(' ')
    .map(byte => Number.parseInt(byte, 16));

/** Random words, half of them as likely instructions as not, with handlers that go on behind what trapped. */
function randomMemory(random: () => number): Uint8Array {
  const memory = new Uint8Array(Uint32Array.from({ length: 0x8000 }, random).buffer);
  const goOn = ['CPUGET R1,TPC', 'ADDSI R1,2', 'CPUSET R1,TPC', 'RTT'];
  const goElsewhere = [`LIL R1,${(random() % 0x20000) & ~1}`, 'CPUSET R1,TPC', 'RTT'];
  for (const vector of [0x10, 0x20, 0x30, 0x50, 0x80])
    memory.set((vector === 0x10 ? goElsewhere : goOn).flatMap(bytes), vector);
  // A loop that loads, stores, and stores into itself.
  const loop = ['LIL R5,#12000', 'LOADS R6,R5', 'ADDSI R6,1', 'STORES R6,R5', 'LOADL R7,R5', 'STOREC R6,R5'];
  memory.set([...loop, 'LIL R5,#11000', 'LOADS R8,R5', 'STORES R8,R5'].flatMap(bytes), 0x1_1000);
  return memory;
}

function machineWith(engine: EngineName, memory: Uint8Array, registers: Record<string, bigint>): Machine {
  return createMachine({
    architecture: hawk,
    board: 'hawk-bare',
    engine,
    segments: [
      { address: 0n, bytes: memory.subarray(0, 0x10000) },
      { address: 0x10000n, bytes: memory.subarray(0x10000) },
    ],
    entry: 0x1_1000n,
    registers,
  });
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %i', seed => {
  const random = randomNumbers(seed);
  const memory = randomMemory(random);
  const registers = Object.fromEntries(
    Array.from({ length: 15 }, (_, n) => [`r${n + 1}`, BigInt(random() % 0x20100)]),
  );
  const [reference, machine] = (['evaluator', 'interpreter'] as const).map(engine =>
    machineWith(engine, memory, registers),
  ) as [Machine, Machine];
  for (let piece = 0; piece < 40; piece++) {
    const budget = [1, 3, 50, 400][random() % 4]!;
    const breakpoints = new Set([BigInt(0x1_1000 + (random() % 64))]);
    const line = random() % 16;
    if (line < 2) for (const each of [reference, machine]) each.setInterrupt('irq3', line === 0);
    const [expected, actual] = [reference, machine].map(each => ({
      event: each.run({ budget, stop: { breakpoints }, skipFirstBreakpoint: true }).event,
      time: each.time,
      pc: each.pc,
      cycles: each.read('cyc'),
      hash: each.stateHash(),
    }));
    expect(actual).toEqual(expected);
  }
});
