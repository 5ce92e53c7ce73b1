/** Whatever bytes a Hawk executes, it keeps to its rules. */
import { expect, test } from 'vitest';
import type { Machine } from '../../../emulator/api.ts';
import { createMachine } from '../../../emulator/machine.ts';
import { hawk } from '../../../isa/hawk/architecture.ts';
import { bytesOf } from '../../isa/hawk/line.ts';
import { randomNumbers } from '../../isa/random-words.ts';

function machineWith(bytes: Uint8Array, more: Readonly<Record<string, bigint>> = {}): Machine {
  return createMachine({
    architecture: hawk,
    board: 'hawk-bare',
    segments: [
      { address: 0n, bytes: bytes.subarray(0, 0x10000) },
      { address: 0x10000n, bytes: bytes.subarray(0x10000) },
    ],
    entry: 0x2000n,
    registers: more,
  });
}

/** Random memory with handlers that go on: behind an instruction that trapped, elsewhere after a bus trap. */
function randomBytes(random: () => number): Uint8Array {
  const bytes = new Uint8Array(Uint32Array.from({ length: 0x8000 }, random).buffer);
  const goOn = ['CPUGET R1,TPC', 'ADDSI R1,2', 'CPUSET R1,TPC', 'RTT'];
  const goElsewhere = [`LIL R1,${(random() % 0x20000) & ~1}`, 'CPUSET R1,TPC', 'RTT'];
  for (const vector of vectors) {
    const lines = vector === 0x10 ? goElsewhere : goOn;
    bytes.set(
      lines.flatMap(line =>
        bytesOf(line)
          .split(' ')
          .map(byte => Number.parseInt(byte, 16)),
      ),
      vector,
    );
  }
  return bytes;
}

const vectors = new Set([0x10, 0x20, 0x30, 0x50]);

test('a million random halfwords execute, and those that are no instruction trap to #20', () => {
  const random = randomNumbers(17);
  let executed = 0;
  const causes = new Set<string>();
  while (executed < 1_000_000) {
    // Registers point into memory, so that loads, stores and jumps mostly work.
    const registers = Object.fromEntries(
      Array.from({ length: 15 }, (_, n) => [`r${n + 1}`, BigInt(random() % 0x20100)]),
    );
    const machine = machineWith(randomBytes(random), {
      ...registers,
      psw: BigInt(random() % 2) * 0xf000_0000n,
    });
    machine.onEvent(event => {
      if (event.event !== 'exceptionEntry') return;
      causes.add(event.cause);
      if (!vectors.has(event.offset)) throw new Error(`trap to ${event.offset}`);
      const undefinedHere = event.offset === 0x20 && machine.instructionAt(event.returnAddress) !== undefined;
      if (undefinedHere) throw new Error(`instruction at ${event.returnAddress} taken as undefined`);
      if (machine.pc !== BigInt(event.offset) || machine.level !== 0) throw new Error('entry not made');
    });
    const event = machine.run({ budget: 20_000, stop: {} });
    expect(['limit', 'exit']).toContain(event.event);
    executed += 20_000;
    for (const { name, width } of hawk.registers) expect(machine.read(name)! >> BigInt(width), name).toBe(0n);
  }
  expect(causes).toEqual(new Set(['bus', 'instruction', 'privilege', 'coprocessor']));
});

test('every halfword is executed or traps to #20', () => {
  let machine = machineWith(new Uint8Array(0x20000));
  for (let halfword = 0; halfword < 0x10000; halfword++) {
    machine.writeMemory(0x12000n, Uint8Array.of(halfword & 0xff, halfword >> 8, 0x34, 0x12));
    machine.write('pc', 0x12000n);
    machine.write('psw', 0n);
    const known = machine.instructionAt(0x12000n) !== undefined;
    const stopped = machine.run({ budget: 1, stop: { onEntry: () => true } });
    const illegal = stopped.event === 'exceptionEntry' && stopped.offset === 0x20;
    if (illegal === known) throw new Error(`${halfword.toString(16)}: ${stopped.event}`);
    if (stopped.event === 'exit') machine = machineWith(new Uint8Array(0x20000));
  }
});

test('two runs of the same program have the same state', () => {
  const run = (): string => {
    const machine = machineWith(randomBytes(randomNumbers(5)));
    machine.run({ budget: 5_000, stop: {} });
    machine.consoleInput(Uint8Array.of(65));
    machine.run({ budget: 5_000, stop: {} });
    return machine.stateHash();
  };
  expect(run()).toBe(run());
});
