/** The manifest: parts made from data are fresh, and the rest agrees with the code. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { languages, ownLanguages } from '../../extension/languages.ts';
import { architectures } from '../../isa/architectures.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

test('settings, debugger attributes and the page of rules are fresh', () => {
  execFileSync(process.execPath, ['scripts/manifest.mjs', '--check'], { stdio: 'inherit' });
});

test('every language that the client serves wakes the extension, takes breakpoints and can be debugged', () => {
  for (const language of languages) {
    expect(manifest.activationEvents).toContain(`onLanguage:${language}`);
    expect(manifest.contributes.breakpoints).toContainEqual({ language });
    expect(manifest.contributes.debuggers[0].languages).toContain(language);
  }
  expect(ownLanguages.length).toBeGreaterThan(1);
});

test('every architecture has the languages of its documents', () => {
  expect(architectures.flatMap(one => one.languages).toSorted()).toEqual([...ownLanguages].toSorted());
});

test('files that it names are there', () => {
  const { grammars, languages: contributed } = manifest.contributes;
  const files = [
    manifest.icon,
    ...grammars.map((g: { path: string }) => g.path),
    ...contributed.flatMap((l: { configuration?: string }) => l.configuration ?? []),
  ];
  for (const file of files) expect(existsSync(file), file).toBe(true);
});

test('commands are registered', () => {
  const source = readFileSync('extension/extension.ts', 'utf8');
  for (const { command } of manifest.contributes.commands) expect(source).toContain(`'${command}'`);
});
