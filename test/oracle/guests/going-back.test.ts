/** Going back in firmware that nobody here wrote: the same states, whatever was in between. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { firmwareBoot } from '../../../emulator/boards/virt/boot.ts';
import { History, type Way } from '../../../emulator/core/history.ts';
import { createMachine } from '../../../emulator/machine.ts';
import { a64 } from '../../../isa/a64/architecture.ts';
import { firmware } from './u-boot.ts';

const memoryBytes = 128 * 1024 * 1024;

function go(way: Way): void {
  while (way.next().done !== true);
}

describe.skipIf(!existsSync(firmware))('U-Boot (u-boot-qemu)', () => {
  it('is the same at every moment that the way back goes to', { timeout: 120_000 }, () => {
    const machine = createMachine({
      architecture: a64,
      board: 'virt',
      entryLevel: 1,
      memoryBytes,
      ...firmwareBoot(readFileSync(firmware), { memoryBytes, level: 1, psci: 'hvc' }),
    });
    const history = new History(machine, { megabytes: 64 });
    history.slice = 30_000;
    const hashes = new Map<number, string>();
    for (let part = 0; part < 8; part++) {
      for (let slice = 0; slice < 10; slice++) {
        if (slice === 5) machine.consoleInput(Buffer.from('\n'));
        history.run({ budget: 50_000, stop: {} });
      }
      hashes.set(machine.moment, machine.stateHash());
    }
    expect(machine.time).toBe(4_000_000n);
    for (const moment of [...hashes.keys()].toReversed()) {
      go(history.stepBack());
      go(history.goTo(moment));
      expect([machine.moment, machine.stateHash()]).toEqual([moment, hashes.get(moment)]);
    }
  });
});
