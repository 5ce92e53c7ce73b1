/** Any text: nothing throws, nothing hangs, every place lies inside its file. The seeds are fixed. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../assembler/limits.ts';
import type { AssembleResult } from '../../assembler/program.ts';
import { smalFiles, smalOutputs, smalText } from './smal-assemble.ts';

const programs = new URL('../fixtures/hawk/', import.meta.url);
const sources = readdirSync(programs).map(name => readFileSync(new URL(name, programs), 'utf8'));

/** Numbers 0 to n-1 (mulberry32). */
function random(seed: number): (n: number) => number {
  let state = seed;
  return n => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

// biome-ignore format: a list of words
const words = [
  'B', 'H', 'T', 'W', 'ASCII', 'ALIGN', 'IF', 'ELSEIF', 'ELSE', 'ENDIF', 'INT', 'EXT', 'COMMON', 'MACRO', 'ENDMAC', 'USE',
  'LIST', 'ERROR', 'TITLE', 'S', 'END', 'LIL', 'LOAD', 'BR', 'LIW', 'BITTST', 'BBS', 'LOCAL', 'R1', 'R15', 'PC', 'PSW', 'X',
  'Y', 'M', 'N', 'X:', 'Y:', '.', '=', '=:', '+', '-', '<<', '>>>', '(', ')', ',', "'", '"', '#FF', '2#1', '1', '-1', '99999999999',
  'DEF(X)', 'FWD(Y)', 'TYP(.)', 'ABS(.)', 'REL(4)', 'LEN(a)', '"hawk.h"', '"main.a"', '"x.h"', ';', '\n', '\n', '\n', '\t', '. =', '\0', 'é',
];

const soup = (next: (n: number) => number): string =>
  Array.from({ length: 20 + next(200) }, () => words[next(words.length)]).join(' ');

/** A program with pieces left out, doubled, moved, or replaced by noise. */
function mutated(next: (n: number) => number): string {
  let text = sources[next(sources.length)]!;
  for (let count = 1 + next(8); count > 0; count--) {
    const from = next(text.length + 1);
    const to = Math.min(text.length, from + next(60));
    const other = next(text.length + 1);
    const piece = [
      '',
      text.slice(from, to).repeat(2),
      text.slice(other, other + 60),
      ` ${words[next(words.length)]} `,
      String.fromCharCode(next(0x300)),
    ][next(5)]!;
    text = text.slice(0, from) + piece + text.slice(to);
  }
  return text;
}

function checkPlaces(result: AssembleResult, source: string): void {
  for (const { span } of result.diagnostics) {
    if (span.file !== 'main.a') continue;
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(source.length);
  }
  const names = new Set(result.program.sections.map(({ name }) => name));
  for (const { section, size, kind } of result.program.statements)
    if (size > 0 && kind !== 'alignment' && result.diagnostics.length === 0) expect(names).toContain(section);
}

describe('texts', () => {
  test.each([
    ['words', soup],
    ['mutated programs', mutated],
  ])('%s', (_, make) => {
    for (let seed = 1; seed <= 400; seed++) {
      const source = make(random(seed));
      checkPlaces(smalText(source), source);
    }
  });

  test('objects', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const next = random(seed);
      const object = smalOutputs({ 'main.a': sources[next(sources.length)]! })['main.o']!;
      const at = next(object.length);
      smalFiles({ 'main.o': object.slice(0, at) + words[next(words.length)] + object.slice(at + next(9)) });
      smalOutputs({ 'main.a': soup(next) });
    }
  });
});

test('an object with huge sizes', () => {
  const common = 'IF\\DEF(SX)\n SX=#FFFFFFFF\nENDIF\nW RX\n';
  const { diagnostics } = smalFiles({ 'x.o': `R=.\n${common}.=#7FFFFFFF+R\nB#01\n` });
  expect(diagnostics.map(({ code }) => code)).toEqual(['limit', 'limit']);
});

describe('work is bounded', () => {
  const many = (text: string, count: number): string => text.repeat(count);
  test.each([
    ['a macro that calls itself', 'MACRO M\n M\nENDMAC\n M\n'],
    ['a macro that calls itself twice', 'MACRO M\n M\n M\nENDMAC\n M\n'],
    ['arguments that double', 'MACRO M x\n M x+x\nENDMAC\n M 1\n'],
    ['a label that grows by doubling', "MACRO M x\n M x'x\nENDMAC\n M AB\n"],
    ['a file that uses itself', ' USE "main.a"\n USE "main.a"\n'],
    ['deep parentheses', ` W ${many('(', 100_000)}\n`],
    ['deep parentheses that close', ` W ${many('(', 50)}1${many(')', 50)}\n`],
    ['many open conditions', many(' IF 1=1\n', 20_000)],
    ['many open macros', many(' MACRO M\n', 20_000)],
    ['a place far away', '. = .+1000000000\n B 1\n. = #FFFFFFFF\n W 1\n'],
    ['huge common blocks', Array.from({ length: 100 }, (_, n) => ` COMMON X${n},#3FFFFFF\n`).join('')],
    ['places far apart', `${many('. = ABS(.)+4096\n B 1\n', 5000)}`],
    ['many uses of one name', ` EXT X\n${many(' W X\n', 20_000)}`],
    ['a circle of exports', ' EXT X\n INT Y\nY = X\n'],
  ])('%s', (_, source) => {
    const before = performance.now();
    const result = smalText(source, { limits: { ...defaultLimits, statements: 20_000 } });
    checkPlaces(result, source);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
