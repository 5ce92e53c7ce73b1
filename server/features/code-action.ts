/** textDocument/codeAction: the fixes that findings bring. */
import { type CodeAction, CodeActionKind, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver';
import type { Fix } from '../rules/rule.ts';
import { diagnosticOf, linesIn } from './diagnostics.ts';
import { analysed, type Feature, guarded, type Session } from './feature.ts';

/** Edits by file, against the versions that were analysed. */
function workspaceEdit(
  fix: Fix,
  lines: ReturnType<typeof linesIn>,
  { client, workspace }: Session,
): WorkspaceEdit {
  const byFile = new Map<string, TextEdit[]>();
  for (const { span, newText } of fix.edits) {
    const edits = byFile.get(span.file) ?? [];
    byFile.set(span.file, edits);
    edits.push({ range: lines(span.file).rangeOf(span), newText });
  }
  const files = [...byFile];
  if (client.workspace?.workspaceEdit?.documentChanges)
    return {
      documentChanges: files.map(([file, edits]) => ({
        textDocument: { uri: workspace.uriOf(file), version: workspace.document(file)?.version ?? null },
        edits,
      })),
    };
  return { changes: Object.fromEntries(files.map(([file, edits]) => [workspace.uriOf(file), edits])) };
}

/** `quickfix` is asked for by itself, by a kind above it, or by not asking for any. */
const wanted = (only: readonly string[] | undefined): boolean =>
  only === undefined || only.some(kind => kind === '' || kind === CodeActionKind.QuickFix);

export const codeAction: Feature = {
  capabilities: client =>
    client.textDocument?.codeAction?.codeActionLiteralSupport === undefined
      ? {}
      : { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },
  register: session => {
    session.connection.onCodeAction(
      guarded(session, async ({ textDocument, range, context }, token): Promise<CodeAction[] | null> => {
        if (!wanted(context.only)) return null;
        const found = await analysed(session, textDocument.uri, token);
        if (found === undefined) return null;
        const { analysis, file, lines } = found;
        const index = linesIn(analysis.texts);
        const start = lines.offsetAt(range.start);
        const end = lines.offsetAt(range.end);
        return analysis.problems
          .filter(({ span }) => span.file === file && span.start <= end && span.end >= start)
          .flatMap(problem =>
            problem.fixes.map(fix => ({
              title: fix.title,
              kind: CodeActionKind.QuickFix,
              diagnostics: [diagnosticOf(problem, index, session)],
              ...(fix.applicability === 'safe' ? { isPreferred: true } : {}),
              edit: workspaceEdit(fix, index, session),
            })),
          );
      }),
    );
  },
};
