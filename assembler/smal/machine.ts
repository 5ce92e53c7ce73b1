/** What the instruction set gives to the language: register symbols, named numbers, and the forms of each name. */
import type { InstructionRow, InstructionSet, OperandKind, SyntaxElement } from '../../isa/instruction.ts';
import { absolute, type Base, relative, type Value } from './value.ts';

/** An operand's place in a form. */
export interface Slot {
  readonly name: string;
  readonly kind: OperandKind;
}

/** One form with its operands in order, which are all that its syntax has besides commas. */
export interface Form {
  readonly row: InstructionRow;
  readonly slots: readonly Slot[];
  /** Where an operand lies as a plain number in the last bytes; found when first asked for. */
  readonly fields: Map<string, number | undefined>;
}

export interface Machine {
  readonly instructions: InstructionSet;
  readonly registers: Base;
  /** Registers and named numbers as symbols. */
  readonly symbols: ReadonlyMap<string, Value>;
  readonly forms: (mnemonic: string) => readonly Form[];
}

/** Mnemonics are written in upper case. */
const isWritten = (name: string): boolean => name === name.toUpperCase();

/** Reads the instruction set. Registers are the kinds that take names only. */
export function machineOf(instructions: InstructionSet): Machine {
  const kinds = new Set<OperandKind>();
  for (const row of instructions.rows) collectKinds(instructions.syntaxOf(row), kinds);
  const registers: Base = { kind: 'registers', name: firstRegister(kinds), type: 2 };
  const symbols = new Map<string, Value>();
  for (const { reads, names = [] } of kinds)
    for (const [name, value] of names)
      symbols.set(
        name.toUpperCase(),
        reads === 'name' ? relative(registers, Number(value)) : absolute(Number(value)),
      );
  const known = new Map<string, readonly Form[]>();
  const forms = (mnemonic: string): readonly Form[] => {
    if (!isWritten(mnemonic)) return [];
    let found = known.get(mnemonic);
    if (found === undefined) {
      found = instructions
        .forms(mnemonic.toLowerCase())
        .flatMap(row => formsOf(row, instructions.syntaxOf(row)));
      known.set(mnemonic, found);
    }
    return found;
  };
  return { instructions, registers, symbols, forms };
}

function collectKinds(elements: readonly SyntaxElement[], kinds: Set<OperandKind>): void {
  for (const element of elements) {
    if (element.is === 'optional') collectKinds(element.elements, kinds);
    else if (element.is === 'operand') kinds.add(element.kind);
  }
}

/** The name of register 0, from which all others count. */
function firstRegister(kinds: ReadonlySet<OperandKind>): string {
  for (const { reads, names = [] } of kinds)
    if (reads === 'name')
      for (const [name, value] of names) if (value === 0n && /\d/.test(name)) return name.toUpperCase();
  return 'registers';
}

/** A form for each choice of optional groups. */
function formsOf(row: InstructionRow, syntax: readonly SyntaxElement[]): readonly Form[] {
  let choices: readonly Slot[][] = [[]];
  const add = (elements: readonly SyntaxElement[]): void => {
    for (const element of elements) {
      if (element.is === 'operand') choices = choices.map(slots => [...slots, element]);
      else if (element.is === 'optional') {
        const without = choices;
        add(element.elements);
        choices = [...choices, ...without];
      }
    }
  };
  add(syntax);
  return choices.map(slots => ({ row, slots, fields: new Map() }));
}
