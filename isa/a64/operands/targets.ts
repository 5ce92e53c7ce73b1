/** Placeholders of targets: branches, literals, `adr` and `adrp`. */
import type { Fields } from '../../instruction.ts';
import { formatHex, numberKind, signExtend } from '../../operand-kinds.ts';
import type { Placeholder } from '../../syntax.ts';

const address64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** A target at a signed number of `unit` bytes from `from` of the instruction's address. */
function targetPlaceholder(
  name: string,
  width: number,
  reach: string,
  fields: { readonly split: (offset: number) => Fields; readonly join: (fields: Fields) => number },
  unit = 4n,
  page = false,
): Placeholder {
  const base = (address: bigint): bigint => (page ? address & ~0xfffn : address);
  const bound = 1n << BigInt(width - 1);
  return {
    operand: 'target',
    kind: numberKind({
      name,
      what: 'target',
      expects: reach,
      isAddress: true,
      encode: (value, address) => {
        const distance = BigInt.asIntN(64, base(value) - base(address));
        const offset = distance / unit;
        if (distance % unit !== 0n || offset < -bound || offset >= bound) return undefined;
        return fields.split(Number(BigInt.asUintN(width, offset)));
      },
      decode: (encoded, address) =>
        address64(base(address) + BigInt(signExtend(fields.join(encoded), width)) * unit),
      format: formatHex,
    }),
  };
}

const oneField = (field: string) => ({
  split: (offset: number): Fields => ({ [field]: offset }),
  join: (fields: Fields): number => fields[field]!,
});
const immhiLo = {
  split: (offset: number): Fields => ({ immhi: offset >> 2, immlo: offset & 3 }),
  join: ({ immhi, immlo }: Fields): number => (immhi! << 2) | immlo!,
};

// biome-ignore format: a table is read by columns
export const targets: Record<string, Placeholder> = {
  label26: targetPlaceholder('label', 26, 'a multiple of 4 bytes away, within 128 MiB', oneField('imm26')),
  label19: targetPlaceholder('label', 19, 'a multiple of 4 bytes away, within 1 MiB',   oneField('imm19')),
  label14: targetPlaceholder('label', 14, 'a multiple of 4 bytes away, within 32 KiB',  oneField('imm14')),
  label21: targetPlaceholder('label', 21, 'within 1 MiB',                               immhiLo, 1n),
  page:    targetPlaceholder('label', 21, 'within 4 GiB',                               immhiLo, 4096n, true),
};
