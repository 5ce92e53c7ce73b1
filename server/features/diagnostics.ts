/** textDocument/publishDiagnostics. */
import {
  type ClientCapabilities,
  type Diagnostic,
  DiagnosticSeverity,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { Severity } from '../../assembler/program.ts';
import type { Analyses } from '../analyses.ts';
import { type LineIndex, lineIndex } from '../positions.ts';
import { rules } from '../rules/index.ts';
import type { Finding } from '../rules/rule.ts';
import type { Feature, Session } from './feature.ts';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Lines of the texts that findings point into. */
type LinesOf = (file: string) => LineIndex;

/** A finding as the protocol says it. */
export function diagnosticOf(finding: Finding, lines: LinesOf, session: Session): Diagnostic {
  const { span, severity, rule, message } = finding;
  const { documentation, client, workspace } = session;
  const can: ClientCapabilities['textDocument'] = client.textDocument ?? {};
  const documented = documentation !== undefined && rules.some(({ id }) => id === rule);
  const describes = documented && (can.publishDiagnostics?.codeDescriptionSupport ?? false);
  const relates = (can.publishDiagnostics?.relatedInformation ?? false) && finding.related.length > 0;
  return {
    range: lines(span.file).rangeOf(span),
    severity: severities[severity],
    source: 'ventry',
    code: rule,
    message,
    ...(describes ? { codeDescription: { href: `${documentation}#${rule}` } } : {}),
    ...(relates
      ? {
          relatedInformation: finding.related.map(related => ({
            location: {
              uri: workspace.uriOf(related.span.file),
              range: lines(related.span.file).rangeOf(related.span),
            },
            message: related.message,
          })),
        }
      : {}),
  };
}

/** Line indexes made when first asked for. */
export function linesIn(texts: ReadonlyMap<string, string>): LinesOf {
  const known = new Map<string, LineIndex>();
  return file => {
    let lines = known.get(file);
    if (lines === undefined) known.set(file, (lines = lineIndex(texts.get(file) ?? '')));
    return lines;
  };
}

/**
 * What is shown for a file: what the open documents that include it say about it, else its own analysis. Alone,
 * an included file lacks the macros and symbols that it relies on.
 */
function diagnosticsFor(file: string, analyses: Analyses, session: Session): Diagnostic[] {
  const owners = analyses.ownersOf(file);
  const speakers = owners.length > 0 ? owners : analyses.all.filter(analysis => analysis.file === file);
  const shown = new Map<string, Diagnostic>();
  for (const { problems, texts } of speakers) {
    const lines = linesIn(texts);
    for (const problem of problems) {
      if (problem.span.file !== file) continue;
      const diagnostic = diagnosticOf(problem, lines, session);
      shown.set(JSON.stringify([diagnostic.range, diagnostic.code, diagnostic.message]), diagnostic);
    }
  }
  return [...shown.values()];
}

export const diagnostics: Feature = {
  capabilities: () => ({
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  }),
  register: session => {
    const { analyses, workspace, connection } = session;
    /** What the client was sent last, by file. */
    const sent = new Map<string, string>();
    /** Files that each document's analysis speaks about. */
    const reach = new Map<string, readonly string[]>();

    function publish(file: string): void {
      const found = diagnosticsFor(file, analyses, session);
      const version = workspace.document(file)?.version;
      const text = JSON.stringify([version, found]);
      if (sent.get(file) === text || (found.length === 0 && version === undefined && !sent.has(file))) return;
      if (found.length === 0 && version === undefined) sent.delete(file);
      else sent.set(file, text);
      connection
        .sendDiagnostics({
          uri: workspace.uriOf(file),
          diagnostics: found,
          ...(version === undefined ? {} : { version }),
        })
        .catch(session.failed);
    }

    analyses.onChange(file => {
      const analysis = analyses.all.find(one => one.file === file);
      const before = reach.get(file) ?? [];
      const now = analysis === undefined ? [] : [...new Set([file, ...analysis.result.filesUsed])];
      if (analysis === undefined) reach.delete(file);
      else reach.set(file, now);
      for (const one of new Set([file, ...before, ...now])) publish(one);
    });
  },
};
