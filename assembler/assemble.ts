/** The assembler: sources in, a program laid out in memory and everything worth knowing about it out. */
import type { Architecture } from '../isa/architecture.ts';
import { dialectOf } from './dialects.ts';
import type { AssembleInput, AssembleResult, FileRequest, ObjectResult } from './program.ts';

/**
 * Assembles the main files in the architecture's dialect and lays them out together from the load address.
 * Pure: a file that is missing from `input.files` is asked for in `needs`, and the result is as good as it can
 * be without it. Never throws on any text, and its work is bounded by `input.limits`.
 */
export const assemble = (architecture: Architecture, input: AssembleInput): AssembleResult =>
  dialectOf(architecture).assemble(architecture, input);

/** The same into one ELF object, as GNU as makes it. Only for architectures whose dialect has ELF objects. */
export function assembleObject(architecture: Architecture, input: AssembleInput): ObjectResult {
  const { assembleObject: make, id } = dialectOf(architecture);
  if (make === undefined) throw new Error(`assembler: no ELF objects in the dialect ${id}`);
  return make(architecture, input);
}

/** Files that `assemble` would ask for first, as far as they can be found without assembling. */
export const includesOf = (architecture: Architecture, input: AssembleInput): readonly FileRequest[] =>
  dialectOf(architecture).includesOf(input);
