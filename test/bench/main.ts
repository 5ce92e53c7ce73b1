/** `npm run bench [assembler|emulator]`: ratios to GNU as and QEMU, measured in this run. */
import { benchAssembler } from './assembler.ts';
import { benchEmulator } from './emulator.ts';

const wanted = process.argv[2];
if (wanted === undefined || wanted === 'assembler') benchAssembler();
if (wanted === undefined || wanted === 'emulator') benchEmulator();
