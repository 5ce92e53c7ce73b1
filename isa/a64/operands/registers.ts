/** Placeholders of general and SIMD&FP registers. */
import type { OperandValue } from '../../instruction.ts';
import { choiceKind, fieldChoice, numbered } from '../../operand-kinds.ts';
import type { Placeholder } from '../../syntax.ts';

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

export const registers: Record<string, Placeholder> = {};
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

/** Pairs of consecutive registers. */
export const pairs: Readonly<Record<string, Placeholder>> = {
  ...pairPlaceholders('W', 's'),
  ...pairPlaceholders('X', 's'),
  ...pairPlaceholders('W', 't'),
  ...pairPlaceholders('X', 't'),
};
