/** `npm run fuzz -- [--seed N] [--minutes M] [--programs N]`: prints what differs as it is found, and the figures. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, minutes: { type: 'string' }, programs: { type: 'string' } },
});
const seed = Number(values.seed ?? 1);
const until = Date.now() + Number(values.minutes ?? 1) * 60_000;
const most = Number(values.programs ?? Infinity);
const folder = mkdtempSync(join(tmpdir(), 'ventry-fuzz-'));
try {
  const figures = fuzz({
    seed,
    folder,
    goOn: count => count < most && Date.now() < until,
    found: ({ verdict, program, number }) =>
      console.log(
        `--- seed ${seed} program ${number}${program.preprocess ? ' (.S)' : ''}: line ${verdict.line} ${verdict.what}\n    ${verdict.text}\n${program.text}`,
      ),
  });
  console.log(JSON.stringify(figures));
  process.exitCode = figures.different > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
