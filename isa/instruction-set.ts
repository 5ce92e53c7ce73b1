/** Builds an instruction set from its rows: everything else about it is derived here. */
import type {
  Effects,
  Fields,
  Instruction,
  InstructionRow,
  InstructionSet,
  OperandKind,
  OperandValue,
  OperandValues,
  SyntaxElement,
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
  /** How the disassembler writes, where it is not in lower case with blanks after commas. */
  readonly notation?: { readonly upperCase: boolean; readonly compact: boolean };
}

/** A row with its texts parsed. */
interface Compiled {
  readonly row: InstructionRow;
  readonly pattern: Pattern;
  readonly syntax: readonly SyntaxElement[];
  readonly operands: readonly {
    readonly name: string;
    readonly kind: OperandKind;
    readonly default?: OperandValue;
  }[];
  /** Operands that the pattern fixes. */
  readonly constants: OperandValues;
}

/** Values of a row's operands in these bits; undefined when they do not match or hold reserved values. */
function decodeOperands(compiled: Compiled, bits: number, address: bigint): OperandValues | undefined {
  if (!matchesPattern(compiled.pattern, bits)) return undefined;
  const fields = extractFields(compiled.pattern, bits);
  if (fields === undefined) return undefined;
  const values: Record<string, OperandValue> = { ...compiled.constants };
  for (const { name, kind } of compiled.operands) {
    const value = kind.decode(fields, address);
    if (value === undefined) return undefined;
    values[name] = value;
  }
  return values;
}

/** The instruction set of these rows. Ill-formed rows are bugs of ours and throw. */
export function createInstructionSet(description: InstructionSetDescription): InstructionSet {
  const { rows, alignment, placeholder, indexBits, vocabulary, effects } = description;
  const { notation = { upperCase: false, compact: false } } = description;
  const byRow = new Map<InstructionRow, Compiled>();
  const byMnemonic = new Map<string, InstructionRow[]>();
  /** Aliases that the disassembler may choose, by the row that they are aliases of. */
  const aliases = new Map<string, Compiled[]>();
  const buckets: Compiled[][] = Array.from({ length: 2 ** indexBits.count }, () => []);

  for (const row of rows) {
    const syntax = parseSyntax(row.syntax, placeholder);
    const pattern = parsePattern(row.pattern);
    const constants = Object.fromEntries(
      Object.entries(pattern.constants).map(([name, value]) => [name, BigInt(value)]),
    );
    const compiled = { row, pattern, syntax, operands: operandsOf(syntax), constants };
    byRow.set(row, compiled);
    listIn(byMnemonic, row.mnemonic).push(row);
    if (row.aliasOf === undefined) addToBuckets(buckets, compiled, indexBits.from);
    else if (!row.inputOnly) listIn(aliases, row.aliasOf).push(compiled);
  }

  function compiledOf(row: InstructionRow): Compiled {
    const compiled = byRow.get(row);
    if (compiled === undefined) throw new Error(`instruction set: no row ${row.id}`);
    return compiled;
  }

  function encode(
    row: InstructionRow,
    operands: OperandValues,
    address: bigint,
  ): { readonly bits: number } | { readonly operand: string; readonly error: string } {
    const { pattern, operands: expected } = compiledOf(row);
    const fields: Record<string, number> = {};
    for (const { name, kind, default: usual } of expected) {
      const value = operands[name] ?? usual;
      if (value === undefined) return { operand: name, error: `operand missing: ${kind.expects}` };
      const encoded = kind.encode(value, address, fields);
      if (isError(encoded)) return { operand: name, error: encoded.error };
      Object.assign(fields, encoded);
    }
    return { bits: insertFields(pattern, fields) };
  }

  function decode(bits: number, address: bigint): Instruction | undefined {
    const index = (bits >>> indexBits.from) & (buckets.length - 1);
    for (const compiled of buckets[index]!) {
      const operands = decodeOperands(compiled, bits, address);
      if (operands === undefined) continue;
      const { row } = compiled;
      return { row, operands, bits: lowBytes(bits, row.length), length: row.length, address };
    }
    return undefined;
  }

  function disassemble(
    instruction: Instruction,
    symbol: (address: bigint) => string | undefined = () => undefined,
  ): string {
    const { row, bits, address, operands } = instruction;
    let chosen = { row, syntax: compiledOf(row).syntax, values: operands };
    for (const alias of aliases.get(row.id) ?? []) {
      const values = decodeOperands(alias, bits, address);
      if (values === undefined) continue;
      chosen = { row: alias.row, syntax: alias.syntax, values };
      break;
    }
    const mnemonic = notation.upperCase ? chosen.row.mnemonic.toUpperCase() : chosen.row.mnemonic;
    const text = formatSyntax(chosen.syntax, chosen.values, symbol, notation.compact);
    return text === '' ? mnemonic : `${mnemonic} ${text}`;
  }

  return {
    rows,
    alignment,
    vocabulary,
    forms: mnemonic => byMnemonic.get(mnemonic) ?? [],
    mnemonics: () => [...byMnemonic.keys()],
    syntaxOf: row => compiledOf(row).syntax,
    encode,
    decode,
    disassemble,
    effects: instruction => effects(instruction, compiledOf(instruction.row).syntax),
  };
}

const isError = (encoded: Fields | { readonly error: string }): encoded is { readonly error: string } =>
  'error' in encoded;

/** The low `length` bytes, unsigned. */
const lowBytes = (bits: number, length: number): number =>
  length === 4 ? bits >>> 0 : bits & (2 ** (8 * length) - 1);

function listIn<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
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
