// Bundles and runs the benchmarks: `npm run bench [assembler|emulator|history] [short]`.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

const shared = { bundle: true, platform: 'node', target: 'node20' };
const outfile = 'dist/bench/main.mjs';
await build({ ...shared, entryPoints: ['test/bench/main.ts'], outfile, format: 'esm', packages: 'external' });
await build({
  ...shared,
  entryPoints: ['server/node.ts'],
  outfile: 'dist/bench/server.cjs',
  format: 'cjs',
  logLevel: 'error',
});
const words = ['--expose-gc', outfile, ...process.argv.slice(2)];
process.exit(spawnSync(process.execPath, words, { stdio: 'inherit' }).status ?? 1);
