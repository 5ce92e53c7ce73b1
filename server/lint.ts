/** Runs the rules over one program: what the editor, the command line and the tests all use. */
import type { Diagnostic, Severity } from '../assembler/program.ts';
import { codeOf } from '../vectors/code.ts';
import { contextsOf, type SlotContext } from '../vectors/context.ts';
import type { VectorTable } from '../vectors/model.ts';
import { type EntryPaths, pathsFrom } from '../vectors/paths.ts';
import { inFragment, isFragment } from './fragment.ts';
import { rules } from './rules/index.ts';
import { sameSpan } from './rules/place.ts';
import type { Finding, LintContext, RuleContext } from './rules/rule.ts';

export interface LintSettings {
  /** Severity by rule id; `off` leaves the rule out. Rules that are not named keep their own severities. */
  readonly severity?: Readonly<Record<string, Severity | 'off'>>;
}

const rank: Record<Severity, number> = { error: 0, warning: 1, information: 2, hint: 3 };

function ruleContext(context: LintContext): RuleContext {
  const code = context.code ?? codeOf(context.architecture, context.result);
  const contexts = new Map<VectorTable, readonly SlotContext[]>();
  const paths = new Map<bigint, EntryPaths>();
  const routines = new Map<bigint, EntryPaths>();
  return {
    ...context,
    code,
    contextsOf: table => {
      let known = contexts.get(table);
      if (known === undefined) contexts.set(table, (known = contextsOf(code, table)));
      return known;
    },
    pathsOf: start => {
      let known = paths.get(start);
      if (known === undefined) paths.set(start, (known = pathsFrom(code, start)));
      return known;
    },
    routineOf: start => {
      let known = routines.get(start);
      if (known === undefined) routines.set(start, (known = pathsFrom(code, start, 'passed-over')));
      return known;
    },
  };
}

/** What the assembler found, as a finding of the rule that is named by its code. */
const ofAssembler = ({ severity, code, message, span, related }: Diagnostic): Finding => ({
  rule: code,
  message,
  span,
  severity,
  confidence: 'proved',
  related,
  fixes: [],
});

function withSettings(findings: readonly Finding[], { severity = {} }: LintSettings): readonly Finding[] {
  return findings.flatMap(finding => {
    const wanted = severity[finding.rule];
    if (wanted === 'off') return [];
    return wanted === undefined ? [finding] : [{ ...finding, severity: wanted }];
  });
}

/** Whether a diagnostic of the assembler only says what a macro's wrong arguments led to. */
function isConsequence({ span }: Diagnostic, findings: readonly Finding[]): boolean {
  return findings.some(
    one =>
      one.rule === 'macro-arguments' &&
      one.span.file === span.file &&
      one.span.start < span.end &&
      span.start < one.span.end,
  );
}

/** By file and place; at one place the gravest first. */
const inOrder = (a: Finding, b: Finding): number =>
  a.span.file.localeCompare(b.span.file) ||
  a.span.start - b.span.start ||
  rank[a.severity] - rank[b.severity] ||
  a.rule.localeCompare(b.rule);

/** The first of several findings of one rule at one place. */
const isFirst = (finding: Finding, at: number, all: readonly Finding[]): boolean =>
  all.findIndex(one => one.rule === finding.rule && sameSpan(one.span, finding.span)) === at;

/**
 * All findings of the rules and of the assembler, in order of place, one for each fault. Never throws on bad
 * text.
 */
export function lint(context: LintContext, settings: LintSettings = {}): Finding[] {
  const shared = ruleContext(context);
  const wanted = rules.filter(
    ({ id, architectures }) =>
      architectures.includes(context.architecture.id) && settings.severity?.[id] !== 'off',
  );
  const found = wanted.flatMap(rule => rule.check(shared));
  const { result, text } = context;
  const diagnostics = isFragment(context.architecture, result, text)
    ? result.diagnostics.map(inFragment)
    : result.diagnostics;
  const assembled = diagnostics.filter(diagnostic => !isConsequence(diagnostic, found));
  return withSettings([...found, ...assembled.map(ofAssembler)], settings)
    .filter(isFirst)
    .toSorted(inOrder);
}
