/** The program as code: what stands at an address, decoded. */
import type { AssembleResult, ProgramSymbol, Section, Statement } from '../assembler/program.ts';
import type { Architecture } from '../isa/architecture.ts';
import type { Effects, Instruction } from '../isa/instruction.ts';
import type { Semantics } from '../isa/semantics.ts';
import { semanticsOf } from '../isa/simplify.ts';
import { groupBy } from './group.ts';

/** What a word means at its address. */
interface Meaning {
  readonly instruction: Instruction;
  readonly effects: Effects;
  /** Its meaning with operands filled in: all places are cells. Absent when its row has none. */
  readonly semantics?: Semantics;
}

export interface CodeInstruction extends Meaning {
  readonly statement?: Statement;
}

/** What has been decoded, by address: the same word at the same address means the same in every program. */
export type Decodings = ReadonlyMap<bigint, { readonly word: number; readonly meaning: Meaning }>;

export interface Code {
  readonly architecture: Architecture;
  /** Bytes of a general register. */
  readonly wordBytes: number;
  readonly result: AssembleResult;
  readonly sectionAt: (address: bigint) => Section | undefined;
  /** The statement that made the byte at an address, of those with a size. */
  readonly statementAt: (address: bigint) => Statement | undefined;
  /** Something that the assembler did not understand stands just before this address. */
  readonly gapAt: (address: bigint) => boolean;
  /** The instruction at an address; undefined outside the program and where no instruction is. */
  readonly instructionAt: (address: bigint) => CodeInstruction | undefined;
  readonly labelsAt: (address: bigint) => readonly ProgramSymbol[];
  /** Grows with what is asked for; for the code of nearly the same program. */
  readonly decodings: Decodings;
  /** Little-endian value of `size` bytes that the program does not change: of a section that is not written. */
  readonly constantAt: (address: bigint, size: number) => bigint | undefined;
}

/** An instruction whose immediate is not known, for which the assembler leaves zeros: it does not branch. */
const unencoded: Effects = { reads: [], writes: [], copies: [], accesses: [], control: ['next'] };

function littleEndian(section: Section, address: bigint, size: number): bigint | undefined {
  const start = Number(address - section.address);
  if (start + size > section.bytes.length) return undefined;
  let value = 0n;
  for (let n = size - 1; n >= 0; n--) value = (value << 8n) | BigInt(section.bytes[start + n]!);
  return value;
}

interface Placed {
  readonly address: bigint;
}

const byAddress = (a: Placed, b: Placed): number => Number(a.address - b.address);

/** The last of the items, in order of address, that begins at an address or before it. */
function lastAt<Item extends Placed>(items: readonly Item[], address: bigint): Item | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.address <= address) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}

/**
 * Looks at a program as code of one architecture. `earlier` is what an earlier program of the same architecture
 * decoded: words that still stand where they stood are taken from there.
 */
export function codeOf(architecture: Architecture, result: AssembleResult, earlier?: Decodings): Code {
  const { sections, statements, symbols } = result.program;
  const starts = statements.filter(one => one.size > 0).sort(byAddress);
  const loaded = sections.filter(one => one.flags.alloc && one.bytes.length > 0).sort(byAddress);
  const gaps = new Set(statements.filter(one => one.kind === 'unknown').map(one => one.address));
  const labels = groupBy(
    symbols.filter(symbol => symbol.kind === 'label'),
    symbol => symbol.value,
  );
  const instructions = new Map<bigint, CodeInstruction | undefined>();
  const decodings = new Map<bigint, { word: number; meaning: Meaning }>();

  const sectionAt = (address: bigint): Section | undefined => {
    const found = lastAt(loaded, address);
    return found !== undefined && address < found.address + BigInt(found.bytes.length) ? found : undefined;
  };

  const statementAt = (address: bigint): Statement | undefined => {
    const found = lastAt(starts, address);
    return found !== undefined && address < found.address + BigInt(found.size) ? found : undefined;
  };

  const decode = (word: number, address: bigint): Meaning | undefined => {
    const known = earlier?.get(address);
    if (known?.word === word) return known.meaning;
    const instruction = architecture.instructions.decode(word, address);
    if (instruction === undefined) return undefined;
    const effects = architecture.instructions.effects(instruction);
    const semantics = semanticsOf(instruction, architecture.instructions.vocabulary);
    return { instruction, effects, ...(semantics && { semantics }) };
  };

  const find = (address: bigint): CodeInstruction | undefined => {
    const section = sectionAt(address);
    if (section === undefined) return undefined;
    const rest = section.bytes.length - Number(address - section.address);
    const bits = littleEndian(section, address, Math.min(4, rest));
    if (bits === undefined) return undefined;
    const word = Number(bits);
    const meaning = decode(word, address);
    if (meaning === undefined) return undefined;
    decodings.set(address, { word, meaning });
    const { instruction } = meaning;
    const statement = statementAt(address);
    if (statement?.uncertain && instruction.bits === 0) return { instruction, effects: unencoded, statement };
    return statement === undefined ? meaning : { ...meaning, statement };
  };

  const [general = ''] = architecture.context.general;
  return {
    architecture,
    wordBytes: (architecture.register(general)?.width ?? 64) / 8,
    result,
    sectionAt,
    statementAt,
    gapAt: address => gaps.has(address),
    instructionAt: address => {
      if (!instructions.has(address)) instructions.set(address, find(address));
      return instructions.get(address);
    },
    labelsAt: address => labels.get(address) ?? [],
    decodings,
    constantAt: (address, size) => {
      const section = sectionAt(address);
      return section === undefined || section.flags.write ? undefined : littleEndian(section, address, size);
    },
  };
}
