/** An unsigned branch after a comparison with zero. */
import { readCell } from '../../../vectors/state.ts';
import { symbolOf } from '../../../vectors/values.ts';
import type { RuleContext } from '../rule.ts';
import { main, right } from './examples.ts';
import { programSteps } from './routines.ts';
import { hawkRule, isRow, operandOf } from './trap.ts';

/** The branches that look at C, what they do when it is 0, and what was meant. */
const branches = [
  { row: 'bcs', taken: 'never', instead: undefined },
  { row: 'bcr', taken: 'always', instead: undefined },
  { row: 'bgtu', taken: 'never', instead: 'BNE' },
  { row: 'bleu', taken: 'always', instead: 'BEQ' },
] as const;

/** Adds zero and sets the condition codes. */
function addsZero({ code }: RuleContext, at: bigint): boolean {
  const found = code.instructionAt(at);
  if (found === undefined) return false;
  return isRow({ found }, 'movecc') || (isRow({ found }, 'leacc') && operandOf({ found }, 'disp') === 0);
}

export const unsignedAfterZero = hawkRule(
  {
    id: 'unsigned-after-zero',
    title: 'An unsigned branch after a comparison with zero',
    severity: 'warning',
    explanation:
      'CMPI adds the negative of its constant, and adding zero never carries: after `CMPI x,0` and TESTR the C bit is 0, whatever the register holds. To compare an unsigned number with zero, use BEQ and BNE.',
    bad: [
      {
        title: 'Greater than zero',
        source: main(
          '        CMPI    R3,0',
          '        BGTU    DONE',
          ';       ^^^ unsigned-after-zero',
          '        LIS     R3,1',
          'DONE:',
        ),
      },
      {
        title: 'A test, and instructions that leave the codes alone',
        source: main(
          '        TESTR   R3',
          '        LIS     R4,1',
          '        BCS     DONE',
          ';       ^^^ unsigned-after-zero',
          '        LIS     R4,2',
          'DONE:',
        ),
      },
    ],
    good: [
      right[0]!,
      {
        title: 'Other constants, other branches',
        source: main(
          '        CMPI    R3,1',
          '        BGTU    DONE',
          '        CMPI    R3,0',
          '        BGT     DONE',
          '        BNE     DONE',
          '        LIS     R3,1',
          'DONE:',
        ),
      },
    ],
  },
  'Hawk manual, chapter 3: Memory reference',
  context =>
    programSteps(context).flatMap(step => {
      const branch = branches.find(({ row }) => isRow(step, row));
      const codes = branch && symbolOf(readCell(step.before, 'psw'));
      if (branch === undefined || codes?.of !== 'made' || !addsZero(context, codes.at)) return [];
      const { taken, instead } = branch;
      return [
        {
          at: step.at,
          message: `After a comparison with zero C is 0: this branch is ${taken} taken`,
          ...(instead !== undefined && {
            fix: {
              title: `Use ${instead}, which is meant for an unsigned number and zero`,
              rewrite: (text: string) => text.replace(/^\S+/, instead.padEnd(4)),
            },
          }),
        },
      ];
    }),
);
