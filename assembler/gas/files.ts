/** Files that a source asks for. */
import { flagsFor } from '../compile-flags.ts';
import { includeCandidates, joinPath } from '../paths.ts';
import type { FileRequest } from '../program.ts';
import type { DirectiveCall } from './directives/directive.ts';
import { takeFileName } from './strings.ts';
import type { Unit } from './unit.ts';

/** Paths under which a file may be: beside the file that asks, beside the unit, then the include paths. */
function candidatesOf(name: string, how: FileRequest['how'], asking: string, unit: Unit): readonly string[] {
  const { includePaths } = flagsFor(unit.job.input, unit.file);
  const besideUnit = includeCandidates(name, how, unit.file, []);
  return [
    ...new Set([
      ...includeCandidates(name, how, asking, []),
      ...besideUnit,
      ...includePaths.map(path => joinPath(path, name)),
    ]),
  ];
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
  const candidates = candidatesOf(name, how, span.file, unit);
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
