/** Interrupt controller, timers and devices of board `virt` against QEMU: the same console and exceptions. */
import { describe, expect, it } from 'vitest';
import { boardProgram } from './board-harness.ts';
import { boardDifferences, boardPrograms } from './board-programs.ts';
import { loadAddress } from './exception-harness.ts';
import { gnuBinutils, gnuImage } from './gnu-image.ts';
import { qemu } from './qemu.ts';
import { runImage } from './run-scenario.ts';

const available = qemu !== undefined && gnuBinutils;

describe.skipIf(!available)('board virt against QEMU (qemu-system-aarch64, GNU as)', () => {
  it.concurrent.each(boardPrograms)('$name', async program => {
    const { ours, theirs } = await runImage(gnuImage(boardProgram(program), loadAddress), program.level);
    expect(ours).toEqual(theirs);
    expect(theirs.exit).toBe(0);
  });
});

describe.skipIf(!available)(
  'where QEMU differs from the manuals of devices (qemu-system-aarch64, GNU as)',
  () => {
    it.concurrent.each(boardDifferences)(
      '$program.name',
      async ({ program, ours: manual, qemu: expected }) => {
        const { ours, theirs } = await runImage(gnuImage(boardProgram(program), loadAddress), program.level);
        expect(ours.console.trimEnd()).toBe(manual);
        expect(theirs.console.trimEnd()).toBe(expected);
      },
    );
  },
);
