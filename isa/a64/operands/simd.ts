/** Placeholders of vector registers, lists of them, and lanes. */
import type { Fields } from '../../instruction.ts';
import { choiceKind, fieldChoice, fieldNumber, mustBe, numbered, numberKind } from '../../operand-kinds.ts';
import type { Placeholder } from '../../syntax.ts';
import { registers } from './registers.ts';

const vectorNames = numbered(Array.from({ length: 32 }, (_, number) => `v${number}`));

/** A vector register of those below `count`. */
const vector = (role: string, count = 32): Placeholder => ({
  operand: `R${role}`,
  kind: choiceKind({
    name: `V${role}`,
    what: 'operand',
    expects: `a vector register, v0–v${count - 1}`,
    names: vectorNames,
    encode: value => (value < count ? { [`R${role}`]: Number(value) } : undefined),
    decode: fields => BigInt(fields[`R${role}`]!),
  }),
});

/** The n-th register after the first of a list: it is not encoded, it follows from the first. */
function listMember(role: 't' | 'n', n: number): Placeholder {
  const field = `R${role}`;
  return {
    operand: `${field}+${n}`,
    kind: choiceKind({
      name: `V(${role}+${n})`,
      what: 'register of the list',
      expects: ['the first itself', 'the one after the first'][n] ?? `the one ${n} after the first`,
      names: vectorNames,
      encode: (value, earlier) => (Number(value) === (earlier[field]! + n) % 32 ? {} : undefined),
      decode: fields => BigInt((fields[field]! + n) % 32),
    }),
  };
}

/** The last register of a range, `n` after the first: a range does not go from v31 on to v0, as a list may. */
function rangeEnd(role: 't' | 'n', n: number): Placeholder {
  const { operand, kind } = listMember(role, n);
  const inRange = (fields: Fields): boolean => fields[`R${role}`]! + n < 32;
  return {
    operand,
    kind: {
      ...kind,
      encode: (value, address, earlier) =>
        inRange(earlier) ? kind.encode(value, address, earlier) : mustBe('first register', `v0–v${31 - n}`),
      decode: (fields, address) => (inRange(fields) ? kind.decode(fields, address) : undefined),
    },
  };
}

/** The element size of a lane; GNU as takes any arrangement of such elements too. */
const laneSize = (letter: string, ...arrangements: readonly string[]): Placeholder => ({
  operand: 'lanes',
  kind: choiceKind({
    name: `.${letter.toUpperCase()}`,
    what: 'lane',
    expects: `.${letter}`,
    names: new Map([letter, ...arrangements].map(name => [`.${name}`, 0n])),
    encode: () => ({}),
    decode: () => 0n,
  }),
});

/** A lane whose number is spread over one-bit and longer fields, the most significant first. */
function lane(name: string, fields: Readonly<Record<string, number>>): Placeholder {
  const parts = Object.entries(fields);
  const count = 1n << BigInt(parts.reduce((sum, [, width]) => sum + width, 0));
  return {
    operand: 'index',
    kind: numberKind({
      name,
      what: 'lane',
      expects: `0 to ${count - 1n}`,
      encode: value => {
        if (value < 0n || value >= count) return undefined;
        let rest = Number(value);
        const split = parts.toReversed().map(([field, width]) => {
          const part = rest % 2 ** width;
          rest >>= width;
          return [field, part] as const;
        });
        return Object.fromEntries(split);
      },
      decode: encoded =>
        BigInt(parts.reduce((value, [field, width]) => value * 2 ** width + encoded[field]!, 0)),
    }),
  };
}

const laneInOneField = (field: string, width: number): Placeholder => ({
  operand: field,
  kind: fieldNumber({ name: field, field, width, what: 'lane' }),
});

// biome-ignore format: a table is read by columns
export const vectors: Readonly<Record<string, Placeholder>> = {
  ...Object.fromEntries(['d', 'n', 'm', 'a', 't'].map(role => [`V${role}`, vector(role)])),
  // Where the top bit of the register's number is a bit of the lane's.
  'Vm|low': vector('m', 16),
  ...Object.fromEntries(
    (['t', 'n'] as const).flatMap(role => [0, 1, 2, 3].flatMap(n => [
      [`V(${role}+${n})`, listMember(role, n)],
      [`V(${role}+${n})|end`, rangeEnd(role, n)],
    ])),
  ),
  '.B': laneSize('b', '8b', '16b'),
  '.H': laneSize('h', '4h', '8h'),
  '.S': laneSize('s', '2s', '4s'),
  '.D': laneSize('d', '1d', '2d'),
  // The lane of an operand that is multiplied: in H, L and M, as far as they are not of the register's number.
  'lane.HLM': lane('lane', { H: 1, L: 1, M: 1 }),
  'lane.HL':  lane('lane', { H: 1, L: 1 }),
  'lane.H':   lane('lane', { H: 1 }),
  'lane.L':   lane('lane', { L: 1 }),
  // The lane that a load or store of one element moves.
  'element.b': lane('lane', { Q: 1, S: 1, size: 2 }),
  'element.h': lane('lane', { Q: 1, S: 1, size: 1 }),
  'element.s': lane('lane', { Q: 1, S: 1 }),
  'element.d': lane('lane', { Q: 1 }),
  // The lanes of copies.
  ...Object.fromEntries([1, 2, 3, 4].flatMap(width => [
    [`lane${width}`, laneInOneField('index', width)],
    [`from${width}`, laneInOneField('index2', width)],
  ])),
  // The register that moves the base of a load or store of structures: 31 stands for the immediate form.
  'Xm|move': {
    operand: 'Rm',
    kind: fieldChoice({
      name: 'Xm',
      what: 'operand',
      expects: 'a 64-bit register, x0–x30',
      names: new Map([...registers.Xm!.kind.names!].filter(([, number]) => number !== 31n)),
      field: 'Rm',
    }),
  },
};
