/** The dialect of GNU as, with the C preprocessor before it. */
import type { Architecture } from '../../isa/architecture.ts';
import { callProblems } from '../call-problems.ts';
import { Diagnostics } from '../diagnostics.ts';
import type { Dialect } from '../dialect.ts';
import { link, statementsOf } from '../link.ts';
import type { AssembleInput, AssembleResult, FileRequest, ObjectResult } from '../program.ts';
import { allocateCommons } from './directives/symbols.ts';
import { linkedProgram, needsLinker } from './linked-program.ts';
import { objectOf } from './object/object.ts';
import { isPreprocessed, preprocessed, pushMain, pushSymbols } from './source.ts';
import { readUnit } from './statement.ts';
import { createUnit, type Job, type Unit } from './unit.ts';
import { vocabularyOf } from './vocabulary.ts';

const ownWords =
  /^\s*(?:\.(?:section|pushsection|text|data|bss|include|incbin|globa?l|weak)\b|#\s*(?:include|import)\b|_start\s*:)/m;

export const gas: Dialect = {
  id: 'gas',
  assemble,
  assembleObject,
  includesOf,
  ownWords,
  comments: { line: '//', block: ['/*', '*/'] },
  inclusion:
    /^[ \t]*(?:#[ \t]*(?:include(?:_next)?|import)|\.include)[ \t]+(?<open>["<])(?<name>[^">\r\n]+)[">]/gm,
  bundled: new Map(),
};

/** Assembles the main files, each a translation unit, and lays them out together from the load address. */
function assemble(architecture: Architecture, input: AssembleInput): AssembleResult {
  const job = createJob(architecture, input);
  if (needsLinker(job)) {
    const program = linkedProgram(job, file => readFiles(job, [file]));
    return { program, ...factsOf(job) };
  }
  const units = input.main.map(file => readFiles(job, [file]));
  for (const unit of units) allocateCommons(unit);
  const program = link(job, units);
  return { program, ...factsOf(job) };
}

/** Assembles the main files one after the other, as one, into a relocatable object. */
export function assembleObject(architecture: Architecture, input: AssembleInput): ObjectResult {
  const job = createJob(architecture, input);
  const unit = readFiles(job, input.main);
  const object = objectOf(unit);
  job.diagnostics.add(callProblems(job.calls));
  return { object, statements: statementsOf(unit.fragments), ...factsOf(job) };
}

/** What is known of a source besides its bytes. */
function factsOf(job: Job): Omit<AssembleResult, 'program'> {
  return {
    diagnostics: job.diagnostics.all,
    macros: job.macros,
    calls: job.calls,
    uses: job.uses,
    needs: job.needs,
    filesUsed: [...job.filesUsed],
    incomplete: job.incomplete,
  };
}

/** Files that the main files' preprocessor directives ask for. */
function includesOf(input: AssembleInput): readonly FileRequest[] {
  return input.main.flatMap(file => (isPreprocessed(input, file) ? preprocessed(input, file).needs : []));
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
    vocabulary: architecture.instructions.derived(vocabularyOf),
    usesSeen: new Map(),
    incomplete: false,
    macroCount: 0,
    localCount: 0,
  };
}

/** Reads files one after the other as one translation unit. */
function readFiles(job: Job, files: readonly string[]): Unit {
  const unit = createUnit(job, files[0] ?? '');
  for (const file of files.toReversed()) pushMain(unit, file);
  pushSymbols(unit, job.input.symbols ?? {});
  readUnit(unit);
  return unit;
}
