/** All rows of the Hawk, in the order in which forms of a mnemonic are tried and aliases are preferred. */
import type { InstructionRow } from '../../instruction.ts';
import { controlInstructions } from './control.ts';
import { dataInstructions } from './data.ts';
import { memoryReference } from './memory-reference.ts';

export const hawkRows: readonly InstructionRow[] = [
  ...memoryReference,
  ...dataInstructions,
  ...controlInstructions,
];
