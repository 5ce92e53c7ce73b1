/** Assembling with a host that reads files: asks, reads, and assembles again until nothing is missing. */
import type { Architecture } from '../isa/architecture.ts';
import { assemble, assembleObject, includesOf } from './assemble.ts';
import type { AssembleInput, AssembleResult, FileRequest, ObjectResult } from './program.ts';

/** Everything but the files, which the host reads. */
export type HostInput = Omit<AssembleInput, 'files' | 'binaries' | 'missing'>;

/** How a host reads: undefined when there is no such file. */
export interface FileReader {
  readonly text: (path: string) => Promise<string | undefined>;
  readonly binary?: (path: string) => Promise<Uint8Array | undefined>;
}

export interface SyncFileReader {
  readonly text: (path: string) => string | undefined;
  readonly binary?: (path: string) => Uint8Array | undefined;
}

/** Rounds of reading: each include level may need one. */
const maximumRounds = 100;

interface Gathered {
  readonly files: Map<string, string>;
  readonly binaries: Map<string, Uint8Array>;
  readonly missing: Set<string>;
}

/** A path that the assembler looks for. */
interface Wanted {
  readonly path: string;
  readonly binary: boolean;
}

const mainRequests = (main: readonly string[]): readonly FileRequest[] =>
  main.map(name => ({ name, how: 'include', candidates: [name], span: { file: name, start: 0, end: 0 } }));

/**
 * The protocol between assembler and host: yields the paths to read next, is told what was there, and returns
 * the result. Includes are gathered before the first assembly, which is dear; where paths are expected, these are.
 */
function* assembling<Result extends Pick<AssembleResult, 'needs'>>(
  architecture: Architecture,
  input: HostInput,
  make: (architecture: Architecture, input: AssembleInput) => Result,
  expected?: readonly string[],
): Generator<Wanted, Result, string | Uint8Array | undefined> {
  const known: Gathered = { files: new Map(), binaries: new Map(), missing: new Set() };
  const whole = (): AssembleInput => ({ ...input, ...known });
  let requests = mainRequests([...input.main, ...(expected ?? [])]);
  for (let round = 0; requests.length > 0 && round < maximumRounds; round++) {
    yield* gather(requests, known);
    requests = expected ? [] : includesOf(architecture, whole());
  }
  let result = make(architecture, whole());
  for (let round = 0; result.needs.length > 0 && round < maximumRounds; round++) {
    yield* gather(result.needs, known);
    result = make(architecture, whole());
  }
  return result;
}

/** Looks for each file under its candidates, in order. */
function* gather(
  requests: readonly FileRequest[],
  { files, binaries, missing }: Gathered,
): Generator<Wanted, void, string | Uint8Array | undefined> {
  for (const { candidates, how } of requests) {
    const binary = how === 'binary';
    for (const path of candidates) {
      if (missing.has(path)) continue;
      if (binary ? binaries.has(path) : files.has(path)) break;
      const content = yield { path, binary };
      if (content === undefined) missing.add(path);
      else if (typeof content === 'string') files.set(path, content);
      else binaries.set(path, content);
      if (content !== undefined) break;
    }
  }
}

/**
 * Assembles `input.main`, reading what is needed through `read`. `expected` are paths that nearly the same source
 * looked for, there or not: they are read first, all at once.
 */
export async function assembleWith(
  architecture: Architecture,
  input: HostInput,
  read: FileReader,
  expected?: readonly string[],
): Promise<AssembleResult> {
  const early = new Map(
    await Promise.all((expected ?? []).map(async path => [path, await read.text(path)] as const)),
  );
  const text = (path: string): Promise<string | undefined> =>
    early.has(path) ? Promise.resolve(early.get(path)) : read.text(path);
  return reading(assembling(architecture, input, assemble, expected), { ...read, text });
}

/** The same into an ELF object. */
export const assembleObjectWith = (
  architecture: Architecture,
  input: HostInput,
  read: FileReader,
): Promise<ObjectResult> => reading(assembling(architecture, input, assembleObject), read);

async function reading<Result>(
  steps: Generator<Wanted, Result, string | Uint8Array | undefined>,
  read: FileReader,
): Promise<Result> {
  let step = steps.next();
  while (!step.done) {
    const { path, binary } = step.value;
    step = steps.next(await (binary ? read.binary?.(path) : read.text(path)));
  }
  return step.value;
}

/** The same with a host that reads at once. */
export function assembleWithSync(
  architecture: Architecture,
  input: HostInput,
  read: SyncFileReader,
): AssembleResult {
  const steps = assembling(architecture, input, assemble);
  let step = steps.next();
  while (!step.done) {
    const { path, binary } = step.value;
    step = steps.next(binary ? read.binary?.(path) : read.text(path));
  }
  return step.value;
}
