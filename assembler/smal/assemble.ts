/** The SMAL dialect: sources and objects in, a linked program out. */
import type { Architecture } from '../../isa/architecture.ts';
import type { Dialect } from '../dialect.ts';
import type { AssembleInput, AssembleResult } from '../program.ts';
import { bundledFiles } from './headers/index.ts';
import { createJob, moduleFrom } from './job.ts';
import { linkModules } from './link.ts';
import { outputs } from './outputs.ts';

export const smal: Dialect = {
  id: 'smal',
  assemble,
  includesOf: () => [],
  comments: { line: ';' },
  inclusion: /^(?:[ \t]*\w+:)*[ \t]*USE[ \t]+(?<open>["'])(?<name>[^"'\r\n]+)["']/gm,
  bundled: bundledFiles,
  outputs,
};

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
