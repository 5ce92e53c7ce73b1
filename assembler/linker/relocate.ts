/** Fills addresses into bytes, as relocations of A64 ask for (ELF for the Arm 64-bit Architecture, 5.7). */
import type { Relocation } from '../elf/relocations.ts';
import { writeLittleEndian } from '../image/encode.ts';

const page = (address: bigint): bigint => address & ~0xfffn;

/** What a relocation computes at a place for S + A. */
export function relocatedValue({ value }: Relocation, target: bigint, place: bigint): bigint {
  const signed = (bits: bigint): bigint => BigInt.asIntN(64, bits);
  if (value === 'S+A-P') return signed(target - place);
  return signed(value === 'page(S+A)-page(P)' ? page(target) - page(place) : target);
}

interface Field {
  /** Bits that are dropped at the low end, and must be zero. */
  readonly scale: number;
  readonly width: number;
  /** Puts the low bits of a scaled value into an instruction. */
  readonly put: (instruction: number, value: number) => number;
}

const at = (low: number, width: number) => {
  const mask = (2 ** width - 1) * 2 ** low;
  return (instruction: number, value: number): number =>
    ((instruction & ~mask) | ((value << low) & mask)) >>> 0;
};

const putAddress = (instruction: number, value: number): number =>
  ((instruction & ~0x60ff_ffe0) | ((value & 3) << 29) | (((value >> 2) & 0x7_ffff) << 5)) >>> 0;

const access = (scale: number): Field => ({ scale, width: 12, put: at(10, 12) });
const move: Field = { scale: 0, width: 16, put: at(5, 16) };

const fields: Readonly<Partial<Record<Relocation['field'], Field>>> = {
  imm26: { scale: 2, width: 26, put: at(0, 26) },
  imm19: { scale: 2, width: 19, put: at(5, 19) },
  imm14: { scale: 2, width: 14, put: at(5, 14) },
  adr: { scale: 0, width: 21, put: putAddress },
  adrp: { scale: 12, width: 21, put: putAddress },
  add: { scale: 0, width: 12, put: at(10, 12) },
  'add-high': { scale: 12, width: 12, put: at(10, 12) },
  ldst8: access(0),
  ldst16: access(1),
  ldst32: access(2),
  ldst64: access(3),
  ldst128: access(4),
  movw0: move,
  movw1: move,
  movw2: move,
  movw3: move,
};

/** Writes a value; a sentence when it does not fit. */
export function relocate(
  relocation: Relocation,
  value: bigint,
  bytes: Uint8Array,
  offset: number,
): string | undefined {
  const { field, check } = relocation;
  if (field === 'none') return undefined;
  const data = /^data(\d+)$/.exec(field);
  if (data !== null) {
    const bits = Number(data[1]);
    if (check !== undefined && !fitsEither(value, bits)) return `it does not fit in ${bits} bits`;
    writeLittleEndian(bytes, offset, value, bits / 8);
    return undefined;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const instruction = view.getUint32(offset, true);
  const result = field.startsWith('movw')
    ? putMove(relocation, value, instruction)
    : putField(relocation, value, instruction);
  if (typeof result === 'string') return result;
  view.setUint32(offset, result, true);
  return undefined;
}

const fitsEither = (value: bigint, bits: number): boolean =>
  value >= -(1n << BigInt(bits - 1)) && value < 1n << BigInt(bits);

function putField({ field, check }: Relocation, value: bigint, instruction: number): number | string {
  const { scale, width, put } = fields[field]!;
  const isAccess = field.startsWith('ldst');
  // Of an access, only the low 12 bits of the address count.
  const used = isAccess ? value & 0xfffn : value;
  const scaled = used >> BigInt(scale);
  if ((used & ((1n << BigInt(scale)) - 1n)) !== 0n)
    return `it must be a multiple of ${2 ** scale} bytes${isAccess ? '' : ' away'}`;
  if (check === 'signed' && BigInt.asIntN(width, scaled) !== scaled) return 'it is out of reach';
  return put(instruction, Number(BigInt.asUintN(width, scaled)));
}

/** `movn` in bits 30 and 29 is 0, `movz` 2. */
const moveOperation = at(29, 2);

function putMove(
  { field, check, value: computed }: Relocation,
  value: bigint,
  instruction: number,
): number | string {
  const group = Number(field.slice(-1));
  const shift = BigInt(16 * group);
  if (check === 'unsigned' && BigInt.asUintN(64, value) >> (shift + 16n) !== 0n)
    return `it does not fit in ${16 * (group + 1)} bits`;
  const signed = check === 'signed' || (computed === 'S+A-P' && check !== undefined);
  if (!signed) return move.put(instruction, Number((BigInt.asUintN(64, value) >> shift) & 0xffffn));
  const magnitude = value < 0n ? ~value : value;
  if (magnitude >> (shift + 16n) !== 0n) return `it does not fit in ${16 * (group + 1)} bits and a sign`;
  const moved = moveOperation(instruction, value < 0n ? 0 : 2);
  return move.put(moved, Number((magnitude >> shift) & 0xffffn));
}
