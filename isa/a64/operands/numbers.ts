/** Placeholders of plain numbers. */
import { fieldNumber, numberKind } from '../../operand-kinds.ts';
import type { Placeholder } from '../../syntax.ts';

const number = (
  operand: string,
  name: string,
  field: string,
  width: number,
  usual?: bigint,
): Placeholder => ({
  operand,
  kind: fieldNumber({ name, field, width }),
  ...(usual !== undefined && { default: usual }),
});

// biome-ignore format: a table is read by columns
export const numbers: Record<string, Placeholder> = {
  imm16:  number('imm',  'imm16', 'imm16', 16, 0n),
  imm5:   number('imm',  'imm5',  'imm5',  5),
  imm4:   number('imm',  'imm4',  'CRm',   4),
  nzcv:   number('nzcv', 'nzcv',  'nzcv',  4),
  mask4:  number('mask', 'mask',  'mask',  4),
  imm6:   number('imm',  'imm6',  'imm6',  6),
  bit31:  { operand: 'bit', kind: fieldNumber({ name: 'bit', field: 'b40', width: 5, what: 'bit' }) },
  bit63:  {
    operand: 'bit',
    kind: numberKind({
      name: 'bit',
      what: 'bit',
      expects: '0 to 63',
      encode: value => value >= 32n && value <= 63n ? { b40: Number(value) - 32 } : undefined,
      decode: ({ b40 }) => BigInt(b40! + 32),
    }),
  },
};
