/** A word is loaded from the address of a byte. */

import type { PathStep } from '../../../vectors/paths.ts';
import { numberOf } from '../../../vectors/values.ts';
import { main, right } from './examples.ts';
import { formedAddress, routinesOf } from './routines.ts';
import { hawkRule, hex, isRow, operandOf } from './trap.ts';

const isLoad = ({ found }: PathStep): boolean => found.effects.accesses.some(({ kind }) => kind === 'load');

export const wordFromByteAddress = hawkRule(
  {
    id: 'word-from-byte-address',
    title: 'A word is loaded from the address of a byte',
    severity: 'warning',
    explanation:
      'A load drops the low two bits of its address: it gets the whole word around the byte. EXTB and EXTH take the byte or halfword out of it that the same address names.',
    bad: [
      {
        title: 'The second character of a string',
        source: main(
          '        LIL     R3,TEXT+1',
          '        LOADS   R4,R3',
          ';       ^^^ word-from-byte-address',
          '        LIL     PC,0',
          '        ALIGN   4',
          'TEXT:   ASCII   "ABCD"',
        ),
      },
      {
        title: 'A halfword in a table, by its displacement',
        source: main(
          '        LIL     R3,#10200',
          '        LOAD    R4,R3,6',
          ';       ^^^ word-from-byte-address',
        ),
      },
    ],
    good: [
      right[0]!,
      {
        title: 'EXTB takes the byte',
        source: main(
          '        LIL     R3,TEXT+1',
          '        LOADS   R4,R3',
          '        EXTB    R4,R4,R3',
          '        LIL     PC,0',
          '        ALIGN   4',
          'TEXT:   ASCII   "ABCD"',
        ),
      },
      {
        title: 'The address of a word',
        source: main('        LIL     R3,#10200', '        LOAD    R4,R3,4'),
      },
    ],
  },
  'Hawk manual, chapter 7: Bytes and halfwords',
  context =>
    routinesOf(context).flatMap(({ steps }) =>
      steps.filter(isLoad).flatMap(step => {
        const address = numberOf(formedAddress(step));
        const d = operandOf(step, 'd');
        const isExtracted = steps.some(one => isRow(one, 'extb', 'exth') && operandOf(one, 's1') === d);
        return address === undefined || address % 4n === 0n || isExtracted
          ? []
          : [
              {
                at: step.at,
                message: `Loads the word at ${hex(address & ~3n)}, not what is at ${hex(address)}`,
              },
            ];
      }),
    ),
);
