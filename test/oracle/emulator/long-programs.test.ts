/** Programs of ten thousand random instructions with exceptions: QEMU, the evaluator and the interpreter. */
import { describe, expect, test } from 'vitest';
import { gnuBinutils } from '../gnu-image.ts';
import { qemu } from '../qemu.ts';
import { seededRandom } from '../random-programs.ts';
import { amount } from './amount.ts';
import { entriesOf, longProgram, memoryOf, traceHere, traceInQemu } from './long-programs.ts';

const available = qemu !== undefined && gnuBinutils;
const seeds = Array.from({ length: amount(2, 100) }, (_, number) => number + 1);

describe.skipIf(!available)('long random programs (qemu-system-aarch64, GNU as)', () => {
  test.each(seeds)('seed %i', seed => {
    const program = longProgram(seededRandom(seed), 10_000);
    const evaluator = traceHere(program, 'evaluator');
    const theirs = traceInQemu(program);
    const [ours, expected] = [entriesOf(evaluator.bytes), entriesOf(theirs)];
    for (const [number, entry] of expected.entries())
      expect(ours[number], `exception ${number}`).toEqual(entry);
    expect(ours.length).toBe(expected.length);
    expect(ours.length).toBeGreaterThan(300);
    expect([...memoryOf(evaluator.bytes)]).toEqual([...memoryOf(theirs)]);

    const interpreter = traceHere(program, 'interpreter');
    expect(entriesOf(interpreter.bytes)).toEqual(ours);
    expect(interpreter.time).toBe(evaluator.time);
    expect(interpreter.hash).toBe(evaluator.hash);
  });
});
