/** The A64 architecture description. */
import type { Architecture, RegisterDescription, StateCell } from '../architecture.ts';
import { conditionVariables } from './condition-variables.ts';
import { context, generalRegisters } from './context.ts';
import { exceptionFilters } from './exception-filters.ts';
import { a64Features } from './features.ts';
import { foreignMnemonics } from './foreign.ts';
import { a64InstructionSet } from './instruction-set.ts';
import { interruptLines } from './interrupt-lines.ts';
import { partialRegister, programRegisters, simdRegisters } from './registers.ts';
import { decodeSyndrome, describeStatus } from './syndrome.ts';
import { genericSystemRegisterName, systemRegisters } from './system-registers.ts';
import { vectorTable } from './vector-table.ts';

const cell = (name: string, width: number, reset?: bigint): StateCell =>
  reset === undefined ? { name, width } : { name, width, reset };

/** PSTATE bit by bit (D1.7); after reset EL3h with all interrupts masked. */
const processorState: readonly StateCell[] = [
  ...['n', 'z', 'c', 'v'].map(name => cell(name, 1)),
  cell('el', 2, 3n),
  cell('spsel', 1, 1n),
  ...['d', 'a', 'i', 'f'].map(name => cell(name, 1, 1n)),
  ...['ss', 'il', 'pan', 'uao', 'dit', 'ssbs', 'tco', 'nrw'].map(name => cell(name, 1)),
  cell('btype', 2),
];

/**
 * All state. The halves of a SIMD&FP register are two cells, `d0` and `vh0`. `sp` is the stack pointer in use; the cell of the bank that it stands for (`sp_el0` … `sp_el3`)
 * is brought up to date when SPSel or the exception level changes.
 */
const state: readonly StateCell[] = [
  ...generalRegisters.map(name => cell(name, 64)),
  ...['d', 'vh'].flatMap(half => Array.from({ length: 32 }, (_, number) => cell(`${half}${number}`, 64))),
  ...['sp', 'sp_el3', 'pc'].map(name => cell(name, 64)),
  ...processorState,
  ...systemRegisters
    .filter(({ storage, aliasOf }) => storage !== 'pstate' && storage !== 'none' && aliasOf === undefined)
    .map(({ name, width, reset }) => cell(name, width, reset)),
];

const registers: readonly RegisterDescription[] = [
  ...programRegisters,
  ...simdRegisters,
  ...systemRegisters.map(register => ({
    ...register,
    generic: genericSystemRegisterName(register.encoding),
  })),
];

const byName = new Map(
  registers.flatMap(register => [register.name, ...register.aliases].map(name => [name, register] as const)),
);

export const a64: Architecture = {
  id: 'a64',
  label: 'AArch64 (Armv8-A, Cortex-A57)',
  dialect: 'gas',
  languages: ['aarch64-asm'],
  fileSuffixes: ['.S', '.s', '.asm'],
  addressBits: 64,
  // Where `virt` puts a Linux-style Image: 512 KiB into RAM.
  loadAddress: 0x4008_0000n,
  instructions: a64InstructionSet,
  features: a64Features,
  foreignMnemonics,
  state,
  registers,
  register: name => byName.get(name.toLowerCase()) ?? partialRegister(name.toLowerCase()),
  vectorTable,
  context,
  exceptionFilters,
  conditionVariables,
  interruptLines,
  consoleCommands: [],
  examples: {
    entryCondition: 'el == 2 && ec == 0x16 && hits > 3',
    returnCondition: 'el == 1 && clobbered > 0',
    expressions: ['x0 + 8', 'esr.ec', '*(u64*)(sp + 16)'],
    assignment: 'x0 = 5',
  },
  writeBits: (bits, length) => `.inst 0x${bits.toString(16).padStart(2 * length, '0')}`,
  decodeSyndrome,
  describeStatus,
  levelName: level => `EL${level}`,
  callConvention: { arguments: generalRegisters.slice(0, 8), result: 'x0', link: 'x30' },
};
