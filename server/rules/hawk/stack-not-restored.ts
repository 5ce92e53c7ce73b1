/** A routine returns with another R2 than it was called with. */
import type { PathStep } from '../../../vectors/paths.ts';
import { readCell } from '../../../vectors/state.ts';
import { sameValue } from '../../../vectors/values.ts';
import { main, right } from './examples.ts';
import { onStack, returnsDirectly, returnsThroughStack, savedReturns } from './returns.ts';
import { formedAddress, routinesOf } from './routines.ts';
import { hawkRule } from './trap.ts';

/** How far R2 is from where it was at the beginning, where that is known. */
function moved({ before }: PathStep): bigint | undefined {
  const value = readCell(before, 'r2');
  return onStack(value) && value.is === 'sum' ? BigInt.asIntN(32, value.offset) : undefined;
}

/** A routine of the program that writes a character. */
const routine = (...text: readonly string[]): string =>
  main('        EXT     PUTCHAR', '        JSR     R1,STAR', '        LIL     PC,0', ...text);

const call = ["        LIS     R3,'*'", '        LIL     R1,PUTCHAR', '        JSRS    R1,R1'];

export const stackNotRestored = hawkRule(
  {
    id: 'stack-not-restored',
    title: 'A routine returns with another R2 than it was called with',
    severity: 'warning',
    explanation:
      'R2 points to the activation record of the routine that runs. A routine adds the size of its own before it calls another, and takes it away afterwards: otherwise the return address is not where it loads it, or the caller’s variables are not where it left them.',
    bad: [
      {
        title: 'The return address is not there',
        source: routine(
          'STAR:   STORES  R1,R2',
          '        LEA     R2,R2,4',
          ...call,
          '        LOADS   PC,R2',
          ';       ^^^ stack-not-restored',
        ),
      },
      {
        title: 'Back, but with the size of something else',
        source: routine(
          'STAR:   STORES  R1,R2',
          '        LEA     R2,R2,8',
          ...call,
          '        LEA     R2,R2,-4',
          '        LOAD    PC,R2,-4',
          ';       ^^^ stack-not-restored',
        ),
      },
    ],
    good: [
      right[0]!,
      {
        title: 'Added and taken away',
        source: routine(
          'STAR:   STORES  R1,R2',
          '        LEA     R2,R2,4',
          ...call,
          '        LEA     R2,R2,-4',
          '        LOADS   PC,R2',
        ),
      },
      {
        title: 'Loaded from behind, then taken away',
        source: routine(
          'STAR:   STORE   R1,R2,4',
          '        ADDI    R2,R2,8',
          ...call,
          '        ADDI    R2,R2,-8',
          '        LOAD    PC,R2,4',
        ),
      },
    ],
  },
  'Hawk manual, chapter 3: Memory reference, for JSRS; the course notes, for what R1 to R15 are in a call',
  context =>
    routinesOf(context)
      .filter(({ called }) => called)
      .flatMap(one => {
        const saved = savedReturns(one);
        return one.steps.flatMap(step => {
          const distance = moved(step);
          const isReturn =
            returnsDirectly(step) || (saved.length > 0 && returnsThroughStack(one, step, saved));
          if (!isReturn || distance === undefined) return [];
          const misses =
            !returnsDirectly(step) && !saved.some(place => sameValue(place, formedAddress(step)));
          if (distance === 0n && !misses) return [];
          const message = misses
            ? 'This is not where the return address was stored'
            : `R2 is ${distance < 0n ? `${-distance} less` : `${distance} more`} than when the routine was called`;
          return [{ at: step.at, message }];
        });
      }),
);
