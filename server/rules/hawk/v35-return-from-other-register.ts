/** A return from a trap to something that is no address. */
import { entry, lines, linked, program, right, shortEntry } from './examples.ts';
import { isRow, operandOf, trapRule } from './trap.ts';

export const v35ReturnFromOtherRegister = trapRule(
  {
    id: 'v35-return-from-other-register',
    title: 'A return from a trap to something that is no address',
    severity: 'error',
    explanation:
      'V35. CPUGET of any special register into R0 is a return: the program counter becomes what that register holds. RTT is CPUGET R0,TPC.',
    bad: [
      {
        title: 'PSW read into R0',
        source: program(
          '#10',
          entry,
          lines('HANDLE: CPUGET  R0,PSW', ';       ^^^ v35-return-from-other-register'),
        ),
      },
      {
        title: 'A macro that returns to what was saved',
        source: linked(
          '#90',
          shortEntry,
          lines('HANDLE: LEAVE', ';       ^^^ v35-return-from-other-register'),
          lines('        MACRO   LEAVE', '          CPUGET  R0,TSV', '        ENDMAC', ''),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'RTT in its other spelling',
        source: linked('#90', shortEntry, lines('HANDLE: CPUGET  R1,TSV', '        CPUGET  R0,TPC')),
      },
    ],
  },
  ({ result, code }) =>
    result.program.statements.flatMap(({ kind, address }) => {
      const found = kind === 'instruction' ? code.instructionAt(address) : undefined;
      if (found === undefined || !isRow({ found }, 'cpuget') || operandOf({ found }, 'd') !== 0) return [];
      return operandOf({ found }, 's') === 1
        ? []
        : [
            {
              at: address,
              message:
                'Returns from the trap to what this register holds: only TPC is an address to return to',
              fix: { title: 'Return with RTT', rewrite: () => 'RTT' },
            },
          ];
    }),
);
