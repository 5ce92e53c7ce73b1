/** The rooms' import rules (ARCHITECTURE.md, "Rooms"). */
import { dirname, join, normalize, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root, sourceFiles, textOf } from './files.ts';

/** Room → the rooms it may import from, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  isa: [],
  assembler: ['isa'],
  vectors: ['isa', 'assembler'],
  emulator: ['isa'],
  server: ['vectors', 'assembler', 'isa'],
  'debug-adapter': ['emulator', 'vectors', 'assembler', 'isa'],
  extension: [],
  cli: ['server', 'debug-adapter', 'emulator', 'vectors', 'assembler', 'isa'],
};

/** Packages a room may use; everything else is ours or forbidden. */
const packages: Readonly<Record<string, readonly string[]>> = {
  server: ['vscode-languageserver', 'vscode-languageserver-textdocument', 'vscode-uri'],
  'debug-adapter': ['@vscode/debugadapter', '@vscode/debugprotocol'],
  extension: ['vscode', 'vscode-languageclient'],
};

/** Files that may import `node:` modules: the entries, and files named for it. */
const isNodeFile = (file: string): boolean =>
  /(^|\/)(node|[\w-]+\.node)\.ts$/.test(file) || file.startsWith('cli/');

interface Import {
  readonly file: string;
  readonly from: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string, text: string): Import[] {
  const statement = /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [
    ...[...text.matchAll(statement)].map(m => ({ file, from: m[2] as string, typeOnly: m[1] !== undefined })),
    ...[...text.matchAll(dynamic)].map(m => ({ file, from: m[1] as string, typeOnly: false })),
  ];
}

/** What is wrong with one import, or undefined. */
function violation({ file, from, typeOnly }: Import): string | undefined {
  const room = file.split('/')[0] as string;
  if (from.startsWith('node:'))
    return isNodeFile(file) ? undefined : `${file} imports ${from} outside a node entry`;
  if (!from.startsWith('.')) {
    const allowed = (packages[room] ?? []).some(name => from === name || from.startsWith(`${name}/`));
    return allowed ? undefined : `${file} imports the package ${from}`;
  }
  const target = relative(root, normalize(join(root, dirname(file), from))).split(sep)[0] as string;
  // The manifest is nobody's room: it holds the version that every program tells.
  if (target === room || target === 'package.json') return undefined;
  if (room === 'extension' && typeOnly) return undefined;
  return mayImport[room]?.includes(target) ? undefined : `${room} may not import ${target} (${file})`;
}

describe('rooms', () => {
  const all = Object.keys(mayImport).flatMap(sourceFiles);

  test('import only what they may', () => {
    const imports = all.flatMap(file => importsOf(file, textOf(file)));
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.map(violation).filter(v => v !== undefined)).toEqual([]);
  });

  test.each([
    ['isa/x.ts', `import { a } from '../assembler/program.ts';`, 'isa may not import assembler (isa/x.ts)'],
    [
      'vectors/x.ts',
      `import type { M } from '../emulator/api.ts';`,
      'vectors may not import emulator (vectors/x.ts)',
    ],
    [
      'emulator/x.ts',
      `export * from '../assembler/program.ts';`,
      'emulator may not import assembler (emulator/x.ts)',
    ],
    ['server/x.ts', `import fs from 'node:fs';`, 'server/x.ts imports node:fs outside a node entry'],
    ['isa/x.ts', `import x from 'lodash';`, 'isa/x.ts imports the package lodash'],
    [
      'extension/x.ts',
      `import { l } from '../server/lint.ts';`,
      'extension may not import server (extension/x.ts)',
    ],
    [
      'server/x.ts',
      `const m = await import('../emulator/machine.ts');`,
      'server may not import emulator (server/x.ts)',
    ],
    ['server/x.ts', `import { a } from '../isa/architecture.ts';`, undefined],
    ['server/node.ts', `import fs from 'node:fs';`, undefined],
    ['extension/x.ts', `import type { L } from '../debug-adapter/launch.ts';`, undefined],
  ])('%s with %s', (file, text, expected) => {
    expect(importsOf(file, text).map(violation)).toEqual([expected]);
  });
});
