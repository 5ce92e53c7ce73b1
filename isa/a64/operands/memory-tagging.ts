/** Placeholders of the memory tagging extension. */
import { fieldNumber } from '../../operand-kinds.ts';
import type { Placeholder } from '../../syntax.ts';
import { registers } from './registers.ts';

const offset = (name: string, field: string, width: number): Placeholder => ({
  operand: 'offset',
  default: 0n,
  kind: fieldNumber({ name, field, width, signed: true, scale: 16, what: 'offset' }),
});

// biome-ignore format: a table is read by columns
export const memoryTagging: Readonly<Record<string, Placeholder>> = {
  'simm9*16': offset('simm9*16', 'imm9', 9),
  'uimm6*16': { operand: 'imm', kind: fieldNumber({ name: 'uimm6*16', field: 'imm6', width: 6, scale: 16 }) },
  uimm4:      { operand: 'tag', kind: fieldNumber({ name: 'uimm4', field: 'imm4', width: 4, what: 'tag offset' }) },
  // Tags that IRG does not choose; none when left out.
  'Xm|excluded': { ...registers.Xm!, default: 31n },
};
