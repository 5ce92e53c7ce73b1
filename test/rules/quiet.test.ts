import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shown } from '../markers.ts';
import { lintText } from './linting.ts';

/** One file for each line of the list of idioms that correct production code uses. */
const directory = new URL('quiet/', import.meta.url);
const files = readdirSync(directory).sort();

describe('correct code stays quiet', () => {
  it.each(files)('%s', file => {
    const source = readFileSync(new URL(file, directory), 'utf8');
    const { findings, tables } = lintText(source);
    const noise = findings.filter(
      ({ rule, severity, confidence }) =>
        rule !== 'missing-include' &&
        (severity === 'error' || (severity === 'warning' && confidence === 'proved')),
    );
    expect(shown(source, noise)).toEqual([]);
    if (!file.startsWith('missing-header')) expect(tables.length).toBeGreaterThan(0);
  });
});

/** The examples that are right: `broken.S` is the one that is not. */
const examples = new URL('../../examples/', import.meta.url);
const wholes = readdirSync(examples, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.S') && !file.endsWith('broken.S'))
  .sort();

describe('the examples stay quiet, whole and in pieces', () => {
  it.each(wholes)('%s', file => {
    const place = new URL(file, examples);
    const read = (name: string): string => readFileSync(new URL(name, place), 'utf8');
    const names = readdirSync(new URL('.', place)).filter(name => /\.[Sh]$/.test(name));
    const files = Object.fromEntries(names.map(name => [name, read(name)]));
    const operands = { exception_sync: '0', exception_irq: '1' };
    const { findings } = lintText(readFileSync(place, 'utf8'), { files, operands });
    const isPiece = file.endsWith('guest.S');
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(
      isPiece ? Array(3).fill('information undefined-symbol') : [],
    );
  });
});
