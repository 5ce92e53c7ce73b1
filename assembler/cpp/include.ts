/** Finding the file of an `#include` among those that the host has read. */
import { includeCandidates } from '../paths.ts';
import type { FileRequest } from '../program.ts';

export interface IncludeSearch {
  readonly files: ReadonlyMap<string, string>;
  readonly missing: ReadonlySet<string>;
  readonly includePaths: readonly string[];
}

/** What an include line asks for. */
export interface Include {
  readonly name: string;
  /** As written: `"a.h"` or `<a.h>`. */
  readonly shown: string;
  /** The file, when the host has read it. */
  readonly found?: string;
  /** What the host should look for, when it has not looked everywhere yet. */
  readonly request?: Omit<FileRequest, 'span'>;
}

/**
 * Reads `"name"` or `<name>` and looks for the file, seen from the file `from`; `next` goes on behind that file
 * (`#include_next`). Undefined when the text names no file.
 */
export function findInclude(
  written: string,
  from: string,
  next: boolean,
  { files, missing, includePaths }: IncludeSearch,
): Include | undefined {
  const match = /^\s*(?:"([^"]+)"|<([^>]+)>)/.exec(written);
  if (match === null) return undefined;
  const name = (match[1] ?? match[2])!;
  const shown = match[0].trim();
  const how = match[1] === undefined ? 'include-system' : 'include';
  const all = includeCandidates(name, how, from, includePaths);
  const candidates = next ? all.slice(all.indexOf(from) + 1) : all;
  const first = candidates.find(candidate => !missing.has(candidate));
  if (first === undefined) return { name, shown };
  return files.has(first)
    ? { name, shown, found: first }
    : { name, shown, request: { name, how, candidates } };
}
