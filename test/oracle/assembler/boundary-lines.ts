/**
 * Lines for every row of the instruction tables: valid operands, then each operand in turn at and beyond the bounds
 * of its kind, in foreign spellings, left out and put in twice.
 */
import type {
  InstructionRow,
  InstructionSet,
  OperandKind,
  OperandValues,
  SyntaxElement,
} from '../../../isa/instruction.ts';
import { formatSyntax } from '../../../isa/syntax.ts';
import { operandsIn, randomNumbers, wordsOf } from '../../isa/random-words.ts';

/** A word of a line: punctuation, or an operand in its place. */
interface Slot {
  readonly text: string;
  readonly kind?: OperandKind;
}

/** Registers and other words that are tried where a register or a name belongs. */
const registers =
  'x0 w0 sp wsp xzr wzr x30 w30 x31 w31 lr fp ip0 b0 h0 s0 d0 q0 v0 v31 v32 v0.8b v0.4s v0.2d v0.s[0]'.split(
    ' ',
  );

/** Numbers around every power of two, of both signs, and masks. */
const numbers: readonly bigint[] = [
  ...new Set(
    [
      0n,
      ...Array.from({ length: 65 }, (_, bit) => 1n << BigInt(bit)).flatMap(power => [
        power - 1n,
        power,
        power + 1n,
      ]),
      ...[2, 3, 4, 5, 6, 7, 9, 12, 15, 24, 31, 48, 63, 90, 180, 270].map(BigInt),
      ...[0x5555n, 0x3333n, 0x0f0fn, 0x00ffn, 0x7ffen].flatMap(mask => [
        mask,
        mask | (mask << 16n),
        mask | (mask << 16n) | (mask << 32n) | (mask << 48n),
      ]),
      0x7fff_fffen,
      0xff00_ff00_ff00_ff00n,
      0xffff_0000n,
      0xffff_ffff_0000n,
      0xffff_0000_ffffn,
      0xfff000n,
      0xfff001n,
      0x1000_0000_0000_0000n - 4096n,
    ].flatMap(number => [number, -number]),
  ),
].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** What every number is tried with, whatever its kind. */
const always = [
  0n,
  1n,
  -1n,
  4096n,
  1n << 31n,
  (1n << 32n) - 1n,
  1n << 32n,
  -(1n << 31n),
  1n << 63n,
  (1n << 64n) - 1n,
  -(1n << 63n),
];

const fits = (kind: OperandKind, value: bigint): boolean => {
  try {
    return !('error' in kind.encode(value, 0n, earlierFields));
  } catch {
    return false;
  }
};

/** Fields that kinds may look back at. */
const earlierFields = { immr: 3, imms: 7, Rs: 4, Rt: 4, Rn: 4 };

/** The numbers on both sides of every bound of a kind, with their neighbours. */
function boundsOf(kind: OperandKind): readonly bigint[] {
  const result = new Set<bigint>(always);
  for (const [at, number] of numbers.entries()) {
    const next = numbers[at + 1];
    if (next === undefined || fits(kind, number) === fits(kind, next)) continue;
    for (const side of [number, next]) result.add(side);
  }
  // Where steps are wider than one: a wrong step below the largest that fits.
  const largest = numbers.filter(number => fits(kind, number)).at(-1);
  if (largest !== undefined)
    for (const step of [1n, 2n, 4n, 8n, 16n, 4096n]) result.add(largest - step).add(largest + step);
  return [...result];
}

const floats =
  '0.0 -0.0 1.0 -1.0 0.125 31.0 32.0 0.1 1.9375 1.96875 -31.0 1e1 0 1 -1 0x3f800000 0x3f800001 0x3ff0000000000000 0xbff0000000000000 2.0e-1'.split(
    ' ',
  );

const isRegister = (kind: OperandKind): boolean =>
  [...'xwbhsdqv'].some(letter => kind.names?.has(`${letter}0`));

const textsOfKind = new WeakMap<OperandKind, readonly string[]>();

/** Texts that are tried at an operand's place. */
function textsOf(kind: OperandKind): readonly string[] {
  let texts = textsOfKind.get(kind);
  if (texts === undefined) {
    texts = makeTexts(kind);
    textsOfKind.set(kind, texts);
  }
  return texts;
}

function makeTexts(kind: OperandKind): readonly string[] {
  if (kind.reads === 'float') return floats;
  const own = [...(kind.names?.keys() ?? [])];
  const names = [...new Set([...own, ...own.flatMap(keywordsFor)])];
  if (isRegister(kind)) {
    const chosen = names.filter(name => /^(\D*|[a-z]+(0|1|2|15|16|17|28|29|30|31|32))$/.test(name));
    return [...new Set([...chosen, ...registers])];
  }
  const values =
    kind.reads === 'name'
      ? []
      : boundsOf(kind).map(value => (kind.isAddress ? targetText(value) : `${value}`));
  const numbered = kind.reads === 'name-or-expression' ? values.flatMap(text => [`#${text}`, text]) : values;
  return [
    ...names,
    ...(names.length > 0 ? ['bogus_', ...names.slice(0, 1).map(name => name.toUpperCase())] : []),
    ...numbered,
  ];
}

/** A distance from the instruction itself, as the assemblers write an address. */
const targetText = (distance: bigint): string => `. + ${distance}`;

function slotsOf(
  elements: readonly SyntaxElement[],
  values: OperandValues,
  written: boolean,
): readonly Slot[] {
  return elements.flatMap((element): readonly Slot[] => {
    if (element.is === 'text') return [{ text: element.text }];
    if (element.is === 'optional') {
      const usual = Object.entries(element.defaults).every(([name, value]) => values[name] === value);
      return usual && !written ? [] : slotsOf(element.elements, values, written);
    }
    const { kind, name } = element;
    const value = values[name]!;
    return [{ text: kind.isAddress ? targetText(BigInt.asIntN(64, value)) : kind.format(value), kind }];
  });
}

const textOf = (mnemonic: string, slots: readonly Slot[]): string =>
  `${mnemonic} ${formatSyntax(
    slots.map(({ text }) => ({ is: 'text', text })),
    {},
    () => undefined,
  )}`.trim();

const replaced = (slots: readonly Slot[], at: number, ...texts: readonly string[]): readonly Slot[] => [
  ...slots.slice(0, at),
  ...texts.map(text => ({ text })),
  ...slots.slice(at + 1),
];

const shifts = 'lsl lsr asr ror uxtb uxtw uxtx sxtb sxtw sxtx msl mul'.split(' ');

const arrangements = '.8b .16b .4h .8h .2s .4s .1d .2d .1q .4b .2h .b .h .s .d .q'.split(' ');

/** Words that are tried in the place of a keyword or of an arrangement. */
const keywordsFor = (text: string): readonly string[] =>
  [shifts, arrangements].find(words => words.includes(text)) ?? [];

/** Lines around one valid line. */
function variants(mnemonic: string, slots: readonly Slot[]): readonly string[] {
  const changed = slots.flatMap(({ text, kind }, at) => {
    const without = replaced(slots, at);
    if (kind === undefined) return [without, ...keywordsFor(text).map(word => replaced(slots, at, word))];
    return [
      without,
      replaced(slots, at, text, ',', text),
      ...textsOf(kind).map(other => replaced(slots, at, other)),
    ];
  });
  const all = [slots, ...changed, [...slots, { text: ',' }, { text: 'x0' }], [...slots, { text: '!' }]];
  return [...all.map(line => textOf(mnemonic, line)), textOf(mnemonic, slots).toUpperCase()];
}

/** Operands of valid words of a row. */
const operandsOf = (set: InstructionSet, row: InstructionRow, seed: number): readonly OperandValues[] =>
  wordsOf(set, row, 60, randomNumbers(seed))
    .map(word => operandsIn(set, row, word, 0n))
    .filter(operands => operands !== undefined)
    .slice(0, 6);

/** All rows that can be written. */
const rowsOf = (set: InstructionSet): readonly InstructionRow[] =>
  set.rows.filter(({ unwritten }) => !unwritten);

const unique = (lines: readonly string[]): readonly string[] => [...new Set(lines)];

/** Valid lines of every row, with what may be left out and without. */
export const validLines = (
  set: InstructionSet,
  count = 6,
): readonly { readonly row: InstructionRow; readonly line: string }[] =>
  rowsOf(set).flatMap((row, at) =>
    operandsOf(set, row, at + 1)
      .slice(0, count)
      .flatMap(values =>
        [false, true].map(written => ({
          row,
          line: textOf(row.mnemonic, slotsOf(set.syntaxOf(row), values, written)),
        })),
      ),
  );

/** Lines at and beyond the bounds of every n-th row. */
export const boundaryLines = (set: InstructionSet, every = 1): readonly string[] =>
  unique(
    rowsOf(set).flatMap((row, at) =>
      at % every !== 0
        ? []
        : operandsOf(set, row, at + 1)
            .slice(0, 1)
            .flatMap(values =>
              [false, true].flatMap(written =>
                variants(row.mnemonic, slotsOf(set.syntaxOf(row), values, written)),
              ),
            ),
    ),
  );
