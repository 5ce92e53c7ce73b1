/** Which values the program writes to vector base registers: followed by value, not by spelling. */
import type { Origin, Statement } from '../assembler/program.ts';
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

/** Instructions before a write among which its value may be made. */
const reach = 32;

/**
 * Runs through the text before each write from top to bottom, knowing nothing at the start and after every
 * instruction that does not go on to the next one: enough for `adr`, `adrp` and `add`, `ldr =` before it.
 */
export function baseRegisterWrites(code: Code): readonly BaseRegisterWrite[] {
  const { baseRegisters } = code.architecture.vectorTable;
  const { statements } = code.result.program;
  const found: BaseRegisterWrite[] = [];
  statements.forEach((statement, n) => {
    if (statement.kind !== 'instruction') return;
    const writes = code.instructionAt(statement.address)?.effects.writes ?? [];
    const written = baseRegisters.find(({ name }) => writes.includes(name));
    if (written === undefined) return;
    const state = stateAfter(code, statements.slice(Math.max(0, n - reach), n + 1));
    const value = numberOf(readCell(state, written.name));
    const { origin, address } = statement;
    if (value !== undefined)
      found.push({ register: written.name, level: written.level, value, origin, address });
  });
  return found;
}

/** What is known after statements that stand one after the other. */
function stateAfter(code: Code, statements: readonly Statement[]): State {
  let state = entryState(nothingWatched, code.wordBytes);
  for (const statement of statements) {
    const instruction = statement.kind === 'instruction' ? code.instructionAt(statement.address) : undefined;
    if (statement.kind === 'unknown') state = entryState(nothingWatched, code.wordBytes);
    if (statement.kind !== 'instruction') continue;
    if (instruction?.semantics === undefined || statement.uncertain) {
      state = entryState(nothingWatched, code.wordBytes);
      continue;
    }
    const { control } = instruction.effects;
    state = executeInstruction(state, instruction, code).state;
    if (!control.includes('next') && !control.includes('wait'))
      state = entryState(nothingWatched, code.wordBytes);
  }
  return state;
}
