/** The emulator of an instruction does not exclude register 0. */
import { readCell } from '../../../vectors/state.ts';
import { entryCellOf, numberOf } from '../../../vectors/values.ts';
import { entry, lines, linked, program, restore, right, save, skip } from './examples.ts';
import { addressOf, handlersOf, isRow, isStore, operandOf, trapRule } from './trap.ts';

export const v27RegisterZero = trapRule(
  {
    id: 'v27-register-zero',
    title: 'The emulator of an instruction does not exclude register 0',
    severity: 'warning',
    explanation:
      'V27. Saved registers are reached by their number. In the usual layout word 0 is the saved program counter, so an instruction that names register 0 would read or change it.',
    bad: [
      {
        title: 'Register 0 is the saved program counter',
        source: program(
          '#20',
          entry,
          lines(
            save,
            '        CPUGET  R1,TPC',
            '        STORE   R1,R2,8',
            '        LEA     R2,R2,8',
            '        STORE   R3,R2,12',
            '        LIS     R3,1',
            '        ADDSL   R3,R2,2',
            ';       ^^^ v27-register-zero',
            '        LOAD    R3,R2,12',
            '        LEA     R2,R2,-8',
            skip,
            restore,
          ),
        ),
      },
      {
        title: 'The register that the instruction names',
        source: linked(
          '#20',
          entry,
          lines(
            'HANDLE: CPUGET  R1,PSW',
            '        STORE   R1,R2,20',
            '        CPUGET  R1,TPC',
            '        STORE   R1,R2,0',
            '        STORE   R3,R2,12',
            '        STORE   R4,R2,16',
            '        LOADS   R3,R1',
            '        EXTH    R4,R3,R1',
            '        TRUNC   R4,4',

            '        ADDSL   R4,R2,2',
            ';       ^^^ v27-register-zero',
            '        LOADS   R3,R4',
            'OUT:    LOAD    R4,R2,16',
            '        LOAD    R3,R2,12',
            '        LOAD    R1,R2,0',
            '        LEA     R1,R1,2',
            '        CPUSET  R1,TPC',
            '        LOAD    R1,R2,20',
            '        CPUSET  R1,PSW',
            '        LOAD    R1,R2,4',
            '        CPUGET  R2,TSV',
            '        RTT',
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'Register 0 is tested for',
        source: linked(
          '#20',
          entry,
          lines(
            'HANDLE: CPUGET  R1,PSW',
            '        STORE   R1,R2,20',
            '        CPUGET  R1,TPC',
            '        STORE   R1,R2,0',
            '        STORE   R3,R2,12',
            '        STORE   R4,R2,16',
            '        LOADS   R3,R1',
            '        EXTH    R4,R3,R1',
            '        TRUNC   R4,4',
            '        BEQ     OUT',
            '        ADDSL   R4,R2,2',

            '        LOADS   R3,R4',
            'OUT:    LOAD    R4,R2,16',
            '        LOAD    R3,R2,12',
            '        LOAD    R1,R2,0',
            '        LEA     R1,R1,2',
            '        CPUSET  R1,TPC',
            '        LOAD    R1,R2,20',
            '        CPUSET  R1,PSW',
            '        LOAD    R1,R2,4',
            '        CPUGET  R2,TSV',
            '        RTT',
          ),
        ),
      },
    ],
  },
  context =>
    handlersOf(context)
      .filter(({ entry }) => entry.index === 2)
      .flatMap(({ steps }) => {
        const savedAt = steps
          .filter(
            step => isStore(step) && entryCellOf(readCell(step.before, `r${operandOf(step, 'd')}`)) === 'tpc',
          )
          .map(addressOf);
        const places = steps.filter(step => {
          const base = numberOf(readCell(step.before, `r${operandOf(step, 's1')}`));
          return isRow(step, 'addsl') && base !== undefined && savedAt.includes(base);
        });
        const [first] = places;
        const isTested = steps.some(
          (step, n) => isRow(step, 'trunc') && steps[n + 1]?.found.effects.control.includes('jump'),
        );
        return first === undefined || isTested
          ? []
          : [{ at: first.at, message: 'Register number 0 leads to the saved program counter: test for it' }];
      }),
);
