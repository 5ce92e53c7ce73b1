/**
 * What may stand in `<>` in the syntax of an A64 row: for each placeholder the operand that it gives, its kind,
 * and its value when an optional group is left out. Names follow the manual; a number in a name is a width, and
 * `*n` a scale: `<simm7*8>` is a signed 7-bit number of doublewords, written in bytes.
 */
import type { Fields, OperandKind, OperandValue } from '../instruction.ts';
import { choiceKind, fieldChoice, fieldNumber, numbered, numberKind, signExtend } from '../operand-kinds.ts';
import type { Placeholder } from '../syntax.ts';
import { decodeBitmask, encodeBitmask } from './bitmask.ts';
import { conditions } from './conditions.ts';
import { systemPlaceholders } from './system-operands.ts';

type Width = 32 | 64;
const widths = [32, 64] as const;

// Registers

const roles = ['d', 'n', 'm', 'a', 't', 't2', 's'] as const;

/** Spellings that GNU as takes for some registers besides their number. */
const registerAliases: readonly (readonly [string, OperandValue])[] = [
  ['ip0', 16n],
  ['ip1', 17n],
  ['fp', 29n],
  ['lr', 30n],
];

/** Names of a general register file; number 31 has the name `last`. */
function generalNames(letter: 'w' | 'x', last: string): Map<string, OperandValue> {
  const names = numbered([...Array.from({ length: 31 }, (_, index) => `${letter}${index}`), last]);
  if (letter === 'x') for (const [name, number] of registerAliases) names.set(name, number);
  return names;
}

interface RegisterFile {
  /** Placeholder name without its role, e.g. `X` and `|SP` around `d`. */
  readonly before: string;
  readonly after: string;
  readonly names: ReadonlyMap<string, OperandValue>;
  readonly expects: string;
}

// biome-ignore format: a table is read by columns
const registerFiles: readonly RegisterFile[] = [
  { before: 'W', after: '',     names: generalNames('w', 'wzr'), expects: 'a 32-bit register, w0–w30 or wzr' },
  { before: 'X', after: '',     names: generalNames('x', 'xzr'), expects: 'a 64-bit register, x0–x30 or xzr' },
  { before: 'W', after: '|WSP', names: generalNames('w', 'wsp'), expects: 'a 32-bit register, w0–w30 or wsp' },
  { before: 'X', after: '|SP',  names: generalNames('x', 'sp'),  expects: 'a 64-bit register, x0–x30 or sp' },
  ...['B', 'H', 'S', 'D', 'Q'].map((before, index) => ({
    before,
    after: '',
    names: numbered(Array.from({ length: 32 }, (_, number) => `${before.toLowerCase()}${number}`)),
    expects: `a ${8 << index}-bit SIMD&FP register, ${before.toLowerCase()}0–${before.toLowerCase()}31`,
  })),
];

/** Where they are optional: the register of `ret`, and of system instructions. */
const usualRegisters: Readonly<Record<string, OperandValue>> = { Xn: 30n, Xt: 31n };

const registers: Record<string, Placeholder> = {};
for (const { before, after, names, expects } of registerFiles) {
  for (const role of roles) {
    const name = `${before}${role}${after}`;
    const operand = `R${role}`;
    const kind = fieldChoice({ name, what: 'operand', expects, names, field: operand });
    const usual = usualRegisters[name];
    registers[name] = { operand, kind, ...(usual !== undefined && { default: usual }) };
  }
}

/** Even register and the one after it (`CASP`): the second is not encoded, it follows from the first. */
function pairPlaceholders(letter: 'W' | 'X', role: 's' | 't'): Record<string, Placeholder> {
  const field = `R${role}`;
  const names = registers[`${letter}${role}`]!.kind.names!;
  return {
    [`${letter}${role}:even`]: {
      operand: field,
      kind: choiceKind({
        name: `${letter}${role}`,
        what: 'first register of the pair',
        expects: `even: ${letter.toLowerCase()}0, ${letter.toLowerCase()}2 …`,
        names,
        encode: value => (value % 2n === 0n ? { [field]: Number(value) } : undefined),
        decode: fields => (fields[field]! % 2 === 0 ? BigInt(fields[field]!) : undefined),
      }),
    },
    [`${letter}(${role}+1)`]: {
      operand: `${field}2`,
      kind: choiceKind({
        name: `${letter}(${role}+1)`,
        what: 'second register of the pair',
        expects: 'the one after the first',
        names,
        encode: (value, earlier) => (Number(value) === earlier[field]! + 1 ? {} : undefined),
        decode: fields => BigInt(fields[field]! + 1),
      }),
    },
  };
}

// Immediates of data processing

const addSubtractWords = '0–4095, or a multiple of 4096 up to 16773120';

/** Value of `imm12` with its optional shift; a shifted zero is not how zero is encoded. */
const shiftedImm12 = ({ sh, imm12 }: Fields): bigint | undefined =>
  sh === 1 && imm12 === 0 ? undefined : BigInt(imm12! * (sh === 1 ? 4096 : 1));

function splitImm12(value: bigint): Fields | undefined {
  if (value >= 0n && value <= 4095n) return { sh: 0, imm12: Number(value) };
  if (value % 4096n === 0n && value >= 0n && value <= 16773120n)
    return { sh: 1, imm12: Number(value / 4096n) };
  return undefined;
}

const addSubtract: Record<string, Placeholder> = {
  imm12: {
    operand: 'imm',
    kind: fieldNumber({ name: 'imm12', field: 'imm12', width: 12, expects: addSubtractWords }),
  },
  shift12: {
    operand: 'shift',
    default: 0n,
    kind: fieldNumberOf('shift12', 'sh', 'shift amount', [0n, 12n]),
  },
  imm24: {
    operand: 'imm',
    kind: numberKind({ name: 'imm24', expects: addSubtractWords, encode: splitImm12, decode: shiftedImm12 }),
  },
  // Written as the opposite instruction: `add x0, x1, #-4` is `sub x0, x1, #4`.
  '-imm24': {
    operand: 'imm',
    kind: numberKind({
      name: '-imm24',
      expects: `${addSubtractWords}, or the negative of one`,
      encode: value => splitImm12(-value),
      decode: fields => {
        const value = shiftedImm12(fields);
        return value === undefined ? undefined : -value;
      },
    }),
  },
};

/** A number that is one of a few, whose place in the list is the field. */
function fieldNumberOf(
  name: string,
  field: string,
  what: string,
  values: readonly bigint[],
  words = values.join(' or '),
): OperandKind {
  return numberKind({
    name,
    what,
    expects: words,
    encode: value => (values.includes(value) ? { [field]: values.indexOf(value) } : undefined),
    decode: fields => values[fields[field]!],
  });
}

/** The unsigned form of a value that fits the width, signed or not. */
function unsigned(value: bigint, width: Width): bigint | undefined {
  const bound = 1n << BigInt(width);
  if (value >= -bound / 2n && value < bound) return BigInt.asUintN(width, value);
  // A 32-bit negative that was computed in 64 bits.
  return width === 32 && BigInt.asIntN(64, value) >= -bound / 2n && BigInt.asIntN(64, value) < 0n
    ? BigInt.asUintN(32, value)
    : undefined;
}

const formatHex = (value: bigint): string => `0x${value.toString(16)}`;
const onesOf = (width: Width): bigint => (1n << BigInt(width)) - 1n;

/** `hw` and `imm16` of a value with only one halfword that is not zero. */
function splitWide(value: bigint, width: Width): Fields | undefined {
  for (let hw = 0; hw < width / 16; hw++) {
    const imm16 = value >> BigInt(hw * 16);
    if (imm16 <= 0xffffn && imm16 << BigInt(hw * 16) === value) return { hw, imm16: Number(imm16) };
  }
  return undefined;
}

/** The value that `hw` and `imm16` stand for; undefined when another `hw` is the usual one, or none exists. */
function wideValue({ hw, imm16 }: Fields, width: Width): bigint | undefined {
  if (hw! >= width / 16 || (imm16 === 0 && hw !== 0)) return undefined;
  return BigInt(imm16!) << BigInt(hw! * 16);
}

/** Whether one `MOVZ` or `MOVN` makes the value. */
const isWide = (value: bigint, width: Width): boolean =>
  splitWide(value, width) !== undefined || splitWide(value ^ onesOf(width), width) !== undefined;

function maskKind(name: string, width: Width, change: (mask: bigint) => bigint | undefined): OperandKind {
  return numberKind({
    name,
    expects: `a mask of ${width} bits: a run of ones, rotated and repeated every 2, 4, 8, 16, 32${width === 64 ? ' or 64' : ''} bits`,
    encode: value => {
      const mask = unsigned(value, width);
      const changed = mask === undefined ? undefined : change(mask);
      return changed === undefined ? undefined : encodeBitmask(changed, width);
    },
    decode: fields => {
      const mask = decodeBitmask(fields, width);
      return mask === undefined ? undefined : change(mask);
    },
    format: formatHex,
  });
}

function widePlaceholders(width: Width): Record<string, Placeholder> {
  const expects = 'a number that one movz, movn or orr makes';
  const immediate = (kind: OperandKind): Placeholder => ({ operand: 'imm', kind });
  return {
    [`mask${width}`]: immediate(maskKind(`mask${width}`, width, mask => mask)),
    [`~mask${width}`]: immediate(maskKind(`~mask${width}`, width, mask => mask ^ onesOf(width))),
    [`movmask${width}`]: immediate(
      maskKind(`movmask${width}`, width, mask => (isWide(mask, width) ? undefined : mask)),
    ),
    [`wide${width}`]: immediate(
      numberKind({
        name: `wide${width}`,
        expects,
        encode: value => {
          const plain = unsigned(value, width);
          return plain === undefined ? undefined : splitWide(plain, width);
        },
        decode: fields => wideValue(fields, width),
      }),
    ),
    [`~wide${width}`]: immediate(
      numberKind({
        name: `~wide${width}`,
        expects,
        encode: value => {
          const plain = unsigned(value, width);
          return plain === undefined ? undefined : splitWide(plain ^ onesOf(width), width);
        },
        decode: fields => {
          const value = wideValue(fields, width);
          if (value === undefined || splitWide(value ^ onesOf(width), width) !== undefined) return undefined;
          return BigInt.asIntN(width, value ^ onesOf(width));
        },
      }),
    ),
    [`hw${width}`]: {
      operand: 'shift',
      default: 0n,
      kind: fieldNumberOf(
        `hw${width}`,
        'hw',
        'shift amount',
        width === 64 ? [0n, 16n, 32n, 48n] : [0n, 16n],
        width === 64 ? '0, 16, 32 or 48' : '0 or 16',
      ),
    },
  };
}

// Bit fields

/** Placeholders of bit field moves, whose numbers are `immr` and `imms` or made of them. */
function bitfieldPlaceholders(width: Width): Record<string, Placeholder> {
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
    [`amount${width}`]: { operand: 'amount', default: 0n, kind: position('amount', 'imm6', 'shift amount') },
  };
}

// Shifts, extends, conditions

const shiftNames = numbered(['lsl', 'lsr', 'asr', 'ror']);
const arithmeticShifts = numbered(['lsl', 'lsr', 'asr']);
const extendNames = ['uxtb', 'uxth', 'uxtw', 'uxtx', 'sxtb', 'sxth', 'sxtw', 'sxtx'];

/** Extensions of a register, with the number of each in `option`; `usual` is the one left out. */
function extendPlaceholder(
  name: string,
  spellings: readonly (readonly [string, number])[],
  usual?: number,
): Placeholder {
  const names = new Map(spellings.map(([spelling, value]) => [spelling, BigInt(value)]));
  return {
    operand: 'extend',
    kind: fieldChoice({
      name,
      what: 'extension',
      expects: [...names.keys()].join(', '),
      names,
      field: 'option',
    }),
    ...(usual !== undefined && { default: BigInt(usual) }),
  };
}

const conditionNames = (upTo: number): Map<string, OperandValue> =>
  new Map(
    conditions
      .filter(({ code }) => code <= upTo)
      .flatMap(({ code, names }) => names.map(name => [name, BigInt(code)] as const)),
  );
const conditionWords = 'a condition: eq, ne, cs, cc, mi, pl, vs, vc, hi, ls, ge, lt, gt, le';

const shiftsAndConditions: Record<string, Placeholder> = {
  shift: {
    operand: 'shift',
    default: 0n,
    kind: fieldChoice({
      name: 'shift',
      what: 'shift',
      expects: 'lsl, lsr or asr',
      names: arithmeticShifts,
      field: 'shift',
    }),
  },
  'shift|ror': {
    operand: 'shift',
    default: 0n,
    kind: fieldChoice({
      name: 'shift',
      what: 'shift',
      expects: 'lsl, lsr, asr or ror',
      names: shiftNames,
      field: 'shift',
    }),
  },
  // Of add and subtract: all, those of a W register in a 64-bit sum, those of an X register.
  extend: extendPlaceholder(
    'extend',
    extendNames.map((name, value) => [name, value]),
  ),
  extendW: extendPlaceholder(
    'extend',
    extendNames.flatMap((name, value) => (value % 4 === 3 ? [] : [[name, value]])),
  ),
  extendX: extendPlaceholder('extend', [
    ['uxtx', 3],
    ['sxtx', 7],
  ]),
  imm3: {
    operand: 'amount',
    default: 0n,
    kind: fieldNumber({ name: 'amount', field: 'imm3', width: 3, to: 4, what: 'shift amount' }),
  },
  // Of loads and stores.
  indexW: extendPlaceholder('extend', [
    ['uxtw', 2],
    ['sxtw', 6],
  ]),
  indexX: extendPlaceholder(
    'extend',
    [
      ['lsl', 3],
      ['sxtx', 7],
    ],
    3,
  ),
  cond: {
    operand: 'cond',
    kind: fieldChoice({
      name: 'cond',
      what: 'operand',
      expects: `${conditionWords}, al or nv`,
      names: conditionNames(15),
      field: 'cond',
    }),
  },
  // Aliases such as `cset` encode the opposite condition, which `al` and `nv` do not have.
  invcond: {
    operand: 'cond',
    kind: choiceKind({
      name: 'cond',
      what: 'operand',
      expects: conditionWords,
      names: conditionNames(13),
      encode: value => (value <= 13n ? { cond: Number(value) ^ 1 } : undefined),
      decode: ({ cond }) => (cond! <= 13 ? BigInt(cond! ^ 1) : undefined),
    }),
  },
};

// Addresses

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
const targets: Record<string, Placeholder> = {
  label26: targetPlaceholder('label', 26, 'a multiple of 4 bytes away, within 128 MiB', oneField('imm26')),
  label19: targetPlaceholder('label', 19, 'a multiple of 4 bytes away, within 1 MiB',   oneField('imm19')),
  label14: targetPlaceholder('label', 14, 'a multiple of 4 bytes away, within 32 KiB',  oneField('imm14')),
  label21: targetPlaceholder('label', 21, 'within 1 MiB',                               immhiLo, 1n),
  page:    targetPlaceholder('label', 21, 'within 4 GiB',                               immhiLo, 4096n, true),
};

// Loads and stores

const scales = [1, 2, 4, 8, 16] as const;

const offsets: Record<string, Placeholder> = {};
function addOffset(name: string, field: string, width: number, signed: boolean, scale: number): void {
  const kind = fieldNumber({ name, field, width, signed, scale, what: 'offset' });
  offsets[name] = { operand: 'offset', default: 0n, kind };
}
addOffset('simm9', 'imm9', 9, true, 1);
for (const scale of scales) {
  addOffset(`uimm12*${scale}`, 'imm12', 12, false, scale);
  addOffset(`simm7*${scale}`, 'imm7', 7, true, scale);
}
for (const amount of [1, 2, 3, 4]) {
  offsets[`index${amount}`] = {
    operand: 'amount',
    default: 0n,
    kind: fieldNumberOf(`amount${amount}`, 'S', 'shift amount', [0n, BigInt(amount)]),
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

// Plain numbers

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
const numbers: Record<string, Placeholder> = {
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

const table: Readonly<Record<string, Placeholder>> = {
  ...registers,
  ...pairPlaceholders('W', 's'),
  ...pairPlaceholders('X', 's'),
  ...pairPlaceholders('W', 't'),
  ...pairPlaceholders('X', 't'),
  ...addSubtract,
  ...Object.assign({}, ...widths.map(widePlaceholders), ...widths.map(bitfieldPlaceholders)),
  ...shiftsAndConditions,
  ...targets,
  ...offsets,
  ...numbers,
  ...systemPlaceholders,
};

/** What `<name>` stands for in a row's syntax. */
export const placeholder = (name: string): Placeholder | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
