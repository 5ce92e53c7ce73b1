/** The shape of an A64 vector table (D1.10.2). */
import type { VectorTableShape } from '../architecture.ts';

/** What is signalled: the columns of the table. */
export const exceptionKinds = [
  { number: 0, id: 'sync', name: 'Synchronous' },
  { number: 1, id: 'irq', name: 'IRQ' },
  { number: 2, id: 'fiq', name: 'FIQ' },
  { number: 3, id: 'serror', name: 'SError' },
] as const;

/** Where it comes from: the rows of the table, 0x200 bytes each. */
export const exceptionSources = [
  { number: 0, id: 'sp0', name: 'current EL with SP_EL0', short: 'current EL, SP_EL0' },
  { number: 1, id: 'spx', name: 'current EL with SP_ELx', short: 'current EL, SP_ELx' },
  { number: 2, id: 'lower64', name: 'lower EL using AArch64', short: 'lower EL, AArch64' },
  { number: 3, id: 'lower32', name: 'lower EL using AArch32', short: 'lower EL, AArch32' },
] as const;

const slotSize = 0x80;

export const vectorTable: VectorTableShape = {
  alignment: 0x800,
  slotSize,
  slots: exceptionSources.flatMap(source =>
    exceptionKinds.map(kind => {
      const index = source.number * 4 + kind.number;
      return {
        index,
        offset: index * slotSize,
        name: `${kind.name}, ${source.name}`,
        short: `${kind.id} ${source.id}`,
        kind: kind.number,
        source: source.number,
      };
    }),
  ),
  baseRegisters: [
    { name: 'vbar_el1', level: 1 },
    { name: 'vbar_el12', level: 1 },
    { name: 'vbar_el2', level: 2 },
    { name: 'vbar_el3', level: 3 },
  ],
  section: 'D1.10.2',
};
