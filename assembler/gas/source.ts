/** Files as frames of the input. */
import type { Origin } from '../program.ts';
import { concatTexts, type MappedText, madeText, originOf, sliceText } from '../text.ts';
import { linesOf } from './input.ts';
import { readLines } from './lines.ts';
import type { Unit } from './unit.ts';

/** Makes the lines of a file the next input; `parent` says how it came there. */
export function pushFile(unit: Unit, path: string, parent?: NonNullable<Origin['parent']>): void {
  const { input, diagnostics, filesUsed } = unit.job;
  filesUsed.add(path);
  const place = (start: number, end: number): Origin => ({
    span: { file: path, start, end },
    ...(parent !== undefined && { parent }),
  });
  const lines = readLines(input.files.get(path) ?? '', place, diagnostics);
  pushLines(unit, lines, parent === undefined ? 'file' : 'include');
}

/** Makes lines the next input, with the host's operands put in. */
export function pushLines(unit: Unit, lines: readonly MappedText[], kind: 'file' | 'include'): void {
  const { operands } = unit.job.input;
  unit.input.push({ kind, next: linesOf(lines.map(line => withOperands(line, operands))) });
}

/** Replaces `{name}` of Rust's `global_asm!` by its value, and `{{`, `}}` by one brace. */
function withOperands(line: MappedText, operands: Readonly<Record<string, string>>): MappedText {
  const { text } = line;
  if (!text.includes('{') && !text.includes('}')) return line;
  const parts: MappedText[] = [];
  let from = 0;
  for (const found of text.matchAll(/\{\{|\}\}|\{(\w*)(?::\w+)?\}/g)) {
    const [whole, name] = found;
    const value =
      name === undefined ? whole[0]! : Object.hasOwn(operands, name) ? operands[name]! : undefined;
    if (value === undefined) continue;
    const end = found.index + whole.length;
    const place = originOf(line, found.index, end, line.map[0]!.origin);
    parts.push(sliceText(line, from, found.index), madeText(value, place));
    from = end;
  }
  return from === 0 ? line : concatTexts([...parts, sliceText(line, from)]);
}
