/** The processor status word, and the coprocessor status register (manual, sections 1.3.2 and 15). */
import type { BitField } from '../architecture.ts';

const bits = (
  name: string,
  high: number,
  low: number,
  doc: string,
  values?: Readonly<Record<number, string>>,
): BitField => ({ name, high, low, doc, ...(values ? { values } : {}) });

const bit = (name: string, position: number, doc: string): BitField => bits(name, position, position, doc);

/** Level at which programs are not trusted: CPUGET and CPUSET trap. */
export const userLevel = 15;

const levels: Readonly<Record<number, string>> = { 0: 'privileged, interrupts off', 15: 'user, all enabled' };

/** Bits of the PSW that a trap changes; all others are the program's, and a handler must give them back. */
export const levelMask = 0xff00_0000n;

export const statusFields: readonly BitField[] = [
  bits('level', 31, 28, 'Interrupt level and privilege: interrupts 1 to level are enabled', levels),
  bits('oldlevel', 27, 24, 'The level before the last trap, to which RTT returns', levels),
  bits('BCD', 15, 8, 'Carry out of each four bits of the last add, for ADJUST'),
  bit('N', 3, 'Negative'),
  bit('Z', 2, 'Zero'),
  bit('V', 1, 'Signed overflow'),
  bit('C', 0, 'Carry, or no borrow'),
];

export const coprocessorStatusFields: readonly BitField[] = [
  bits('coop', 15, 12, 'Modifies the operations of the selected coprocessor; bit 12: long floating point'),
  bits('select', 10, 8, 'The coprocessor that COGET and COSET 1 to 15 address', { 1: 'floating point' }),
  bits('enable', 7, 1, 'One bit for each coprocessor; bit 1: floating point'),
];

const flags = ['N', 'Z', 'V', 'C'] as const;

/** What a level means: `level 15 (user)`. */
export const levelName = (level: number): string =>
  level === 0 ? 'level 0' : `level ${level}${level === userLevel ? ' (user)' : ''}`;

/** A PSW in words: `level 15 (user), old level 0, nZvC` (flags that are set are in upper case). */
export function describeStatus(value: bigint): string {
  const codes = flags.map((name, index) => ((value >> BigInt(3 - index)) & 1n ? name : name.toLowerCase()));
  return `${levelName(Number((value >> 28n) & 15n))}, old ${levelName(Number((value >> 24n) & 15n))}, ${codes.join('')}`;
}
