/** Keys of the Hawk emulator's debugger (manual, appendix A), and what a screen and a keyboard need besides. */
import type { ConsoleCommandDescription } from '../architecture.ts';

// biome-ignore format: a table is read by columns
export const consoleCommands: readonly ConsoleCommandDescription[] = [
  { name: 'r',      does: 'continue',       doc: 'Run' },
  { name: 's',      does: 'step',           doc: 'Execute one instruction, into calls and traps' },
  { name: 'n',      does: 'next',           doc: 'Execute one instruction; a call or trap runs through' },
  { name: 'i',      does: 'iterate',        doc: 'Run until this instruction is reached again: one iteration of a loop' },
  { name: 'p',      does: 'run-to',         doc: 'Run to an address, or to the last one again', operand: 'ADDRESS' },
  { name: '>',      does: 'mark-forward',   doc: 'Move the address of p forward by a halfword' },
  { name: '<',      does: 'mark-back',      doc: 'Move the address of p back by a halfword' },
  { name: 'm',      does: 'memory',         doc: 'Show memory at an address', operand: 'ADDRESS' },
  { name: '+',      does: 'memory-forward', doc: 'Show the memory that follows' },
  { name: '-',      does: 'memory-back',    doc: 'Show the memory before' },
  { name: 't',      does: 'memory-toggle',  doc: 'Show memory as instructions instead of numbers, and back' },
  { name: 'screen', does: 'screen',         doc: 'Show the display' },
  { name: 'key',    does: 'type',           doc: 'Press keys: the characters, without a newline', operand: 'TEXT' },
  { name: 'q',      does: 'end',            doc: 'End the program' },
];
