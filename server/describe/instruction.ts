/** Instructions in words: from the rows of the instruction set and the bits that were made. */
import type { Statement } from '../../assembler/program.ts';
import { featureRemedy, featureText } from '../../isa/features.ts';
import type { Instruction, InstructionRow } from '../../isa/instruction.ts';
import { matchesPattern, parsePattern } from '../../isa/pattern.ts';
import { formText } from '../../isa/syntax.ts';
import type { Analysis } from '../analysis.ts';
import { code as block, hex, paragraphs } from './markdown.ts';

/** Forms shown for a mnemonic of which no use tells the form. */
const formsShown = 8;

/** The instruction that a statement made, when its bits are certain. */
function instructionOf({ code }: Analysis, statement: Statement | undefined): Instruction | undefined {
  if (statement?.kind !== 'instruction' || statement.uncertain) return undefined;
  return code.instructionAt(statement.address)?.instruction;
}

/** The form that was written: what was decoded itself, or the first alias of it that has these bits. */
const writtenForm = (
  forms: readonly InstructionRow[],
  { row, bits }: Instruction,
): InstructionRow | undefined =>
  forms.find(
    form =>
      form.id === row.id || (form.aliasOf === row.id && matchesPattern(parsePattern(form.pattern), bits)),
  );

/**
 * A mnemonic, with the encoding of one statement that has it. Undefined when the architecture has no such
 * mnemonic.
 */
export function describeInstruction(
  analysis: Analysis,
  mnemonic: string,
  statement: Statement | undefined,
): string | undefined {
  const { instructions, features } = analysis.architecture;
  const forms = instructions.forms(mnemonic.toLowerCase());
  const instruction = instructionOf(analysis, statement);
  const written = instruction && writtenForm(forms, instruction);
  const form = written ?? forms[0];
  if (form === undefined) return undefined;
  const syntaxes = written === undefined ? [...new Set(forms.map(formText))] : [formText(written)];
  const feature = featureText(features, form.feature);
  const remedy = features && featureRemedy(features, form.feature);
  const target = instructions.rows.find(row => row.id === form.aliasOf);
  const encoding =
    instruction &&
    `Encoding \`${hex(instruction.bits, instruction.length * 2)}\` at ${hex(instruction.address)}`;
  return paragraphs(
    block(syntaxes.slice(0, formsShown).join('\n')),
    form.doc,
    target && `Alias of \`${formText(target)}\``,
    form.conditionCodes && `Condition codes: ${form.conditionCodes}`,
    [encoding, `Manual: ${form.section}`, feature ?? form.feature].filter(Boolean).join(' · '),
    remedy && `Where it is off: ${remedy}`,
  );
}

/**
 * One line for a statement in a list: disassembled where it is an instruction, else as it is written. Of
 * several labels at a target, one of `names` is shown.
 */
export function statementText(analysis: Analysis, statement: Statement, names: readonly string[]): string {
  const instruction = instructionOf(analysis, statement);
  if (instruction === undefined) {
    const { file, start, end } = statement.origin.span;
    return analysis.texts.get(file)?.slice(start, end).trim() ?? statement.name;
  }
  return analysis.architecture.instructions.disassemble(instruction, address => {
    const labels = analysis.code.labelsAt(address).map(({ name }) => name);
    return labels.find(label => names.includes(label)) ?? labels[0];
  });
}
