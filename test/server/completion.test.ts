import { expect, test } from 'vitest';
import { completionsAt } from '../../server/completion.ts';
import { analyseMarked } from './marked.ts';

async function offered(source: string, file: string): Promise<readonly string[]> {
  const { analysis, at } = await analyseMarked(source, { file });
  return completionsAt(analysis, at('here')).map(({ kind, name }) => `${kind} ${name}`);
}

const hawk = (line: string): string =>
  `        USE     "hawk.h"\nSAVE    =       #10000\nSTART:  LIS     R1,1\n${line}\n        END\n`;

test.each([
  [
    'a64, a statement',
    '.macro m a\n.endm\n nop\n ‹here›',
    '/w/a.S',
    ['macro m', 'instruction eret'],
    ['register x0'],
  ],
  [
    'a64, an operand',
    'l: nop\n mov x0, ‹here›\n',
    '/w/a.S',
    ['label l', 'register elr_el2'],
    ['instruction eret'],
  ],
  [
    'a statement in upper case',
    hawk('        ‹here›'),
    '/w/t.a',
    ['instruction CPUGET', 'macro LIW'],
    ['register TSV'],
  ],
  ['behind a label', hawk('L:      CP‹here›'), '/w/t.a', ['instruction CPUSET'], ['register R1']],
  [
    'an operand',
    hawk('        CPUSET  R1,‹here›'),
    '/w/t.a',
    ['register TSV', 'constant SAVE', 'label START'],
    ['macro LIW'],
  ],
])('%s', async (_, source, file, there, absent) => {
  const names = await offered(source, file);
  expect(names).toEqual(expect.arrayContaining(there));
  for (const one of absent) expect(names).not.toContain(one);
  expect(new Set(names).size).toBe(names.length);
});
