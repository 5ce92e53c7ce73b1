/** Programs in QEMU: CPU seconds, so that neighbours on the machine matter little. */
import { spawnSync } from 'node:child_process';
import { tool } from './measure.ts';

/** Ways in which QEMU executes. */
export const qemuModes = {
  QEMU: { options: [], scale: 20 },
  'QEMU -icount': { options: ['-icount', 'shift=0,sleep=off'], scale: 10 },
  'QEMU -singlestep': { options: ['-singlestep'], scale: 1 },
} as const;

export type QemuMode = keyof typeof qemuModes;

const common = [
  ...['-M', 'virt', '-cpu', 'cortex-a57', '-m', '128M', '-net', 'none', '-display', 'none'],
  ...['-serial', 'none', '-monitor', 'none', '-semihosting', '-kernel'],
];

/** CPU seconds of a program in QEMU; undefined where it is not installed. Throws when the guest does not end. */
export function qemuSeconds(mode: QemuMode, elf: string): number | undefined {
  const path = tool('qemu-system-aarch64');
  if (path === undefined) return undefined;
  const command = '"$@" || exit 1; times';
  const run = spawnSync('sh', ['-c', command, 'sh', path, ...qemuModes[mode].options, ...common, elf], {
    timeout: 120_000,
    encoding: 'utf8',
  });
  const times = run.stdout
    .trim()
    .split('\n')
    .at(-1)
    ?.match(/[\d.]+m[\d.]+s/g);
  if (run.status !== 0 || times?.length !== 2) throw new Error(`QEMU: ${run.stderr}`);
  return times
    .map(each => each.split(/[ms]/).map(Number) as [number, number])
    .reduce((sum, [minutes, seconds]) => sum + 60 * minutes + seconds, 0);
}
