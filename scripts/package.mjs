// Makes the VSIX: minified bundles, no node_modules. `node scripts/package.mjs`
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const vsix = `${name}-${version}.vsix`;
const limit = 2 * 1024 * 1024;

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync('dist', { recursive: true, force: true });
run('scripts/build.mjs', '--minify');
run(
  'node_modules/@vscode/vsce/vsce',
  'package',
  '--no-dependencies',
  '--allow-missing-repository',
  '--no-rewrite-relative-links',
  '--out',
  vsix,
);
const { size } = statSync(vsix);
console.log(`${vsix}: ${(size / 1024).toFixed(0)} KiB`);
if (size > limit) {
  console.error(`${vsix} is larger than 2 MB`);
  process.exit(1);
}
