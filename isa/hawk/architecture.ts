/** The Hawk architecture description (Douglas W. Jones, revision of July 2024). */
import type { Architecture, StateCell } from '../architecture.ts';
import { conditionVariables } from './condition-variables.ts';
import { consoleCommands } from './console-commands.ts';
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
  languages: ['smal-hawk'],
  fileSuffixes: ['.a', '.smal', '.o'],
  addressBits: 32,
  // Behind the trap vector and the monitor.
  loadAddress: 0x1000n,
  instructions: hawkInstructionSet,
  state,
  registers: hawkRegisters,
  register: hawkRegister,
  vectorTable,
  context,
  exceptionFilters,
  conditionVariables,
  interruptLines,
  consoleCommands,
  examples: {
    entryCondition: 'tma >= 0x20000 && level == 15 && hits > 3',
    returnCondition: 'level == 15 && clobbered > 0',
    expressions: ['r3 + 8', 'psw.oldlevel', '*(u32*)(r2 + 4)'],
    assignment: 'r3 = 5',
  },
  writeBits: (bits, length) =>
    `H #${bits
      .toString(16)
      .toUpperCase()
      .padStart(2 * length, '0')}`,
  describeStatus,
  levelName,
  callConvention: { arguments: ['r3', 'r4', 'r5', 'r6'], result: 'r3', link: 'r1' },
};
