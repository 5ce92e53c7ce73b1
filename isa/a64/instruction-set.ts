/** The A64 instruction set. */
import { effectsOf } from '../effects.ts';
import type { InstructionSet } from '../instruction.ts';
import { createInstructionSet } from '../instruction-set.ts';
import { semanticsOf } from '../simplify.ts';
import { a64Cells } from './cells.ts';
import { a64Rows } from './instructions/index.ts';
import { placeholder } from './operands.ts';
import { partialEffects } from './partial-effects.ts';
import { remedyOf } from './remedies.ts';
import { a64Vocabulary } from './semantics/system.ts';

export const a64InstructionSet: InstructionSet = createInstructionSet({
  rows: a64Rows,
  alignment: 4,
  placeholder,
  // Bits 21 to 31 hold the encoding group and most operation codes.
  indexBits: { from: 21, count: 11 },
  vocabulary: a64Vocabulary,
  remedy: remedyOf,
  effects: (instruction, syntax) => {
    const semantics = semanticsOf(instruction, a64Vocabulary);
    return semantics === undefined
      ? partialEffects(instruction, syntax)
      : effectsOf(semantics, a64Vocabulary, a64Cells);
  },
});
