/** Collects what was found wrong, placed where the author can act, with the way there as related places. */
import type { Diagnostic, Origin, Severity } from './program.ts';
import { outermost } from './text.ts';

export class Diagnostics {
  readonly #limit: number;
  readonly #found: Diagnostic[] = [];
  readonly #perFile = new Map<string, number>();
  readonly #once = new Set<string>();

  /** `limit`: diagnostics kept per file. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get all(): readonly Diagnostic[] {
    return this.#found;
  }

  /** Has this file as many messages as are kept? Then what is dear to say need not be found out. */
  isFull(origin: Origin): boolean {
    return (this.#perFile.get(outermost(origin).span.file) ?? 0) > this.#limit;
  }

  /** Takes over what an earlier stage found. */
  add(diagnostics: readonly Diagnostic[]): void {
    this.#found.push(...diagnostics);
  }

  report(
    severity: Severity,
    code: string,
    message: string,
    origin: Origin,
    related: Diagnostic['related'] = [],
  ): void {
    const { span } = outermost(origin);
    const count = (this.#perFile.get(span.file) ?? 0) + 1;
    this.#perFile.set(span.file, count);
    if (count > this.#limit + 1) return;
    if (count === this.#limit + 1) {
      const only = `more than ${this.#limit} messages in this file; the rest is left out`;
      this.#found.push({
        severity: 'information',
        code: 'too-many-diagnostics',
        message: only,
        span,
        related: [],
      });
      return;
    }
    this.#found.push({ severity, code, message, span, related: [...related, ...wayTo(origin)] });
  }

  error(code: string, message: string, origin: Origin, related: Diagnostic['related'] = []): void {
    this.report('error', code, message, origin, related);
  }

  /** Reports only the first of all findings with the same code and subject. */
  once(severity: Severity, code: string, subject: string, message: string, origin: Origin): void {
    const key = `${code} ${subject}`;
    if (this.#once.has(key)) return;
    this.#once.add(key);
    this.report(severity, code, message, origin);
  }
}

/** Lines of the way that are told, innermost first: a macro that calls itself has hundreds. */
const longestWay = 10;

/** The lines inside macros, repetitions and defines between the author's place and the text itself. */
function wayTo(origin: Origin): Diagnostic['related'] {
  const place = outermost(origin);
  const way: Diagnostic['related'][number][] = [];
  for (
    let at = origin;
    at !== place && at.parent !== undefined && way.length < longestWay;
    at = at.parent.at
  ) {
    const { how, name } = at.parent;
    const message = how === 'repeat' ? `in a repetition by ${name}` : `in ${how} ${name}`;
    way.push({ span: at.span, message });
  }
  return way;
}
