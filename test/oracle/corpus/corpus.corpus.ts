/**
 * Real vector tables: every source is preprocessed and assembled by ventry as its project compiles it, and its
 * sections are those that GNU as makes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CompileCommands } from '../../../assembler/compile-commands.ts';
import { objectLines } from '../elf-text.ts';
import { assembledByGnu, assembledByVentry, differences, sectionsOf } from './compare.ts';
import { allocatedSections } from './object.ts';
import { type Project, projects } from './projects.ts';
import { prepare } from './recipe.ts';

const sourcesOf = ({ builds, commands = {} }: Project): readonly string[] => [
  ...builds.flatMap(({ sources, like = {} }) => [...sources, ...Object.keys(like)]),
  ...Object.keys(commands),
];

/** All of them, or those that are named: `VENTRY_CORPUS_PROJECTS=xen,edk2`. */
const wanted = process.env.VENTRY_CORPUS_PROJECTS?.split(',') ?? projects.map(({ name }) => name);

describe.each(
  projects
    .filter(({ name }) => wanted.includes(name))
    .map(project => [`${project.name} ${project.version}`, project] as const),
)('%s', (_, project) => {
  let directory: string;
  let database: string;
  beforeAll(() => {
    directory = prepare(project);
    database = readFileSync(join(directory, 'compile_commands.json'), 'utf8');
  }, 900_000);

  it.each(sourcesOf(project))('%s', file => {
    const { command } = (JSON.parse(database) as { file: string; command: string }[]).find(
      entry => entry.file === file,
    )!;
    const theirs = assembledByGnu(project, directory, command);
    const { result, object } = assembledByVentry(
      new CompileCommands(database, directory),
      join(directory, file),
    );
    const grave = result.diagnostics.filter(({ severity }) => ['error', 'warning'].includes(severity));
    expect(grave.map(({ message }) => message)).toEqual([]);
    // The program, where all has its address: what a linker fills in is left out.
    const sections = allocatedSections(theirs);
    expect(differences(sectionsOf(result, sections), sections)).toEqual([]);
    // The object: bytes, relocations and symbols.
    const described = (name: string): boolean => sections.has(name) || name === 'undefined';
    expect(objectLines(object, described)).toEqual(objectLines(theirs, described));
  });
});
