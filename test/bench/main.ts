/**
 * `npm run bench [assembler|emulator|history] [short]`: ratios to GNU as and QEMU, and the time from a keystroke to
 * its diagnostics, measured in this run. `short` is for CI.
 */
import { benchAssembler } from './assembler.ts';
import { benchEmulator } from './emulator.ts';
import { benchHistory } from './history.ts';
import { benchTyping } from './typing.ts';

const words = process.argv.slice(2);
const short = words.includes('short');
const wanted = words.find(word => word !== 'short');
if (wanted === undefined || wanted === 'assembler') {
  benchAssembler(short ? 0.1 : 1);
  await benchTyping('dist/bench/server.cjs', short ? 45 : 300);
}
if (wanted === undefined || wanted === 'emulator') benchEmulator();
if (wanted === undefined || wanted === 'emulator' || wanted === 'history') benchHistory();
