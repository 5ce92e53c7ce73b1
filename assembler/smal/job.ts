/** Reading a set of files: what they share, and each as an object. */
import type { Architecture } from '../../isa/architecture.ts';
import { Diagnostics } from '../diagnostics.ts';
import type { AssembleInput } from '../program.ts';
import { assembleFile } from './assemble-file.ts';
import type { Listing } from './listing.ts';
import { machineOf } from './machine.ts';
import type { ObjectModule } from './object.ts';
import { isObject, readObject } from './object-format.ts';
import type { Job } from './unit.ts';

export function createJob(architecture: Architecture, input: AssembleInput): Job {
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
export function moduleFrom(job: Job, file: string, listing?: Listing): ObjectModule {
  const text = job.input.files.get(file) ?? '';
  if (!isObject(text)) return assembleFile(job, file, listing);
  job.filesUsed.add(file);
  return readObject(file, text, job.diagnostics);
}
