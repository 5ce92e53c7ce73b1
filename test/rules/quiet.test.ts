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
