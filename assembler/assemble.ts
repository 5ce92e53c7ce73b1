/** The assembler: sources in, a program laid out in memory and everything worth knowing about it out. */
import type { Architecture } from '../isa/architecture.ts';
import type { OperandKind, SyntaxElement } from '../isa/instruction.ts';
import { Diagnostics } from './diagnostics.ts';
import { pushMain } from './gas/source.ts';
import { readUnit } from './gas/statement.ts';
import { createUnit, type Job, type Unit } from './gas/unit.ts';
import { link } from './link.ts';
import type { AssembleInput, AssembleResult } from './program.ts';

/**
 * Assembles the main files, each a translation unit, and lays them out together from the load address. Pure:
 * a file that is missing from `input.files` is asked for in `needs`, and the result is as good as it can be
 * without it. Never throws on any text, and its work is bounded by `input.limits`.
 */
export function assemble(architecture: Architecture, input: AssembleInput): AssembleResult {
  const job = createJob(architecture, input);
  const units = input.main.map(file => readMain(job, file));
  const program = link(job, units);
  return {
    program,
    diagnostics: job.diagnostics.all,
    macros: job.macros,
    calls: job.calls,
    uses: job.uses,
    needs: job.needs,
    filesUsed: [...job.filesUsed],
    incomplete: job.incomplete,
  };
}

function createJob(architecture: Architecture, input: AssembleInput): Job {
  return {
    architecture,
    input,
    diagnostics: new Diagnostics(input.limits.diagnostics),
    macros: [],
    calls: [],
    uses: [],
    needs: [],
    filesUsed: new Set(),
    reserved: registerNames(architecture),
    usesSeen: new Set(),
    incomplete: false,
    macroCount: 0,
  };
}

/** Names that stand in register operands (`Rd`, `Rn` …): no symbol in an operand can have one. */
function registerNames({ instructions }: Architecture): ReadonlySet<string> {
  const kinds = new Set<OperandKind>();
  const collect = (elements: readonly SyntaxElement[]): void => {
    for (const element of elements) {
      if (element.is === 'optional') collect(element.elements);
      else if (element.is === 'operand' && element.name.startsWith('R')) kinds.add(element.kind);
    }
  };
  for (const row of instructions.rows) collect(instructions.syntaxOf(row));
  return new Set([...kinds].flatMap(kind => [...(kind.names?.keys() ?? [])]));
}

function readMain(job: Job, file: string): Unit {
  const unit = createUnit(job, file);
  pushMain(unit);
  readUnit(unit);
  return unit;
}
