import { describe, expect, test } from 'vitest';
import { isPreprocessed } from '../../server/analysis.ts';
import { outlineOf } from '../../server/outline.ts';
import { foreign, largestText, unfit } from '../../server/suitability.ts';
import { analyseMarked } from './marked.ts';

describe('what is preprocessed', () => {
  test.each([
    ['/a/b.S', '', true],
    ['/a/b.s', '', false],
    ['/a/b.asm', 's', true],
    ['untitled:Untitled-1', 's', false],
    ['untitled:Untitled-1', 'aarch64-asm', true],
    ['c:/x.y/b.s', 'S', false],
  ])('%s as %j: %s', (file, language, expected) => expect(isPreprocessed(file, language)).toBe(expected));
});

describe('what is not analysed', () => {
  test('sizes', () => {
    expect(unfit('a.S', 'x'.repeat(largestText))).toBeUndefined();
    expect(unfit('a.S', 'x'.repeat(largestText + 1))?.message).toContain('the limit is 4 MiB');
  });
  test('text with every kind of character is text', () => {
    expect(unfit('a.S', '\uFEFF\tü🚀\f\r\n\u001b[0m \uFFFD')).toBeUndefined();
  });
  test('a file with some errors is still assembly', async () => {
    const some = ' frob x0\n'.repeat(20) + ' nop\n'.repeat(3);
    const { analysis } = await analyseMarked(some);
    expect(foreign('/w/main.S', analysis.result)).toBeUndefined();
    expect(analysis.problems).toHaveLength(20);
  });
});

describe('a piece of another program', () => {
  const severities = async (source: string, files = {}) => {
    const { analysis } = await analyseMarked(source, { files });
    return analysis.problems.map(({ severity, rule }) => `${severity} ${rule}`);
  };

  test('may lack constants', async () => {
    const { analysis } = await analyseMarked('.equ OWN, 1\nhandler: mov x0, #SIZE + OWN\n b other\n');
    expect(analysis.problems.map(({ severity, message }) => [severity, message])).toEqual([
      [
        'information',
        'SIZE is not defined, and its value is needed here; if another file includes this one, open that file too',
      ],
    ]);
    expect(analysis.result.diagnostics.map(({ severity }) => severity)).toEqual(['error']);
  });

  test.each([
    '.text\nmov x0, #SIZE\n',
    '_start: mov x0, #SIZE\n',
    '.global handler\nhandler: mov x0, #SIZE\n',
    '#include "a.h"\nmov x0, #SIZE\n',
  ])('a program of its own may not: %j', async source =>
    expect(await severities(source, { '/w/a.h': '.set OTHER, 1\n' })).toEqual(['error undefined-symbol']),
  );
});

describe('the outline', () => {
  const outline = async (source: string, files = {}) => {
    const { analysis } = await analyseMarked(source, { files });
    return outlineOf(analysis, '/w/main.S').map(({ kind, name }) => `${kind} ${name}`);
  };

  test('in order, without numeric labels, names from headers and labels made by macros', async () => {
    const files = { '/w/a.h': '.set FROM_HEADER, 1\n#define H 1\n' };
    const source =
      '#include "a.h"\n#define A 1\n .section .vec, "ax"\n.macro m\n inside\\@: nop\n.endm\nstart:\n1: m\n b 1b\n.set K, 2\n .type f, %function\nf: ret\n';
    expect(await outline(source, files)).toEqual([
      'define A',
      'section .vec',
      'macro m',
      'label start',
      'constant K',
      'function f',
    ]);
  });

  test('every name lies inside its item, every slot inside its table', async () => {
    const slots = Array.from({ length: 16 }, () => ' ventry h').join('\n');
    const { analysis } = await analyseMarked(
      `.macro ventry l\n .p2align 7\n b \\l\n.endm\n adr x0, t\n msr vbar_el2, x0\nh: b h\n .balign 2048\nt:\n${slots}\n`,
    );
    const items = outlineOf(analysis, '/w/main.S');
    const table = items.find(({ kind }) => kind === 'table')!;
    expect(table.children).toHaveLength(16);
    for (const item of [...items, ...table.children]) {
      expect(item.nameSpan.start).toBeGreaterThanOrEqual(item.span.start);
      expect(item.nameSpan.end).toBeLessThanOrEqual(item.span.end);
    }
    for (const slot of table.children) expect(slot.span.end).toBeLessThanOrEqual(table.span.end);
  });
});
