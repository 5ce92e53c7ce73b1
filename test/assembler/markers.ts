/** Sources with markers: `//   ^^^ code` under a line says that exactly these characters are found fault with. */
import { expect } from 'vitest';
import type { AssembleInput, Diagnostic } from '../../assembler/program.ts';
import { assembleText } from './assemble.ts';

interface Marked {
  readonly code: string;
  readonly start: number;
  readonly end: number;
}

/** Places marked in a source, as offsets. */
function markersOf(source: string): readonly Marked[] {
  const marked: Marked[] = [];
  let lineStart = 0;
  let above = 0;
  for (const line of source.split('\n')) {
    const found = /^\s*\/\/\s*(\^+)\s+([\w-]+)\s*$/.exec(line);
    if (found === null) above = lineStart;
    else {
      const column = line.indexOf('^');
      marked.push({ code: found[2]!, start: above + column, end: above + column + found[1]!.length });
    }
    lineStart += line.length + 1;
  }
  return marked;
}

const describeAll = (source: string, all: readonly Marked[]): readonly string[] =>
  all
    .map(({ code, start, end }) => `${code} at ${start}: ${JSON.stringify(source.slice(start, end))}`)
    .sort();

/** Assembles and expects exactly the marked diagnostics; gives them back. */
export function expectMarked(source: string, more: Partial<AssembleInput> = {}): readonly Diagnostic[] {
  const { diagnostics } = assembleText(source, more);
  const found = diagnostics.map(({ code, span }) => ({ code, start: span.start, end: span.end }));
  expect(describeAll(source, found)).toEqual(describeAll(source, markersOf(source)));
  return diagnostics;
}
