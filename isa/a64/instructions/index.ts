/**
 * All rows of A64, in the order in which forms of a mnemonic are tried, decoding looks and aliases are preferred:
 * what is more specific stands before what is more general.
 */
import type { InstructionRow } from '../../instruction.ts';
import { branches } from './branches.ts';
import { cryptography } from './crypto.ts';
import { dataProcessingImmediate } from './data-processing-immediate.ts';
import { dataProcessingRegister } from './data-processing-register.ts';
import { floatingPointConversions } from './fp-conversions.ts';
import { scalarFloatingPoint } from './fp-scalar.ts';
import { loadsAndStores } from './loads-stores.ts';
import { memoryTagging } from './mte.ts';
import { orderedAndAtomic } from './ordered-atomic.ts';
import { byElement } from './simd-elements.ts';
import { modifiedImmediates } from './simd-immediate.ts';
import { structureTransfers } from './simd-load-store.ts';
import { shiftsAndCopies } from './simd-shifts-copies.ts';
import { threeRegisters } from './simd-three-registers.ts';
import { twoRegisters } from './simd-two-registers.ts';
import { threeWidths } from './simd-widths.ts';
import { exceptionsAndSystem } from './system.ts';

export const a64Rows: readonly InstructionRow[] = [
  ...dataProcessingImmediate,
  ...dataProcessingRegister,
  ...branches,
  ...exceptionsAndSystem,
  ...loadsAndStores,
  ...orderedAndAtomic,
  ...memoryTagging,
  ...scalarFloatingPoint,
  ...floatingPointConversions,
  ...modifiedImmediates,
  ...threeRegisters,
  ...threeWidths,
  ...twoRegisters,
  ...byElement,
  ...shiftsAndCopies,
  ...structureTransfers,
  ...cryptography,
];
