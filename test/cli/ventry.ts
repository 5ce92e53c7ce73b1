/** The real command line: bundled once as it is shipped, and run as a process of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandLine {
  /** Folder in which the files stand and the command runs. */
  readonly folder: string;
  /** The bundled program, for node. */
  readonly program: string;
  file(name: string, content: string | Uint8Array): void;
  /** Runs `ventry` with these arguments and nothing on standard input. */
  run(...words: readonly string[]): Promise<Ran>;
  /** The same with a text on standard input. */
  type(input: string, ...words: readonly string[]): Promise<Ran>;
  remove(): void;
}

/** Bundles the command line into a temporary folder. Call `remove` at the end. */
export async function commandLine(): Promise<CommandLine> {
  const folder = mkdtempSync(join(tmpdir(), 'ventry-cli-'));
  const program = join(folder, 'bin', 'cli.js');
  await build({
    entryPoints: [join(import.meta.dirname, '../../cli/main.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
  });
  writeFileSync(join(folder, 'bin', 'package.json'), '{ "type": "module" }');
  const execute = (input: string, words: readonly string[]): Promise<Ran> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [program, ...words], {
        cwd: folder,
        stdio: ['pipe', 'pipe', 'pipe'],
        timeout: 20_000,
      });
      let out = '';
      let err = '';
      child.stdout.setEncoding('utf8').on('data', text => (out += text));
      child.stderr.setEncoding('utf8').on('data', text => (err += text));
      child.on('error', reject);
      child.on('close', code => resolve({ code, out, err }));
      // It may have ended before it reads.
      child.stdin.on('error', () => {});
      child.stdin.end(input);
    });
  return {
    folder,
    program,
    file: (name, content) => writeFileSync(join(folder, name), content),
    run: (...words) => execute('', words),
    type: (input, ...words) => execute(input, words),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
