/** Files that a source asks for. */
import type { FileRequest } from '../program.ts';
import type { DirectiveCall } from './directives/directive.ts';
import { takeFileName } from './strings.ts';

/** Directory of a path, with its slash; empty for a bare name. */
const directoryOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const isAbsolute = (path: string): boolean => /^(\/|[A-Za-z]:[\\/]|\w+:\/\/)/.test(path);

const join = (directory: string, name: string): string =>
  directory === '' || directory.endsWith('/') ? `${directory}${name}` : `${directory}/${name}`;

/** Paths under which a file may be: beside the file that asks, beside the unit, then the include paths. */
function candidatesOf(
  name: string,
  asking: string,
  unitFile: string,
  paths: readonly string[],
): readonly string[] {
  if (isAbsolute(name)) return [name];
  const directories = [directoryOf(asking), directoryOf(unitFile), ...paths];
  return [...new Set(directories.map(directory => join(directory, name)))];
}

/**
 * The path of the file that a directive names, once the host has read it; `missing` when it has looked
 * everywhere in vain (which is said); undefined when it still has to look (then it is in `needs`).
 */
export function requestFile(
  { unit, cursor, origin }: DirectiveCall,
  how: FileRequest['how'],
): string | 'missing' | undefined {
  const { input, diagnostics, needs, filesUsed } = unit.job;
  const start = cursor.skipBlanks().at;
  const name = takeFileName(unit, cursor);
  const { span } = cursor.origin(start, cursor.at);
  if (name === '') {
    diagnostics.error('bad-operand', 'the name of a file belongs here', origin);
    return 'missing';
  }
  const candidates = candidatesOf(name, span.file, unit.file, input.includePaths);
  for (const path of candidates) {
    const there = how === 'binary' ? input.binaries?.has(path) : input.files.has(path);
    if (there) {
      filesUsed.add(path);
      return path;
    }
    if (!input.missing.has(path)) {
      needs.push({ name, how, candidates, span });
      unit.job.incomplete = true;
      return undefined;
    }
  }
  unit.job.incomplete = true;
  diagnostics.report('warning', 'missing-file', `${name} was not found`, cursor.origin(start, cursor.at));
  return 'missing';
}
