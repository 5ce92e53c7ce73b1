/** U-Boot's first lines; `u-boot.guest.ts` goes on to its prompt. */
import { describe, expect, it } from 'vitest';
import { available, both } from './u-boot.ts';

describe.skipIf(!available)('U-Boot against QEMU (qemu-system-aarch64, u-boot-qemu)', () => {
  it('prints its banner and finds the memory', { timeout: 120_000 }, async () => {
    const { ours, theirs } = await both({ typed: [], until: '128 MiB\r\n', seconds: 100 });
    expect(theirs.ended).toBe(true);
    expect(ours.console).toBe(theirs.console);
    expect(ours.log).toEqual([]);
  });
});
