// Installs the pinned VS Code (code-server), its own Node and playwright-core beside this file, once.
// No install scripts run: code-server's own would compile native add-ons that no test needs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const stamp = path.join(here, 'node_modules', '.installed');
const wanted = createHash('sha256')
  .update(readFileSync(path.join(here, 'package-lock.json')))
  .digest('hex');
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) process.exit(0);

function npm(directory, ...args) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', [...args, ...quiet], { cwd: directory, stdio: 'inherit' });
  if (status === 0) return;
  console.error(`npm ${args.join(' ')} failed in ${directory}`);
  process.exit(1);
}

npm(here, 'ci');
// VS Code's own shrinkwrap lacks an entry, so that `npm ci` refuses it.
npm(path.join(here, 'node_modules/code-server/lib/vscode'), 'install', '--omit=dev', '--no-save');
writeFileSync(stamp, wanted);
