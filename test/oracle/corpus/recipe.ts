/**
 * The recipe of the corpus: fetches Debian's packages with an apt configuration of its own, makes the generated
 * headers, and writes a `compile_commands.json` for each project. All of it goes into a cache folder outside the
 * repository (`VENTRY_CORPUS`, else a folder for temporary files); what is there is not made again.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Build, Project } from './projects.ts';

export const corpusFolder = process.env.VENTRY_CORPUS ?? join(tmpdir(), 'ventry-corpus');

/** Programs that the recipe needs, beside those of the comparison. */
export const recipeTools = [
  'apt-get',
  'dpkg-source',
  'dpkg-deb',
  'tar',
  'make',
  'gcc',
  'bison',
  'flex',
  'python3',
];

const most = 64 * 1024 * 1024;

function shell(command: string, directory: string, environment: NodeJS.ProcessEnv = {}): string {
  return execFileSync('sh', ['-ec', command], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    maxBuffer: most,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 900_000,
  });
}

/** An apt that knows Debian bookworm alone and keeps all it writes in the cache folder. */
function isolatedApt(): NodeJS.ProcessEnv {
  const apt = join(corpusFolder, 'apt');
  const configuration = join(apt, 'apt.conf');
  if (!existsSync(join(apt, 'ready'))) {
    for (const folder of ['state/lists/partial', 'cache/archives/partial'])
      mkdirSync(join(apt, folder), { recursive: true });
    const mirror = 'http://deb.debian.org/debian bookworm main';
    writeFileSync(join(apt, 'sources.list'), `deb-src ${mirror}\ndeb ${mirror}\n`);
    writeFileSync(
      configuration,
      `Dir::Etc::sourcelist "${apt}/sources.list";\nDir::Etc::sourceparts "-";\nDir::State "${apt}/state";\nDir::Cache "${apt}/cache";\n`,
    );
    shell('apt-get update -qq', apt, { APT_CONFIG: configuration });
    writeFileSync(join(apt, 'ready'), '');
  }
  return { APT_CONFIG: configuration };
}

/** Fetches and unpacks the sources into `to`. */
function unpack({ package: name, archive }: Project, to: string): void {
  const fresh = `${to}.fresh`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const apt = isolatedApt();
  if (archive === undefined) {
    shell(`apt-get source -qq --download-only ${name}`, fresh, apt);
    shell(`dpkg-source -x ${name}_*.dsc sources`, fresh);
  } else {
    shell(`apt-get download -qq ${name} && dpkg-deb -x ${name}_*.deb package && mkdir sources`, fresh, apt);
    shell(`tar -xf package/${archive} -C sources --strip-components=1`, fresh);
  }
  renameSync(join(fresh, 'sources'), to);
  rmSync(fresh, { recursive: true });
}

interface Command {
  readonly directory: string;
  readonly file: string;
  readonly command: string;
}

/** Commands that compile assembly, as `make -n` tells them. */
function commandsOf({ make, sources, like = {} }: Build, directory: string): readonly Command[] {
  const told = shell(`make -n ${make.join(' ')} 2>/dev/null || true`, directory);
  const commands: Command[] = [];
  for (const file of sources) {
    const name = file.replaceAll('.', '\\.');
    const found = new RegExp(
      String.raw`^.*?(aarch64-linux-gnu-gcc [^;'\n]* -c [^;'\n]*\b${name}\b[^;'\n]*)`,
      'm',
    ).exec(told);
    if (found === null) throw new Error(`make ${make.join(' ')} has no command for ${file}`);
    commands.push({ directory, file, command: found[1]!.trim() });
  }
  for (const [file, other] of Object.entries(like)) {
    const { command } = commands.find(known => known.file === other)!;
    commands.push({ directory, file, command: command.replaceAll(other, file) });
  }
  return commands;
}

/** Makes a project ready; gives the folder that holds its `compile_commands.json`. */
export function prepare(project: Project): string {
  const sources = join(corpusFolder, project.name);
  const directory = join(sources, project.folder ?? '.');
  const database = join(directory, 'compile_commands.json');
  if (existsSync(database)) return directory;
  if (!existsSync(sources)) {
    mkdirSync(corpusFolder, { recursive: true });
    unpack(project, sources);
  }
  for (const command of project.prepare) shell(command, directory);
  const commands = [
    ...project.builds.flatMap(build => commandsOf(build, directory)),
    ...Object.entries(project.commands ?? {}).map(([file, command]) => ({
      directory,
      file,
      command: `${command} ${file}`,
    })),
  ];
  writeFileSync(database, JSON.stringify(commands, null, 2));
  return directory;
}

/** Whether a project's cache has everything, so that nothing is fetched. */
export const isPrepared = ({ name, folder }: Project): boolean =>
  existsSync(join(corpusFolder, name, folder ?? '.', 'compile_commands.json'));
