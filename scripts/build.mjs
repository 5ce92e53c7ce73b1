// Bundles every program with esbuild: `node scripts/build.mjs [--watch] [--minify]`.
import { existsSync } from 'node:fs';
import { build, context } from 'esbuild';

const minify = process.argv.includes('--minify');
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: !minify,
  minify,
  logLevel: 'info',
};
const programs = [
  {
    entryPoints: ['cli/main.ts'],
    outfile: 'dist/cli.js',
    format: 'esm',
    // The protocol libraries inside are CommonJS and ask for node's modules with require.
    banner: {
      js: [
        '#!/usr/bin/env node',
        "import { createRequire } from 'node:module';",
        'const require = createRequire(import.meta.url);',
      ].join('\n'),
    },
  },
  { entryPoints: ['server/node.ts'], outfile: 'dist/server.cjs', format: 'cjs' },
  { entryPoints: ['debug-adapter/node.ts'], outfile: 'dist/debug-adapter.cjs', format: 'cjs' },
  {
    entryPoints: ['extension/extension.ts'],
    outfile: 'dist/extension.cjs',
    format: 'cjs',
    external: ['vscode'],
  },
].filter(p => existsSync(p.entryPoints[0]));

for (const program of programs) {
  const options = { ...shared, ...program };
  if (process.argv.includes('--watch')) await (await context(options)).watch();
  else await build(options);
}
