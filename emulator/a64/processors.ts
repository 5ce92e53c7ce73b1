/** The processors that can be modelled: their extensions, and what their registers tell of them. */
import type { Instruction, InstructionRow, InstructionSet } from '../../isa/instruction.ts';
import type { Decoder } from '../core/decode-cache.ts';

export interface Processor {
  /** As QEMU's `-cpu` names it. */
  readonly id: string;
  /** Extensions as the tables of instructions and of system registers name them. */
  readonly features: ReadonlySet<string>;
  /** Values after reset and bits that can be written, where they are not those of the register tables. */
  readonly registers: Readonly<Record<string, { readonly reset?: bigint; readonly writable?: bigint }>>;
}

const words = (text: string): readonly string[] => text.split(' ');

const basic = words('v8.0 FP AdvSIMD CRC32 AES PMULL SHA1 SHA256');

/** FPCR: AHP, DN, FZ, RMode; with half precision FZ16, too. */
const withFlushHalf = 0x07c8_0000n;

const cortexA57: Processor = { id: 'cortex-a57', features: new Set(basic), registers: {} };

/**
 * A processor with the instructions of Armv8.1 to v8.5 that do not change the exception model: no VHE, no PAN, no
 * memory tagging.
 */
const max: Processor = {
  id: 'max',
  features: new Set([
    ...basic,
    ...words('LSE LOR LRCPC LRCPC2 RDM FP16 FHM FCMA JSCVT FRINTTS DotProd I8MM FlagM FlagM2'),
    ...words('SHA512 SHA3 SM3 SM4 SB DGH'),
  ]),
  registers: {
    fpcr: { writable: withFlushHalf },
    // FP and AdvSIMD with half precision.
    id_aa64pfr0_el1: { reset: 0x0011_2222n },
    // TS 2, FHM, DP, SM4, SM3, SHA3, RDM, Atomic 2, CRC32, SHA2 2, SHA1, AES 2.
    id_aa64isar0_el1: { reset: 0x0021_1111_1021_2120n },
    // LO.
    id_aa64mmfr1_el1: { reset: 0x1_0000n },
    // I8MM, DGH, SB, FRINTTS, LRCPC 2, FCMA, JSCVT.
    id_aa64isar1_el1: { reset: 0x0011_0011_0021_1000n },
  },
};

/** The first one is what boards have unless told otherwise. */
export const processors: readonly Processor[] = [cortexA57, max];

/** A processor by its id, or the usual one. */
export const processorOf = (id: string | undefined): Processor =>
  processors.find(each => each.id === id) ?? cortexA57;

/** Instructions in the space of hints, which do nothing where they are not known (C4.1, Hints). */
const isHint = ({ pattern }: InstructionRow): boolean => pattern.startsWith('1101010100 0 00 011 0010 ');

/** The instructions that a processor knows: others are unallocated, hints do nothing. */
export function knownInstructions(instructions: InstructionSet, { features }: Processor): Decoder {
  const nop = instructions.rows.find(({ id }) => id === 'nop')!;
  // A row may need several extensions: `AdvSIMD+FP16`.
  const has = ({ feature }: InstructionRow): boolean => feature.split('+').every(name => features.has(name));
  const rows = new Set(instructions.rows.filter(has));
  const known = (instruction: Instruction): Instruction | undefined => {
    const { row } = instruction;
    if (rows.has(row)) return instruction;
    return isHint(row) ? { ...instruction, row: nop, operands: {} } : undefined;
  };
  return {
    rows: instructions.rows,
    alignment: instructions.alignment,
    decode: (bits, address) => {
      const instruction = instructions.decode(bits, address);
      return instruction && known(instruction);
    },
  };
}
