/** U-Boot to its prompt: a minute in the reference engine, so it is run on demand by `npm run guests`. */
import { describe, expect, it } from 'vitest';
import { available, both } from './u-boot.ts';

/** The count-down depends on when the key arrives, in QEMU from run to run. */
const withoutCountdown = (console: string): string => console.replace(/(?<=autoboot:).*/, '');

describe.skipIf(!available)('U-Boot against QEMU (qemu-system-aarch64, u-boot-qemu)', () => {
  it('takes commands at its prompt, and dumps registers at a fault', { timeout: 900_000 }, async () => {
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
  });
});
