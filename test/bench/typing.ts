/** Typing in Linux's `entry.S`: from a keystroke to the diagnostics that the real server publishes for it. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Client } from '../protocol/lsp-client.ts';
import { linuxEntry, noLinux } from './sources.ts';

/** Characters that are typed one after the other into a comment and a mnemonic, and taken away again. */
const typed = 'mov x0, x1 // ';

/** Milliseconds between two keystrokes, of somebody who types fast. */
const pace = 150;

/** The sorted value below which this part of all lies. */
const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!;

/**
 * Milliseconds that each of so many keystrokes takes, sorted; the first ones, in which the server's code is
 * compiled, are left out. Each is sent at its pace, when the diagnostics of the one before have come.
 */
async function latencies(server: string, keystrokes: number): Promise<readonly number[]> {
  const { folder, file } = linuxEntry()!;
  const text = readFileSync(file, 'utf8');
  const uri = pathToFileURL(file).href;
  const client = new Client(server, { folders: [folder] });
  const times: number[] = [];
  const warmUp = 15;
  try {
    await client.initialize();
    await client.open(uri, text);
    await client.published(uri, 1);
    // A line of its own in the middle of the handlers, which grows and goes again.
    const line = text.slice(0, text.indexOf('SYM_CODE_START(vectors)')).split('\n').length - 2;
    for (let n = 0; n < keystrokes + warmUp; n++) {
      const turn = n % (typed.length + 1);
      const erase = turn === typed.length;
      const at = (character: number) => ({ line, character });
      const range = { start: at(erase ? 0 : turn), end: at(turn) };
      const start = performance.now();
      await client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: n + 2 },
        contentChanges: [{ range, text: erase ? '' : typed[turn]! }],
      });
      await client.published(uri, n + 2);
      const took = performance.now() - start;
      if (n >= warmUp) times.push(took);
      await new Promise(resolve => setTimeout(resolve, pace - took));
    }
  } finally {
    await client.stop();
  }
  return times.toSorted((a, b) => a - b);
}

/** Prints median and 99th percentile. */
export async function benchTyping(server: string, keystrokes: number): Promise<void> {
  const what = 'keystroke in Linux entry.S';
  if (linuxEntry() === undefined) {
    console.log(`${what.padEnd(36)} not measured: ${noLinux}`);
    return;
  }
  const times = await latencies(server, keystrokes);
  const [median, late] = [0.5, 0.99].map(part => quantile(times, part).toFixed(1));
  console.log(`${what.padEnd(36)} median ${median} ms (goal 16), 99th percentile ${late} ms (goal 50)`);
}
