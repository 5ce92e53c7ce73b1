/** Builds an instruction set from its rows: everything else about it is derived here. */
import type {
  Effects,
  FieldRange,
  Fields,
  Instruction,
  InstructionRow,
  InstructionSet,
  OperandKind,
  OperandValue,
  OperandValues,
  SyntaxElement,
  Unfit,
} from './instruction.ts';
import type { Pattern } from './pattern.ts';
import { extractFields, insertFields, matchesPattern, parsePattern } from './pattern.ts';
import type { Placeholder } from './syntax.ts';
import { formatSyntax, operandsOf, parseSyntax } from './syntax.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface InstructionSetDescription {
  readonly rows: readonly InstructionRow[];
  /** Instruction addresses are multiples of this many bytes. */
  readonly alignment: number;
  /** What a name in `<>` of a row's syntax stands for. */
  readonly placeholder: (name: string) => Placeholder | undefined;
  /** The bits by which decoding narrows its search, lowest first: bits that most rows fix. */
  readonly indexBits: { readonly from: number; readonly count: number };
  /** What the rows' semantics may name. */
  readonly vocabulary: Vocabulary;
  readonly effects: (instruction: Instruction, syntax: readonly SyntaxElement[]) => Effects;
  /** See `InstructionSet.remedy`. */
  readonly remedy?: (set: InstructionSet, unfit: Unfit) => readonly string[] | undefined;
  /** How the disassembler writes, where it is not in lower case with blanks after commas. */
  readonly notation?: { readonly upperCase: boolean; readonly compact: boolean };
}

/** A syntax text, parsed. */
interface Syntax {
  readonly elements: readonly SyntaxElement[];
  readonly operands: readonly {
    readonly name: string;
    readonly kind: OperandKind;
    readonly default?: OperandValue;
  }[];
}

/** A row with its texts parsed. */
interface Compiled {
  readonly row: InstructionRow;
  readonly pattern: Pattern;
  readonly syntax: Syntax;
  /** Operands that the pattern fixes. */
  readonly constants: OperandValues;
  /** Its operands, when each is a number in one field of its own. */
  readonly inFields: readonly NumberInField[] | undefined;
}

interface NumberInField extends FieldRange {
  readonly shifts: readonly number[];
  readonly mask: number;
  readonly default: OperandValue | undefined;
}

/** The operands as numbers in fields; undefined unless that is all that they are, and they fill the pattern. */
function numbersInFields(pattern: Pattern, { operands }: Syntax): readonly NumberInField[] | undefined {
  const found: NumberInField[] = [];
  for (const { kind, default: usual } of operands) {
    const { inField } = kind;
    const place = pattern.fields.find(({ name }) => name === inField?.field);
    if (inField === undefined || place === undefined) return undefined;
    const mask = (2 ** Math.min(inField.width, place.width) - 1) | 0;
    const fits = inField.width >= place.width || inField.from >= 0;
    if (!fits || inField.to / inField.scale >= 2 ** place.width) return undefined;
    found.push({ ...inField, shifts: place.shifts, mask, default: usual });
  }
  return new Set(found.map(({ field }) => field)).size === pattern.fields.length &&
    found.length === pattern.fields.length
    ? found
    : undefined;
}

function bitsInFields(
  fixed: number,
  places: readonly NumberInField[],
  values: readonly (OperandValue | undefined)[],
): number | undefined {
  let bits = fixed;
  for (let at = 0; at < places.length; at++) {
    const { from, to, scale, mask, shifts, default: usual } = places[at]!;
    const value = values[at] ?? usual;
    if (value === undefined) return undefined;
    const number = Number(value);
    if (number < from || number > to || number % scale !== 0) return undefined;
    const field = (number / scale) & mask;
    for (let n = 0; n < shifts.length; n++) bits |= field << shifts[n]!;
  }
  return bits >>> 0;
}

/** Values of a row's operands in these bits; undefined when they do not match or hold reserved values. */
function decodeOperands(compiled: Compiled, bits: number, address: bigint): OperandValues | undefined {
  if (!matchesPattern(compiled.pattern, bits)) return undefined;
  const fields = extractFields(compiled.pattern, bits);
  if (fields === undefined) return undefined;
  const values: Record<string, OperandValue> = { ...compiled.constants };
  for (const { name, kind } of compiled.syntax.operands) {
    const value = kind.decode(fields, address);
    if (value === undefined) return undefined;
    values[name] = value;
  }
  return values;
}

/**
 * The instruction set of these rows. They are parsed when they are first used, so that a large table costs little
 * before; ill-formed rows are bugs of ours and throw then.
 */
export function createInstructionSet(description: InstructionSetDescription): InstructionSet {
  const { rows, alignment, placeholder, indexBits, vocabulary, effects } = description;
  const { notation = { upperCase: false, compact: false } } = description;
  const byMnemonic = groupBy(
    rows.filter(row => !row.unwritten),
    row => row.mnemonic,
  );
  /** Aliases that the disassembler may choose, by the row that they are aliases of. */
  const aliases = groupBy(
    rows.filter(row => row.aliasOf !== undefined && !row.inputOnly),
    row => row.aliasOf!,
  );
  /** Many rows have the same syntax, and share it. */
  const parsedSyntax = remembering((text: string): Syntax => {
    const elements = parseSyntax(text, placeholder);
    return { elements, operands: operandsOf(elements) };
  });
  const syntaxOf = remembering((row: InstructionRow) => parsedSyntax(row.syntax));
  const compiledOf = remembering((row: InstructionRow): Compiled => {
    const pattern = parsePattern(row.pattern);
    const constants = Object.fromEntries(
      Object.entries(pattern.constants).map(([name, value]) => [name, BigInt(value)]),
    );
    const syntax = syntaxOf(row);
    return { row, pattern, syntax, constants, inFields: numbersInFields(pattern, syntax) };
  });
  let buckets: readonly Compiled[][] | undefined;

  /** The rows that have a meaning, by the index bits that they allow. */
  function buildIndex(): readonly Compiled[][] {
    const index: Compiled[][] = Array.from({ length: 2 ** indexBits.count }, () => []);
    for (const row of rows) {
      if (row.aliasOf === undefined) addToBuckets(index, compiledOf(row), indexBits.from);
    }
    return index;
  }

  function encode(
    row: InstructionRow,
    operands: OperandValues,
    address: bigint,
  ): { readonly bits: number } | { readonly operand: string; readonly error: string } {
    const { pattern, syntax } = compiledOf(row);
    const fields: Record<string, number> = {};
    for (const { name, kind, default: usual } of syntax.operands) {
      const value = operands[name] ?? usual;
      if (value === undefined) return { operand: name, error: `operand missing: ${kind.expects}` };
      const encoded = kind.encode(value, address, fields);
      if (isError(encoded)) return { operand: name, error: encoded.error };
      Object.assign(fields, encoded);
    }
    return { bits: insertFields(pattern, fields) };
  }

  function encodeInOrder(
    row: InstructionRow,
    values: readonly (OperandValue | undefined)[],
    address: bigint,
  ): number | undefined {
    const { pattern, syntax, inFields } = compiledOf(row);
    if (inFields !== undefined) return bitsInFields(pattern.value, inFields, values);
    const fields: Record<string, number> = {};
    for (let at = 0; at < syntax.operands.length; at++) {
      const { kind, default: usual } = syntax.operands[at]!;
      const value = values[at] ?? usual;
      const encoded = value === undefined ? undefined : kind.encode(value, address, fields);
      if (encoded === undefined || isError(encoded)) return undefined;
      Object.assign(fields, encoded);
    }
    return insertFields(pattern, fields);
  }

  function decode(bits: number, address: bigint): Instruction | undefined {
    buckets ??= buildIndex();
    for (const candidate of buckets[(bits >>> indexBits.from) & (buckets.length - 1)]!) {
      const operands = decodeOperands(candidate, bits, address);
      if (operands === undefined) continue;
      const { row } = candidate;
      return { row, operands, bits: lowBytes(bits, row.length), length: row.length, address };
    }
    return undefined;
  }

  function disassemble(
    instruction: Instruction,
    symbol: (address: bigint) => string | undefined = () => undefined,
  ): string {
    const { row, bits, address, operands } = instruction;
    let chosen = { row, values: operands };
    for (const alias of aliases.get(row.id) ?? []) {
      const values = decodeOperands(compiledOf(alias), bits, address);
      if (values === undefined) continue;
      chosen = { row: alias, values };
      break;
    }
    const mnemonic = notation.upperCase ? chosen.row.mnemonic.toUpperCase() : chosen.row.mnemonic;
    const text = formatSyntax(syntaxOf(chosen.row).elements, chosen.values, symbol, notation.compact);
    return text === '' ? mnemonic : `${mnemonic} ${text}`;
  }

  const derivations = new Map<(instructions: InstructionSet) => unknown, unknown>();
  const set: InstructionSet = {
    rows,
    alignment,
    vocabulary,
    forms: mnemonic => byMnemonic.get(mnemonic) ?? [],
    mnemonics: () => [...byMnemonic.keys()],
    syntaxOf: row => syntaxOf(row).elements,
    encode,
    encodeInOrder,
    decode,
    disassemble,
    effects: instruction => effects(instruction, syntaxOf(instruction.row).elements),
    remedy: unfit => description.remedy?.(set, unfit),
    derived: <T>(make: (instructions: InstructionSet) => T): T => {
      const known = derivations.get(make);
      if (known !== undefined) return known as T;
      const made = make(set);
      derivations.set(make, made);
      return made;
    },
  };
  return set;
}

const isError = (encoded: Fields | { readonly error: string }): encoded is { readonly error: string } =>
  'error' in encoded;

/** The low `length` bytes, unsigned. */
const lowBytes = (bits: number, length: number): number =>
  length === 4 ? bits >>> 0 : bits & (2 ** (8 * length) - 1);

/** The function, made once for every argument. */
function remembering<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return key => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Puts a row into every bucket whose index its fixed bits allow. */
function addToBuckets(buckets: readonly Compiled[][], compiled: Compiled, from: number): void {
  const fixed = compiled.pattern.value >>> from;
  const free = ~(compiled.pattern.mask >>> from) & (buckets.length - 1);
  // All subsets of the free bits, downwards.
  for (let bits = free; ; bits = (bits - 1) & free) {
    buckets[(fixed | bits) & (buckets.length - 1)]!.push(compiled);
    if (bits === 0) return;
  }
}
