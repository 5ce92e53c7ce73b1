/** The grammar, by the scopes that it gives to the words of real lines. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';

const file = 'syntaxes/aarch64-asm.tmLanguage.json';

async function grammar(): Promise<IGrammar> {
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
  await loadWASM(readFileSync(wasm));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(file, 'utf8'), file),
  });
  return (await registry.loadGrammar('source.asm.aarch64')) as IGrammar;
}

const loaded = grammar();

/** Words of a line with their innermost scope, plain text left out. */
async function scopes(line: string): Promise<string[]> {
  const { tokens } = (await loaded).tokenizeLine(line, textmate.INITIAL);
  return tokens
    .map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex).trim(), scopes }))
    .filter(({ text, scopes }) => text !== '' && scopes.length > 1)
    .map(({ text, scopes }) => `${text}: ${scopes[scopes.length - 1]?.replace('.aarch64', '')}`);
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
