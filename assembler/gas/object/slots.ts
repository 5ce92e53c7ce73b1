/** Which relocation an operand of A64 that only the linker can fill in takes. */
import type { InstructionRow, InstructionSet, OperandKind, SyntaxElement } from '../../../isa/instruction.ts';
import { type Relocation, relocationNamed } from '../../elf/relocations.ts';
import { type OperatorUses, operatorUses } from '../relocation.ts';

/** The place of an operand in its instruction, as operators know it. */
type Slot = keyof OperatorUses | 'branch26' | 'branch19' | 'branch14';

/** The place that an operand of a row has; undefined where no address can be filled in later. */
export function slotOf(row: InstructionRow, operand: string, instructions: InstructionSet): Slot | undefined {
  const { pattern, mnemonic } = row;
  const kind = kindOf(instructions.syntaxOf(row), operand);
  if (kind?.isAddress) {
    if (pattern.includes('imm26:26')) return 'branch26';
    if (pattern.includes('imm14:14')) return 'branch14';
    if (pattern.includes('immhi:19')) return pattern.startsWith('1') ? 'adrp' : 'adr';
    return /^(?:b|cb)/.test(mnemonic) ? 'branch19' : 'literal';
  }
  if (kind?.name.startsWith('uimm12*')) return 'access';
  if (operand === 'imm' && mnemonic === 'add' && pattern.includes('sh:1 imm12:12')) return 'add';
  return operand === 'imm16' || (operand === 'imm' && pattern.includes('imm16:16')) ? 'move' : undefined;
}

function kindOf(elements: readonly SyntaxElement[], operand: string): OperandKind | undefined {
  for (const element of elements) {
    if (element.is === 'operand' && element.name === operand) return element.kind;
    const inner = element.is === 'optional' ? kindOf(element.elements, operand) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

const plain: Readonly<Partial<Record<Slot, string>>> = {
  branch19: 'CONDBR19',
  branch14: 'TSTBR14',
  literal: 'LD_PREL_LO19',
  adr: 'ADR_PREL_LO21',
  adrp: 'ADR_PREL_PG_HI21',
};

/** Relocations that may turn `movz` into `movn`, and so cannot stand in `movk`. */
const choosesMove = /^MOVW_SABS|^MOVW_PREL_G\d$|^TLSGD_MOVW_G1$|^TLSLE_MOVW_TPREL_G\d$/;

/** The relocation for an operand, with the operator before it if there is one; undefined when they do not fit. */
export function relocationFor(
  row: InstructionRow,
  operand: string,
  operator: string | undefined,
  instructions: InstructionSet,
): Relocation | undefined {
  const slot = slotOf(row, operand, instructions);
  if (slot === undefined) return undefined;
  if (operator === undefined) {
    if (slot === 'branch26') return relocationNamed(row.mnemonic === 'bl' ? 'CALL26' : 'JUMP26');
    const name = plain[slot];
    return name === undefined ? undefined : relocationNamed(name);
  }
  if (slot === 'branch26' || slot === 'branch19' || slot === 'branch14') return undefined;
  const name = operatorUses(operator)?.[slot];
  if (name === undefined || (row.mnemonic === 'movk' && choosesMove.test(name))) return undefined;
  const bytes = Number(/\*(\d+)$/.exec(kindOf(instructions.syntaxOf(row), operand)?.name ?? '')?.[1] ?? 8);
  // Names without a size load doublewords.
  if (slot === 'access' && !name.includes('*') && bytes !== 8) return undefined;
  return relocationNamed(name.replace('*', `${bytes * 8}`));
}
