/** General-purpose registers and the program's own view of the processor (B1.2.1). */
import type { RegisterDescription } from '../architecture.ts';
import { savedStatus } from './fields/status.ts';

const spellings: Readonly<Record<string, readonly string[]>> = {
  x16: ['ip0'],
  x17: ['ip1'],
  x29: ['fp'],
  x30: ['lr'],
};

function purpose(number: number): string {
  if (number === 30) return 'Link register: return address of a call';
  if (number === 29) return 'Frame pointer; a callee gives it back';
  if (number >= 19) return 'A callee gives it back';
  if (number === 18) return 'Platform register, or scratch';
  if (number >= 16) return 'Scratch between caller and callee (veneers)';
  if (number >= 9) return 'Scratch: a callee may change it';
  if (number === 8) return 'Address of an indirect result';
  return `Argument ${number}${number < 2 ? ' and result' : ''}; a callee may change it`;
}

const general = (name: string, doc: string, width = 64): RegisterDescription => ({
  name,
  aliases: spellings[name] ?? [],
  width,
  group: 'General',
  doc,
  fields: [],
  level: 0,
  access: 'read-write',
  section: 'B1.2.1',
});

/** x0 to x30, the stack pointer in use, the program counter and PSTATE in the layout of SPSR_ELx. */
export const programRegisters: readonly RegisterDescription[] = [
  ...Array.from({ length: 31 }, (_, n) => general(`x${n}`, purpose(n))),
  general('sp', 'Stack pointer in use: SP_EL0 or the one of the current level, as SPSel says'),
  { ...general('pc', 'Address of the next instruction'), access: 'read-only' },
  {
    ...general('pstate', 'Status of the processor, in the layout of SPSR_ELx', 32),
    group: 'Status',
    fields: savedStatus,
    section: 'D1.7',
  },
];

const words = new Map<string, RegisterDescription>(
  Array.from({ length: 31 }, (_, n) => [`w${n}`, general(`w${n}`, `Low 32 bits of x${n}`, 32)]),
);

/** `w0` to `w30`: the low half of an x register, known by name and listed nowhere. */
export const wordRegister = (name: string): RegisterDescription | undefined => words.get(name);
