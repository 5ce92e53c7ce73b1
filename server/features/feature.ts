/** What every LSP feature is: the part of the initialize answer that it makes true, and its handlers. */
import type {
  CancellationToken,
  ClientCapabilities,
  Connection,
  ServerCapabilities,
} from 'vscode-languageserver';
import type { Analyses } from '../analyses.ts';
import type { Analysis } from '../analysis.ts';
import type { Place } from '../lookup.ts';
import { type LineIndex, lineIndex } from '../positions.ts';
import { pathOfUri } from '../uri.ts';
import type { Workspace } from '../workspace.ts';

/** One client's session. */
export interface Session {
  readonly connection: Connection;
  readonly client: ClientCapabilities;
  readonly workspace: Workspace;
  readonly analyses: Analyses;
  /** Address of the rules' reference page, to which `#rule-id` is added; absent when the client gave none. */
  readonly documentation?: string;
  readonly failed: (error: unknown) => void;
}

export interface Feature {
  readonly capabilities: (client: ClientCapabilities) => ServerCapabilities;
  readonly register: (session: Session) => void;
}

/** A place of a document in the analysis that speaks for it. */
export interface AnalysedPlace {
  readonly analysis: Analysis;
  readonly file: string;
  readonly lines: LineIndex;
  readonly place: Place;
}

/** The up-to-date analysis of a document and an index of its lines; undefined when there is none. */
export async function analysed(
  { analyses }: Session,
  uri: string,
  token: CancellationToken,
): Promise<Omit<AnalysedPlace, 'place'> | undefined> {
  const file = pathOfUri(uri);
  const analysis = await analyses.about(file, () => token.isCancellationRequested);
  const text = analysis?.texts.get(file);
  return analysis === undefined || text === undefined
    ? undefined
    : { analysis, file, lines: lineIndex(text) };
}

/** The same with a position in the document. */
export async function analysedPlace(
  session: Session,
  params: { textDocument: { uri: string }; position: { line: number; character: number } },
  token: CancellationToken,
): Promise<AnalysedPlace | undefined> {
  const found = await analysed(session, params.textDocument.uri, token);
  if (found === undefined) return undefined;
  return { ...found, place: { file: found.file, offset: found.lines.offsetAt(params.position) } };
}

/** A request handler whose failures are logged; the client gets them as an error of this one request. */
export const guarded =
  <Params, Result>(
    { failed }: Session,
    handler: (params: Params, token: CancellationToken) => Promise<Result>,
  ): ((params: Params, token: CancellationToken) => Promise<Result>) =>
  async (params, token) => {
    try {
      return await handler(params, token);
    } catch (error) {
      failed(error);
      throw error;
    }
  };
