/** Placeholders of bit field moves, shifts by an immediate and extracts. */
import type { Fields, OperandKind } from '../../instruction.ts';
import { fieldNumber, numberKind } from '../../operand-kinds.ts';
import type { Placeholder } from '../../syntax.ts';
import type { Width } from '../semantics/registers.ts';

/** Placeholders of bit field moves, whose numbers are `immr` and `imms` or made of them. */
export function bitfieldPlaceholders(width: Width): Record<string, Placeholder> {
  const last = width - 1;
  const position = (name: string, field: string, what: string): OperandKind =>
    fieldNumber({ name: `${name}${width}`, field, width: 6, to: last, what });
  const valid = ({ immr, imms }: Fields): boolean => immr! < width && imms! < width;
  return {
    [`immr${width}`]: { operand: 'immr', kind: position('immr', 'immr', 'immediate') },
    [`imms${width}`]: { operand: 'imms', kind: position('imms', 'imms', 'immediate') },
    // Shifts by an immediate.
    [`right${width}`]: { operand: 'shift', kind: position('right', 'immr', 'shift amount') },
    [`left${width}`]: {
      operand: 'shift',
      kind: numberKind({
        name: `left${width}`,
        what: 'shift amount',
        expects: `0 to ${last}`,
        encode: value =>
          value >= 0n && value <= last
            ? { immr: (width - Number(value)) % width, imms: last - Number(value) }
            : undefined,
        decode: fields =>
          valid(fields) && fields.imms !== last && fields.immr === fields.imms! + 1
            ? BigInt(last - fields.imms!)
            : undefined,
      }),
    },
    // A field taken from bit `lsb` up.
    [`lsb${width}`]: { operand: 'lsb', kind: position('lsb', 'immr', 'lowest bit') },
    [`width${width}`]: {
      operand: 'width',
      kind: numberKind({
        name: `width${width}`,
        what: 'width',
        expects: `1 to ${width} minus the lowest bit`,
        encode: (value, _address, { immr }) =>
          value >= 1n && value <= width - immr! ? { imms: immr! + Number(value) - 1 } : undefined,
        decode: fields =>
          valid(fields) && fields.imms! >= fields.immr! ? BigInt(fields.imms! - fields.immr! + 1) : undefined,
      }),
    },
    // A field put at bit `lsb`.
    [`to${width}`]: {
      operand: 'lsb',
      kind: numberKind({
        name: `to${width}`,
        what: 'lowest bit',
        expects: `0 to ${last}`,
        encode: value =>
          value >= 0n && value <= last ? { immr: (width - Number(value)) % width } : undefined,
        decode: ({ immr }) => (immr! < width ? BigInt((width - immr!) % width) : undefined),
      }),
    },
    [`widthto${width}`]: {
      operand: 'width',
      kind: numberKind({
        name: `widthto${width}`,
        what: 'width',
        expects: `1 to ${width} minus the lowest bit`,
        encode: (value, _address, { immr }) =>
          value >= 1n && value <= width - ((width - immr!) % width) ? { imms: Number(value) - 1 } : undefined,
        decode: fields =>
          valid(fields) && (fields.imms! < fields.immr! || fields.immr === 0)
            ? BigInt(fields.imms! + 1)
            : undefined,
      }),
    },
    // The lowest bit of an extract.
    [`extract${width}`]: { operand: 'lsb', kind: position('extract', 'imms', 'lowest bit') },
    [`rotate${width}`]: { operand: 'lsb', kind: position('rotate', 'imms', 'shift amount') },
    [`amount${width}`]: { operand: 'amount', default: 0n, kind: position('amount', 'imm6', 'shift amount') },
  };
}
