/** The Hawk instruction set. */
import { effectsOf } from '../effects.ts';
import type { InstructionSet } from '../instruction.ts';
import { createInstructionSet } from '../instruction-set.ts';
import { semanticsOf } from '../simplify.ts';
import { hawkCells } from './cells.ts';
import { hawkRows } from './instructions/index.ts';
import { placeholder } from './operands.ts';
import { hawkVocabulary } from './semantics/special.ts';

export const hawkInstructionSet: InstructionSet = createInstructionSet({
  rows: hawkRows,
  alignment: 2,
  placeholder,
  // Bits 4 to 15 of the first halfword hold both operation codes.
  indexBits: { from: 4, count: 12 },
  notation: { upperCase: true, compact: true },
  vocabulary: hawkVocabulary,
  effects: instruction =>
    effectsOf(semanticsOf(instruction, hawkVocabulary) ?? [], hawkVocabulary, hawkCells),
});
