import { describe, expect, test } from 'vitest';
import { definitionAt } from '../../server/definitions.ts';
import { textOf } from '../../server/lookup.ts';
import { analyseMarked } from './marked.ts';

describe('definition', () => {
  test.each([
    ['a label', '‹there›start: nop\n b ‹here›start\n'],
    ['a label that comes later', ' b ‹here›later\n‹there›later: nop\n'],
    ['the nearest numeric label before', '1: nop\n‹there›1: nop\n b ‹here›1b\n1: nop\n'],
    ['the nearest numeric label after', '1: nop\n b ‹here›1f\n‹there›1: nop\n1: nop\n'],
    ['a constant', '.set ‹there›SIZE, 8\n mov x0, ‹here›SIZE\n'],
    ['a macro', '.macro ‹there›save\n nop\n.endm\n ‹here›save\n'],
    ['a macro that is called in another', '.macro ‹there›a\n nop\n.endm\n.macro b\n ‹here›a\n.endm\n b\n'],
    ['a #define', '#define ‹there›SIZE 8\n mov x0, ‹here›SIZE\n'],
    ['a #define with arguments', '#define ‹there›ENTRY(x) x:\n‹here›ENTRY(start)\n nop\n'],
  ])('of %s', async (_, source) => {
    const { analysis, at } = await analyseMarked(source);
    const found = definitionAt(analysis, at('here'), []);
    expect(found?.name).toMatchObject({ file: '/w/main.S', start: at('there').offset });
  });

  test('of an included file, beside the file or in an include path', async () => {
    const files = { '/w/a.h': '', '/inc/b.h': '' };
    const settings = { includePaths: ['/inc'] };
    const source = '#include "‹a›a.h"\n#include <‹b›b.h>\n#include "‹c›c.h"\n';
    const { analysis, at } = await analyseMarked(source, { files, settings });
    const file = (mark: string) => definitionAt(analysis, at(mark), ['/inc'])?.name.file;
    expect([file('a'), file('b'), file('c')]).toEqual(['/w/a.h', '/inc/b.h', undefined]);
  });

  test("of a used file: the author's own before the one that comes along", async () => {
    const files = { '/w/a.h': '', '/w/stdio.h': '', '/w/hawk.h': '' };
    const source = ' USE "‹a›a.h"\nX: USE \'‹own›stdio.h\'\n USE "‹ours›string.h"\n USE "‹always›hawk.h"\n';
    const { analysis, at } = await analyseMarked(source, { files, file: '/w/main.a' });
    const file = (mark: string) => definitionAt(analysis, at(mark), [])?.name.file;
    expect(['a', 'own', 'ours', 'always'].map(file)).toEqual([
      '/w/a.h',
      '/w/stdio.h',
      'ventry-header:/smal/string.h',
      'ventry-header:/smal/hawk.h',
    ]);
  });

  test.each([
    ['a routine of the monitor', ' LIL R1,‹here›PUTS', 'stdio.h', 'PUTS'],
    ['a macro', ' ‹here›LIW R1,5', 'hawk.h', 'LIW'],
    ['a constant', ' LIS R1,‹here›EXSIZE', 'exceptions.h', 'EXSIZE'],
  ])('of %s in a header that comes along', async (_, line, header, name) => {
    const source = ` USE "hawk.h"\n USE "stdio.h"\n USE "exceptions.h"\n${line}\n`;
    const { analysis, at } = await analyseMarked(source, { file: '/w/main.a' });
    const found = definitionAt(analysis, at('here'), [])!.name;
    expect(found.file).toBe(`ventry-header:/smal/${header}`);
    expect(textOf(analysis, found.file)!.slice(found.start, found.end)).toBe(name);
  });

  test('of what stands in a header', async () => {
    const files = { '/w/a.h': '.macro save\n nop\n.endm\n' };
    const { analysis, at } = await analyseMarked('#include "a.h"\n ‹here›save\n', { files });
    expect(definitionAt(analysis, at('here'), [])?.name).toEqual({ file: '/w/a.h', start: 7, end: 11 });
  });

  test.each([
    ['a mnemonic', ' ‹here›nop\n'],
    ['an external name', ' bl ‹here›elsewhere\n'],
    ['a macro of the settings', ' mov x0, ‹here›GIVEN\n'],
  ])('none of %s', async (_, source) => {
    const { analysis, at } = await analyseMarked(source, { settings: { defines: { GIVEN: '1' } } });
    expect(definitionAt(analysis, at('here'), [])).toBeUndefined();
  });
});
