/** One machine as good as another: nothing above the descriptions knows any of them (ARCHITECTURE.md, "A further machine"). */
import { expect, test } from 'vitest';
import { architectures } from '../../isa/architectures.ts';
import { hawk } from '../../isa/hawk/architecture.ts';
import { sourceFiles, textOf } from './files.ts';

/** The manifest, grammars, documents, examples and tests may name machines. */
const all = [
  'isa',
  'assembler',
  'vectors',
  'emulator',
  'server',
  'debug-adapter',
  'cli',
  'extension',
  'scripts',
].flatMap(sourceFiles);

/** Folders that are the Hawk's own. */
const own = ['isa/hawk/', 'assembler/smal/', 'emulator/hawk/', 'server/rules/hawk/'];

/**
 * The list of architectures: a room may not import from the rooms above it, so each room that has a part of every
 * machine lists its own parts, in one file.
 */
const lists = [
  'isa/architectures.ts',
  'assembler/dialects.ts',
  'emulator/machine-kinds.ts',
  'server/rules/index.ts',
];

const common = all.filter(file => !own.some(folder => file.startsWith(folder)));

/** Files that have a word, in code or comments. */
const naming = (from: readonly string[], word: RegExp): readonly string[] =>
  from.filter(file => word.test(textOf(file)));

test('only the lists of architectures name the Hawk or SMAL', () => {
  expect(naming(common, /hawk|smal(?!l)/i)).toEqual(lists);
});

test('its files are there, and name it', () => {
  for (const folder of own)
    expect(
      naming(
        all.filter(file => file.startsWith(folder)),
        /hawk|smal/i,
      ),
      folder,
    ).not.toEqual([]);
});

test('no program knows a special register, a trap or a filter of the Hawk', () => {
  const programs = common.filter(file => /^(?:server|debug-adapter|cli|extension)\//.test(file));
  const { registers, exceptionFilters, vectorTable } = hawk;
  const words = [
    // PC is everybody's; R1 to R15 are names of operands elsewhere too.
    ...registers.filter(({ name, group }) => group !== 'General' && name !== 'pc').map(({ name }) => name),
    ...exceptionFilters.map(({ label }) => label),
    ...vectorTable.slots.map(({ name }) => name).filter(name => name.endsWith('trap')),
    'rtt',
  ];
  expect(words).toEqual(expect.arrayContaining(['tsv', 'Hawk: Bus', 'Bus trap']));
  expect(words.flatMap(word => naming(programs, new RegExp(`\\b${word}\\b`, 'i')))).toEqual([]);
});

test('ids, languages and ends of file names belong to one architecture', () => {
  for (const of of ['id', 'dialect', 'languages', 'fileSuffixes'] as const) {
    const said = architectures.flatMap(architecture => architecture[of]);
    expect(new Set(said).size, of).toBe(said.length);
  }
});
