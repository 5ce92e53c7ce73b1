/** Placeholders of the offsets and index amounts of loads and stores. */
import { fieldNumber, listedNumber, numberKind, signExtend } from '../../operand-kinds.ts';
import type { Placeholder } from '../../syntax.ts';

const scales = [1, 2, 4, 8, 16] as const;

export const offsets: Record<string, Placeholder> = {};
function addOffset(
  name: string,
  field: string,
  width: number,
  signed: boolean,
  scale: number,
  expects?: string,
): void {
  const kind = fieldNumber({
    name,
    field,
    width,
    signed,
    scale,
    what: 'offset',
    ...(expects && { expects }),
  });
  offsets[name] = { operand: 'offset', default: 0n, kind };
}
addOffset('simm9', 'imm9', 9, true, 1);
for (const scale of scales) {
  // What does not fit here is written as an unscaled offset of 9 bits.
  const further =
    scale === 1 ? '-256 to 4095' : `-256 to 255, or a multiple of ${scale} up to ${4095 * scale}`;
  addOffset(`uimm12*${scale}`, 'imm12', 12, false, scale, further);
  addOffset(`simm7*${scale}`, 'imm7', 7, true, scale);
}
for (const amount of [1, 2, 3, 4]) {
  offsets[`index${amount}`] = {
    operand: 'amount',
    default: 0n,
    kind: listedNumber(`amount${amount}`, 'S', 'shift amount', [0n, BigInt(amount)]),
  };
}
/** A zero that may be written, but is not encoded. */
const zeroPlaceholder = (operand: string): Placeholder => ({
  operand,
  default: 0n,
  kind: numberKind({
    name: 'zero',
    what: operand === 'offset' ? 'offset' : 'shift amount',
    expects: '0',
    encode: value => (value === 0n ? {} : undefined),
    decode: () => 0n,
  }),
});
offsets.zero = zeroPlaceholder('offset');
// The amount of bytes is 0 with and without a shift: two rows.
offsets.index0 = zeroPlaceholder('amount');
// Pointer-authenticated loads.
offsets['simm10*8'] = {
  operand: 'offset',
  default: 0n,
  kind: numberKind({
    name: 'simm10*8',
    what: 'offset',
    expects: 'a multiple of 8, -4096 to 4088',
    encode: value => {
      if (value % 8n !== 0n || value < -4096n || value > 4088n) return undefined;
      const raw = Number(BigInt.asUintN(10, value / 8n));
      return { S: raw >> 9, imm9: raw & 0x1ff };
    },
    decode: ({ S, imm9 }) => BigInt(signExtend((S! << 9) | imm9!, 10) * 8),
  }),
};
