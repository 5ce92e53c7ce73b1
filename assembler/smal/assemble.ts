/** The SMAL dialect: sources and objects in, a linked program out. */
import type { Architecture } from '../../isa/architecture.ts';
import { Diagnostics } from '../diagnostics.ts';
import type { Dialect, OutputFile } from '../dialect.ts';
import type { AssembleInput, AssembleResult } from '../program.ts';
import { assembleFile } from './assemble-file.ts';
import { bundledFiles } from './headers/index.ts';
import { linkModules } from './link.ts';
import { Listing } from './listing.ts';
import { machineOf } from './machine.ts';
import type { ObjectModule } from './object.ts';
import { isObject, readObject, writeLoadFile, writeObject } from './object-format.ts';
import type { Job } from './unit.ts';

export const smal: Dialect = {
  id: 'smal',
  assemble,
  includesOf: () => [],
  comments: { line: ';' },
  bundled: new Map([...bundledFiles.values()].map(({ path, text }) => [path, text])),
  outputs,
};

function createJob(architecture: Architecture, input: AssembleInput): Job {
  return {
    architecture,
    machine: machineOf(architecture.instructions),
    input,
    diagnostics: new Diagnostics(input.limits.diagnostics),
    macros: [],
    calls: [],
    uses: [],
    needs: [],
    filesUsed: new Set(),
    usesSeen: new Set(),
    incomplete: false,
  };
}

/** A main file as an object: an object file is read, a source assembled. */
function moduleFrom(job: Job, file: string, listing?: Listing): ObjectModule {
  const text = job.input.files.get(file) ?? '';
  if (!isObject(text)) return assembleFile(job, file, listing);
  job.filesUsed.add(file);
  return readObject(file, text, job.diagnostics);
}

/**
 * Assembles the main files, sources or objects, and links them: relocatable sections one after the other from
 * the load address (of which 32 bits count), common blocks from #10000. Names that no file
 * exports are the monitor's, or get stubs. Pure, never throws on any text, and bounded by `input.limits`.
 */
function assemble(architecture: Architecture, input: AssembleInput): AssembleResult {
  const job = createJob(architecture, input);
  const modules = input.main.map(file => moduleFrom(job, file));
  return {
    program: linkModules(modules, input, job.diagnostics).program,
    diagnostics: job.diagnostics.all,
    macros: job.macros,
    calls: job.calls,
    uses: job.uses,
    needs: job.needs,
    filesUsed: [...job.filesUsed],
    incomplete: job.incomplete,
  };
}

/** The object and the listing of every main file, and the load file of all together (under the first's name). */
function outputs(architecture: Architecture, input: AssembleInput): readonly OutputFile[] {
  const job = createJob(architecture, input);
  const made: OutputFile[] = [];
  const modules = input.main.map(file => {
    const listing = new Listing();
    const module = moduleFrom(job, file, listing);
    made.push({ file, suffix: '.o', text: writeObject(module) });
    made.push({ file, suffix: '.l', text: listing.text });
    return module;
  });
  const { program, start } = linkModules(modules, input, job.diagnostics);
  const [file] = input.main;
  if (file !== undefined)
    made.push({ file, suffix: '.load.o', text: writeLoadFile(program.sections, start) });
  return made;
}
