import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../assembler/limits.ts';
import { defaultSettings, readSettings } from '../../server/settings.ts';

describe('settings', () => {
  test('none', () => {
    for (const nothing of [undefined, null, {}])
      expect(readSettings(nothing)).toEqual({ settings: defaultSettings, problems: [] });
  });

  test('all', () => {
    const section = {
      includePaths: ['include', '/usr/src/linux/include'],
      defines: { CONFIG_SMP: true, CONFIG_DEBUG: false, VA_BITS: 48, NAME: 'x' },
      operands: { exception_irq: 1 },
      rules: { 'slot-count': 'off', 'table-alignment': 'hint' },
      loadAddress: '0x4000_0000',
      maxDiagnostics: 7,
      limits: { macroDepth: 9 },
      compileCommands: 'build',
    };
    expect(readSettings(section)).toEqual({
      settings: {
        includePaths: section.includePaths,
        defines: { CONFIG_SMP: '1', VA_BITS: '48', NAME: 'x' },
        operands: { exception_irq: '1' },
        rules: section.rules,
        loadAddress: 0x4000_0000n,
        maxDiagnostics: 7,
        limits: { ...defaultLimits, macroDepth: 9 },
        compileCommands: 'build',
      },
      problems: [],
    });
  });

  test.each([
    ['x', 'ventry must be an object'],
    [{ includePaths: 'inc' }, 'ventry.includePaths must be a list of strings'],
    [{ defines: ['A'] }, 'ventry.defines must be an object of names and values'],
    [{ defines: { A: {} } }, 'ventry.defines.A must be a string or a number'],
    [{ rules: { a: 'loud' } }, 'ventry.rules.a must be one of off, error, warning, information, hint'],
    [{ loadAddress: 'top' }, 'ventry.loadAddress must be an address such as "0x40080000"'],
    [{ loadAddress: -1 }, 'ventry.loadAddress must be an address such as "0x40080000"'],
    [
      { limits: { depth: 1 } },
      'ventry.limits: there is no limit depth; there are macroDepth, includeDepth, statements, bytes, expressionDepth, diagnostics',
    ],
    [{ limits: { bytes: -1 } }, 'ventry.limits: the limit bytes must be a number above 0'],
    [{ compileCommands: 1 }, 'ventry.compileCommands must be a path'],
    [{ maxDiagnostics: 0 }, 'ventry.maxDiagnostics must be a number above 0'],
  ])('%j: %s, and the rest stays as it was', (section, problem) => {
    expect(readSettings(section)).toEqual({ settings: defaultSettings, problems: [problem] });
  });
});
