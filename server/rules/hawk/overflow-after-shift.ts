/** A branch on V after a shift to the left. */
import { readCell } from '../../../vectors/state.ts';
import { symbolOf } from '../../../vectors/values.ts';
import { main, right } from './examples.ts';
import { programSteps } from './routines.ts';
import { hawkRule, isRow } from './trap.ts';

export const overflowAfterShift = hawkRule(
  {
    id: 'overflow-after-shift',
    title: 'A branch on V after a shift to the left',
    severity: 'warning',
    explanation:
      'The manual and the machines disagree on V after MOVESL and ADDSL, and so after SL. BVS, BVR and the signed comparisons BLT, BLE, BGE and BGT look at V; N, Z and C are sure.',
    bad: [
      {
        title: 'Did the shift overflow?',
        source: main(
          '        SL      R3,4',
          '        BVS     DONE',
          ';       ^^^ overflow-after-shift',
          '        LIS     R3,1',
          'DONE:',
        ),
      },
      {
        title: 'Is the sum negative?',
        source: main(
          '        ADDSL   R3,R4,2',
          '        MOVE    R5,R3',
          '        BLT     DONE',
          ';       ^^^ overflow-after-shift',
          '        LIS     R3,1',
          'DONE:',
        ),
      },
    ],
    good: [
      right[0]!,
      {
        title: 'The sign, or V after something else',
        source: main(
          '        SL      R3,4',
          '        BNS     DONE',
          '        SL      R3,4',
          '        CMPI    R3,7',
          '        BLT     DONE',
          '        LIS     R3,1',
          'DONE:',
        ),
      },
    ],
  },
  'Hawk manual, chapter 6: Shift',
  context =>
    programSteps(context).flatMap(step => {
      const codes = symbolOf(readCell(step.before, 'psw'));
      const setting = codes?.of === 'made' ? context.code.instructionAt(codes.at) : undefined;
      return setting !== undefined &&
        isRow(step, 'bvs', 'bvr', 'blt', 'ble', 'bge', 'bgt') &&
        isRow({ found: setting }, 'addsl', 'movesl')
        ? [{ at: step.at, message: 'Looks at V, which is not sure after a shift to the left' }]
        : [];
    }),
);
