/**
 * Where an instruction stands in the text, level by level: level 0 is what the author wrote outside of any
 * macro, each further level is a line in the body of the macro called by the level before it.
 */
import type { Origin, Span } from '../../assembler/program.ts';
import type { Lines } from './lines.ts';

export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One level of a place: the text there, and which macro's body it is in. */
export interface Level {
  readonly span: Span;
  /** Macro whose body the text is in; absent at level 0. */
  readonly macro?: string;
  /** Tells this expansion or repetition from the others of the same text. */
  readonly instance: string;
}

/** Levels of an origin, outermost first; there is at least one. */
export function levelsOf(origin: Origin): readonly Level[] {
  const levels: Level[] = [];
  let at: Origin | undefined = origin;
  while (at !== undefined) {
    // A repetition is no level: its body is text that stands in the file. A #define's body cannot be stepped.
    let node: Origin = at;
    while (node.parent?.how === 'define') node = node.parent.at;
    const repeats: string[] = [];
    let up = node.parent;
    while (up !== undefined && (up.how === 'repeat' || up.how === 'define')) {
      if (up.how === 'repeat') repeats.push(`${up.count ?? ''}`);
      up = up.at.parent;
    }
    const called = up?.how === 'macro' ? up : undefined;
    levels.push({
      span: node.span,
      ...(called && { macro: called.name }),
      instance: `${called?.count ?? ''}:${repeats.join('.')}`,
    });
    at = called?.at;
  }
  return levels.reverse();
}

/** Do two places agree in the levels up to and including `depth`, expansion for expansion? */
export function sameStatement(a: readonly Level[], b: readonly Level[], depth: number): boolean {
  if (a.length <= depth || b.length <= depth) return false;
  return a.slice(0, depth + 1).every((level, i) => sameLevel(level, b[i]!));
}

/** Number of leading levels in which two places agree. */
export function commonLevels(a: readonly Level[], b: readonly Level[]): number {
  let n = 0;
  while (n < a.length && n < b.length && sameLevel(a[n]!, b[n]!)) n++;
  return n;
}

const sameLevel = (a: Level, b: Level): boolean =>
  a.span.file === b.span.file && a.span.start === b.span.start && a.instance === b.instance;

export function positionOf(span: Span, lines: Lines | undefined): Position {
  const start = lines?.at(span.start) ?? { line: 1, column: 1 };
  const end = lines?.at(span.end) ?? start;
  return {
    file: span.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}
