/** Which values the program writes to vector base registers: followed by value, not by spelling. */
import type { Origin } from '../assembler/program.ts';
import type { Code } from './code.ts';
import { executeInstruction } from './evaluate.ts';
import { entryState, readCell, type State } from './state.ts';
import { numberOf } from './values.ts';

/** One write to a base register with a known value. */
export interface BaseRegisterWrite {
  readonly register: string;
  readonly level: number;
  readonly value: bigint;
  /** The instruction that writes it. */
  readonly origin: Origin;
  readonly address: bigint;
}

const nothingWatched: ReadonlySet<string> = new Set();

/**
 * Runs through the text from top to bottom, knowing nothing at the start and after every instruction that does
 * not go on to the next one: enough for `adr`, `adrp` and `add`, `ldr =` before the write.
 */
export function baseRegisterWrites(code: Code): readonly BaseRegisterWrite[] {
  const { baseRegisters } = code.architecture.vectorTable;
  const found: BaseRegisterWrite[] = [];
  let state: State = entryState(nothingWatched);
  for (const statement of code.result.program.statements) {
    if (statement.kind === 'unknown') state = entryState(nothingWatched);
    if (statement.kind !== 'instruction') continue;
    const instruction = code.instructionAt(statement.address);
    if (instruction?.semantics === undefined || statement.uncertain) {
      state = entryState(nothingWatched);
      continue;
    }
    const { control, writes } = instruction.effects;
    state = executeInstruction(state, instruction, code.constantAt).state;
    for (const { name, level } of baseRegisters) {
      const value = writes.includes(name) ? numberOf(readCell(state, name)) : undefined;
      if (value !== undefined)
        found.push({ register: name, level, value, origin: statement.origin, address: statement.address });
    }
    if (!control.includes('next') && !control.includes('wait')) state = entryState(nothingWatched);
  }
  return found;
}
