/** The program as code: what stands at an address, decoded. */
import type { AssembleResult, ProgramSymbol, Section, Statement } from '../assembler/program.ts';
import type { Architecture } from '../isa/architecture.ts';
import type { Effects, Instruction } from '../isa/instruction.ts';
import type { Semantics } from '../isa/semantics.ts';
import { semanticsOf } from '../isa/simplify.ts';
import { groupBy } from './group.ts';

export interface CodeInstruction {
  readonly instruction: Instruction;
  readonly effects: Effects;
  /** Its meaning with operands filled in: all places are cells. Absent when its row has none. */
  readonly semantics?: Semantics;
  readonly statement?: Statement;
}

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

/** Looks at a program as code of one architecture. */
export function codeOf(architecture: Architecture, result: AssembleResult): Code {
  const { sections, statements, symbols } = result.program;
  const starts = statements.filter(one => one.size > 0).sort(byAddress);
  const loaded = sections.filter(one => one.flags.alloc && one.bytes.length > 0).sort(byAddress);
  const gaps = new Set(statements.filter(one => one.kind === 'unknown').map(one => one.address));
  const labels = groupBy(
    symbols.filter(symbol => symbol.kind === 'label'),
    symbol => symbol.value,
  );
  const decoded = new Map<bigint, CodeInstruction | undefined>();

  const sectionAt = (address: bigint): Section | undefined => {
    const found = lastAt(loaded, address);
    return found !== undefined && address < found.address + BigInt(found.bytes.length) ? found : undefined;
  };

  const statementAt = (address: bigint): Statement | undefined => {
    const found = lastAt(starts, address);
    return found !== undefined && address < found.address + BigInt(found.size) ? found : undefined;
  };

  const decodeAt = (address: bigint): CodeInstruction | undefined => {
    const section = sectionAt(address);
    if (section === undefined) return undefined;
    const rest = section.bytes.length - Number(address - section.address);
    const bits = littleEndian(section, address, Math.min(4, rest));
    if (bits === undefined) return undefined;
    const instruction = architecture.instructions.decode(Number(bits), address);
    if (instruction === undefined) return undefined;
    const statement = statementAt(address);
    if (statement?.uncertain && instruction.bits === 0) return { instruction, effects: unencoded, statement };
    const effects = architecture.instructions.effects(instruction);
    const semantics = semanticsOf(instruction, architecture.instructions.vocabulary);
    return { instruction, effects, ...(semantics && { semantics }), ...(statement && { statement }) };
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
      if (!decoded.has(address)) decoded.set(address, decodeAt(address));
      return decoded.get(address);
    },
    labelsAt: address => labels.get(address) ?? [],
    constantAt: (address, size) => {
      const section = sectionAt(address);
      return section === undefined || section.flags.write ? undefined : littleEndian(section, address, size);
    },
  };
}
