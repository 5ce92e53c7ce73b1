/** The trap vector (manual, chapter 13): sixteen entries of sixteen bytes from address 0. */
import type { SlotDescription, VectorTableShape } from '../architecture.ts';

/** Kinds of trap in the order of their entries; everything from `interrupt` on is an interrupt. */
export const trapKinds = {
  restart: 0,
  bus: 1,
  instruction: 2,
  privilege: 3,
  mmu: 4,
  coprocessor: 5,
  interrupt: 8,
} as const;

export type Trap = Exclude<keyof typeof trapKinds, 'interrupt'>;

export const slotSize = 16;

/** Bytes from address 0 to the entry of a trap, or of an interrupt by its number. */
export const vectorOf = (trap: Trap): number => trapKinds[trap] * slotSize;
export const interruptVector = (number: number): number => (trapKinds.interrupt + number) * slotSize;

const names: readonly (readonly [short: string, name: string])[] = [
  ['restart', 'Restart'],
  ['bus', 'Bus trap'],
  ['instruction', 'Instruction trap'],
  ['privilege', 'Privilege trap'],
  ['mmu', 'MMU trap'],
  ['coprocessor', 'Coprocessor trap'],
  ['reserved 60', 'Reserved'],
  ['reserved 70', 'Reserved'],
];

const traps = names.map(
  ([short, name], index): SlotDescription => ({
    index,
    offset: index * slotSize,
    name,
    short,
    kind: index,
    source: 0,
  }),
);

const interrupts = Array.from(
  { length: 8 },
  (_, number): SlotDescription => ({
    index: trapKinds.interrupt + number,
    offset: interruptVector(number),
    name: `Interrupt ${number}`,
    short: `irq${number}`,
    kind: trapKinds.interrupt,
    source: number,
  }),
);

export const vectorTable: VectorTableShape = {
  alignment: 0x100,
  slotSize,
  slots: [...traps, ...interrupts],
  baseRegisters: [],
  base: 0n,
  section: 'Hawk manual, chapter 13: Traps and interrupts',
};
