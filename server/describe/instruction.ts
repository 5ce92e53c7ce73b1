/** Instructions in words: from the rows of the instruction set and the bits that were made. */
import type { Statement } from '../../assembler/program.ts';
import type { Architecture } from '../../isa/architecture.ts';
import type { InstructionRow } from '../../isa/instruction.ts';
import type { Code } from '../../vectors/code.ts';
import { code as block, hex, paragraphs } from './markdown.ts';

const syntaxOf = (row: InstructionRow): string => `${row.mnemonic} ${row.syntax}`.trim();

/** The form that was written, when the bits tell: an alias of what was decoded, or that itself. */
function writtenForm(
  forms: readonly InstructionRow[],
  decoded: InstructionRow | undefined,
): InstructionRow | undefined {
  if (decoded === undefined) return undefined;
  return forms.find(row => row.id === decoded.id) ?? forms.find(row => row.aliasOf === decoded.id);
}

/**
 * A mnemonic, with the encoding of one statement that has it. Undefined when the architecture has no such
 * mnemonic.
 */
export function describeInstruction(
  architecture: Architecture,
  mnemonic: string,
  code: Code,
  statement: Statement | undefined,
): string | undefined {
  const forms = architecture.instructions.forms(mnemonic.toLowerCase());
  const at = statement?.kind === 'instruction' && !statement.uncertain ? statement.address : undefined;
  const instruction = at === undefined ? undefined : code.instructionAt(at)?.instruction;
  const form = writtenForm(forms, instruction?.row) ?? forms[0];
  if (form === undefined) return undefined;
  const shown =
    writtenForm(forms, instruction?.row) === undefined ? [...new Set(forms.map(syntaxOf))] : [syntaxOf(form)];
  const target = architecture.instructions.rows.find(row => row.id === form.aliasOf);
  const encoding =
    instruction &&
    `Encoding \`${hex(instruction.bits >>> 0, instruction.length * 2)}\` at ${hex(instruction.address)}`;
  return paragraphs(
    block(shown.slice(0, 8).join('\n')),
    form.doc,
    target && `Alias of \`${syntaxOf(target)}\``,
    [encoding, `Manual: ${form.section}`, form.feature].filter(Boolean).join(' · '),
  );
}

/** One line for a statement in a list: disassembled where it is an instruction. */
export function statementText(architecture: Architecture, code: Code, statement: Statement): string {
  const instruction =
    statement.kind === 'instruction' && !statement.uncertain
      ? code.instructionAt(statement.address)
      : undefined;
  if (instruction === undefined) return statement.name;
  return architecture.instructions.disassemble(
    instruction.instruction,
    address => code.labelsAt(address)[0]?.name,
  );
}
