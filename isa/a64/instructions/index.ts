/**
 * All rows of A64, in the order in which forms of a mnemonic are tried, decoding looks and aliases are preferred:
 * what is more specific stands before what is more general.
 */
import type { InstructionRow } from '../../instruction.ts';
import { branches } from './branches.ts';
import { dataProcessingImmediate } from './data-processing-immediate.ts';
import { dataProcessingRegister } from './data-processing-register.ts';
import { loadsAndStores } from './loads-stores.ts';
import { orderedAndAtomic } from './ordered-atomic.ts';
import { exceptionsAndSystem } from './system.ts';

export const a64Rows: readonly InstructionRow[] = [
  ...dataProcessingImmediate,
  ...dataProcessingRegister,
  ...branches,
  ...exceptionsAndSystem,
  ...loadsAndStores,
  ...orderedAndAtomic,
];
