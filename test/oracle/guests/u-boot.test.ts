/**
 * Debian's U-Boot (package u-boot-qemu) on board `virt`: its console is QEMU's. The way to the prompt takes a
 * minute in the reference engine, so it is run only on demand: `VENTRY_GUESTS=1`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { qemu } from '../qemu.ts';
import { type GuestRun, guestInEmulator, guestInQemu } from './guest.ts';

const firmware = '/usr/lib/u-boot/qemu_arm64/u-boot.bin';
const available = qemu !== undefined && existsSync(firmware);
const mebibyte = 1024 * 1024;

/** The count-down depends on when the key arrives, in QEMU from run to run. */
const withoutCountdown = (console: string): string => console.replace(/(?<=autoboot:).*/, '');

async function both(run: GuestRun) {
  const options = ['-M', 'virt', '-cpu', 'cortex-a57', '-m', '128', '-bios', firmware];
  const theirs = await guestInQemu(options, run);
  const machine = { firmware: readFileSync(firmware), memoryBytes: 128 * mebibyte, level: 1 } as const;
  const ours = await guestInEmulator(machine, run);
  console.log(`U-Boot to ${JSON.stringify(run.until)}: ${ours.instructions} instructions`);
  return { ours, theirs };
}

describe.skipIf(!available)('U-Boot against QEMU (qemu-system-aarch64, u-boot-qemu)', () => {
  it('prints its banner and finds the memory', { timeout: 120_000 }, async () => {
    const { ours, theirs } = await both({ typed: [], until: '128 MiB\r\n', seconds: 100 });
    expect(theirs.ended).toBe(true);
    expect(ours.console).toBe(theirs.console);
    expect(ours.log).toEqual([]);
  });

  it.runIf(process.env.VENTRY_GUESTS)(
    'takes commands at its prompt, and dumps registers at a fault',
    { timeout: 900_000 },
    async () => {
      const { ours, theirs } = await both({
        typed: [
          { after: 'autoboot', keys: ' ' },
          { after: '=> ', keys: 'echo one two\r' },
          { after: '=> ', keys: 'md.q 0xfffff00000000000 1\r' },
        ],
        until: 'Resetting CPU ...',
        seconds: 800,
      });
      expect(theirs.ended).toBe(true);
      expect(withoutCountdown(ours.console)).toBe(withoutCountdown(theirs.console));
      expect(ours.log).toEqual([]);
    },
  );
});
