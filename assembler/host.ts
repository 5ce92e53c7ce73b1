/** Assembling with a host that reads files: asks, reads, and assembles again until nothing is missing. */
import type { Architecture } from '../isa/architecture.ts';
import { assemble } from './assemble.ts';
import type { AssembleInput, AssembleResult, FileRequest } from './program.ts';

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

const gathered = (): Gathered => ({ files: new Map(), binaries: new Map(), missing: new Set() });

const mainRequests = (main: readonly string[]): readonly FileRequest[] =>
  main.map(name => ({ name, how: 'include', candidates: [name], span: { file: name, start: 0, end: 0 } }));

/** Paths to look for next, each once: up to the first that is there, for every request. */
const isOpen = ({ files, binaries, missing }: Gathered, path: string): boolean =>
  !files.has(path) && !binaries.has(path) && !missing.has(path);

/** Assembles `input.main`, reading what is needed through `read`. */
export async function assembleWith(
  architecture: Architecture,
  input: HostInput,
  read: FileReader,
): Promise<AssembleResult> {
  const known = gathered();
  let needs = mainRequests(input.main);
  for (let round = 0; ; round++) {
    await Promise.all(needs.map(request => gather(request, known, read)));
    const result = assemble(architecture, { ...input, ...known });
    needs = result.needs;
    if (needs.length === 0 || round === maximumRounds) return result;
  }
}

async function gather(request: FileRequest, known: Gathered, read: FileReader): Promise<void> {
  for (const path of request.candidates) {
    if (!isOpen(known, path)) {
      if (known.missing.has(path)) continue;
      return;
    }
    const binary = request.how === 'binary';
    const content = binary ? await read.binary?.(path) : await read.text(path);
    if (content === undefined) known.missing.add(path);
    else {
      if (typeof content === 'string') known.files.set(path, content);
      else known.binaries.set(path, content);
      return;
    }
  }
}

/** The same with a host that reads at once. */
export function assembleWithSync(
  architecture: Architecture,
  input: HostInput,
  read: SyncFileReader,
): AssembleResult {
  const known = gathered();
  let needs = mainRequests(input.main);
  for (let round = 0; ; round++) {
    for (const request of needs) gatherSync(request, known, read);
    const result = assemble(architecture, { ...input, ...known });
    needs = result.needs;
    if (needs.length === 0 || round === maximumRounds) return result;
  }
}

function gatherSync(request: FileRequest, known: Gathered, read: SyncFileReader): void {
  for (const path of request.candidates) {
    if (!isOpen(known, path)) {
      if (known.missing.has(path)) continue;
      return;
    }
    const content = request.how === 'binary' ? read.binary?.(path) : read.text(path);
    if (content === undefined) known.missing.add(path);
    else {
      if (typeof content === 'string') known.files.set(path, content);
      else known.binaries.set(path, content);
      return;
    }
  }
}
