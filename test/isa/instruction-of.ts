import type { Instruction, OperandValues } from '../../isa/instruction.ts';
import type { Semantics } from '../../isa/semantics.ts';

/** A decoded instruction of a row made up for a test. */
export function instructionOf(
  semantics: Semantics | undefined,
  operands: OperandValues = {},
  address = 0x8000n,
): Instruction {
  return {
    row: {
      id: 'test',
      mnemonic: 'test',
      length: 4,
      pattern: '',
      syntax: '',
      feature: 'v8.0',
      doc: '',
      section: '',
      ...(semantics ? { semantics } : {}),
    },
    operands,
    bits: 0,
    length: 4,
    address,
  };
}
