/** The condition codes are changed and not restored. */
import { readCell } from '../../../vectors/state.ts';
import { symbolOf } from '../../../vectors/values.ts';
import { entry, lines, linked, program, restore, right, save } from './examples.ts';
import { handlersOf, trapRule } from './trap.ts';

/** Instructions that differ from others only in that they set the condition codes, and those others. */
const quiet: readonly (readonly [setting: RegExp, instead: string])[] = [
  [/^ADDSI( +)(\w+),([^,]+)$/, 'LEA  $1$2,$2,$3'],
  [/^ADDI( +)(\w+),([^,]+)$/, 'LEA $1$2,$2,$3'],
  [/^ADDI( +\w+,\w+,[^,]+)$/, 'LEA $1'],
  [/^LEACC( +(?!R0\b).*)$/, 'LEA  $1'],
  [/^MOVECC( +(?!R0\b).*)$/, 'MOVE  $1'],
  [/^LOADCC( +(?!R0\b).*)$/, 'LOAD  $1'],
  [/^LOADSCC( +(?!R0\b).*)$/, 'LOADS  $1'],
];

function leavingCodes(text: string): string | undefined {
  const found = quiet.find(([setting]) => setting.test(text));
  return found && text.replace(found[0], found[1]);
}

export const v09ConditionCodes = trapRule(
  {
    id: 'v09-condition-codes',
    title: 'The condition codes are changed and not restored',
    severity: 'error',
    explanation:
      'V09. A trap leaves the condition codes as they are, and RTT restores only the level: a handler that changes them has to read PSW before and write it back.',
    bad: [
      {
        title: 'ADDSI counts TPC, and PSW is left',
        source: program(
          '#10',
          entry,
          lines(
            'HANDLE: CPUGET  R1,TPC',
            '        ADDSI   R1,2',
            ';       ^^^ v09-condition-codes',
            '        CPUSET  R1,TPC',
            '        LOAD    R1,R2,4',
            '        CPUGET  R2,TSV',
            '        RTT',
          ),
        ),
      },
      {
        title: 'PSW is read after a test',
        source: linked(
          '#A0',
          entry,
          lines(
            'HANDLE: TESTR   R5',
            ';       ^^^ v09-condition-codes',
            save.replace('HANDLE:', '       '),
            restore,
          ),
        ),
      },
    ],
    good: [
      ...right,
      {
        title: 'What leaves them alone before PSW is read, and a test after it',
        source: linked(
          '#A0',
          entry,
          lines('HANDLE: LEA     R1,R2,4', save.replace('HANDLE:', '       '), '        TESTR   R5', restore),
        ),
      },
    ],
  },
  context =>
    handlersOf(context).flatMap(({ resumes }) =>
      resumes.flatMap(({ before }) => {
        const symbol = symbolOf(readCell(before, 'psw'));
        if (symbol?.of !== 'made') return [];
        return [
          {
            at: symbol.at,
            message: 'Changes the condition codes of the interrupted program, which are not restored',
            fix: { title: 'Use an instruction that leaves them alone', rewrite: leavingCodes },
          },
        ];
      }),
    ),
);
