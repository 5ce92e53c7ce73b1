/** The exception model against QEMU: the same programs, the same exceptions, the same console. */
import { describe, expect, it } from 'vitest';
import { scenarios } from './exception-scenarios.ts';
import { gnuBinutils } from './gnu-image.ts';
import { qemu } from './qemu.ts';
import { differences } from './qemu-differences.ts';
import { runScenario } from './run-scenario.ts';

const available = qemu !== undefined && gnuBinutils;

describe.skipIf(!available)('the exception model against QEMU (qemu-system-aarch64, GNU as)', () => {
  it.concurrent.each(scenarios)('$name', async scenario => {
    const { ours, theirs } = await runScenario(scenario);
    expect(ours).toEqual(theirs);
  });
});

/** Levels and ESR alone: `EL1>EL1 9a000000`. The last exception ends the program. */
const gist = (exceptions: readonly string[]): readonly string[] =>
  exceptions.slice(0, -1).map(text => text.replace(/^(EL\d>EL\d).* ESR (\S+) .*$/, '$1 $2'));

describe.skipIf(!available)('where QEMU differs from the manual (qemu-system-aarch64, GNU as)', () => {
  it.concurrent.each(differences)('$title', async ({ scenario, manual, qemu: expected }) => {
    const { ours, theirs } = await runScenario(scenario);
    expect(gist(ours.exceptions)).toEqual(manual);
    expect(gist(theirs.exceptions)).toEqual(expected);
  });
});
