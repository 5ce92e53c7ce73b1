/**
 * Judges one program by GNU as. Every line that as rejects must have an error of ours on it; with those lines
 * taken out, and those that as rejects then, no error of ours may be left, and both must make the same object.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assembleObject } from '../../../assembler/assemble.ts';
import { readObject } from '../../../assembler/elf/read-object.ts';
import { writeObject } from '../../../assembler/elf/write-object.ts';
import { defaultLimits } from '../../../assembler/limits.ts';
import { a64 } from '../../../isa/a64/architecture.ts';
import { objectLines } from '../elf-text.ts';
import type { Program } from './mutate.ts';

export type Verdict =
  | { readonly is: 'same'; readonly rejected: number; readonly kept: number }
  | {
      readonly is: 'different';
      readonly what: string;
      readonly line: number;
      readonly text: string;
      readonly ours: readonly string[];
    };

interface Outcome {
  /** Line (from 1; 0 for the file as a whole) → what is wrong. */
  readonly errors: ReadonlyMap<number, string>;
  readonly object?: readonly string[];
}

/** What GNU as, with GNU cpp before it, says of a text. A macro's line counts where the outermost call is. */
export function gnuOutcome({ text, preprocess }: Program, folder: string): Outcome {
  const name = preprocess ? 'in.S' : 'in.s';
  writeFileSync(join(folder, name), text);
  const output = join(folder, 'out.o');
  rmSync(output, { force: true });
  const [tool, ...flags] = preprocess
    ? ['aarch64-linux-gnu-gcc', '-c', '-march=armv8.5-a', '-nostdinc', '-fno-diagnostics-show-caret']
    : ['aarch64-linux-gnu-as', '-march=armv8.5-a'];
  const { stderr, error, signal } = spawnSync(tool!, [...flags, '-o', 'out.o', name], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 20_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined || signal !== null)
    return { errors: new Map([[-1, `GNU as ends by ${signal ?? error?.message}`]]) };
  const errors = new Map<number, string>();
  let last: { line: number; text: string } | undefined;
  const keep = (): void => {
    if (last !== undefined && !errors.has(last.line)) errors.set(last.line, last.text);
    last = undefined;
  };
  for (const said of stderr.split('\n')) {
    const found = /^in\.[sS]:(?:(\d+):)?(?:\d+:)? ?\s*(Error|error|Fatal error|fatal error|Info): (.*)$/.exec(
      said,
    );
    if (found === null) continue;
    const line = Number(found[1] ?? 0);
    if (found[2] === 'Info') {
      if (last !== undefined && found[3] === 'macro invoked from here') last = { ...last, line };
      continue;
    }
    keep();
    // The line that follows says where it began; where its `.else` is does not matter.
    if (
      found[3] !== 'end of file inside conditional' &&
      !/^here is the (?:previous )?"?\.?else/.test(found[3]!)
    )
      last = { line, text: found[3]! };
  }
  keep();
  if (errors.size > 0) return { errors };
  try {
    return { errors, object: linesOf(readFileSync(output)) };
  } catch {
    return { errors: new Map([[0, `no object: ${stderr}`]]) };
  }
}

/** What ventry says of it. */
export function ourOutcome({ text, preprocess }: Program): Outcome {
  const { object, diagnostics } = assembleObject(a64, {
    main: ['in.S'],
    files: new Map([['in.S', text]]),
    missing: new Set(),
    includePaths: [],
    defines: {},
    operands: {},
    loadAddress: 0n,
    preprocess,
    limits: { ...defaultLimits, diagnostics: 100_000 },
  });
  const errors = new Map<number, string>();
  for (const { severity, span, message } of diagnostics) {
    const line = text.slice(0, span.start).split('\n').length;
    if (severity === 'error' && !errors.has(line)) errors.set(line, message);
  }
  return errors.size > 0 ? { errors } : { errors, object: linesOf(writeObject(object)) };
}

function linesOf(file: Uint8Array): readonly string[] {
  const object = readObject(file);
  if (typeof object === 'string') return [object];
  // The order of symbols is proved elsewhere.
  return objectLines(object, name => !name.startsWith('.debug') && !name.startsWith('.note')).filter(
    line => !line.startsWith('symbol '),
  );
}

/** A repetition counts as one place, and so does a call that goes on over lines: as tells of the last of them. */
function placesOf(text: string): (line: number) => number {
  const starts: number[] = [];
  const open: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(?:[\w.$]+:\s*)*\.(?:rept?|irpc?)\b/i.test(line)) open.push(index + 1);
    starts.push(open[0] ?? index + 1);
    if (/^\s*(?:[\w.$]+:\s*)*\.endr\b/i.test(line)) open.pop();
  }
  return line => starts[line - 1] ?? line;
}

const withoutLine = (text: string, line: number): string =>
  text
    .split('\n')
    .map((each, index) => (index + 1 === line ? '' : each))
    .join('\n');

/** Rounds in which lines are taken out: as finds some faults only when there are no others. */
const mostRounds = 12;

export function judge(program: Program, folder: string): Verdict {
  let { text } = program;
  const { preprocess } = program;
  const lines = text.split('\n');
  let said: readonly string[] = [];
  const different = (what: string, line: number): Verdict => ({
    is: 'different',
    ours: said,
    what,
    line,
    text: lines[line - 1] ?? '',
  });
  let rejected = 0;
  for (let round = 0; round < mostRounds; round++) {
    const theirs = gnuOutcome({ text, preprocess }, folder);
    const ours = ourOutcome({ text, preprocess });
    said = [...ours.errors.values()];
    const placeOf = placesOf(text);
    const places = new Set([...ours.errors.keys()].map(placeOf));
    for (const [line, message] of theirs.errors) {
      const known = line <= 0 ? places.size > 0 : places.has(placeOf(line));
      if (!known) return different(`only GNU as rejects: ${message}`, line);
    }
    if (theirs.errors.size === 0) {
      const [first] = ours.errors;
      if (first !== undefined) return different(`only ventry rejects: ${first[1]}`, first[0]);
      const at = theirs.object!.findIndex((line, index) => line !== ours.object![index]);
      if (at >= 0 || theirs.object!.length !== ours.object!.length)
        return different(`objects differ: GNU as ${theirs.object![at]}, ventry ${ours.object![at]}`, 0);
      return { is: 'same', rejected, kept: lines.length - 1 - rejected };
    }
    const known = [...theirs.errors.keys()].filter(line => line > 0);
    if (known.length === 0) return { is: 'same', rejected, kept: 0 };
    rejected += known.length;
    for (const line of known) text = withoutLine(text, line);
  }
  return { is: 'same', rejected, kept: 0 };
}
