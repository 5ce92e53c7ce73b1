/** The Hawk architecture description (Douglas W. Jones, revision of July 2024). */
import type { Architecture, StateCell } from '../architecture.ts';
import { conditionVariables } from './condition-variables.ts';
import { context } from './context.ts';
import { exceptionFilters } from './exception-filters.ts';
import { hawkInstructionSet } from './instruction-set.ts';
import { interruptLines } from './interrupt-lines.ts';
import { hawkRegister, hawkRegisters } from './registers.ts';
import { describeStatus, levelName } from './status.ts';
import { vectorTable } from './vector-table.ts';

/** Everything is 0 after reset; a register is its own cell. */
const state: readonly StateCell[] = hawkRegisters.map(({ name, width }) => ({ name, width }));

export const hawk: Architecture = {
  id: 'hawk',
  label: 'Hawk',
  dialect: 'smal',
  addressBits: 32,
  instructions: hawkInstructionSet,
  state,
  registers: hawkRegisters,
  register: hawkRegister,
  vectorTable,
  context,
  exceptionFilters,
  conditionVariables,
  interruptLines,
  describeStatus,
  levelName,
  callConvention: { arguments: ['r3', 'r4', 'r5', 'r6'], result: 'r3', link: 'r1' },
};
