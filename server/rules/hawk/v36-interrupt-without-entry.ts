/** An interrupt is enabled that has no entry. */
import { lines, linked, program, right, shortEntry, started } from './examples.ts';
import { firstEntries, keyboardEnabling, startSteps, trapRule } from './trap.ts';

/** The keyboard's interrupt. */
const number = 7;

export const v36InterruptWithoutEntry = trapRule(
  {
    id: 'v36-interrupt-without-entry',
    title: 'An enabled device interrupts, and its entry is empty',
    severity: 'warning',
    explanation:
      'V36. The keyboard is interrupt 7, with its entry at #F0. A program that enables it there and runs at a level of 7 or above needs code in that entry.',
    bad: [
      {
        title: 'The keyboard without an entry',
        source: program(
          '#00',
          '        LIL     PC,START',
          lines(
            'START:  LIW     R4,#FF100000',
            '        LIL     R5,#80',
            '        STORE   R5,R4,4',
            ';       ^^^ v36-interrupt-without-entry',
            '        LIW     R5,#07000000',
            '        CPUSET  R5,PSW',
            '        LEA     R5,WAIT',
            '        CPUSET  R5,TPC',
            '        RTT',
            'WAIT:   BR      WAIT',
          ),
        ),
      },
      {
        title: 'Only interrupt 1 has an entry',
        source: linked(
          '#90',
          shortEntry,
          lines(
            started(
              '        LIW     R4,#FF100000',
              '        LIL     R5,#80',
              '        STORE   R5,R4,4',
              ';       ^^^ v36-interrupt-without-entry',
              '        LIW     R5,#07000000',
              '        CPUSET  R5,PSW',
              '        LEA     R5,RUN',
              '        CPUSET  R5,TPC',
              '        RTT',
              'RUN:    LIS     R3,1',
            ),
            'HANDLE: CPUGET  R1,TSV',
            '        RTT',
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'Level 6 lets the keyboard wait',
        source: linked(
          '#90',
          shortEntry,
          lines(
            started(
              '        LIW     R4,#FF100000',
              '        LIL     R5,#80',
              '        STORE   R5,R4,4',

              '        LIW     R5,#06000000',
              '        CPUSET  R5,PSW',
              '        LEA     R5,RUN',
              '        CPUSET  R5,TPC',
              '        RTT',
              'RUN:    LIS     R3,1',
            ),
            'HANDLE: CPUGET  R1,TSV',
            '        RTT',
          ),
        ),
      },
    ],
  },
  context => {
    const hasEntry = context.tables.some(({ entries }) => entries.some(({ index }) => index === 8 + number));
    const steps = startSteps(context);
    const runs = firstEntries(steps).some(({ level }) => (level & 7) >= number);
    return hasEntry || !runs
      ? []
      : keyboardEnabling(steps).map(({ at }) => ({
          at,
          message: 'The keyboard may interrupt, and the entry at #F0 is empty',
        }));
  },
);
