/** textDocument/completion. */
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import { type CompletionKind, completionsAt } from '../completion.ts';
import { analysedPlace, type Feature, guarded } from './feature.ts';

const kinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  instruction: CompletionItemKind.Keyword,
  macro: CompletionItemKind.Function,
  register: CompletionItemKind.Variable,
  label: CompletionItemKind.Reference,
  constant: CompletionItemKind.Constant,
};

export const completion: Feature = {
  capabilities: () => ({ completionProvider: {} }),
  register: session => {
    session.connection.onCompletion(
      guarded(session, async (params, token): Promise<CompletionItem[]> => {
        const at = await analysedPlace(session, params, token);
        if (at === undefined) return [];
        return completionsAt(at.analysis, at.place).map(({ name, kind, detail }) => ({
          label: name,
          kind: kinds[kind],
          detail,
        }));
      }),
    );
  },
};
