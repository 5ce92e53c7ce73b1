/** Nothing that a guest does may throw, hang or grow without bound. */
import { expect, it } from 'vitest';
import { createMachine } from '../../emulator/machine.ts';
import { a64 } from '../../isa/a64/architecture.ts';
import { loadAddress } from './start.ts';

/** Pseudo-random 32-bit words (xorshift), the same in every run. */
function* words(seed: number): Generator<number> {
  let state = seed;
  for (;;) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state >>> 0;
  }
}

/** Words that the instruction table knows, made by keeping what decodes. */
function program(seed: number, count: number, known: boolean): Uint8Array {
  const image = new Uint32Array(count);
  const source = words(seed);
  for (let at = 0; at < count; ) {
    const word = source.next().value!;
    // Half of the words are moved into the system space, where random numbers hardly ever fall.
    const candidate = at % 2 ? ((word & 0x003f_ffff) | 0xd500_0000) >>> 0 : word;
    if (!known || a64.instructions.decode(candidate, loadAddress)) image[at++] = candidate;
  }
  return new Uint8Array(image.buffer);
}

it.each([1, 2, 3].flatMap(level => [true, false].map(known => ({ level, known }))))(
  'random words as code, starting at EL$level, all of them known: $known',
  ({ level, known }) => {
    for (let seed = 1; seed <= 4; seed++) {
      const bytes = program(seed * 7919 + level, 4096, known);
      const machine = createMachine({
        architecture: a64,
        board: 'virt',
        segments: [{ address: loadAddress, bytes }],
        entry: loadAddress,
        entryLevel: level,
        registers: { sp: 0x4020_0000n, x1: 0x4020_0000n, x2: 0x0900_0000n, x30: loadAddress },
      });
      // Go on after every exception, so that all of the words are tried.
      let next = loadAddress;
      for (let at = 0; at < 4096; at++) {
        if (at % 16 === 0) machine.setInterrupt(at % 32 ? 'irq' : 'fiq', at % 64 === 0);
        machine.run({ budget: 1, stop: {} });
        next += 4n;
        machine.write('pc', next);
      }
      expect(machine.stateHash()).toMatch(/^[0-9a-f]{16}$/);
    }
  },
);
