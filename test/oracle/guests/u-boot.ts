/** Debian's U-Boot (package u-boot-qemu) on board `virt`, in QEMU and in the emulator. */
import { existsSync, readFileSync } from 'node:fs';
import { qemu } from '../qemu.ts';
import { type GuestRun, guestInEmulator, guestInQemu } from './guest.ts';

export const firmware = '/usr/lib/u-boot/qemu_arm64/u-boot.bin';
/** Whether QEMU and U-Boot are installed. */
export const available = qemu !== undefined && existsSync(firmware);
const mebibyte = 1024 * 1024;

/** The same run in both. */
export async function both(run: GuestRun) {
  const options = ['-M', 'virt', '-cpu', 'cortex-a57', '-m', '128', '-bios', firmware];
  const theirs = await guestInQemu(options, run);
  const machine = { firmware: readFileSync(firmware), memoryBytes: 128 * mebibyte, level: 1 } as const;
  const ours = await guestInEmulator(machine, run);
  console.log(`U-Boot to ${JSON.stringify(run.until)}: ${ours.instructions} instructions`);
  return { ours, theirs };
}
