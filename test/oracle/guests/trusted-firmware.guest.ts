/**
 * Trusted Firmware-A with U-Boot behind it on board `virt`: EL3, Secure EL1, EL3, Non-secure EL2. Nobody ships
 * its image for this board, so it is built from Debian's source package (PLAT=qemu, BL33 the binary of
 * u-boot-qemu) and named on demand: `VENTRY_TFA=flash.bin`.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { qemu } from '../qemu.ts';
import { guestInEmulator, guestInQemu } from './guest.ts';

const image = process.env.VENTRY_TFA;
const mebibyte = 1024 * 1024;

describe.skipIf(!qemu || image === undefined)(
  'Trusted Firmware-A against QEMU (qemu-system-aarch64, VENTRY_TFA)',
  () => {
    it('boots through all its stages to U-Boot', { timeout: 300_000 }, async () => {
      const run = { typed: [], until: 'DRAM:  1 GiB\r\n', seconds: 280 };
      const board = ['-M', 'virt,secure=on,virtualization=on', '-cpu', 'cortex-a57', '-m', '1024'];
      const theirs = await guestInQemu([...board, '-bios', image!], run);
      const machine = { firmware: readFileSync(image!), memoryBytes: 1024 * mebibyte, level: 3 } as const;
      const ours = await guestInEmulator(machine, run);
      console.log(`Trusted Firmware-A to U-Boot's memory: ${ours.instructions} instructions`);
      expect(theirs.ended).toBe(true);
      expect(ours.console).toBe(theirs.console);
      // CPUACTLR_EL1 and CPUECTLR_EL1 of the Cortex-A57.
      expect(ours.log.every(message => message.startsWith('S3_1_C15_C2_'))).toBe(true);
    });
  },
);
