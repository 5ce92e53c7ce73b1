/** The interpreter of an architecture as a compiled module, with all that its records are prepared from. */
import type { InstructionRow, InstructionSet } from '../../../isa/instruction.ts';
import type { FastPaths } from './fast-paths.ts';
import { generateInterpreter, type InterpreterDescription, type Plan } from './generate.ts';
import type { RecordPageShape } from './record.ts';
import type { Variants } from './specialise.ts';

/** An interpreter that any machine of its architecture can run. */
export interface CompiledInterpreter {
  readonly instructions: InstructionSet;
  readonly module: WebAssembly.Module;
  readonly plans: ReadonlyMap<InstructionRow, Variants<Plan>>;
  readonly shape: RecordPageShape;
  readonly fastPaths: FastPaths | undefined;
  /** Where the records of handlers that need a permission have it. */
  readonly permissions: ReadonlyMap<number, number>;
}

/** Takes some tens of milliseconds: make one for all machines. */
export function compileInterpreter(description: InterpreterDescription): CompiledInterpreter {
  const { instructions, fastPaths } = description;
  const { module, plans, shape } = generateInterpreter(description);
  const permissions = new Map<number, number>();
  const collect = (variants: Variants<Plan>): void => {
    if ('question' in variants) {
      collect(variants.yes);
      collect(variants.no);
      return;
    }
    const { handler, slots } = variants.leaf;
    const slot = slots.find(({ holds }) => holds === 'permission');
    if (slot) permissions.set(handler, slot.at);
  };
  for (const variants of plans.values()) collect(variants);
  return { instructions, module: new WebAssembly.Module(module), plans, shape, fastPaths, permissions };
}
