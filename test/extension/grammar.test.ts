/** The grammar, by the scopes that it gives to the words of real lines. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';

async function grammar(name: string, scope: string): Promise<IGrammar> {
  const file = `syntaxes/${name}.tmLanguage.json`;
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
  await loadWASM(readFileSync(wasm));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(file, 'utf8'), file),
  });
  return (await registry.loadGrammar(scope)) as IGrammar;
}

const loaded = grammar('aarch64-asm', 'source.asm.aarch64');
const hawk = grammar('smal-hawk', 'source.asm.smal-hawk');

/** Words of a line with their innermost scope, plain text left out. */
async function scopes(line: string, used = loaded): Promise<string[]> {
  const { tokens } = (await used).tokenizeLine(line, textmate.INITIAL);
  return tokens
    .map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex).trim(), scopes }))
    .filter(({ text, scopes }) => text !== '' && scopes.length > 1)
    .map(
      ({ text, scopes }) => `${text}: ${scopes[scopes.length - 1]?.replace(/\.(?:aarch64|smal-hawk)$/, '')}`,
    );
}

describe('a line', () => {
  test.each([
    ['vectors:', ['vectors: entity.name.function.label', ':: punctuation.separator.label']],
    [
      '1:  b 1b',
      [
        '1: entity.name.function.label.local',
        ':: punctuation.separator.label',
        'b: keyword.control.branch',
        '1b: constant.numeric.label',
      ],
    ],
    [
      '    mrs x0, esr_el2',
      [
        'mrs: keyword.control.exception',
        'x0: variable.language.register',
        'esr_el2: support.variable.system-register',
      ],
    ],
    ['.macro ventry label', ['.macro: keyword.control.macro', 'ventry: entity.name.function.macro']],
    ['    b \\label', ['b: keyword.control.branch', '\\label: variable.parameter.macro']],
    [
      '    mov x0, {exception_sync}',
      [
        'mov: support.function.mnemonic',
        'x0: variable.language.register',
        '{exception_sync}: variable.parameter.placeholder',
      ],
    ],
    ['.balign 0x80', ['.balign: keyword.other.directive.layout', '0x80: constant.numeric.hex']],
    [
      '#include "frame.h"',
      [
        '#include: keyword.control.directive',
        '": string.quoted.double',
        'frame.h: string.quoted.double',
        '": string.quoted.double',
      ],
    ],
    ['# a comment of GNU as', ['# a comment of GNU as: comment.line.number-sign']],
    [
      '    cmp x0, #(3 << 2) // EL3',
      [
        'cmp: support.function.mnemonic',
        'x0: variable.language.register',
        '3: constant.numeric.decimal',
        '2: constant.numeric.decimal',
        '// EL3: comment.line.double-slash',
      ],
    ],
    [
      '    add x0, x0, :lo12:table',
      [
        'add: support.function.mnemonic',
        'x0: variable.language.register',
        'x0: variable.language.register',
        ':lo12:: keyword.operator.relocation',
      ],
    ],
  ])('%s', async (line, expected) => {
    expect(await scopes(line)).toEqual(expected);
  });
});

describe('a line of SMAL', () => {
  test.each([
    [
      'BUSER:  CPUGET  R8,TPC',
      [
        'BUSER: entity.name.function.label',
        ':: punctuation.separator.label',
        'CPUGET: keyword.control.exception',
        'R8: variable.language.register',
        'TPC: support.variable.system-register',
      ],
    ],
    [
      '.       =       #10             ; bus error entry',
      [
        '.: variable.language.location',
        '=: keyword.operator.assignment',
        '#10: constant.numeric.hex',
        '; bus error entry: comment.line.semicolon',
      ],
    ],
    ['        USE     "hawk.h"', ['USE: keyword.control', '"hawk.h": string.quoted.double']],
    [
      '        MACRO   TIMES =dst,=src',
      ['MACRO: keyword.control.macro', 'TIMES: entity.name.function.macro'],
    ],
    ['        BNE     FAIL', ['BNE: keyword.control.branch']],
    [
      '        LIL     R1,2#1010',
      ['LIL: support.function.mnemonic', 'R1: variable.language.register', '2#1010: constant.numeric.radix'],
    ],
    [
      'SAVE    =       16<<2',
      [
        'SAVE: variable.other.constant',
        '=: keyword.operator.assignment',
        '16: constant.numeric.decimal',
        '2: constant.numeric.decimal',
      ],
    ],
    ['        B       1', ['B: support.function.directive', '1: constant.numeric.decimal']],
  ])('%s', async (line, expected) => {
    expect(await scopes(line, hawk)).toEqual(expected);
  });
});
