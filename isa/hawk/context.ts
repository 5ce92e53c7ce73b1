/** What of the interrupted program a trap handler has to give back, and where (manual, chapter 13). */
import type { ContextDescription } from '../architecture.ts';
import { levelMask, statusFields } from './status.ts';

export const generalRegisters: readonly string[] = Array.from({ length: 15 }, (_, n) => `r${n + 1}`);

export const context: ContextDescription = {
  general: generalRegisters,
  callerSaved: generalRegisters.slice(0, 7).filter(name => name !== 'r2'),
  stackPointer: 'r2',
  stackGrows: 'up',
  // Every trap is taken to level 0.
  levels: [{ level: 0, returnAddress: 'tpc', savedStatus: 'psw', faultAddress: 'tma', others: ['tsv'] }],
  special: [],
  scratch: ['tsv'],
  statusFields,
  // A trap saves the level only: condition codes are in the handler's care.
  statusKeptByHandler: 0xffff_ffffn & ~levelMask,
};
