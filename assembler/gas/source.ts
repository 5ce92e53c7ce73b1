/** Files as frames of the input. */
import { flagsFor } from '../compile-flags.ts';
import { type PreprocessResult, preprocess } from '../cpp/preprocess.ts';
import type { AssembleInput, Origin } from '../program.ts';
import { concatTexts, type MappedText, madeText, originOf, sliceText } from '../text.ts';
import { withoutC } from './c-text.ts';
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

/** The file after the C preprocessor, with the flags that are its own. */
export function preprocessed(input: AssembleInput, file: string): PreprocessResult {
  const { files, missing, limits } = input;
  return preprocess({ ...flagsFor(input, file), file, files, missing, limits });
}

/** Whether a file goes through the C preprocessor: when the host says so, by default for `.S`. */
export const isPreprocessed = (input: AssembleInput, file: string): boolean =>
  flagsFor(input, file).preprocess ?? /\.(S|sx)$/.test(file);

/** Makes a main file the next input, preprocessed or not. */
export function pushMain(unit: Unit, file: string): void {
  const { job } = unit;
  if (!isPreprocessed(job.input, file)) {
    pushFile(unit, file);
    return;
  }
  const result = preprocessed(job.input, file);
  job.diagnostics.add(result.diagnostics);
  job.macros.push(...result.definitions);
  job.calls.push(...result.calls);
  job.needs.push(...result.needs);
  for (const used of result.filesUsed) job.filesUsed.add(used);
  job.incomplete ||= result.incomplete;
  const lines = withoutC(result.lines, file, origin => {
    const message =
      'C declarations begin here, which are left out; is a macro not defined that keeps them from assembly?';
    job.diagnostics.report('information', 'c-declarations', message, origin);
    job.incomplete = true;
  });
  pushLines(unit, lines, 'file');
}

/** Makes definitions of symbols the next input. */
export function pushSymbols(unit: Unit, symbols: Readonly<Record<string, string>>): void {
  const span = { file: unit.file, start: 0, end: 0 };
  const lines = Object.entries(symbols).map(([name, value]) => madeText(`${name} = ${value}`, { span }));
  if (lines.length > 0) pushLines(unit, lines, 'file');
}

/** Makes lines the next input, with the host's operands put in. */
function pushLines(unit: Unit, lines: readonly MappedText[], kind: 'file' | 'include'): void {
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
