/** `npm run bench [assembler|emulator|history]`: ratios to GNU as and QEMU, measured in this run. */
import { benchAssembler } from './assembler.ts';
import { benchEmulator } from './emulator.ts';
import { benchHistory } from './history.ts';

const wanted = process.argv[2];
if (wanted === undefined || wanted === 'assembler') benchAssembler();
if (wanted === undefined || wanted === 'emulator') benchEmulator();
if (wanted === undefined || wanted === 'history') benchHistory();
