// Bundles a TypeScript program and runs it in this folder: `node scripts/run.mjs FILE.ts [ARGUMENTS…]`.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

const [entry, ...words] = process.argv.slice(2);
const outfile = `dist/${entry.replaceAll('/', '-').replace(/\.ts$/, '.mjs')}`;
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
});
process.exit(spawnSync(process.execPath, [outfile, ...words], { stdio: 'inherit' }).status ?? 1);
