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

/** The group of SIMD&FP registers, and of their control and status. */
export const simdGroup = 'SIMD and floating point';

const simd = (
  name: string,
  doc: string,
  width: number,
  aliases: readonly string[] = [],
): RegisterDescription => ({
  ...general(name, doc, width),
  aliases,
  group: simdGroup,
});

const numbers = Array.from({ length: 32 }, (_, number) => number);

/** v0 to v31, 128 bits each. */
export const simdRegisters: readonly RegisterDescription[] = numbers.map(n =>
  simd(`v${n}`, n >= 8 && n <= 15 ? 'Vector; a callee gives its low half back' : 'Vector', 128, [`q${n}`]),
);

const widths = { b: 8, h: 16, s: 32, d: 64 } as const;

const parts = new Map<string, RegisterDescription>([
  ...numbers.slice(0, 31).map(n => [`w${n}`, general(`w${n}`, `Low 32 bits of x${n}`, 32)] as const),
  ...Object.entries(widths).flatMap(([letter, width]) =>
    numbers.map(n => [`${letter}${n}`, simd(`${letter}${n}`, `Low ${width} bits of v${n}`, width)] as const),
  ),
]);

/** `w0` to `w30`, `b0` to `d31`: low parts of registers, known by name and listed nowhere. */
export const partialRegister = (name: string): RegisterDescription | undefined => parts.get(name);
