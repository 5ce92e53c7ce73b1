/** The reference programs of the Hawk, and what the linter has to say about each. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hawk } from '../../isa/hawk/architecture.ts';
import { lintText } from './linting.ts';

const found = (source: string): readonly string[] =>
  lintText(source, { architecture: hawk }).findings.map(({ rule, message }) => {
    const register = /\bR\d+\b/.exec(message)?.[0];
    return register === undefined ? rule : `${rule} ${register}`;
  });

test.each<readonly [string, readonly string[]]>([
  [
    't1-minimal-bus-error',
    [
      'v07-register-lost R1',
      'v07-register-lost R8',
      'v07-register-lost R9',
      'v07-register-lost R10',
      'v09-condition-codes',
    ],
  ],
  ['t2-bus-error-to-exception', []],
  ['t3-emulated-multiply', ['v27-register-zero']],
  [
    't4-privilege-violation',
    ['v07-register-lost R10', 'v07-register-lost R11', 'v07-register-lost R12', 'v09-condition-codes'],
  ],
  ['t5-keyboard-interrupt', []],
  [
    't6-nested-trap',
    ['v12-tsv-not-read R1', 'v07-register-lost R2', 'v07-register-lost R3', 'v14-trap-repeats'],
  ],
])('%s', (name, expected) => {
  expect(found(readFileSync(`test/fixtures/hawk/${name}.a`, 'utf8'))).toEqual(expected);
});

test('the shortest entry, whose handler goes back to try again', () => {
  const source = `        USE     "hawk.h"
.       =       #10
        LIL     R1,BUSER
        JUMPS   R1
.       =       #1000
BUSER:  RTT
        END
`;
  expect(found(source)).toEqual(['v07-register-lost R1', 'v08-minimal-entry R1', 'v14-trap-repeats']);
});

test('an undefined name is an error', () => {
  const source = '        USE     "hawk.h"\n.       =       #10\n        JUMP    NOWHERE\n        END\n';
  const { findings } = lintText(source, { architecture: hawk });
  expect(findings).toMatchObject([{ rule: 'undefined-symbol', severity: 'error' }]);
});

test('an entry of 18 bytes, and R1 lost before TSV', () => {
  const source = readFileSync('test/fixtures/hawk/t3-emulated-multiply.a', 'utf8').replace(
    '        CPUSET  R2,TSV',
    '        LIS     R1,0\n        CPUSET  R2,TSV',
  );
  expect(found(source)).toEqual(['v01-entry-length', 'v07-register-lost R1', 'v27-register-zero']);
});

test('the entries of the monitor: one save area for all, and NOPs where no code is', () => {
  const source = readFileSync('test/fixtures/hawk/monitor-entries.a', 'utf8');
  const { findings } = lintText(source, { architecture: hawk });
  expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
    'information v17-common-save-area',
    'information v03-reserved-entry',
    'information v05-falls-through',
    'information v17-common-save-area',
  ]);
});

const examples = 'examples/hawk-traps';

test.each<readonly [string, readonly string[]]>([
  ['broken.a', ['v01-entry-length', 'v07-register-lost R1']],
  ['keyboard.a', []],
  ['minimal.a', ['v07-register-lost R1']],
  ['multiply.a', []],
  ['privilege.a', []],
  ['save.a', []],
  ['tsv.a', []],
])('the example %s', (name, expected) => {
  expect(found(readFileSync(`${examples}/${name}`, 'utf8'))).toEqual(expected);
});

const quiet = 'test/rules/quiet-hawk';

test.each(readdirSync(quiet))('correct code stays quiet: %s', name => {
  expect(found(readFileSync(`${quiet}/${name}`, 'utf8'))).toEqual([]);
});
