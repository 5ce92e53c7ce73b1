/**
 * Which forms of a mnemonic operands of a shape fit, and which token is which operand. It is found out once, form
 * by form (`operands.ts`); further texts of the shape are read by it, in one go.
 */
import type { InstructionRow, InstructionSet, OperandKind, SyntaxElement } from '../../isa/instruction.ts';
import { operandsOf } from '../../isa/syntax.ts';
import type { Candidate, CandidateOperand } from '../image/fragment.ts';
import { expression, type Shape, type WordClasses, wordClassesOf } from './shape.ts';

/** One operand of a form: where its text begins, and the token that has its value. */
export interface PlannedOperand {
  readonly name: string;
  readonly kind: OperandKind;
  readonly begin: number;
  readonly token: number;
  /** Its place among all operands of the form. */
  readonly position: number;
  /** The token is one of the kind's names, else an expression. */
  readonly named: boolean;
}

export interface PlannedForm {
  readonly row: InstructionRow;
  readonly operands: readonly PlannedOperand[];
  /** Operands that the form has altogether, those of groups that are left out too. */
  readonly places: number;
  readonly defaults: Candidate['defaults'];
  /** Some operand is an address, which only layout can tell. */
  readonly hasAddress: boolean;
}

/** The forms that a shape fits, in the order of the table. */
export type Plan = readonly PlannedForm[];

export interface FormTables {
  readonly classes: WordClasses;
  /** Plans by shape, for the forms of a mnemonic; undefined where values decide which form fits. */
  readonly plansOf: (forms: readonly InstructionRow[]) => Map<string, Plan | undefined> | undefined;
}

/** The tables of an instruction set: filled as shapes are met, of which only a few fit. */
export function formTablesOf(instructions: InstructionSet): FormTables {
  const tables = new Map<readonly InstructionRow[], Map<string, Plan | undefined> | undefined>();
  return {
    classes: wordClassesOf(instructions),
    plansOf: forms => {
      const known = tables.get(forms);
      if (known !== undefined || tables.has(forms)) return known;
      const shaped = forms.every(row => instructions.syntaxOf(row).every(isShaped));
      const plans = shaped ? new Map<string, Plan | undefined>() : undefined;
      tables.set(forms, plans);
      return plans;
    },
  };
}

/** Numbers in a syntax (`#0.0`), and floating-point operands, are told from others by their value alone. */
function isShaped(element: SyntaxElement): boolean {
  if (element.is === 'optional') return element.elements.every(isShaped);
  return element.is === 'text' ? !/^\d/.test(element.text) : element.kind.reads !== 'float';
}

/** The plan that these candidates, all that there are, tell for their shape; undefined when it is not of the shape alone. */
export function planOf(
  instructions: InstructionSet,
  candidates: readonly Candidate[],
  text: string,
  shape: Shape,
): Plan | undefined {
  const forms: PlannedForm[] = [];
  const expressions = [...shape.key].flatMap((key, token) => (key === expression ? [token] : []));
  for (const { row, operands, defaults } of candidates) {
    const all = operandsOf(instructions.syntaxOf(row));
    const planned: PlannedOperand[] = [];
    for (const operand of operands) {
      const position = all.findIndex(({ name }) => name === operand.name);
      const one = plannedOperand(operand, position, all[position]!.kind, text, shape);
      if (one === undefined) return undefined;
      planned.push(one);
    }
    if (!expressions.every(token => planned.some(operand => operand.token === token))) return undefined;
    const hasAddress = planned.some(({ kind }) => kind.isAddress === true);
    forms.push({ row, operands: planned, places: all.length, defaults, hasAddress });
  }
  return forms;
}

function plannedOperand(
  { name, start, end }: CandidateOperand,
  position: number,
  kind: OperandKind,
  text: string,
  { key, starts, ends }: Shape,
): PlannedOperand | undefined {
  const begin = starts.indexOf(start);
  const token = key[begin] === '#' ? begin + 1 : begin;
  if (begin < 0 || ends[token] !== start + text.slice(start, end).trimEnd().length) return undefined;
  if (key[token] === expression) return { name, kind, begin, token, position, named: false };
  const named = token === begin && kind.names?.has(text.slice(start, end).toLowerCase()) === true;
  return named ? { name, kind, begin, token, position, named } : undefined;
}
