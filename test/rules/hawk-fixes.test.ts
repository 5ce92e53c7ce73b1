/** Quick fixes of the Hawk's rules: what they make of a line, and that the fault is gone then. */
import { expect, test } from 'vitest';
import { hawk } from '../../isa/hawk/architecture.ts';
import { lintText } from './linting.ts';

const source = (vector: string, ...lines: readonly string[]): string => `        USE     "hawk.h"
        EXT     PUTDEC
.       =       ${vector}
        ${vector === '#00' ? 'LIL     PC,START' : 'CPUSET  R1,TSV\n        LIL     PC,START'}
.       =       #1000
START:  NOP
${lines.map(line => `        ${line}\n`).join('')}        END
`;

const skip = ['CPUGET  R1,TPC', 'LEA     R1,R1,2', 'CPUSET  R1,TPC'];
const back = ['CPUGET  R1,TSV', 'RTT'];
const done = 'LIL     PC,0';

const swapped = (lines: readonly string[], from: string, ...to: readonly string[]): readonly string[] =>
  lines.flatMap(line => (line === from ? to : [line]));

test.each<readonly [rule: string, vector: string, bad: readonly string[], good: readonly string[]]>([
  [
    'v09-condition-codes',
    '#10',
    [...swapped(skip, 'LEA     R1,R1,2', 'ADDSI   R1,2'), ...back],
    [...skip, ...back],
  ],
  [
    'v09-condition-codes',
    '#10',
    [...swapped(skip, 'LEA     R1,R1,2', 'ADDI    R1,R1,2'), ...back],
    [...skip, ...back],
  ],
  ['v12-tsv-not-read', '#10', [...skip, 'RTT'], [...skip, ...back]],
  ['v13-return-by-jump', '#10', ['CPUGET  R1,TPC', 'JUMPS   R1'], ['CPUGET  R1,TPC', 'RTT']],
  [
    'v15-wrong-advance',
    '#30',
    [...swapped(skip, 'LEA     R1,R1,2', 'LEA     R1,R1,4'), ...back],
    [...skip, ...back],
  ],
  ['v35-return-from-other-register', '#10', ['CPUGET  R0,PSW'], ['RTT']],
  [
    'unsigned-after-zero',
    '#00',
    ['CMPI    R3,0', 'BGTU    START', done],
    ['CMPI    R3,0', 'BNE     START', done],
  ],
  [
    'width-not-given',
    '#00',
    ['LIL     R1,PUTDEC', 'JSRS    R1,R1', done],
    ['LIL     R1,PUTDEC', 'CLR     R4', 'JSRS    R1,R1', done],
  ],
])('%s at %s', (rule, vector, bad, good) => {
  const text = source(vector, ...bad);
  const found = lintText(text, { architecture: hawk }).findings.find(one => one.rule === rule);
  const [fix] = found?.fixes ?? [];
  const [edit] = fix?.edits ?? [];
  expect(edit, rule).toBeDefined();
  const fixed = text.slice(0, edit!.span.start) + edit!.newText + text.slice(edit!.span.end);
  expect(fixed).toBe(source(vector, ...good));
  const { findings } = lintText(fixed, { architecture: hawk });
  expect(findings.map(one => one.rule)).not.toContain(rule);
});

test('a line of a macro is not rewritten: other uses may want it as it is', () => {
  const text = `        USE     "hawk.h"
        MACRO   LEAVE
          CPUGET  R0,PSW
        ENDMAC
.       =       #10
        LEAVE
        END
`;
  const { findings } = lintText(text, { architecture: hawk });
  expect(findings.filter(one => one.rule === 'v35-return-from-other-register')).toMatchObject([
    { fixes: [] },
  ]);
});
