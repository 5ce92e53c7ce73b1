/**
 * What may stand in `<>` in the syntax of an A64 row: for each placeholder the operand that it gives, its kind,
 * and its value when an optional group is left out. Names follow the manual; a number in a name is a width, and
 * `*n` a scale: `<simm7*8>` is a signed 7-bit number of doublewords, written in bytes.
 */
import type { Placeholder } from '../syntax.ts';
import { addSubtract } from './operands/add-subtract.ts';
import { bitfieldPlaceholders } from './operands/bit-fields.ts';
import { memoryTagging } from './operands/memory-tagging.ts';
import { widePlaceholders } from './operands/moves-masks.ts';
import { numbers } from './operands/numbers.ts';
import { offsets } from './operands/offsets.ts';
import { pairs, registers } from './operands/registers.ts';
import { shiftsAndConditions } from './operands/shifts-conditions.ts';
import { vectors } from './operands/simd.ts';
import { simdImmediates } from './operands/simd-immediates.ts';
import { systemPlaceholders } from './operands/system.ts';
import { targets } from './operands/targets.ts';

const table: Readonly<Record<string, Placeholder>> = {
  ...registers,
  ...pairs,
  ...addSubtract,
  ...widePlaceholders(32),
  ...widePlaceholders(64),
  ...bitfieldPlaceholders(32),
  ...bitfieldPlaceholders(64),
  ...shiftsAndConditions,
  ...targets,
  ...offsets,
  ...numbers,
  ...systemPlaceholders,
  ...vectors,
  ...simdImmediates,
  ...memoryTagging,
};

/** What `<name>` stands for in a row's syntax. */
export const placeholder = (name: string): Placeholder | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
